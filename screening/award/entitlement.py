"""What a clause gives by itself: fixed, rate × base, per unit, in steps, the least of several bounds.

The figure after the clause's own ceiling on the one thing (readings 1.13); stacking, shared ceilings and
what was received come later. Null is no figure: support without one, or a base that is unknown.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.money import (
    basis_points_from_printed,
    fen_from_printed,
    round_half_up,
    share_of,
)
from screening.determination.conditions import ConditionContext, fact_column, verdict
from screening.determination.join_facts import PRIOR_HIGHEST, SPENDING_BASE, steps_above
from screening.rules import policy_item as rule
from screening.rules.printed_figures import points_from_printed

_NO_BOUND: Final = 2**62  # a bound that does not apply binds nothing
_DECIMALS: Final = 10_000  # areas and months carry four decimals


def entitlement(award: rule.Award, context: ConditionContext) -> pl.Expr:
    """Int64 fen of an award kind on determination rows; the figures are the item columns of the group."""
    match award:
        case rule.Fixed() | rule.Ceiling():
            return pl.col("award_sum_fen")
        case rule.Rate():
            return _rate(award, context)
        case rule.PerUnit():
            # A row that counts nothing is the one thing it names.
            return pl.col("award_sum_fen") * pl.coalesce(fact_column(award.unit), pl.lit(1))
        case rule.PerStep():
            return pl.col("award_sum_fen") * _new_steps(award)
        case rule.LeastOf():
            return _least([_bound(bound, context) for bound in award.bounds])
        case rule.Unstated() | rule.NoSupport():
            return pl.lit(None, dtype=pl.Int64)


def _rate(award: rule.Rate, context: ConditionContext) -> pl.Expr:
    base = fact_column(award.of) if isinstance(award.of, str) else pl.col(SPENDING_BASE)
    share = share_of(base, pl.col("rate_bp") + _added_points(award.steps, context))
    return share if award.limit is None else share.clip(upper_bound=pl.col("limit_fen"))


def _added_points(steps: list[rule.RateStep], context: ConditionContext) -> pl.Expr:
    """Points of the largest step that is met; an unknown step adds nothing, the base rate is due without it."""
    added = pl.lit(0, dtype=pl.Int64)
    for step in sorted(steps, key=lambda step: points_from_printed(step.points)):
        is_met = pl.all_horizontal([verdict(condition, context) for condition in step.when])
        added = (
            pl.when(is_met).then(pl.lit(points_from_printed(step.points), dtype=pl.Int64)).otherwise(added)
        )  # null: never null
    return added


def _new_steps(award: rule.PerStep) -> pl.Expr:
    """Full steps above the line that no earlier known year had reached."""
    made, before = steps_above(award, fact_column(award.of)), steps_above(award, pl.col(PRIOR_HIGHEST))
    return (made - before).clip(lower_bound=0)


def _bound(bound: rule.Bound, context: ConditionContext) -> pl.Expr:
    value = _bound_value(bound)
    if not bound.when:
        return value
    applies = pl.all_horizontal([verdict(condition, context) for condition in bound.when])
    return pl.when(applies).then(value).when(~applies).then(pl.lit(_NO_BOUND))


def _bound_value(bound: rule.Bound) -> pl.Expr:
    if bound.amount is not None:
        return pl.lit(fen_from_printed(bound.amount), dtype=pl.Int64)
    if bound.rate is not None:
        assert bound.of is not None  # load_rulebook
        return share_of(fact_column(bound.of), basis_points_from_printed(bound.rate))
    assert bound.unit_price is not None  # load_rulebook
    product = pl.lit(fen_from_printed(bound.unit_price), dtype=pl.Int64)
    for factor in bound.times:
        product = product * (fact_column(factor) * _DECIMALS).cast(pl.Int64)
    return round_half_up(product, _DECIMALS ** len(bound.times))


def _least(bounds: list[pl.Expr]) -> pl.Expr:
    """The least bound; unknown where any bound is, since an unknown never caps and never pays."""
    is_any_unknown = pl.any_horizontal([bound.is_null() for bound in bounds])
    return pl.when(~is_any_unknown).then(pl.min_horizontal(bounds))  # null: no bound is null here
