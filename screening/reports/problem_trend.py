"""Open problems of each source office in this run and in those before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from screening.open_problems import COUNTS, WHOSE
from screening.reports.cover import RunRecord

TOTAL: Final = "open_problems"
_RUNS_SHOWN: Final = 12
_SCHEMA: Final = dict.fromkeys(WHOSE, pl.String()) | dict.fromkeys(COUNTS, pl.Int64())


def open_problems_over_time(run: RunRecord, earlier: Sequence[RunRecord]) -> tuple[pl.DataFrame, dict[str, str]]:
    """Open problems of the run by WHOSE, and of each earlier run in a column of its own, the newest first.

    Returns the frame, with COUNTS and TOTAL of this run, and the as-of date by the name of each column of an earlier
    run. An earlier run that did not count them, or was not of the city, has null and not 0.
    """
    shown = {f"earlier_{at}": before for at, before in enumerate(reversed(earlier[-_RUNS_SHOWN:]))}
    frames = {name: _counts_of(before) for name, before in shown.items()}
    now = _counts_of(run)
    rows = pl.concat([now, *frames.values()]).select(WHOSE).unique().sort(WHOSE, nulls_last=True)
    table = rows.join(now, on=WHOSE, how="left", nulls_equal=True, maintain_order="left").with_columns(
        pl.col(*COUNTS, TOTAL).fill_null(0)
    )
    for name, frame in frames.items():
        counted = shown[name].get("cities", ()) if "open_problems" in shown[name] else ()
        total = frame.select(*WHOSE, pl.col(TOTAL).alias(name))
        table = table.join(total, on=WHOSE, how="left", nulls_equal=True, maintain_order="left").with_columns(
            pl.when(pl.col("city").is_in(list(counted))).then(pl.col(name).fill_null(0)).alias(name)
        )
    return table, {name: before["as_of"] for name, before in shown.items()}


def _counts_of(run: RunRecord) -> pl.DataFrame:
    frame = pl.DataFrame(run.get("open_problems", []), schema=_SCHEMA)
    return frame.with_columns(pl.sum_horizontal(COUNTS).alias(TOTAL))
