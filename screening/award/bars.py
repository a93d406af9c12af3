"""Bars and scope of a document: enterprises that get nothing of it, whatever clause they meet.

Nothing unknown bars: no grade, no ownership, no row in the list of sanctions (readings 1.15, 1.17).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from screening.award.award_rows import AwardRows
from screening.award.ceilings import bar, is_enterprise
from screening.determination.conditions import ConditionContext, verdict
from screening.determination.fact_tables import FactTables
from screening.rules import policy_item as rule


def bar_by_grade(awards: AwardRows, provision: rule.GradeBar, facts: FactTables) -> AwardRows:
    """Awards of enterprises with the barring grade in the year before the award year."""
    graded = facts.returns.filter(pl.col("productivity_grade") == provision.grade)
    years = graded.select("uscc", award_year=pl.col("year") + provision.years_back).unique()
    rows = _due(awards).join(years, on=["uscc", "award_year"], how="semi", maintain_order="left")
    if provision.except_newly_above_scale:
        entered = pl.col("above_scale_on").dt.year()
        is_new = (entered == pl.col("award_year")).fill_null(False)  # null: no entry known
        rows = rows.filter(~is_new)
    return _bar(awards, rows, provision.article, f"上年度亩均效益评价为{provision.grade}类，不予享受")


def bar_by_sanction(awards: AwardRows, provision: rule.SanctionBar, facts: FactTables, as_of: dt.date) -> AwardRows:
    """Awards of enterprises on one of the lists on the as-of date."""
    is_removed = (pl.col("removed_on") <= as_of).fill_null(False)  # null: not removed
    listed = facts.sanctions.filter(pl.col("kind").is_in(provision.sanction_kinds) & ~is_removed)
    rows = _due(awards).join(listed.select("uscc").unique(), on="uscc", how="semi", maintain_order="left")
    return _bar(awards, rows, provision.article, "筛查日在严重失信名单上，不予享受")


def bar_by_scope(awards: AwardRows, provision: rule.ScopeExclusion, context: ConditionContext) -> AwardRows:
    """Awards of enterprises of this ownership in the industries outside the policy."""
    is_listed = verdict(rule.IndustryIn(industry_list=provision.industry_list), context)
    is_owned = pl.col("ownership").str.starts_with(provision.ownership_prefix)
    is_out = (is_listed & is_owned).fill_null(False)  # null: an unknown never bars
    rows = _due(awards).filter(is_out)
    return _bar(
        awards, rows, provision.article, f"{provision.industry_list}内的{provision.ownership_prefix}企业不在适用范围"
    )


def _due(awards: AwardRows) -> pl.DataFrame:
    return awards.rows.filter(
        (pl.col("determination") != "ineligible") & is_enterprise() & (pl.col("disposition") == "payable")
    )


def _bar(awards: AwardRows, rows: pl.DataFrame, article: str, reason: str) -> AwardRows:
    barred = rows.select("row_no", amount_fen=-pl.col("award_fen"), reason=pl.lit(reason))
    return bar(awards, barred, article)
