"""Which evidence rows each item of a group could concern: joins, never a cross product.

Every candidate row carries the item's columns (`ITEM_COLUMNS`), the enterprise, the facts of its evidence
and the columns in `KEY_COLUMNS`. A level, grade or rank that the row does not know keeps the row: the item
might concern it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.determination.conditions import last_day_column
from screening.determination.events import MOVED_IN, NEW, REVIEWED
from screening.determination.fact_tables import FactTables, fold_list_names
from screening.determination.item_groups import ItemGroup
from screening.rules.policy_item import Item
from screening.rules.vocabulary import EVIDENCE_TABLES, FACTS, Evidence, Unit

# Columns every candidate has besides the item's and the evidence's own.
KEY_COLUMNS: Final = {
    "uscc": pl.String,
    "evidence_table": pl.String,
    "evidence_key": pl.String,
    "event_from": pl.Date,  # first and last day the event may have happened on
    "event_through": pl.Date,
    "match_class": pl.String,
    "project_id": pl.String,
    "object_key": pl.String,
    "programme": pl.String,
    "item_name": pl.String,
}

_EVENTS_OF_NOVELTY: Final = {
    "new": (NEW, REVIEWED, MOVED_IN),
    "first": (NEW, REVIEWED, MOVED_IN),
    "first_of_grades": (NEW, REVIEWED, MOVED_IN),
    "reviewed": (REVIEWED,),
    "held": (NEW, REVIEWED, MOVED_IN),
}


@dataclass(frozen=True, slots=True)
class AwardYears:
    """The award years a run screens for one document."""

    first: int | None
    last: int
    only: tuple[int, ...] | None

    def covers(self, year: pl.Expr) -> pl.Expr:
        """Whether a year (never null) is screened."""
        is_covered = year <= self.last
        if self.first is not None:
            is_covered &= year >= self.first
        return is_covered if self.only is None else is_covered & year.is_in(self.only)


def candidate_rows(group: ItemGroup, facts: FactTables, years: AwardYears, as_of: dt.date) -> pl.LazyFrame:
    """Candidate rows of a group of items with event dates, event year, fact year and award year."""
    rows = _BY_EVIDENCE[group.shape.evidence](group, facts)
    dated = _date_event(rows, group.shape).filter(pl.col("event_from") <= as_of)
    enterprises = facts.enterprises.lazy()
    own = [c for c in facts.enterprises.columns if c not in ("uscc", "name", "district")]
    in_register = dated.join(
        enterprises.select("uscc", "name", "district", *own), on="uscc", how="inner", suffix="_reg"
    )
    with_years = in_register.with_columns(event_year=pl.col("event_from").dt.year()).with_columns(
        fact_year=pl.col("event_year"), award_year=pl.col("event_year") + group.shape.year_offset
    )
    if group.shape.recurrence != "once":
        with_years = _recur(with_years, group, years)
    return with_years.filter(years.covers(pl.col("award_year")))


def _of_recognitions(group: ItemGroup, facts: FactTables) -> pl.LazyFrame:
    novelty = group.shape.novelty
    assert novelty is not None  # load_rulebook: a recognition item says its novelty
    items = group.items.lazy().explode("programmes").rename({"programmes": "programme_title"})
    rows = (
        facts.events.lazy()
        .filter(pl.col("event").is_in(_EVENTS_OF_NOVELTY[novelty]))
        .join(items, on="programme_title", how="inner")
        .with_columns(_prize_rank().alias("prize_rank"))
    )
    might_be_level = pl.col("level").is_null() | pl.col("levels").list.contains(pl.col("level"))
    might_be_grade = pl.col("grade").is_null() | pl.col("grades").list.contains(pl.col("grade"))
    if group.shape.level:
        rows = rows.filter(might_be_level)
    if group.shape.grade:
        rows = rows.filter(might_be_grade)
    if group.shape.grade_must_be_named:
        rows = rows.filter(pl.col("grade").is_not_null())
    if group.shape.except_grade:
        rows = rows.filter(pl.col("grade").is_null() | ~pl.col("grade").is_in(group.shape.except_grade))
    if group.shape.prize_rank is not None:
        is_unranked = pl.col("prize_rank").is_null() & pl.col("rank").is_null() & pl.col("grade").is_null()
        rows = rows.filter(is_unranked | pl.col("prize_rank").eq_missing(pl.col("asked_prize_rank")))
    return rows.with_columns(
        pl.lit(EVIDENCE_TABLES[Evidence.RECOGNITION]).alias("evidence_table"),
        pl.lit(None, dtype=pl.String).alias("project_id"),
        pl.col("programme_title").alias("programme"),
        pl.col("recognised_on").alias("event_from"),
        pl.col("recognised_on_through").alias("event_through"),
        pl.col("quantity").cast(pl.Int64),
    )


_RANK_WORDS: Final = {"一等奖": 1, "二等奖": 2, "三等奖": 3, "金奖": 1, "银奖": 2, "铜奖": 3}


def _prize_rank() -> pl.Expr:
    """Rank of a prize: the printed rank, else 一 二 三等奖 or 金 银 铜奖 (readings 2, article 六)."""
    named = pl.col("grade").replace_strict(_RANK_WORDS, default=None, return_dtype=pl.Int64)
    return pl.coalesce(named, "rank")


def _of_projects(group: ItemGroup, facts: FactTables) -> pl.LazyFrame:
    rows = _projects_named(group, facts.projects).with_columns(
        pl.concat_str([pl.col("project_id"), pl.col("year").cast(pl.String)], separator="|").alias("evidence_key"),
        *_year_bounds(),
    )
    return _with_plain_keys(rows, Evidence.PROJECT)


def _of_project_lives(group: ItemGroup, facts: FactTables) -> pl.LazyFrame:
    """One row per project: of each column the last known value, in the project's last year."""
    lives = (
        facts.projects.sort("project_id", "year")
        .group_by("project_id", maintain_order=True)
        .agg(pl.exclude("project_id").drop_nulls().last())
    )
    rows = _projects_named(group, lives).with_columns(pl.col("project_id").alias("evidence_key"), *_year_bounds())
    return _with_plain_keys(rows, Evidence.PROJECT_LIFE)


