"""What a clause asks of a row: its conditions, and that the base it multiplies is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from screening.contract.money import BASIS_POINTS, basis_points_from_printed
from screening.determination.check import Check, NearMiss, OpenFact
from screening.determination.conditions import (
    ConditionContext,
    fact_column,
    leaves,
    reached_before,
    reached_now,
    verdict,
    years_back_column,
)
from screening.determination.join_facts import PRIOR_HIGHEST, SPENDING_BASE
from screening.determination.reasons import ON_THE_LINE, UNKNOWN, money_text, seen_value, shortfall
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
    asked, result = describe_condition(condition), verdict(condition, context)
    judged = [leaf.text for leaf in leaves([condition]) if isinstance(leaf, rule.Judged)]
    return Check(
        result,
        asked,
        _seen(condition),
        tuple(open_facts([condition], context)),
        "、".join(judged) or None,
        _near_miss(condition, asked),
    )


def open_facts(conditions: Iterable[rule.Condition], context: ConditionContext) -> Iterator[OpenFact]:
    """What would decide the conditions that are unknown, each name once for each condition."""
    for leaf in leaves(list(conditions)):
        is_open = verdict(leaf, context).is_null()
        match leaf:
            case rule.Judged():
                continue
            case rule.FirstReach():
                yield from _open_lines(leaf, is_open)
            case rule.ReachesTarget():
                yield from (OpenFact(name, fact_column(name).is_null()) for name in _names_of(leaf))
            case _:
                yield from (OpenFact(name, is_open) for name in _names_of(leaf))


def _names_of(leaf: rule.Condition) -> list[str]:
    match leaf:
        case rule.Holds():
            return leaf.programmes
        case rule.SpendingExists():
            return leaf.spending_kinds
        case rule.IndustryIn():
            return ["industry_code"]
        case rule.AboveScale():
            return ["is_above_scale"]
        case rule.ReachesTarget():
            return [leaf.fact, leaf.other_fact]
        case rule.FirstReach() | rule.Judged() | rule.AnyOf():
            raise TypeError(f"{type(leaf).__name__} names no single fact")
        case _:
            return [leaf.fact]


def _open_lines(ladder: rule.FirstReach, is_open: pl.Expr) -> Iterator[OpenFact]:
    """Lines of unknown value; where all are known it is the earlier years that are not."""
    all_known = pl.all_horizontal([fact_column(line.fact).is_not_null() for line in ladder.lines])
    for line in ladder.lines:
        yield OpenFact(line.fact, is_open & (fact_column(line.fact).is_null() | all_known))


def _seen(condition: rule.Condition) -> pl.Expr | None:
    match condition:
        case rule.Judged() | rule.AnyOf() | rule.Holds() | rule.SpendingExists():
            return None
        case rule.Growth():
            return _growth_seen(condition)
        case rule.FirstReach():
            return _ladder_seen(condition)
        case _:
            return pl.concat_str([seen_value(name) for name in _names_of(condition)], separator=" / ")


def _near_miss(condition: rule.Condition, asked: str) -> NearMiss | None:
    match condition:
        case rule.AtLeast():
            threshold = figure_from_printed(condition.value, FACTS[condition.fact].unit)
            return NearMiss(condition.fact, asked, shortfall(condition.fact, threshold))
        case rule.Over():
            threshold = figure_from_printed(condition.value, FACTS[condition.fact].unit)
            return NearMiss(condition.fact, asked, _gap_to_exceed(condition.fact, threshold))
        case rule.Growth():
            return NearMiss(condition.fact, asked, _growth_gap(condition))
        case rule.FirstReach():
            return NearMiss("、".join(line.fact for line in condition.lines), asked, _ladder_gap(condition))
        case _:
            return None


def _gap_to_exceed(fact: str, threshold: int) -> pl.Expr:
    """What a fact lacks that must be over a threshold; null where unknown."""
    is_on_line = fact_column(fact) == threshold
    return pl.when(is_on_line).then(pl.lit(ON_THE_LINE)).otherwise(shortfall(fact, threshold))


def _growth_seen(condition: rule.Growth) -> pl.Expr:
    now, before = (money_text(years_back_column(condition.fact, condition.years_back + k)) for k in (0, 1))
    return pl.concat_str([pl.lit("本年"), now, pl.lit("，上年"), before])


def _growth_gap(condition: rule.Growth) -> pl.Expr:
    now, before = (years_back_column(condition.fact, condition.years_back + k) for k in (0, 1))
    needed = before * (BASIS_POINTS + basis_points_from_printed(condition.at_least))
    # Rounded up: with a fen less the line would still be missed.
    return money_text(-((now * BASIS_POINTS - needed) // BASIS_POINTS))


def _ladder_seen(ladder: rule.FirstReach) -> pl.Expr:
    values = [
        pl.concat_str([pl.lit(FACTS[line.fact].label), pl.coalesce(seen_value(line.fact), pl.lit(UNKNOWN))])
        for line in ladder.lines
    ]
    earlier = pl.when(reached_before(ladder)).then(pl.lit("以前年度已达到"))
    return pl.concat_str([*values, earlier], separator="、", ignore_nulls=True)


def _ladder_gap(ladder: rule.FirstReach) -> pl.Expr:
    """What each line lacks; a ladder missed for having been reached before lacks nothing that can be measured."""
    gaps = []
    for line in ladder.lines:
        threshold = figure_from_printed(line.over or line.at_least or "", FACTS[line.fact].unit)
        gap = _gap_to_exceed(line.fact, threshold) if line.over else shortfall(line.fact, threshold)
        is_below = fact_column(line.fact) <= threshold if line.over else fact_column(line.fact) < threshold
        gaps.append(pl.when(is_below).then(pl.concat_str([pl.lit(FACTS[line.fact].label), gap])))
    return pl.when(~reached_now(ladder)).then(pl.concat_str(gaps, separator="、", ignore_nulls=True))


def _has_base(award: rule.Award) -> Iterator[Check]:
    """The base a clause multiplies must be known; a missing base leaves the row open."""
    match award:
        case rule.Rate(of=str(fact)):
            yield _is_known(fact_column(fact), f"{FACTS[fact].label}已知", seen_value(fact), [fact])
        case rule.Rate(of=rule.Spending(kinds=kinds)):
            base = pl.col(SPENDING_BASE)
            yield _is_known(base, f"{'、'.join(kinds)}已知", money_text(base), kinds)
        case rule.PerStep(of=fact):
            prior = pl.col(PRIOR_HIGHEST)
            yield _is_known(prior, f"以前年度{FACTS[fact].label}已知", money_text(prior), [fact])
        case rule.LeastOf():
            for fact in dict.fromkeys(fact for bound in award.bounds for fact in (bound.of, *bound.times) if fact):
                yield _is_known(fact_column(fact), f"{FACTS[fact].label}已知", seen_value(fact), [fact])


def _is_known(base: pl.Expr, asked: str, seen: pl.Expr, names: Iterable[str]) -> Check:
    known = base.is_not_null() | pl.lit(None, dtype=pl.Boolean)
    return Check(known, asked, seen, tuple(OpenFact(name, base.is_null()) for name in names))


def open_rate_facts(award: rule.Award, context: ConditionContext) -> Iterator[OpenFact]:
    """Facts that could raise a rate: named where unknown, though the base rate is due without them."""
    if isinstance(award, rule.Rate):
        for step in award.steps:
            yield from open_facts(step.when, context)
