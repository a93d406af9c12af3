"""How much moved between two runs, per city and cause: enterprises newly in, dropped out, and yuan.

The limits beyond which a run waits for a person are a suite, `expectations/movements`.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.changes import Cause, Move, ScreenedRun, granted_lines
from screening.contract.money import BASIS_POINTS
from screening.contract.result_tables import MOVEMENTS

# Nobody's list or return moved these: they are told apart, and hold no run.
EXPECTED_CAUSES: Final = (
    Cause.FIRST_RUN,
    Cause.CITY,
    Cause.PARAMETERS,
    Cause.POLICY_PERIOD,
    Cause.NEW_AWARD_YEAR,
    Cause.RULEBOOK,
    Cause.AS_OF,
)
_FIGURES: Final = ("exact", "upper_bound")
_KEY: Final = ("city", "measure", "cause")


def measure_movements(before: ScreenedRun | None, changes: pl.DataFrame) -> pl.DataFrame:
    """`MOVEMENTS`, sorted; empty where nothing moved.

    before: the last good run; changes: `find_changes` of it and the run to judge. An enterprise with lines
    of several causes counts under each.
    """
    moved = pl.concat([_count_enterprises(changes), *(_sum_yuan(kind, changes) for kind in _FIGURES)])
    is_expected = pl.col("cause").is_in([cause.value for cause in EXPECTED_CAUSES])
    return (
        moved.join(_standing(before), on=["city", "measure"], how="left")
        .with_columns(pl.col("before").fill_null(0), is_expected=is_expected)
        # Where nothing stood before, whatever came in is more than all of it.
        .with_columns(share=pl.col("moved") * BASIS_POINTS // pl.max_horizontal("before", pl.lit(1, pl.Int64)))
        .select(*MOVEMENTS)
        .sort(_KEY)
    )


def _count_enterprises(changes: pl.DataFrame) -> pl.DataFrame:
    """city, measure, cause and moved: enterprises newly in and dropped out."""
    moves = changes.drop_nulls("enterprise_change").rename({"enterprise_change": "measure"})
    enterprises = pl.col("uscc").n_unique().cast(pl.Int64)
    return moves.group_by(*_KEY).agg(moved=enterprises)


def _sum_yuan(kind: str, lines: pl.DataFrame) -> pl.DataFrame:
    """Whole yuan that came or went; a line that one of the runs has not stands at nothing there."""
    before, after = (pl.col(f"{kind}_{side}").fill_null(0) for side in ("before", "after"))
    yuan = (after - before).abs().sum().cast(pl.Int64)
    return lines.with_columns(measure=pl.lit(f"{kind}_yuan")).group_by(*_KEY).agg(moved=yuan)


def _standing(before: ScreenedRun | None) -> pl.DataFrame:
    """city, measure and before: what each measure is held against; no row where there was no run before."""
    if before is None:
        return pl.DataFrame(schema={name: MOVEMENTS[name] for name in ("city", "measure", "before")})
    enterprises = pl.col("uscc").n_unique().cast(pl.Int64)
    yuan = [pl.col(kind).sum().cast(pl.Int64).alias(f"{kind}_yuan") for kind in _FIGURES]
    counts = [enterprises.alias(move.value) for move in Move]
    sums = granted_lines(before).group_by("city").agg(*yuan, *counts)
    return sums.unpivot(index="city", variable_name="measure", value_name="before")
