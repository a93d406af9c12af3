"""外联清单: whom a bureau calls, one sheet a district, one row an enterprise with all it can claim."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import polars as pl

from screening.reports.claim_lines import adjustments_phrase, claims_by_enterprise, needs_phrase
from screening.reports.cover import CoverSheet, Headline, RunRecord, cities_of, city_names, with_document, write_notes
from screening.reports.labels import (
    DISPOSITIONS,
    FACT_LABELS,
    MATCH_CLASSES,
    POLICY_STATUSES,
    UNKNOWN_DISTRICT,
    kind_of_amount,
    label,
)
from screening.reports.measures import counts_in_totals, is_draft, is_in_force, known_sum
from screening.reports.theme import load_theme
from screening.reports.workbook import Column, ReportBook, TableSheet

_ENTERPRISE: Final = (
    Column("ordinal", "序号", "ordinal"),
    Column("name", "企业名称", "name", 19),
    Column("uscc", "统一社会信用代码", "code", 19),
    Column("contact_name", "联系人", "short", 7),
    Column("contact_phone", "联系电话", "code", 13),
    Column("claims", "可申报事项（金额性质、年度、条款）", "claims", 48),
    Column("needs", "还缺什么、须核什么", "needs", 25),
    Column("exact_total", "确定额合计", "money", 13.5),
    Column("upper_bound_total", "含上限合计", "money", 13.5),
    Column("undetermined_total", "待核（单列）", "money", 13.5),
    Column("received_total", "已兑付", "money", 13.5),
    Column("call_note", "联系情况", "answer_note", 11),
)
_DRAFTS: Final = (
    Column("draft_exact_total", "草案确定额", "money", 13.5),
    Column("draft_upper_bound_total", "草案含上限", "money", 13.5),
)

_DISTRICTS: Final = (
    Column("district", "区县", "name"),
    Column("enterprises", "企业数", "count"),
    Column("claim_count", "事项数", "count"),
    Column("exact_total", "确定额合计", "money", 18),
    Column("upper_bound_total", "含上限合计", "money", 18),
    Column("unstated_items", "未明示项数", "count", 11),
    Column("undetermined_items", "待核项数", "count"),
    Column("undetermined_total", "待核金额（单列）", "money", 18),
    Column("received_total", "已兑付", "money", 18),
)

_ITEMS: Final = (
    Column("district", "区县", "text", 12),
    Column("name", "企业名称", "name"),
    Column("uscc", "统一社会信用代码", "code"),
    Column("award_year", "年度", "short", 6),
    Column("document", "政策文件", "text", 20),
    Column("article", "条款", "short", 7),
    Column("item_title", "事项", "text", 26),
    Column("item_name", "对象", "text"),
    Column("kind", "金额性质", "short", 8),
    Column("entitlement", "条款应得", "money", 13.5),
    Column("award", "金额", "money", 13.5),
    Column("received", "已兑付", "money", 13),
    Column("outstanding", "尚可兑付", "money", 13.5),
    Column("standing", "处理", "short"),
    Column("need", "还缺什么、须核什么", "text", 26),
    Column("adjustment", "调整", "remark", 22),
    Column("reason", "依据", "text", 42),
    Column("flag", "提示", "remark", 20),
    Column("match", "匹配方式", "short", 10),
    Column("channel", "受理渠道", "text", 14),
)

_NEAR_MISSES: Final = (
    Column("district", "区县", "text"),
    Column("name", "企业名称", "name"),
    Column("uscc", "统一社会信用代码", "code"),
    Column("contact_name", "联系人", "short"),
    Column("contact_phone", "联系电话", "code", 14),
    Column("award_year", "年度", "short", 6),
    Column("article", "条款", "short", 8),
    Column("item_title", "事项", "text", 28),
    Column("fact", "所差条件", "text"),
    Column("required", "要求", "text"),
    Column("seen", "现值", "text"),
    Column("gap", "差距", "text"),
)

_COUNTS: Final = ("unstated_items", "undetermined_items")
_SUMS: Final = ("exact_total", "upper_bound_total", "undetermined_total", "received_total")
_DRAFT_SUMS: Final = ("draft_exact_total", "draft_upper_bound_total")


def write_outreach(
    path: Path,
    *,
    awards: pl.DataFrame,
    totals: pl.DataFrame,
    near_misses: pl.DataFrame,
    contacts: pl.DataFrame,
    run: RunRecord,
    include_drafts: bool = False,
) -> None:
    """Write the outreach list of a city; it holds contacts and is the one workbook with personal data.

    awards, totals, near_misses: result tables of the city. contacts: uscc, contact_name, contact_phone as
    read again from the inbox. run: the content of run.json. Items that pay nothing more (not additional,
    barred, lapsed) stand on the sheet of details only; drafts stand nowhere unless asked for.
    """
    cities = cities_of(run, awards, totals, near_misses)
    is_shown = pl.lit(True) if include_drafts else ~is_draft()
    shown, near = awards.filter(is_shown), near_misses.filter(is_shown)
    enterprises = _enterprises(shown.filter(is_claimable()), totals, contacts)
    as_of = dt.date.fromisoformat(run["as_of"])
    book = ReportBook(f"{city_names(run, cities)}惠企政策外联清单", as_of, footer="内含个人联系方式，限外联使用")
    cover = CoverSheet(book, run, cities)
    write_notes(book, "outreach", "amounts", "limits")
    _add_summary(book, enterprises)
    _add_districts(book, enterprises, include_drafts=include_drafts)
    _add_items(book, with_document(shown, run))
    _add_near_misses(book, _with_contacts(near, contacts))
    cover.fill(_headlines(enterprises, include_drafts=include_drafts))
    book.save(path)


def is_claimable() -> pl.Expr:
    """Whether a row belongs among what an enterprise is called about: it counts in a total, of drafts too."""
    return counts_in_totals() & (is_in_force() | is_draft())


def _enterprises(claimable: pl.DataFrame, totals: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """One row per enterprise with anything to claim, in the order of its sheet; unknown districts last."""
    sums = totals.group_by("uscc").agg(
        *(known_sum(pl.col(name)).alias(name) for name in (*_SUMS, *_DRAFT_SUMS)), pl.col(*_COUNTS).sum()
    )
    claims = claims_by_enterprise(claimable, load_theme().limits.lines_per_cell)
    known = claims.join(sums, on="uscc", how="left", validate="m:1").with_columns(
        undetermined_total=_unless_unknown("undetermined_total", pl.col("has_priced_open_item")),
        received_total=_unless_unknown("received_total", pl.col("has_known_receipt")),
    )
    ordered = _with_contacts(known, contacts).sort(
        pl.col("district") == UNKNOWN_DISTRICT, "district", "upper_bound_total", "exact_total", "uscc",
        descending=[False, False, True, True, False],
        nulls_last=True,
    )  # fmt: skip
    ordinal = pl.int_range(1, pl.len() + 1).over("district")
    return ordered.with_columns(ordinal=ordinal, call_note=pl.lit(None, dtype=pl.String))


def _unless_unknown(total: str, is_known: pl.Expr) -> pl.Expr:
    """A total of 0 that only says that no row had a figure is unknown."""
    is_nothing_open = (pl.col("undetermined_items") == 0) if total == "undetermined_total" else pl.lit(False)
    return pl.when((pl.col(total) != 0) | is_known | is_nothing_open).then(pl.col(total))


def _with_contacts(frame: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    first = contacts.sort("uscc", "contact_name", "contact_phone", nulls_last=True).unique("uscc", keep="first")
    return frame.join(first, on="uscc", how="left", maintain_order="left").with_columns(_district())


def _district() -> pl.Expr:
    return pl.col("district").fill_null(UNKNOWN_DISTRICT)  # a heading, no fact: nothing is decided by it


def _add_summary(book: ReportBook, enterprises: pl.DataFrame) -> None:
    sums = [
        pl.len().alias("enterprises"),
        pl.col("claim_count").sum(),
        *(known_sum(pl.col(name)).alias(name) for name in _SUMS),
        pl.col(*_COUNTS).sum(),
    ]
    by_district = enterprises.group_by("district", maintain_order=True).agg(sums)
    total = enterprises.select(pl.lit("合计").alias("district"), *sums)
    sheet = TableSheet("区县汇总", "区县汇总", _DISTRICTS, "单位：元。各区县企业名单见同名工作表。")
    book.add_table(sheet, by_district, total)


def _add_districts(book: ReportBook, enterprises: pl.DataFrame, *, include_drafts: bool) -> None:
    columns = (*_ENTERPRISE[:-1], *(_DRAFTS if include_drafts else ()), _ENTERPRISE[-1])
    remark = "单位：元。按含上限合计、确定额合计由高到低排列；确定额、上限、待核互不混计。"
    for district in enterprises["district"].unique(maintain_order=True):
        sheet = TableSheet(district, f"{district} 外联清单", columns, remark, frozen_columns=2)
        book.add_table(sheet, enterprises.filter(pl.col("district") == district))


def _add_items(book: ReportBook, awards: pl.DataFrame) -> None:
    rows = awards.with_columns(
        _district(),
        kind=kind_of_amount(),
        standing=_standing(),
        need=needs_phrase(),
        adjustment=adjustments_phrase(),
        reason=pl.col("reasons").list.join("\n"),
        flag=pl.col("flags").list.join("\n"),
        match=label(pl.col("match_class"), MATCH_CLASSES),
    ).sort("district", "uscc", "award_year", "item_id", "evidence_table", "evidence_key")
    remark = "单位：元。每行一个事项，含不另计、不予兑付和政策已失效的事项（不在各区县表中）。"
    sheet = TableSheet("事项明细", "事项明细", _ITEMS, remark, 2, 2, "本次运行的 awards.parquet")
    book.add_table(sheet, rows)


def _standing() -> pl.Expr:
    """What becomes of an item: its disposition, or the status of a document that is not in force."""
    status = label(pl.col("policy_status"), POLICY_STATUSES)
    return pl.when(is_in_force()).then(label(pl.col("disposition"), DISPOSITIONS)).otherwise(status)


def _add_near_misses(book: ReportBook, near_misses: pl.DataFrame) -> None:
    rows = near_misses.with_columns(label(pl.col("fact"), FACT_LABELS)).sort(
        "district", "uscc", "award_year", "item_id", "fact", "evidence_key"
    )
    remark = "只差一个可计量条件的企业与事项。"
    sheet = TableSheet("接近达标", "接近达标", _NEAR_MISSES, remark, 2, 1, "本次运行的 near_misses.parquet")
    book.add_table(sheet, rows)


def _headlines(enterprises: pl.DataFrame, *, include_drafts: bool) -> list[Headline]:
    drafts = [("草案确定额（元，单列）", "draft_exact_total"), ("草案含上限（元，单列）", "draft_upper_bound_total")]
    sums = [
        ("确定额合计（元）", "exact_total"),
        ("含上限合计（元）", "upper_bound_total"),
        ("待核金额（元，单列）", "undetermined_total"),
        ("已兑付（元）", "received_total"),
        *(drafts if include_drafts else []),
    ]
    values = enterprises.select(known_sum(pl.col(name)).alias(name) for _, name in sums).row(0, named=True)
    counts = enterprises.select(pl.col("claim_count", *_COUNTS).sum()).row(0, named=True)
    return [
        Headline("可外联企业（家）", enterprises.height, "figure"),
        Headline("可申报事项（项）", counts["claim_count"], "figure"),
        *(Headline(title, values[name]) for title, name in sums),
        Headline("未明示金额（项）", counts["unstated_items"], "figure"),
        Headline("待核（项）", counts["undetermined_items"], "figure"),
    ]
