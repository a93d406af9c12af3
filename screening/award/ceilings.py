"""Ceilings over several rows: of a clause, of the whole document; the factor on what is granted."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.award.award_rows import AwardRows
from screening.award.limits import limit_open_rows, spread_limit
from screening.award.stacking import KEY_OF, members
from screening.contract.money import BASIS_POINTS, basis_points_from_printed, fen_from_printed, share_of
from screening.contract.result_tables import Disposition
from screening.determination.fact_tables import FactTables
from screening.rules import policy_item as rule
from screening.rules.vocabulary import FACTS

ENTERPRISE: Final = "企业"


def is_enterprise() -> pl.Expr:
    """Whether ceilings, factors and bars on enterprises bind the row; a blank type is 企业 (readings 1.14)."""
    return pl.coalesce(pl.col("subject_type") == ENTERPRISE, pl.lit(True)) & pl.col("pays_enterprises")


def apply_shared_ceiling(awards: AwardRows, ceiling: rule.SharedCeiling, policy_id: str, article: str) -> AwardRows:
    """Awards kept to a clause's ceiling over several rows."""
    keys = [KEY_OF[key] for key in ceiling.per]
    limit = pl.lit(fen_from_printed(ceiling.limit), dtype=pl.Int64)
    determined = members(awards.determined(), policy_id, ceiling.items, keys).with_columns(limit=limit)
    open_rows = members(awards.open(), policy_id, ceiling.items, keys).with_columns(limit=limit)
    reason = pl.lit(f"超过合计上限{ceiling.limit}，按比例核减")
    spread = spread_limit(determined, keys, "limit") if "award_year" in keys else _spread_by_year(determined, keys)
    source = f"{article}：{ceiling.as_printed}"
    cut = limit_open_rows(open_rows, determined, keys, "limit")
    awards = awards.adjust(spread.with_columns(reason=reason), source=source)
    return awards.adjust(cut.with_columns(reason=pl.lit(f"合计上限{ceiling.limit}内的余额")), source=source)


def _spread_by_year(determined: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """A ceiling that names no year holds for the life of the project or park: earlier years first (readings 1.13)."""
    years = [*keys, "award_year"]
    by_year = determined.group_by(years).agg(pl.col("award_fen").sum().alias("of_year")).sort(years)
    earlier = pl.col("of_year").cum_sum().over(keys) - pl.col("of_year")
    used = by_year.select(*years, used=earlier)
    left = determined.join(used, on=years, how="left", maintain_order="left").with_columns(
        left=(pl.col("limit") - pl.col("used")).clip(lower_bound=0)
    )
    return spread_limit(left, years, "left")


def apply_contribution_ceiling(awards: AwardRows, ceiling: rule.ContributionCeiling, facts: FactTables) -> AwardRows:
    """Awards of enterprises kept to a fact of theirs of an earlier year; unknown does not cap, flagged."""
    keys, label = ["uscc", "award_year"], FACTS[ceiling.fact].label
    limits = facts.returns.select(
        "uscc",
        (pl.col("year") + ceiling.years_back).alias("award_year"),
        pl.col(FACTS[ceiling.fact].column).alias("limit"),
    )
    bound = awards.determined().filter(is_enterprise()).join(limits, on=keys, how="left", maintain_order="left")
    open_rows = awards.open().filter(is_enterprise()).join(limits, on=keys, how="left", maintain_order="left")
    spread = spread_limit(bound, keys, "limit").with_columns(reason=pl.lit(f"超过上年度{label}，按比例核减"))
    cut = limit_open_rows(open_rows, bound, keys, "limit").with_columns(reason=pl.lit(f"上年度{label}内的余额"))
    awards = awards.adjust(spread, source=ceiling.article).adjust(cut, source=ceiling.article)
    both = pl.concat([bound, open_rows])
    awards = awards.flag(both.filter(pl.col("limit").is_null())["row_no"], f"上年度{label}未知，总额上限未适用")
    awards = awards.flag(both.filter(pl.col("limit") == 0)["row_no"], f"上年度{label}为零，核减至零")
    if ceiling.is_soft:
        awards = awards.flag(spread["row_no"], f"原则上不超过上年度{label}：核减前金额见本条应得额")
    return awards


def apply_grade_factor(awards: AwardRows, factor: rule.GradeFactor, facts: FactTables) -> AwardRows:
    """Awards to enterprises multiplied by the factor of their latest grade; investment support is left whole."""
    points = {grade: basis_points_from_printed(printed) for grade, printed in factor.factors.items()}
    unrated = basis_points_from_printed(factor.unrated)
    graded = facts.returns.filter(pl.col("productivity_grade").is_not_null())
    due = pl.concat([awards.determined(), awards.open(), _without_figure(awards)])
    concerned = due.filter(is_enterprise() & ~pl.col("is_investment")).select(
        "row_no", "uscc", "award_year", "award_fen"
    )
    latest = (
        concerned.select("row_no", "uscc", "award_year")
        .join(graded.select("uscc", "year", "productivity_grade"), on="uscc", how="inner")
        .filter(pl.col("year") <= pl.col("award_year"))
        .sort("row_no", "year")
        .unique("row_no", keep="last", maintain_order=True)
        .select("row_no", "productivity_grade")
    )
    rated = concerned.join(latest, on="row_no", how="left", maintain_order="left").with_columns(
        factor=pl.col("productivity_grade").replace_strict(points, default=unrated, return_dtype=pl.Int64)
    )
    change = rated.with_columns(amount_fen=share_of(pl.col("award_fen"), pl.col("factor")) - pl.col("award_fen"))
    reason = pl.concat_str(
        [
            pl.lit("亩产效益评价"),
            "productivity_grade",
            pl.lit("类，按"),
            (pl.col("factor") // 100).cast(pl.String),
            pl.lit("%拨付"),
        ]
    )
    changes = change.filter(pl.col("factor") != BASIS_POINTS).with_columns(reason=reason)
    barred = changes.filter(pl.col("factor") == 0)
    reduced = changes.filter(pl.col("factor") > 0)
    awards = awards.adjust(reduced.filter(pl.col("amount_fen").is_not_null()), source=factor.article)
    return bar(awards, barred, factor.article)


def bar(awards: AwardRows, barred: pl.DataFrame, source: str) -> AwardRows:
    """Rows barred: they stay eligible with award 0, so that what was lost can be seen (readings 1.17)."""
    with_figure = barred.filter(pl.col("amount_fen").is_not_null())
    return awards.adjust(with_figure, source=source).dispose(barred["row_no"], Disposition.BARRED)


def _without_figure(awards: AwardRows) -> pl.DataFrame:
    is_award = pl.col("determination") != "ineligible"
    counts = (pl.col("disposition") == Disposition.PAYABLE.value) & pl.col("award_fen").is_null()
    return awards.rows.filter(is_award & counts)
