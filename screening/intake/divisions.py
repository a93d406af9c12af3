"""The divisions of each city: counties living, renamed and gone, and its development zones (rulebook data)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

import screening

_FILE: Final = Path(screening.__file__).parent / "rulebook" / "code_lists" / "divisions.csv"


@cache
def read_divisions() -> pl.DataFrame:
    """city, code (GB/T 2260, null for zones without), name, kind (prefecture | county | zone), status
    (live | renamed | split | moved), successor (name, of a renamed one) and aliases (separated by ；), as text.
    """
    return pl.read_csv(_FILE, infer_schema=False)
