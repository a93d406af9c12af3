"""Sums of an awards frame by any grouping: exact, upper bound, unstated and to-verify kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from screening.contract.money import YUAN
from screening.contract.result_tables import Certainty, Determination, Disposition

MEASURES: Final = (
    "enterprises",
    "items",
    "exact_total",
    "upper_bound_only",
    "upper_bound_total",
    "unstated_items",
    "undetermined_items",
    "undetermined_total",
    "received_total",
    "outstanding_total",
)

_IS_UNDETERMINED: Final = pl.col("determination") == Determination.UNDETERMINED.value
_IS_ELIGIBLE: Final = pl.col("determination") == Determination.ELIGIBLE.value


def is_in_force() -> pl.Expr:
    """Whether a row rests on a document in force on the as-of date."""
    return pl.col("policy_status") == "in_force"


def is_draft() -> pl.Expr:
    """Whether a row rests on a draft, which pays nothing."""
    return pl.col("policy_status") == "draft"


def counts_in_totals() -> pl.Expr:
    """Whether a row's award stands in a total: payable, or settled, whose award is counted whole."""
    return pl.col("disposition").is_in([Disposition.PAYABLE.value, Disposition.SETTLED.value])


def measure(awards: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """One row per group of `by`, sorted by it, with `MEASURES`; money is YUAN.

    enterprises and items are counts of distinct codes and of rows. `exact_total` holds exact awards only,
    `upper_bound_only` upper bounds only, `upper_bound_total` both. What is undetermined stands in none of
    these. `undetermined_total`, `received_total` and `outstanding_total` are null where no row of theirs
    has a figure: an unknown sum is not zero.
    """
    return awards.group_by(by).agg(**_sums()).sort(by, nulls_last=True)


def measure_all(awards: pl.DataFrame) -> pl.DataFrame:
    """`MEASURES` over all rows, always in one row; an enterprise counts once."""
    return awards.select(**_sums())


def known_sum(values: pl.Expr) -> pl.Expr:
    """Sum of a YUAN expression; null where there are rows and none has a figure, 0 where there are no rows."""
    is_unknown = (values.len() > 0) & (values.count() == 0)
    return pl.when(is_unknown).then(pl.lit(None, dtype=YUAN)).otherwise(values.sum().cast(YUAN))


def _sums() -> dict[str, pl.Expr]:
    exact = pl.col("award").filter(_IS_ELIGIBLE & (pl.col("certainty") == Certainty.EXACT.value)).sum()
    upper_bound = pl.col("award").filter(_IS_ELIGIBLE & (pl.col("certainty") == Certainty.UPPER_BOUND.value)).sum()
    is_unstated = _IS_ELIGIBLE & (pl.col("certainty") == Certainty.UNSTATED.value)
    return {
        "enterprises": pl.col("uscc").n_unique(),
        "items": pl.len(),
        "exact_total": exact.cast(YUAN),
        "upper_bound_only": upper_bound.cast(YUAN),
        "upper_bound_total": (exact + upper_bound).cast(YUAN),
        "unstated_items": is_unstated.sum(),
        "undetermined_items": _IS_UNDETERMINED.sum(),
        "undetermined_total": known_sum(pl.col("award").filter(_IS_UNDETERMINED)),
        "received_total": known_sum(pl.col("received").filter(_IS_ELIGIBLE)),
        "outstanding_total": known_sum(pl.col("outstanding").filter(_IS_ELIGIBLE)),
    }
