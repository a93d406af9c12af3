"""Totals per enterprise and award year; exact sums, upper bounds and open awards are never mixed."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.result_tables import Certainty, Determination, Disposition

_PAID: Final = (Disposition.PAYABLE.value, Disposition.SETTLED.value)


def enterprise_totals(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per enterprise and award year, money in fen (`ENTERPRISE_TOTALS` in shape).

    Nothing but exact awards enters `exact_total`; `upper_bound_total` is exact awards plus upper bounds;
    unstated and undetermined awards stand in neither; lapsed documents in none; drafts have totals of
    their own (contract 2).
    """
    in_force, draft = pl.col("policy_status") == "in_force", pl.col("policy_status") == "draft"
    eligible = (pl.col("determination") == Determination.ELIGIBLE.value) & pl.col("disposition").is_in(_PAID)
    is_open = (pl.col("determination") == Determination.UNDETERMINED.value) & pl.col("disposition").is_in(_PAID)
    barred = pl.col("disposition") == Disposition.BARRED.value  # in no total (readings 1.17)
    exact = pl.col("certainty") == Certainty.EXACT.value
    stated = pl.col("certainty") != Certainty.UNSTATED.value

    def total(which: pl.Expr, name: str) -> pl.Expr:
        return pl.col("award_fen").filter(which).sum().alias(name)

    def count(which: pl.Expr, name: str) -> pl.Expr:
        return which.sum().cast(pl.Int64).alias(name)

    return (
        rows.group_by("uscc", "name", "district", "award_year")
        .agg(
            total(in_force & eligible & exact, "exact_total"),
            total(in_force & eligible & stated, "upper_bound_total"),
            count(in_force & eligible & ~stated, "unstated_items"),
            count(in_force & is_open, "undetermined_items"),
            total(in_force & is_open & stated, "undetermined_total"),
            pl.col("received_fen").filter(in_force & ~barred).sum().alias("received_total"),
            count(in_force & eligible, "items"),
            total(draft & eligible & exact, "draft_exact_total"),
            total(draft & eligible & stated, "draft_upper_bound_total"),
        )
        .sort("uscc", "award_year")
    )
