"""What moved since the last good run, by city and cause, for the person who decides whether a run goes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from screening.changes import CAUSE_LABELS, Move, net_change


def movement_lines(changes: pl.DataFrame) -> Iterator[str]:
    """One line per city and cause: enterprises newly in and dropped out, lines, how far sums went up or down."""
    for row in _by_cause(changes).iter_rows(named=True):
        yield (
            f"{row['city']} {CAUSE_LABELS[row['cause']]}：新进入企业 {row['newly_in']} 家，"
            f"退出企业 {row['dropped_out']} 家，变动 {row['lines']} 项，"
            f"确定金额 {row['exact']:+,} 元，含上限金额 {row['upper_bound']:+,} 元"
        )


def movement_lines_of(folder: Path) -> Iterator[str]:
    """The same of the run that stands in a folder."""
    return movement_lines(pl.read_parquet(folder / "changes.parquet"))


def _by_cause(changes: pl.DataFrame) -> pl.DataFrame:
    """Enterprises newly in and dropped out, lines, and net sums by city and cause."""
    enterprises = (
        pl.col("uscc").filter(pl.col("enterprise_change") == move.value).n_unique().alias(move.value) for move in Move
    )
    sums = (net_change(kind).alias(kind) for kind in ("exact", "upper_bound"))
    return changes.group_by("city", "cause").agg(pl.len().alias("lines"), *sums, *enterprises).sort("city", "cause")
