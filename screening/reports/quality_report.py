"""数据质量: what became of every row read, what the gates found, and enough of each problem to find it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle

from screening.intake.fill_in import fill_in
from screening.reports.cover import CoverSheet, Headline, RunRecord, write_notes
from screening.reports.labels import SEVERITIES
from screening.reports.problem_trend import open_problems_over_time
from screening.reports.quality_tables import (
    BY_REASON,
    CITY,
    FAILED,
    FILE,
    FLOW,
    PAGE,
    TABLE,
    count_by_reason,
    count_rows,
    list_checks,
    named,
    short_lists,
    total_rows,
)
from screening.reports.workbook import Column, PlacedTable, ReportBook, TableSheet

_CHECKS: Final = (
    CITY,
    Column("stage", "阶段", "short"),
    TABLE,
    Column("verdict", "结果", "short"),
    Column("severity", "级别", "short", 7),
    Column("expectation", "检查", "phrase", 24),
    Column("column", "列", "text"),
    Column("observed", "实测", "text"),
    Column("unexpected_count", "不符行数", "count", 10),
    Column("sample", "样例", "remark"),
    Column("why", "为什么要查", "phrase"),
    Column("what_to_do", "怎么办", "phrase"),
)
_QUARANTINE: Final = (
    CITY,
    TABLE,
    FILE,
    Column("sheet", "工作表", "text"),
    Column("row_number", "行号", "ordinal", 8),
    Column("column", "列", "text", 12),
    Column("extent", "范围", "short", 8),
    Column("reason", "原因", "phrase", 34),
    Column("outcome", "处理情况", "remark", 18),
    Column("row_text", "原文（已遮盖个人信息）", "lines", 60),
)
_OPEN_PROBLEMS: Final = (
    CITY,
    Column("office", "提供数据的单位", "text", 20),
    TABLE,
    Column("rows_set_aside", "整行未采用", "count", 12),
    Column("cells_emptied", "单元格未采用", "count", 12),
    Column("files_refused", "拒收文件", "count", 12),
    Column("open_problems", "合计", "count", 12),
)


def write_quality(path: Path, *, quarantine: pl.DataFrame, run: RunRecord, earlier: Sequence[RunRecord] = ()) -> None:
    """Write the data-quality workbook of a run.

    quarantine: the result table, run: the content of run.json, earlier: that of the runs before it, oldest first.
    """
    flow, checks = count_rows(run), list_checks(run)
    book = ReportBook("惠企政策筛查数据质量", dt.date.fromisoformat(run["as_of"]))
    cover = CoverSheet(book, run, run["cities"])
    write_notes(book, "quality")
    total = total_rows(flow)
    book.add_table(FLOW, flow, total)
    _mark_failures(book, book.add_table(TableSheet("检查结果", "质量检查结果", _CHECKS, "未通过的在前。", 2), checks))
    _add_open_problems(book, run, earlier)
    book.add_table(BY_REASON, count_by_reason(quarantine, run))
    _add_quarantine(book, quarantine, run)
    for sheet, entries in short_lists(run):
        book.add_table(sheet, entries)
    cover.fill(_headlines(total, checks, quarantine, run), page=PAGE)
    book.save(path)


def _mark_failures(book: ReportBook, placed: PlacedTable) -> None:
    font = Font(color=book.theme.colours.alert, bold=True)
    verdicts = f"D{placed.first_row}:D{placed.last_row}"
    look = DifferentialStyle(font=font)
    rule = Rule(type="cellIs", operator="equal", formula=[f'"{FAILED}"'], dxf=look)
    placed.worksheet.conditional_formatting.add(verdicts, rule)


def _add_open_problems(book: ReportBook, run: RunRecord, earlier: Sequence[RunRecord]) -> None:
    """Problems that each source office has still to put right, and how many it had in the runs before."""
    counts, dates = open_problems_over_time(run, earlier)
    columns = (*_OPEN_PROBLEMS, *(Column(name, f"{as_of} 合计", "count", 12) for name, as_of in dates.items()))
    sums = [pl.when(pl.col(c.source).count() > 0).then(pl.col(c.source).sum()) for c in columns if c.style == "count"]
    total = counts.select(
        pl.lit("合计").alias("city"), *(pl.lit("").alias(name) for name in ("office", "table")), *sums
    )
    remark = "按提供数据的单位计，已改正的不计。右边各列是以前的运行，“—”表示当时没有统计。"
    book.add_table(TableSheet("未解决问题", "未解决的问题（按单位）", columns, remark), named(counts, run), total)


def _add_quarantine(book: ReportBook, quarantine: pl.DataFrame, run: RunRecord) -> None:
    rows = quarantine.with_columns(
        extent=pl.when("is_row_set_aside").then(pl.lit("整行")).otherwise(pl.lit("单元格")),
        outcome=pl.when("is_open").then(pl.lit("未解决")).otherwise(fill_in("已更正：{}", "corrected_by")),
        reason=pl.col("reasons").list.join("；"),
    ).sort("city", "table", "file", "sheet", "row_number", "column", nulls_last=True)
    remark = "行号是 Excel 中显示的行号。改正原表或“问题数据”工作簿后放回收件目录，下一次运行自动采用。"
    sheet = TableSheet("问题明细", "问题明细", _QUARANTINE, remark, 2, 1, "本次运行的 quarantine.parquet")
    book.add_table(sheet, named(rows, run))


def _headlines(total: pl.DataFrame, checks: pl.DataFrame, quarantine: pl.DataFrame, run: RunRecord) -> list[Headline]:
    flow = total.row(0, named=True)
    failed = checks.filter(pl.col("verdict") == FAILED)["severity"].to_list()
    figures = {
        "读入（行）": flow["rows_in"],
        "采用（行）": flow["used"],
        "隔离（行）": flow["quarantined"],
        "合并重复（行）": flow["merged_duplicates"],
        "标题、备注和空行（行）": flow["titles_notes_blanks"],
        "核对差额（行）": flow["difference"],
        "质量检查（项）": checks.height,
        "严重未通过（项）": failed.count(SEVERITIES["critical"]),
        "提醒未通过（项）": failed.count(SEVERITIES["warning"]),
        "问题记录（条）": quarantine.height,
        "未解决问题（项）": quarantine["is_open"].sum() + len(run["files_refused"]),
        "拒收文件（个）": len(run["files_refused"]),
        "未识别称号（个）": len(run["unknown_programmes"]),
    }
    return [Headline(title, value, "figure") for title, value in figures.items()]