def _projects_named(group: ItemGroup, projects: pl.DataFrame) -> pl.LazyFrame:
    """Projects whose type or a plan list names the item; all of them where the item names neither."""
    rows, items = projects.lazy(), group.items.lazy()
    by_type = rows.join(items.explode("project_types"), left_on="project_type", right_on="project_types", how="inner")
    plans = items.explode("item_plan_lists").with_columns(fold_list_names(pl.col("item_plan_lists")))
    by_plan = rows.explode("plan_lists", empty_as_null=True).join(
        plans, left_on="plan_lists", right_on="item_plan_lists", how="inner"
    )
    keys = ["project_id", "year", "item_id"]
    named = pl.concat([by_type.select(keys), by_plan.select(keys)]).unique()
    is_open = (pl.col("project_types").list.len() == 0) & (pl.col("item_plan_lists").list.len() == 0)
    open_items = items.filter(is_open).select("item_id")
    every = rows.select("project_id", "year").join(open_items, how="cross").select(keys)
    return (
        pl.concat([named, every])
        .join(rows, on=["project_id", "year"], how="inner")
        .join(items, on="item_id", how="inner")
    )


def _of_expenditures(group: ItemGroup, facts: FactTables) -> pl.LazyFrame:
    items = group.items.lazy().explode("spending_kinds")
    rows = (
        facts.expenditures.lazy()
        .join(items, left_on="spending_kind", right_on="spending_kinds", how="inner")
        .with_columns(
            *_year_bounds(),
            pl.lit(None, dtype=pl.String).alias("project_id"),
        )
    )
    return _with_plain_keys(rows, Evidence.EXPENDITURE)


def _of_annual_returns(group: ItemGroup, facts: FactTables) -> pl.LazyFrame:
    rows = facts.returns.lazy().join(group.items.lazy(), how="cross")
    first_entry = facts.enterprises.lazy().select("uscc", entered=pl.col("above_scale_on").dt.year())
    return _with_plain_keys(
        rows.join(first_entry, on="uscc", how="left").with_columns(
            pl.concat_str([pl.col("uscc"), pl.col("year").cast(pl.String)], separator="|").alias("evidence_key"),
            *_year_bounds(),
            (pl.col("year") - pl.col("entered")).alias("years_after_above_scale"),
            *_nothing("project_id", "item_name", "object_key"),
        ),
        Evidence.ANNUAL_RETURN,
    )


