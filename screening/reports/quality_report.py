"""数据质量: what became of every row read, what the gates found, and enough of each problem to find it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle

from screening.intake.fill_in import fill_in
from screening.reports.cover import CoverSheet, Headline, RunRecord, city_names, write_notes
from screening.reports.labels import CHECK_STAGES, EXPECTATIONS, FACT_LABELS, SEVERITIES, TABLES, label
from screening.reports.workbook import Column, PlacedTable, ReportBook, TableSheet

FAILED: Final = "未通过"
PASSED: Final = "通过"

_CITY: Final = Column("city", "城市", "short")
_TABLE: Final = Column("table", "表", "text", 12)
_FILE: Final = Column("file", "文件", "phrase")
_COUNTS: Final = ("rows_in", "used", "quarantined", "merged_duplicates", "titles_notes_blanks")

_FLOW: Final = (
    _CITY,
    _TABLE,
    Column("rows_in", "读入", "count", 12),
    Column("used", "采用", "count", 12),
    Column("quarantined", "隔离", "count", 12),
    Column("merged_duplicates", "合并重复", "count", 12),
    Column("titles_notes_blanks", "标题、备注和空行", "count", 12),
    Column("difference", "差额", "count", 12),
    Column("quarantined_share", "隔离比例", "share"),
)
_CHECKS: Final = (
    _CITY,
    Column("stage", "阶段", "short"),
    _TABLE,
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
_BY_REASON: Final = (
    _CITY,
    _TABLE,
    Column("column", "列", "text"),
    Column("reason", "原因", "lines"),
    Column("rows", "整行隔离", "count", 11),
    Column("cells", "只去单元格", "count", 11),
    Column("files", "涉及文件", "count", 10),
    Column("first_place", "首见于", "lines"),
)
_QUARANTINE: Final = (
    _CITY,
    _TABLE,
    _FILE,
    Column("sheet", "工作表", "text"),
    Column("row_number", "行号", "ordinal", 8),
    Column("column", "列", "text", 12),
    Column("extent", "范围", "short", 8),
    Column("reason", "原因", "phrase", 34),
    Column("row_text", "原文（已遮盖个人信息）", "lines", 60),
)
_REFUSED: Final = (_CITY, _FILE, Column("reason", "原因", "lines", 70))
_UNKNOWN_COLUMNS: Final = (
    _CITY,
    _FILE,
    Column("sheet", "工作表", "text"),
    Column("columns", "未识别的列（未采用）", "lines", 70),
)
_UNKNOWN_PROGRAMMES: Final = (
    _CITY,
    Column("programme", "名单上的称号", "lines", 40),
    Column("rows", "行数", "count"),
    Column("nearest", "目录中最接近的称号（未采用，供核对）", "lines", 60),
)
_WARNINGS: Final = (Column("warning", "提醒", "lines", 110),)
_SOURCES: Final = (
    _CITY,
    _TABLE,
    _FILE,
    Column("bytes", "字节", "count", 14),
    Column("sha256", "SHA-256", "lines", 68),
)


def write_quality(path: Path, *, quarantine: pl.DataFrame, run: RunRecord) -> None:
    """Write the data-quality workbook of a run; quarantine: the result table, run: the content of run.json."""
    flow, checks = _flow(run), _checks(run)
    book = ReportBook("惠企政策筛查数据质量", dt.date.fromisoformat(run["as_of"]))
    cover = CoverSheet(book, run, run["cities"])
    write_notes(book, "quality")
    total = _flow_total(flow)
    book.add_table(
        TableSheet("数据流转", "各表数据流转", _FLOW, "读入 = 采用 + 隔离 + 合并重复 + 标题、备注和空行"), flow, total
    )
    _mark_failures(book, book.add_table(TableSheet("检查结果", "质量检查结果", _CHECKS, "未通过的在前。", 2), checks))
    book.add_table(TableSheet("问题汇总", "问题汇总（按原因）", _BY_REASON), _named(_by_reason(quarantine), run))
    _add_quarantine(book, quarantine, run)
    _add_lists(book, run)
    cover.fill(_headlines(total, checks, quarantine, run))
    book.save(path)


def _flow(run: RunRecord) -> pl.DataFrame:
    """Counts of each table of each city, with the difference that must be 0."""
    rows = [
        {"city": city, "table": table} | counts
        for city, tables in run["counts"].items()
        for table, counts in tables.items()
    ]
    schema: dict[str, type[pl.DataType]] = {"city": pl.String, "table": pl.String}
    frame = _frame(rows, schema | dict.fromkeys(_COUNTS, pl.Int64))
    return _with_balance(_named(frame, run))


def _flow_total(flow: pl.DataFrame) -> pl.DataFrame:
    sums = flow.select(pl.lit("合计").alias("city"), pl.lit("").alias("table"), pl.col(_COUNTS).sum())
    return _with_balance(sums)


def _with_balance(frame: pl.DataFrame) -> pl.DataFrame:
    accounted = pl.sum_horizontal(_COUNTS[1:], ignore_nulls=False)
    share = pl.when(pl.col("rows_in") > 0).then(pl.col("quarantined") / pl.col("rows_in"))
    return frame.with_columns(difference=pl.col("rows_in") - accounted, quarantined_share=share)


def _checks(run: RunRecord) -> pl.DataFrame:
    """Checks, failed ones first and critical before warning, in words."""
    text = ("city", "stage", "table", "expectation", "column", "severity", "observed", "sample", "why", "what_to_do")
    schema: dict[str, type[pl.DataType]] = dict.fromkeys(text, pl.String)
    schema |= {"passed": pl.Boolean, "unexpected_count": pl.Int64}
    rows = [check | {"observed": _text(check["observed"]), "sample": _text(check["sample"])} for check in run["checks"]]
    ordered = _frame(rows, schema).sort("passed", "severity", "city", "stage", "table", maintain_order=True)
    return _named(ordered, run).with_columns(
        label(pl.col("stage"), CHECK_STAGES),
        label(pl.col("severity"), SEVERITIES),
        label(pl.col("expectation"), EXPECTATIONS),
        verdict=pl.when("passed").then(pl.lit(PASSED)).otherwise(pl.lit(FAILED)),
    )


def _mark_failures(book: ReportBook, placed: PlacedTable) -> None:
    font = Font(color=book.theme.colours.alert, bold=True)
    verdicts = f"D{placed.first_row}:D{placed.last_row}"
    look = DifferentialStyle(font=font)
    rule = Rule(type="cellIs", operator="equal", formula=[f'"{FAILED}"'], dxf=look)
    placed.worksheet.conditional_formatting.add(verdicts, rule)


def _by_reason(quarantine: pl.DataFrame) -> pl.DataFrame:
    """Problems of one kind counted; a reason's kind is what stands before the value it quotes."""
    kind = pl.col("reasons").str.extract(r"^([^:：]+)")
    place = fill_in("{} {} 第 {} 行", "file", "sheet", "row_number").str.replace_all("  ", " ", literal=True)
    return (
        quarantine.explode("reasons")
        .with_columns(reason=pl.coalesce(kind, "reasons"), place=place)
        .group_by("city", "table", "column", "reason")
        .agg(
            rows=pl.col("is_row_set_aside").sum(),
            cells=(~pl.col("is_row_set_aside")).sum(),
            files=pl.col("file").n_unique(),
            first_place=pl.col("place").sort_by("file", "sheet", "row_number").first(),
        )
        .sort("city", "table", "rows", "cells", "column", "reason", descending=[False, False, True, True, False, False])
    )


