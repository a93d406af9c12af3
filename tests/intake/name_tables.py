"""Registers, lists, renames and rulings as small tables, with a city of invented firms in mind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from screening.intake.match_names import match_list_rows
from screening.intake.rename_chains import RENAMES
from tests.credit_codes import credit_code

A, B, C, D, E = (credit_code(number, "371000") for number in range(1, 6))

_REGISTER: Final = {
    "uscc": pl.String,
    "name": pl.String,
    "former_names": pl.String,
    "operating_status": pl.String,
    "registered_on": pl.Date,
}
_ROWS: Final = {"row_id": pl.Int64, "uscc": pl.String, "name": pl.String, "dated_through": pl.Date}
_RULINGS: Final = {"kind": pl.String, "key": pl.String, "ruling": pl.String, "ruled_on": pl.Date}

Row = Mapping[str, Any]


def register(*firms: Row) -> pl.DataFrame:
    """Enterprises; what is not written is null."""
    return _table(firms, _REGISTER)


def rename(old_name: str, new_name: str, on: dt.date | None = None, uscc: str | None = None) -> Row:
    """A 更名 event."""
    return {"old_name": old_name, "new_name": new_name, "renamed_on": on, "uscc": uscc}


def ruling(key: str, ruling: str, on: dt.date | None = None) -> Row:
    """A ruling of kind name_match."""
    return {"kind": "name_match", "key": key, "ruling": ruling, "ruled_on": on}


def match(
    rows: Sequence[Row | str], firms: pl.DataFrame, renames: Iterable[Row] = (), rulings: Iterable[Row] = ()
) -> pl.DataFrame:
    """The result for list rows, numbered from 1; a row may be a name alone."""
    written = [{"name": row} if isinstance(row, str) else row for row in rows]
    listed = _table([{"row_id": number} | dict(row) for number, row in enumerate(written, 1)], _ROWS)
    return match_list_rows(listed, firms, _table(renames, RENAMES), _table(rulings, _RULINGS))


def match_one(
    row: Row | str, *firms: Row, renames: Iterable[Row] = (), rulings: Iterable[Row] = ()
) -> tuple[str, list[str]]:
    """Class and codes of one list row."""
    found = match([row], register(*firms), renames, rulings)
    (match_class,) = found["match_class"].unique()
    return match_class, found["uscc"].drop_nulls().sort().to_list()


def _table(rows: Iterable[Row], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([dict(row) for row in rows], schema=dict(schema))