def _of_register(group: ItemGroup, facts: FactTables) -> pl.LazyFrame:
    """The register's own dated fact: first entry into the 规上 statistics."""
    entered = facts.enterprises.lazy().filter(pl.col("above_scale_on").is_not_null())
    rows = entered.select(
        "uscc",
        event_from="above_scale_on",
        event_through="above_scale_on_through",
        evidence_key=pl.concat_str([pl.col("uscc"), pl.lit("首次纳统")], separator="|"),
    ).with_columns(*_nothing("project_id", "item_name", "object_key"))
    return _with_plain_keys(rows.join(group.items.lazy(), how="cross"), Evidence.REGISTER)


_BY_EVIDENCE: Final[dict[Evidence, Callable[[ItemGroup, FactTables], pl.LazyFrame]]] = {
    Evidence.RECOGNITION: _of_recognitions,
    Evidence.PROJECT: _of_projects,
    Evidence.PROJECT_LIFE: _of_project_lives,
    Evidence.EXPENDITURE: _of_expenditures,
    Evidence.ANNUAL_RETURN: _of_annual_returns,
    Evidence.REGISTER: _of_register,
}


def _nothing(*names: str) -> list[pl.Expr]:
    return [pl.lit(None, dtype=pl.String).alias(name) for name in names]


def _with_plain_keys(rows: pl.LazyFrame, evidence: Evidence) -> pl.LazyFrame:
    """Key columns of evidence that came with its own credit code."""
    return rows.with_columns(
        pl.lit(EVIDENCE_TABLES[evidence]).alias("evidence_table"),
        pl.lit("code").alias("match_class"),
        *_nothing("programme"),
    )


def _year_bounds() -> list[pl.Expr]:
    return [pl.date(pl.col("year"), 1, 1).alias("event_from"), pl.date(pl.col("year"), 12, 31).alias("event_through")]


def _date_event(rows: pl.LazyFrame, shape: Item) -> pl.LazyFrame:
    """Event dates from the fact the item is dated by; a blank one leaves the evidence's own year."""
    if shape.dated_by is None or shape.evidence is Evidence.REGISTER:
        return rows
    fact = FACTS[shape.dated_by]
    assert fact.unit is Unit.DATE  # load_rulebook
    day = pl.col(fact.column)
    last = pl.col(last_day_column(fact.name))
    return rows.with_columns(
        pl.coalesce(day, "event_from").alias("event_from"), pl.coalesce(last, "event_through").alias("event_through")
    )


def _recur(rows: pl.LazyFrame, group: ItemGroup, years: AwardYears) -> pl.LazyFrame:
    """One row for each award year from the event's on, while the title stands."""
    first = pl.max_horizontal("award_year", pl.lit(years.first or 0, dtype=pl.Int32))  # null: neither is null
    spread = rows.with_columns(pl.int_ranges(first, years.last + 1, dtype=pl.Int32).alias("award_year")).explode(
        "award_year"
    )
    later = pl.col("award_year") > pl.col("event_year")
    standing = spread.filter(pl.col("award_year").is_not_null() & _stands_in_award_year(group.shape))
    # Once a year however often the title was reviewed: the latest event up to then speaks for it.
    yearly = ["item_id", "uscc", "object_key", "award_year"]
    standing = standing.sort(*yearly, "event_from", "evidence_key")
    if group.shape.evidence is Evidence.RECOGNITION:
        # Founded or first listed when its first event says so, however late it was reviewed.
        of_title = ["item_id", "uscc", "object_key"]
        first_day = [pl.col(c).min().over(of_title) for c in ("recognised_on", "recognised_on_through")]
        standing = standing.with_columns(first_day)
    standing = standing.unique(yearly, keep="last", maintain_order=True)
    return standing.with_columns(
        fact_year=pl.col("award_year"),
        event_from=pl.when(later).then(pl.date(pl.col("award_year"), 1, 1)).otherwise("event_from"),
        event_through=pl.when(later).then(pl.date(pl.col("award_year"), 12, 31)).otherwise("event_through"),
        evidence_key=pl.concat_str(["evidence_key", pl.col("award_year").cast(pl.String)], separator="|"),
    )


def _stands_in_award_year(shape: Item) -> pl.Expr:
    """Whether a title still stands in the award year; a revocation within a year ends that year too."""
    if shape.evidence is not Evidence.RECOGNITION:
        return pl.lit(True)
    revoked_year = pl.col("revoked_on").dt.year()
    return revoked_year.is_null() | (revoked_year > pl.col("award_year"))