def _add_quarantine(book: ReportBook, quarantine: pl.DataFrame, run: RunRecord) -> None:
    rows = quarantine.with_columns(
        extent=pl.when("is_row_set_aside").then(pl.lit("整行")).otherwise(pl.lit("单元格")),
        reason=pl.col("reasons").list.join("；"),
    ).sort("city", "table", "file", "sheet", "row_number", "column", nulls_last=True)
    remark = "行号是 Excel 中显示的行号。改正原表后放回收件目录，下一次运行自动采用。"
    sheet = TableSheet("问题明细", "问题明细", _QUARANTINE, remark, 2, 1, "本次运行的 quarantine.parquet")
    book.add_table(sheet, _named(rows, run))


def _add_lists(book: ReportBook, run: RunRecord) -> None:
    """Short lists of run.json, each on its sheet: refused files, unknown columns and titles, warnings, sources."""
    sheets = (
        (TableSheet("拒收文件", "拒收的文件", _REFUSED), run["files_refused"]),
        (TableSheet("未识别列", "未识别的列", _UNKNOWN_COLUMNS), run["unknown_columns"]),
        (TableSheet("未识别称号", "未识别的称号", _UNKNOWN_PROGRAMMES), run["unknown_programmes"]),
        (TableSheet("提醒", "运行中的提醒", _WARNINGS), [{"warning": warning} for warning in run["warnings"]]),
        (TableSheet("来源文件", "来源文件及其校验值", _SOURCES), run["inputs"]),
    )
    for sheet, entries in sheets:
        schema: dict[str, type[pl.DataType]] = {
            c.source: pl.Int64 if c.style == "count" else pl.String for c in sheet.columns
        }
        rows = [{key: value if isinstance(value, int) else _text(value) for key, value in e.items()} for e in entries]
        book.add_table(sheet, _named(_frame(rows, schema), run))


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
        "拒收文件（个）": len(run["files_refused"]),
        "未识别称号（个）": len(run["unknown_programmes"]),
    }
    return [Headline(title, value, "figure") for title, value in figures.items()]


def _named(frame: pl.DataFrame, run: RunRecord) -> pl.DataFrame:
    """The frame with names for codes of city, table and column, where it has these columns."""
    cities = {city: city_names(run, [city]) for city in run["cities"]}
    labels: dict[str, Mapping[str, str]] = {"city": cities, "table": TABLES, "column": FACT_LABELS}
    return frame.with_columns(label(pl.col(name), words) for name, words in labels.items() if name in frame.columns)


def _frame(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema))


def _text(value: object) -> str | None:
    """A value of run.json as text: a list as its entries joined by 、, null as null."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    return None if value is None else str(value)
