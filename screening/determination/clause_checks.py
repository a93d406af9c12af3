"""What a clause asks of a row: its conditions, and that the base it multiplies is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from screening.contract.money import BASIS_POINTS, basis_points_from_printed
from screening.determination.check import Check, NearMiss
from screening.determination.conditions import (
    ConditionContext,
    fact_column,
    leaves,
    reached_before,
    reached_now,
    verdict,
    years_back_column,
)
from screening.determination.join_facts import SPENDING_BASE
from screening.determination.reasons import UNKNOWN, money_text, seen_value, shortfall
from screening.rules import policy_item as rule
from screening.rules.describe import describe_condition
from screening.rules.printed_figures import figure_from_printed
from screening.rules.vocabulary import FACTS


def clause_checks(shape: rule.Item, context: ConditionContext) -> Iterator[Check]:
    """Checks of the clause; selecting conditions stand among them, open on rows that were kept all the same."""
    if shape.requires_manufacturing:
        yield _of_condition(rule.IndustryIn(industry_list="制造业"), context)
    for condition in (*shape.select, *shape.when):
        yield _of_condition(condition, context)
    yield from _has_base(shape.award)


def _of_condition(condition: rule.Condition, context: ConditionContext) -> Check:
    asked = describe_condition(condition)
    result = verdict(condition, context)
    match condition:
        case rule.Judged():
            return Check(result, asked, judgement=condition.text)
        case rule.AtLeast() | rule.Over():
            threshold = figure_from_printed(condition.value, FACTS[condition.fact].unit)
            near = NearMiss(condition.fact, asked, shortfall(condition.fact, threshold))
            return Check(result, asked, seen_value(condition.fact), (condition.fact,), near_miss=near)
        case rule.Growth():
            return Check(
                result, asked, _growth_seen(condition), (condition.fact,), near_miss=_growth_gap(condition, asked)
            )
        case rule.FirstReach():
            return _of_ladder(condition, result, asked)
        case rule.AnyOf():
            return Check(
                result,
                asked,
                None,
                tuple(dict.fromkeys(_facts_asked(leaves(condition.conditions)))),
                _judgement_in(condition),
            )
        case rule.IndustryIn():
            return Check(result, asked, pl.col("industry_code"), ("industry_code",))
        case rule.AboveScale():
            return Check(result, asked, seen_value("is_above_scale"), ("is_above_scale",))
        case rule.Holds() | rule.SpendingExists():
            return Check(result, asked, None, tuple(_facts_asked([condition])))
        case rule.ReachesTarget():
            both = pl.concat_str([seen_value(condition.fact), pl.lit(" / "), seen_value(condition.other_fact)])
            return Check(result, asked, both, (condition.fact, condition.other_fact))
        case _:
            return Check(result, asked, seen_value(condition.fact), (condition.fact,))


def _facts_asked(conditions: Iterable[rule.Condition]) -> Iterator[str]:
    for condition in conditions:
        match condition:
            case rule.Holds():
                yield from condition.programmes
            case rule.SpendingExists():
                yield from condition.spending_kinds
            case rule.IndustryIn():
                yield "industry_code"
            case rule.AboveScale():
                yield "is_above_scale"
            case rule.FirstReach():
                yield from (line.fact for line in condition.lines)
            case rule.Judged() | rule.AnyOf():
                continue
            case _:
                yield condition.fact


def _judgement_in(condition: rule.AnyOf) -> str | None:
    texts = [leaf.text for leaf in leaves(condition.conditions) if isinstance(leaf, rule.Judged)]
    return "、".join(texts) if texts else None


def _growth_seen(condition: rule.Growth) -> pl.Expr:
    now, before = (money_text(years_back_column(condition.fact, condition.years_back + k)) for k in (0, 1))
    return pl.concat_str([pl.lit("本年"), now, pl.lit("，上年"), before])


def _growth_gap(condition: rule.Growth, asked: str) -> NearMiss:
    now, before = (years_back_column(condition.fact, condition.years_back + k) for k in (0, 1))
    needed = before * (BASIS_POINTS + basis_points_from_printed(condition.at_least))
    short = -((now * BASIS_POINTS - needed) // BASIS_POINTS)
    return NearMiss(condition.fact, asked, money_text(short))


def _of_ladder(condition: rule.FirstReach, result: pl.Expr, asked: str) -> Check:
    values = [
        pl.concat_str([pl.lit(FACTS[line.fact].label), pl.coalesce(seen_value(line.fact), pl.lit(UNKNOWN))])
        for line in condition.lines
    ]
    earlier = (
        pl.when(reached_before(condition)).then(pl.lit("；以前年度已达到")).otherwise(pl.lit(""))
    )  # null-ok: never null
    gaps = []
    for line in condition.lines:
        threshold = figure_from_printed(line.over or line.at_least or "", FACTS[line.fact].unit)
        is_short = fact_column(line.fact) < threshold
        gaps.append(
            pl.when(is_short).then(pl.concat_str([pl.lit(FACTS[line.fact].label), shortfall(line.fact, threshold)]))
        )
    # A ladder missed for having been reached before is no near miss: nothing is measurably short.
    gap = pl.when(~reached_now(condition)).then(pl.concat_str(gaps, separator="、", ignore_nulls=True))
    facts = tuple(line.fact for line in condition.lines)
    return Check(
        result, asked, pl.concat_str([*values, earlier]), facts, near_miss=NearMiss("、".join(facts), asked, gap)
    )


def _has_base(award: rule.Award) -> Iterator[Check]:
    """The base a clause multiplies must be known; a missing base leaves the row open."""
    unknown = pl.lit(None, dtype=pl.Boolean)
    match award:
        case rule.Rate(of=str(fact)):
            yield Check(
                fact_column(fact).is_not_null() | unknown, f"{FACTS[fact].label}已知", seen_value(fact), (fact,)
            )
        case rule.Rate(of=rule.Spending(kinds=kinds)):
            known = pl.col(SPENDING_BASE)
            yield Check(known.is_not_null() | unknown, f"{'、'.join(kinds)}已知", money_text(known), tuple(kinds))
        case rule.PerStep(of=fact):
            prior = pl.col("prior_highest_fen")
            yield Check(prior.is_not_null() | unknown, f"以前年度{FACTS[fact].label}已知", money_text(prior), (fact,))


def open_rate_facts(award: rule.Award) -> tuple[str, ...]:
    """Facts that could raise a rate: named where unknown, though the base rate is due without them."""
    if not isinstance(award, rule.Rate):
        return ()
    return tuple(dict.fromkeys(_facts_asked(leaves([c for step in award.steps for c in step.when]))))
