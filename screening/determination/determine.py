"""Candidates to determinations: eligible, ineligible or undetermined, with every reason.

`eligible`: every check met. `ineligible`: at least one unmet. Else `undetermined`, and the row names the
facts and judgements that would decide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from screening.contract.result_tables import Determination
from screening.determination.candidates import AwardYears, candidate_rows
from screening.determination.check import Check
from screening.determination.checks import checks_of
from screening.determination.clause_checks import open_rate_facts
from screening.determination.conditions import (
    ConditionContext,
    fact_column,
    leaves,
    line_is_near,
    line_is_reached,
    reached_now,
    verdict,
)
from screening.determination.fact_tables import FactTables, fold_list_name
from screening.determination.item_groups import ItemGroup, group_items
from screening.determination.join_facts import PRIOR_HIGHEST, join_facts, steps_above
from screening.determination.reasons import reason
from screening.rules import policy_item as rule
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.vocabulary import FACTS, Evidence
from screening.screening_run import ScreeningRun


@dataclass(frozen=True, slots=True)
class DeterminedGroup:
    """The determination rows of one group of items with the facts its awards are reckoned from.

    rows: candidate columns, `policy_id`, `policy_status`, `determination`, `reasons`, `missing_facts`,
    `judgements`, `flags`, `near_miss` (struct of fact, required, seen, gap; null where none).
    """

    group: ItemGroup
    rows: pl.DataFrame


def determine(
    loaded: LoadedPolicy, facts: FactTables, rulebook: Rulebook, run: ScreeningRun
) -> Iterator[DeterminedGroup]:
    """The determination rows of every item of a document, group by group, in the order of the document."""
    context = ConditionContext(rulebook.industry_lists, fold_list_name, loaded.policy.force)
    years = screened_years(loaded.policy, run)
    for group in group_items(loaded):
        yield DeterminedGroup(group, _determine_group(group, facts, context, years, run.as_of))


def screened_years(policy: rule.Policy, run: ScreeningRun) -> AwardYears:
    """Award years from the first year of force to the as-of year, or those asked for."""
    first = policy.force.start.year if policy.force is not None and run.award_years is None else None
    return AwardYears(first, run.as_of.year, run.award_years)


def policy_status(policy: rule.Policy, as_of: dt.date) -> str:
    """draft, in_force, lapsed or not_yet_in_force on the as-of date."""
    if policy.status == "draft":
        return "draft"
    if policy.force is None or policy.force.start <= as_of <= policy.force.end:
        return "in_force"
    return "lapsed" if as_of > policy.force.end else "not_yet_in_force"


def _determine_group(
    group: ItemGroup, facts: FactTables, context: ConditionContext, years: AwardYears, as_of: dt.date
) -> pl.DataFrame:
    rows = join_facts(candidate_rows(group, facts, years, as_of), group, facts, as_of)
    rows = _keep_concerned(rows, group.shape, context)
    checks = checks_of(group, context, as_of)
    names = [f"check_{n}" for n in range(len(checks))]
    judged = rows.with_columns(check.verdict.alias(name) for check, name in zip(checks, names, strict=True))
    told = judged.with_columns(
        _determination(names),
        pl.lit(group.policy.id).alias("policy_id"),
        pl.lit(policy_status(group.policy, as_of)).alias("policy_status"),
        pl.concat_list([reason(pl.col(n), c.asked, c.seen) for c, n in zip(checks, names, strict=True)]).alias(
            "reasons"
        ),
        _missing_facts(checks, names, group.shape.award, context),
        _judgements(checks, names),
        _flags(group, context),
        _near_miss(checks, names),
    )
    determined = told.drop(names).collect()
    return _first_year_met(determined) if group.shape.recurrence == "first_year_met" else determined


def _determination(names: Sequence[str]) -> pl.Expr:
    is_met = pl.all_horizontal([pl.col(name) for name in names])
    return (
        pl.when(is_met)
        .then(pl.lit(Determination.ELIGIBLE.value))
        .when(~is_met)
        .then(pl.lit(Determination.INELIGIBLE.value))
        .otherwise(pl.lit(Determination.UNDETERMINED.value))
        .alias("determination")
    )


def _keep_concerned(rows: pl.LazyFrame, shape: rule.Item, context: ConditionContext) -> pl.LazyFrame:
    """Rows the item could concern: selecting conditions not unmet, ladders met, unknown or nearly met.

    A return or a register row is evidence only where the selecting fact is known (readings 1.5).
    """
    for condition in shape.select:
        selects = verdict(condition, context)
        is_certain = shape.evidence in (Evidence.ANNUAL_RETURN, Evidence.REGISTER)
        rows = rows.filter(selects.fill_null(not is_certain))  # null: decides whether there is a row, not a verdict
    for condition in leaves(shape.when):
        if isinstance(condition, rule.FirstReach):
            rows = rows.filter(_is_met_open_or_near(condition))
    if isinstance(shape.award, rule.PerStep):
        rows = rows.filter(_makes_a_step(shape.award))
    return rows


def _makes_a_step(award: rule.PerStep) -> pl.Expr:
    """A full step above the line that is not known to have been made before.

    An unknown figure is a matter of the tiers below the line: it may make no step at all.
    """
    made, before = (steps_above(award, fen) for fen in (fact_column(award.of), pl.col(PRIOR_HIGHEST)))
    # null: decides whether there is a row, not a verdict
    return (made >= 1).fill_null(False) & (made > before).fill_null(True)


def _is_met_open_or_near(ladder: rule.FirstReach) -> pl.Expr:
    met = reached_now(ladder)
    near = pl.all_horizontal([line_is_reached(line) | line_is_near(line) for line in ladder.lines])
    return met.fill_null(True) | near.fill_null(False)  # null: decides whether there is a row, not a verdict


def _missing_facts(
    checks: Sequence[Check], names: Sequence[str], award: rule.Award, context: ConditionContext
) -> pl.Expr:
    """Facts behind unknown checks, and behind rate steps that are open, each once."""
    parts = [
        pl.when(pl.col(name).is_null() & fact.is_unknown).then(pl.lit(fact.name))
        for check, name in zip(checks, names, strict=True)
        for fact in check.open_facts
    ]
    parts += [pl.when(fact.is_unknown).then(pl.lit(fact.name)) for fact in open_rate_facts(award, context)]
    return _list_of(parts).list.unique(maintain_order=True).alias("missing_facts")


def _judgements(checks: Sequence[Check], names: Sequence[str]) -> pl.Expr:
    parts = [
        pl.when(pl.col(name).is_null()).then(pl.lit(check.judgement))
        for check, name in zip(checks, names, strict=True)
        if check.judgement is not None
    ]
    return _list_of(parts).alias("judgements")


def _list_of(parts: Sequence[pl.Expr]) -> pl.Expr:
    if not parts:
        return pl.lit([], dtype=pl.List(pl.String))
    return pl.concat_list(parts).list.drop_nulls()


def _flags(group: ItemGroup, context: ConditionContext) -> pl.Expr:
    parts = [_period_flag(group), *_conditional_flags(group.shape, context), *_blank_flags(group.shape)]
    own = pl.col("item_flags")
    return pl.concat_list([own, pl.concat_list(parts)]).list.drop_nulls().alias("flags")


def _period_flag(group: ItemGroup) -> pl.Expr:
    """An event dated by month or year that only overlaps the period counts as inside, flagged."""
    force = group.policy.force
    if force is None or group.shape.year_offset:
        return pl.lit(None, dtype=pl.String)
    is_partly = (pl.col("event_from") < force.start) | (pl.col("event_through") > force.end)
    is_span = pl.col("event_from") < pl.col("event_through")
    return pl.when(is_partly & is_span).then(pl.lit("日期只到年或月，与执行期部分重叠，按在期内计"))


def _conditional_flags(shape: rule.Item, context: ConditionContext) -> Iterator[pl.Expr]:
    for flag in shape.flags_when:
        is_meant = pl.all_horizontal([verdict(condition, context) for condition in flag.when])
        yield pl.when(is_meant).then(pl.lit(flag.text))


def _blank_flags(shape: rule.Item) -> Iterator[pl.Expr]:
    for condition in leaves([*shape.select, *shape.when]):
        if isinstance(condition, rule.IsTrue | rule.IsFalse) and condition.blank_is_no:
            yield pl.when(fact_column(condition.fact).is_null()).then(
                pl.lit(f"{FACTS[condition.fact].label}未填，按否计")
            )


def _near_miss(checks: Sequence[Check], names: Sequence[str]) -> pl.Expr:
    """The one measurable check that alone is unmet, the others met or left to judgement."""
    unmet = [~pl.col(name) for name in names]
    # null: an unknown check is not unmet; this counts and decides nothing
    is_single = pl.sum_horizontal([u.fill_null(False).cast(pl.Int32) for u in unmet]) == 1
    nothing = pl.lit(
        None, dtype=pl.Struct({"fact": pl.String, "required": pl.String, "seen": pl.String, "gap": pl.String})
    )
    chosen = nothing
    for check, failed in zip(checks, unmet, strict=True):
        if check.near_miss is not None:
            near = check.near_miss
            told = pl.struct(
                fact=pl.lit(near.fact),
                required=pl.lit(near.required),
                seen=check.seen if check.seen is not None else pl.lit(None, dtype=pl.String),
                gap=near.gap,
            )
            chosen = pl.when(is_single & failed & near.gap.is_not_null()).then(told).otherwise(chosen)
    return chosen.alias("near_miss")


def _first_year_met(rows: pl.DataFrame) -> pl.DataFrame:
    """Of the years of one title the first in which all holds; where none does, the last shows why."""
    order = pl.col("determination").replace_strict(
        {"eligible": 0, "undetermined": 1, "ineligible": 2}, return_dtype=pl.Int32
    )
    year = pl.when(order < 2).then(pl.col("award_year")).otherwise(-pl.col("award_year"))  # null: never null
    title = ["uscc", "item_id", "programme", "level", "grade", "object_key"]
    return (
        rows.with_columns(_order=order, _year=year)
        .sort(*title, "_order", "_year", "evidence_key")
        .unique(title, keep="first", maintain_order=True)
        .drop("_order", "_year")
    )
