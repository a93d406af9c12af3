"""Facts that stand in another table than the evidence, joined to the candidates that ask for them.

Only what the group's conditions and award name is joined. A partner that is not there leaves null:
unknown, never no (readings 1.15, 1.20).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import polars as pl

from screening.contract.money import fen_from_printed
from screening.determination.conditions import (
    joined_column,
    judgement_column,
    ladder_column,
    leaves,
    line_is_reached,
)
from screening.determination.events import RECOGNISES, is_unrevoked
from screening.determination.fact_tables import FactTables
from screening.determination.item_groups import ItemGroup
from screening.rules import policy_item as rule
from screening.rules.vocabulary import FACTS, Evidence
from screening.rules.walk_items import conditions_of, facts_of

SPENDING_BASE: Final = "spending_fen"
PRIOR_HIGHEST: Final = "prior_highest_fen"  # of the fact a per_step award counts, in the known years before
_FROM_RETURN: Final = ("revenue", "productivity_grade")


def join_facts(rows: pl.LazyFrame, group: ItemGroup, facts: FactTables, as_of: dt.date) -> pl.LazyFrame:
    """The candidates with every column that the group's conditions and award look up elsewhere."""
    shape = group.shape
    named = {fact.name for fact in facts_of(shape)}
    conditions = [condition for _, condition in conditions_of(shape)]
    if shape.evidence is not Evidence.ANNUAL_RETURN:
        rows = _join_returns_of_year(rows, facts, [name for name in _FROM_RETURN if name in named])
    if any(isinstance(c, rule.AboveScale) for c in conditions) or "is_above_scale" in named:
        rows = _join_above_scale(rows, facts, shape.evidence)
    if "years_registered" in named:
        rows = rows.with_columns(_years_registered(as_of))
    if "identifier_resolutions_to_date" in named:
        rows = _join_resolutions_to_date(rows, facts)
    for condition in _distinct(conditions):
        rows = _join_for(condition, rows, facts, as_of)
    if shape.novelty == "first_of_grades":
        rows = _join_passed_before(rows, facts, shape.grade)
    if isinstance(shape.award, rule.PerStep):
        rows = _join_prior_highest(rows, facts, shape.award.of)
    if isinstance(shape.award, rule.Rate) and isinstance(shape.award.of, rule.Spending):
        rows = _join_spending_base(rows, facts, shape.award.of)
    return rows


def _distinct(conditions: list[rule.Condition]) -> Iterator[rule.Condition]:
    seen: list[rule.Condition] = []
    for condition in leaves(conditions):
        if condition not in seen:
            seen.append(condition)
            yield condition


def _join_for(condition: rule.Condition, rows: pl.LazyFrame, facts: FactTables, as_of: dt.date) -> pl.LazyFrame:
    match condition:
        case rule.Holds():
            return _join_standing(rows, facts, condition, as_of)
        case rule.SpendingExists():
            return _join_spending_exists(rows, facts, condition)
        case rule.Judged():
            return _join_judgement(rows, facts, condition)
        case rule.Growth():
            return _join_years_back(rows, facts, condition)
        case rule.FirstReach():
            return _join_ladder(rows, facts, condition)
        case _:
            return rows


def _join_returns_of_year(rows: pl.LazyFrame, facts: FactTables, names: list[str]) -> pl.LazyFrame:
    if not names:
        return rows
    columns = [FACTS[name].column for name in names]
    returns = facts.returns.lazy().select("uscc", "year", *columns)
    return rows.join(returns, left_on=["uscc", "fact_year"], right_on=["uscc", "year"], how="left")


def _join_above_scale(rows: pl.LazyFrame, facts: FactTables, evidence: Evidence) -> pl.LazyFrame:
    """is_above_scale: of the year's return, or first entry on or before the year (readings 1.18)."""
    if evidence is not Evidence.ANNUAL_RETURN:
        returns = facts.returns.lazy().select("uscc", "year", "is_above_scale")
        rows = rows.join(returns, left_on=["uscc", "fact_year"], right_on=["uscc", "year"], how="left")
    by_entry = pl.col("above_scale_on").dt.year() <= pl.col("fact_year")
    # The year's own 否 stands where no entry is known.
    return rows.with_columns(
        is_above_scale=pl.coalesce(pl.col("is_above_scale") | by_entry, "is_above_scale", by_entry)
    )


