"""ScreeningRun: what one night is asked to do. Frozen; nothing below it reads the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ScreeningRun:
    """One night: as-of date, where inputs come from, where results go, what is asked.

    `run_id` is the as-of date and a hash of inputs, rulebook and parameters, so the same night twice
    is the same run.
    """

    run_id: str
    as_of: dt.date
    inbox: Path
    out: Path
    cities: tuple[str, ...]
    award_years: tuple[int, ...] | None = None  # None: from the first year of force to the as-of year
    include_drafts: bool = False
