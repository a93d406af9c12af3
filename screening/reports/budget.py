"""兑付测算: what the awards of a run come to, per year, article, item, district and class of match."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import polars as pl
from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.series import Series as ChartSeries

from screening.contract.money import YUAN
from screening.reports.cover import CoverSheet, Headline, RunRecord, cities_of, city_names, with_document, write_notes
from screening.reports.labels import (
    DISPOSITIONS,
    EXACT,
    MATCH_CLASSES,
    POLICY_STATUSES,
    UNKNOWN_DISTRICT,
    UPPER_BOUND,
    label,
)
from screening.reports.measures import counts_in_totals, is_draft, is_in_force, known_sum, measure, measure_all
from screening.reports.theme import load_theme
from screening.reports.workbook import Column, PlacedTable, ReportBook, TableSheet

_MEASURES: Final = (
    Column("enterprises", "企业数", "count", 8),
    Column("items", "项数", "count", 8),
    Column("exact_total", "确定额", "money", 15.5),
    Column("upper_bound_only", "上限", "money", 15.5),
    Column("upper_bound_total", "含上限合计", "money", 15.5),
    Column("unstated_items", "未明示项数", "count", 10),
    Column("undetermined_items", "待核项数", "count", 8),
    Column("undetermined_total", "待核金额（单列）", "money", 15.5),
    Column("received_total", "已兑付", "money", 15),
    Column("outstanding_total", "尚可兑付", "money", 15.5),
)
_TEN_THOUSANDS: Final = (
    Column("exact_wan", "确定额（万元）", "ten_thousands", 11.5),
    Column("upper_bound_wan", "上限（万元）", "ten_thousands", 11.5),
)
_SUMMED: Final = frozenset((*_MEASURES, *_TEN_THOUSANDS))
_DOCUMENT: Final = Column("document", "政策文件", "text", 20)
_ARTICLE: Final = Column("article", "条款", "short")
_ITEM: Final = (
    _DOCUMENT,
    _ARTICLE,
    Column("item_id", "事项编号", "text", 18),
    Column("item_title", "事项", "text", 30),
)
_BY_ITEM: Final = ("policy_id", "document", "article", "item_id", "item_title")
_REMARK: Final = "单位：元。企业数合计中一家只计一次。"

_YEARS: Final = TableSheet("汇总", "各政策年度汇总", (Column("award_year", "政策年度", "short"), *_MEASURES), _REMARK)
_ARTICLES: Final = TableSheet(
    "按条款", "各条款测算", (_DOCUMENT, _ARTICLE, *_MEASURES, *_TEN_THOUSANDS), _REMARK, frozen_columns=2
)
_DISTRICTS: Final = TableSheet("按区县", "各区县测算", (Column("district", "区县", "name"), *_MEASURES), _REMARK)
_MATCHES: Final = TableSheet(
    "按匹配方式", "金额有多少出自哪一种匹配", (Column("match_class", "匹配方式", "name"), *_MEASURES), _REMARK
)

_LEFT_OUT: Final = (
    *_ITEM,
    Column("why", "不计入的原因", "text"),
    Column("enterprises", "企业数", "count"),
    Column("items", "项数", "count"),
    Column("entitlement_total", "按条款应得", "money", 18),
)


_UNMATCHED: Final = TableSheet(
    "未对应付款",
    "兑付台账中未对应到本次测算事项的付款",
    (
        Column("uscc", "统一社会信用代码", "code"),
        Column("document", "政策文号或名称", "phrase"),
        Column("item", "兑付事项", "phrase"),
        Column("level", "级别", "short"),
        Column("grade", "等级", "short"),
        Column("item_name", "对象名称", "remark"),
        Column("award_year", "政策年度", "short"),
        Column("paid_on", "兑付日期", "date"),
        Column("amount", "金额", "money"),
        Column("reason", "未对应的原因", "remark"),
    ),
    "单位：元。不从任何合计中扣除。",
)


def write_budget(
    path: Path, *, awards: pl.DataFrame, totals: pl.DataFrame, unmatched_payments: pl.DataFrame, run: RunRecord
) -> None:
    """Write the budget estimate of the cities in the frames.

    awards, totals: result tables. unmatched_payments: payments of the ledger that belong to no award, as
    `award.screen_city` lists them. run: the content of run.json. Sums are those of the award rows; the sheet
    核对 sets them beside the totals per enterprise. Drafts have a sheet of their own, if there are any.
    """
    cities = cities_of(run, awards, totals)
    rows = with_document(awards, run)
    counted = rows.filter(is_in_force() & counts_in_totals())
    book = ReportBook(f"{city_names(run, cities)}惠企政策兑付测算", dt.date.fromisoformat(run["as_of"]))
    cover = CoverSheet(book, run, cities)
    write_notes(book, "budget", "amounts", "limits")
    by_year = _add_sums(book, _YEARS, measure(counted, ["award_year"]), counted)
    _add_chart(by_year, _add_articles(book, counted))
    _add_items(book, "按事项", "各事项测算", counted)
    _add_districts(book, counted)
    _add_match_classes(book, counted)
    _add_left_out(book, rows)
    _add_unmatched_payments(book, unmatched_payments)
    _add_reconciliation(book, counted, totals)
    if run["include_drafts"] or not rows.filter(is_draft()).is_empty():
        _add_items(
            book, "草案测算", "草案测算（征求意见稿，没有法律效力）", rows.filter(is_draft() & counts_in_totals())
        )
    cover.fill(_headlines(counted))
    book.save(path)


def _add_sums(book: ReportBook, sheet: TableSheet, sums: pl.DataFrame, counted: pl.DataFrame) -> PlacedTable:
    """A table of measures with a total row over all rows that were counted."""
    first, *others = (
        column.source for column in sheet.columns if column.source in sums.columns and column not in _SUMMED
    )
    blanks = [pl.lit("").alias(name) for name in others]
    total = measure_all(counted).with_columns(*_ten_thousands(), pl.lit("合计").alias(first), *blanks)
    return book.add_table(sheet, sums, total)


def _add_articles(book: ReportBook, counted: pl.DataFrame) -> PlacedTable:
    sums = measure(counted, ["policy_id", "document", "article"]).with_columns(_ten_thousands())
    return _add_sums(book, _ARTICLES, _in_printed_order(counted, sums), counted)


def _add_items(book: ReportBook, name: str, title: str, awards: pl.DataFrame) -> None:
    sheet = TableSheet(name, title, (*_ITEM, *_MEASURES), _REMARK, frozen_columns=4)
    _add_sums(book, sheet, _in_printed_order(awards, measure(awards, _BY_ITEM)), awards)


def _add_districts(book: ReportBook, counted: pl.DataFrame) -> None:
    sums = measure(counted, ["district"]).with_columns(pl.col("district").fill_null(UNKNOWN_DISTRICT))
    _add_sums(book, _DISTRICTS, sums, counted)


def _add_match_classes(book: ReportBook, counted: pl.DataFrame) -> None:
    order = pl.col("match_class").replace_strict(list(MATCH_CLASSES), range(len(MATCH_CLASSES)), default=None)
    sums = measure(counted, ["match_class"]).sort(order, "match_class", nulls_last=True)
    named = label(pl.col("match_class"), MATCH_CLASSES).fill_null("未注明")  # a heading, no fact
    _add_sums(book, _MATCHES, sums.with_columns(named), counted)


def _add_left_out(book: ReportBook, rows: pl.DataFrame) -> None:
    left_out = rows.filter(~is_draft() & ~(is_in_force() & counts_in_totals()))
    status, disposition = label(pl.col("policy_status"), POLICY_STATUSES), label(pl.col("disposition"), DISPOSITIONS)
    sums = (
        left_out.with_columns(why=pl.when(is_in_force()).then(disposition).otherwise("政策" + status))
        .group_by(*_BY_ITEM, "why")
        .agg(
            enterprises=pl.col("uscc").n_unique(),
            items=pl.len(),
            entitlement_total=known_sum(pl.col("entitlement")),
        )
        .sort("why")
    )
    sheet = TableSheet("不计入合计", "不计入合计的事项", _LEFT_OUT, "单位：元。不进入任何合计。")
    book.add_table(sheet, _in_printed_order(left_out, sums))


def _add_unmatched_payments(book: ReportBook, payments: pl.DataFrame) -> None:
    total = payments.select(
        pl.lit("合计").alias("uscc"),
        known_sum(pl.col("amount")).alias("amount"),
        *(pl.lit("").alias(c.source) for c in _UNMATCHED.columns if c.source not in ("uscc", "amount")),
    )
    book.add_table(_UNMATCHED, payments.sort("uscc", "paid_on", "document", "item", "amount", nulls_last=True), total)


def _add_reconciliation(book: ReportBook, counted: pl.DataFrame, totals: pl.DataFrame) -> None:
    """Sums of the award rows beside the sums of the totals per enterprise, and their difference.

    Totals per enterprise print 0 where no open item has a figure; an unknown sum is compared as that.
    """
    names = {"exact_total": "确定额", "upper_bound_total": "含上限合计", "undetermined_total": "待核金额（单列）"}
    by_item = measure_all(counted).select(list(names)).unpivot(variable_name="column", value_name="by_item")
    by_enterprise = totals.select(pl.col(list(names)).sum().cast(YUAN)).unpivot(value_name="by_enterprise")
    rows = pl.concat([by_item, by_enterprise.select("by_enterprise")], how="horizontal").with_columns(
        label(pl.col("column"), names),
        difference=(pl.col("by_item").fill_null(0) - pl.col("by_enterprise")).cast(YUAN),
    )
    columns = (
        Column("column", "合计", "name"),
        Column("by_item", "按事项相加", "money", 20),
        Column("by_enterprise", "按企业汇总", "money", 20),
        Column("difference", "差额", "money", 20),
    )
    book.add_table(TableSheet("核对", "核对：两种加法应一致", columns, "单位：元。差额应为零。"), rows)


def _in_printed_order(awards: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """Sums sorted as the document prints its articles: by the number that ids of items begin with, supplements last."""
    number = pl.col("item_id").str.extract(r"/(\d+)-").cast(pl.Int64)
    order = awards.group_by("policy_id", "article").agg(order=number.min())
    sorted_by = ["policy_id", "order", "article", *(["item_id"] if "item_id" in sums.columns else [])]
    return sums.join(order, on=["policy_id", "article"], how="left").sort(
        sorted_by, nulls_last=True, maintain_order=True
    )


def _ten_thousands() -> list[pl.Expr]:
    wan = pl.Decimal(18, 6)
    return [
        (pl.col("exact_total").cast(wan) / 10_000).cast(wan).alias("exact_wan"),
        (pl.col("upper_bound_only").cast(wan) / 10_000).cast(wan).alias("upper_bound_wan"),
    ]


def _add_chart(below: PlacedTable, by_article: PlacedTable) -> None:
    """Stacked columns of exact sums and upper bounds per article, under the table of years."""
    if by_article.rows_in_all == 0:
        return
    source, headings = by_article.worksheet, [column.source for column in by_article.sheet.columns]
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 60
    chart.title = "各条款金额（万元）"
    chart.legend.position = "b"
    chart.width, chart.height = 30, 11
    chart.x_axis.title, chart.y_axis.title = "条款", "万元"
    chart.x_axis.delete = chart.y_axis.delete = False  # newer readers draw no axes otherwise
    chart.y_axis.numFmt = "#,##0"
    theme = load_theme().colours
    for name, title, colour in (("exact_wan", EXACT, theme.exact), ("upper_bound_wan", UPPER_BOUND, theme.upper_bound)):
        chart.series.append(_series(source, headings.index(name) + 1, by_article, title, colour))
    chart.set_categories(_column(source, headings.index("article") + 1, by_article))
    below.worksheet.add_chart(chart, f"A{below.last_row + 4}")


def _series(source: Any, column: int, table: PlacedTable, title: str, colour: str) -> ChartSeries:
    series: ChartSeries = Series(_column(source, column, table), title=title)
    series.graphicalProperties.solidFill = colour
    return series


def _column(source: Any, column: int, table: PlacedTable) -> Reference:
    return Reference(source, min_col=column, min_row=table.first_row, max_row=table.last_row)


def _headlines(counted: pl.DataFrame) -> list[Headline]:
    sums = measure_all(counted).row(0, named=True)
    return [
        Headline("企业数（家）", sums["enterprises"], "figure"),
        Headline("事项数（项）", sums["items"], "figure"),
        Headline("确定额合计（元）", sums["exact_total"]),
        Headline("上限（元）", sums["upper_bound_only"]),
        Headline("含上限合计（元）", sums["upper_bound_total"]),
        Headline("未明示金额（项）", sums["unstated_items"], "figure"),
        Headline("待核（项）", sums["undetermined_items"], "figure"),
        Headline("待核金额（元，单列）", sums["undetermined_total"]),
        Headline("已兑付（元）", sums["received_total"]),
        Headline("尚可兑付（元）", sums["outstanding_total"]),
    ]