def _years_registered(as_of: dt.date) -> pl.Expr:
    """Full years since registration at the end of the year, or on the as-of date where that is earlier."""
    end = pl.date(pl.col("fact_year"), 12, 31)
    day = pl.when(end > as_of).then(pl.lit(as_of)).otherwise(end)  # null: fact_year is never null
    since = pl.col("registered_on")
    is_before_anniversary = _day_of_calendar(day) < _day_of_calendar(since)
    return (
        (day.dt.year() - since.dt.year() - is_before_anniversary.cast(pl.Int32))
        .cast(pl.Int64)
        .alias("years_registered")
    )


def _day_of_calendar(day: pl.Expr) -> pl.Expr:
    """A number that orders days within a year alike in leap years and others."""
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day()


def _join_resolutions_to_date(rows: pl.LazyFrame, facts: FactTables) -> pl.LazyFrame:
    """Sum of the years known up to the fact year; null where no year is known."""
    yearly = facts.returns.lazy().select("uscc", "year", "identifier_resolutions").drop_nulls()
    upto = (
        rows.select("uscc", "fact_year")
        .unique()
        .join(yearly, on="uscc", how="inner")
        .filter(pl.col("year") <= pl.col("fact_year"))
        .group_by("uscc", "fact_year")
        .agg(pl.col("identifier_resolutions").sum().alias("identifier_resolutions_to_date"))
    )
    return rows.join(upto, on=["uscc", "fact_year"], how="left")


def _join_standing(rows: pl.LazyFrame, facts: FactTables, condition: rule.Holds, as_of: dt.date) -> pl.LazyFrame:
    keys = (
        ["uscc"] + (["object_key"] if condition.same_object else []) + (["level"] if condition.level_from_row else [])
    )
    events = facts.events.lazy().filter(
        pl.col("programme_title").is_in(condition.programmes) & pl.col("event").is_in(RECOGNISES)
    )
    stands = pl.lit(True) if condition.ever else _stands_on(as_of)
    if condition.levels:
        stands = stands & pl.col("level").is_in(condition.levels)
    name = joined_column(condition)
    standing = events.with_columns(stands.alias(name)).group_by(keys).agg(_any_known(name))
    return rows.join(standing, on=keys, how="left")


def _stands_on(as_of: dt.date) -> pl.Expr:
    is_running = pl.col("valid_until").is_null() | (pl.col("valid_until") >= as_of)
    return is_unrevoked() & is_running


def _any_known(name: str) -> pl.Expr:
    """True if any is true, else null if any is unknown, else false."""
    return pl.col(name).any(ignore_nulls=False).alias(name)


def _join_spending_exists(rows: pl.LazyFrame, facts: FactTables, condition: rule.SpendingExists) -> pl.LazyFrame:
    keys = ["uscc", "year"] + (["object_key"] if condition.same_object else [])
    spent = facts.expenditures.lazy().filter(pl.col("spending_kind").is_in(condition.spending_kinds))
    known = spent.select(keys).unique().with_columns(pl.lit(True).alias(joined_column(condition)))
    return rows.join(known, left_on=["uscc", "fact_year", *keys[2:]], right_on=keys, how="left")


def _join_spending_base(rows: pl.LazyFrame, facts: FactTables, base: rule.Spending) -> pl.LazyFrame:
    """Sum of the spending of the year; unknown where a figure of it is."""
    keys = ["uscc", "year"] + (["object_key"] if base.same_object else [])
    spent = facts.expenditures.lazy().filter(pl.col("spending_kind").is_in(base.kinds))
    summed = spent.group_by(keys).agg(
        pl.when(pl.col("amount_fen").null_count() == 0).then(pl.col("amount_fen").sum()).alias(SPENDING_BASE)
    )
    return rows.join(summed, left_on=["uscc", "fact_year", *keys[2:]], right_on=keys, how="left")


def _join_judgement(rows: pl.LazyFrame, facts: FactTables, condition: rule.Judged) -> pl.LazyFrame:
    """A ruling on this very question, else the row's is_confirmed."""
    confirmed = pl.col("is_confirmed") if "is_confirmed" in rows.collect_schema() else pl.lit(None, dtype=pl.Boolean)
    name = judgement_column(condition)
    if facts.rulings.is_empty():
        return rows.with_columns(confirmed.alias(name))
    key = pl.concat_str(["item_id", "evidence_key", pl.lit(condition.text)], separator="|")
    ruled = rows.with_columns(ruling_key=key).join(
        facts.rulings.lazy().rename({"is_met": "ruled"}), left_on="ruling_key", right_on="key", how="left"
    )
    return ruled.with_columns(pl.coalesce("ruled", confirmed).alias(name)).drop("ruling_key", "ruled")


def _join_years_back(rows: pl.LazyFrame, facts: FactTables, condition: rule.Growth) -> pl.LazyFrame:
    column = FACTS[condition.fact].column
    present = set(rows.collect_schema())
    for back in (condition.years_back, condition.years_back + 1):
        name = f"{column}_{back}_years_back"
        if back == 0 or name in present:
            continue
        earlier = facts.returns.lazy().select(
            "uscc", (pl.col("year") + back).alias("fact_year"), pl.col(column).alias(name)
        )
        rows = rows.join(earlier, on=["uscc", "fact_year"], how="left")
    return rows


def _join_ladder(rows: pl.LazyFrame, facts: FactTables, condition: rule.FirstReach) -> pl.LazyFrame:
    """Whether a known earlier year reached the lines, or was known to be below them."""
    before, below = ladder_column(condition, "reached_before"), ladder_column(condition, "below_before")
    is_reached = pl.all_horizontal([line_is_reached(line) for line in condition.lines])
    years = (
        facts.returns.lazy().select("uscc", "year", is_reached.alias("reached")).filter(pl.col("reached").is_not_null())
    )
    first = years.group_by("uscc").agg(
        pl.col("year").filter(pl.col("reached")).min().alias("first_reached"),
        pl.col("year").filter(~pl.col("reached")).min().alias("first_below"),
    )
    known = rows.join(first, on="uscc", how="left")
    return known.with_columns(
        _is_before("first_reached").alias(before),
        _is_before("first_below").alias(below),
    ).drop("first_reached", "first_below")


def _is_before(year: str) -> pl.Expr:
    return (pl.col(year) < pl.col("fact_year")).fill_null(False)  # null: no such year is known


def _join_passed_before(rows: pl.LazyFrame, facts: FactTables, grades: list[str]) -> pl.LazyFrame:
    """Whether any of these grades of the title was passed before the event."""
    passes = facts.events.lazy().filter(pl.col("grade").is_in(grades) & pl.col("event").is_in(RECOGNISES))
    first = passes.group_by("uscc", "programme_title").agg(pl.col("recognised_on").min().alias("first_pass"))
    known = rows.join(first, on=["uscc", "programme_title"], how="left")
    passed = (pl.col("first_pass") < pl.col("recognised_on")).fill_null(False)  # null: no pass known
    return known.with_columns(passed_before=passed).drop("first_pass")


def _join_prior_highest(rows: pl.LazyFrame, facts: FactTables, fact: str) -> pl.LazyFrame:
    """Highest value of the fact in the known years before; null where none is known."""
    column = FACTS[fact].column
    yearly = facts.returns.lazy().select("uscc", "year", column).drop_nulls()
    prior = (
        rows.select("uscc", "fact_year")
        .unique()
        .join(yearly, on="uscc", how="inner")
        .filter(pl.col("year") < pl.col("fact_year"))
        .group_by("uscc", "fact_year")
        .agg(pl.col(column).max().alias(PRIOR_HIGHEST))
    )
    return rows.join(prior, on=["uscc", "fact_year"], how="left")


def steps_above(award: rule.PerStep, fen: pl.Expr) -> pl.Expr:
    """Full steps that an amount stands above the line of a per_step award; none below it, null where unknown."""
    return ((fen - fen_from_printed(award.above)) // fen_from_printed(award.step)).clip(lower_bound=0)
