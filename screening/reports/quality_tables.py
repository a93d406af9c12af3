"""What the quality workbook and the quality page both show: counts, checks, problems by reason and short lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from screening.intake.fill_in import fill_in
from screening.reports.cover import RunRecord, city_names
from screening.reports.labels import CHECK_STAGES, EXPECTATIONS, FACT_LABELS, SEVERITIES, TABLES, label
from screening.reports.quality_words import column_words, sample_words
from screening.reports.workbook import Column, TableSheet

FAILED: Final = "未通过"
PASSED: Final = "通过"
WORKBOOK: Final = "数据质量.xlsx"
PAGE: Final = "数据质量.html"

CITY: Final = Column("city", "城市", "short")
TABLE: Final = Column("table", "表", "text", 12)
FILE: Final = Column("file", "文件", "phrase")
_COUNTS: Final = ("rows_in", "used", "quarantined", "merged_duplicates", "titles_notes_blanks")

_FLOW_COLUMNS: Final = (
    CITY,
    TABLE,
    Column("rows_in", "读入", "count", 12),
    Column("used", "采用", "count", 12),
    Column("quarantined", "隔离", "count", 12),
    Column("merged_duplicates", "合并重复", "count", 12),
    Column("titles_notes_blanks", "标题、备注和空行", "count", 12),
    Column("difference", "差额", "count", 12),
    Column("quarantined_share", "隔离比例", "share"),
)
_BY_REASON_COLUMNS: Final = (
    CITY,
    TABLE,
    Column("column", "列", "text"),
    Column("reason", "原因", "lines"),
    Column("rows", "整行隔离", "count", 11),
    Column("cells", "只去单元格", "count", 11),
    Column("files", "涉及文件", "count", 10),
    Column("first_place", "首见于", "lines"),
)
_REFUSED: Final = (CITY, FILE, Column("reason", "原因", "lines", 70))
_UNKNOWN_COLUMNS: Final = (
    CITY,
    FILE,
    Column("sheet", "工作表", "text"),
    Column("columns", "未识别的列（未采用）", "lines", 70),
)
_UNKNOWN_PROGRAMMES: Final = (
    CITY,
    Column("programme", "名单上的称号", "lines", 40),
    Column("rows", "行数", "count"),
    Column("nearest", "目录中最接近的称号（未采用，供核对）", "lines", 60),
)
_WARNINGS: Final = (Column("warning", "提醒", "lines", 110),)
_SOURCES: Final = (
    CITY,
    TABLE,
    FILE,
    Column("bytes", "字节", "count", 14),
    Column("sha256", "SHA-256", "lines", 68),
)

FLOW: Final = TableSheet("数据流转", "各表数据流转", _FLOW_COLUMNS, "读入 = 采用 + 隔离 + 合并重复 + 标题、备注和空行")
BY_REASON: Final = TableSheet("问题汇总", "未解决问题汇总（按原因）", _BY_REASON_COLUMNS)

_HEADING: Final = rf"^(?:{'|'.join(sorted(map(re.escape, set(FACT_LABELS.values()))))})(?: [^：]*)?："


def count_rows(run: RunRecord) -> pl.DataFrame:
    """Counts of each table of each city by the columns of FLOW, with the difference that must be 0."""
    rows = [
        {"city": city, "table": table} | counts
        for city, tables in run["counts"].items()
        for table, counts in tables.items()
    ]
    schema: dict[str, type[pl.DataType]] = {"city": pl.String, "table": pl.String}
    frame = _frame(rows, schema | dict.fromkeys(_COUNTS, pl.Int64))
    return _with_balance(named(frame, run))


def total_rows(flow: pl.DataFrame) -> pl.DataFrame:
    """One row with the sums of what `count_rows` returns."""
    sums = flow.select(pl.lit("合计").alias("city"), pl.lit("").alias("table"), pl.col(_COUNTS).sum())
    return _with_balance(sums)


def _with_balance(frame: pl.DataFrame) -> pl.DataFrame:
    accounted = pl.sum_horizontal(_COUNTS[1:], ignore_nulls=False)
    share = pl.when(pl.col("rows_in") > 0).then(pl.col("quarantined") / pl.col("rows_in"))
    return frame.with_columns(difference=pl.col("rows_in") - accounted, quarantined_share=share)


def list_checks(run: RunRecord) -> pl.DataFrame:
    """Checks, failed ones first and critical before warning, in words."""
    text = ("city", "stage", "table", "expectation", "column", "severity", "observed", "sample", "why", "what_to_do")
    schema: dict[str, type[pl.DataType]] = dict.fromkeys(text, pl.String)
    schema |= {"passed": pl.Boolean, "unexpected_count": pl.Int64}
    rows = [check | _in_words(check) for check in run["checks"]]
    ordered = _frame(rows, schema).sort("passed", "severity", "city", "stage", "table", maintain_order=True)
    return named(ordered, run).with_columns(
        label(pl.col("stage"), CHECK_STAGES),
        label(pl.col("severity"), SEVERITIES),
        label(pl.col("expectation"), EXPECTATIONS),
        verdict=pl.when("passed").then(pl.lit(PASSED)).otherwise(pl.lit(FAILED)),
    )


def _in_words(check: Mapping[str, Any]) -> dict[str, str | None]:
    sample = "、".join(sample_words(str(row)) for row in check["sample"])
    return {"column": column_words(check["column"]), "observed": _text(check["observed"]), "sample": sample}


def count_by_reason(quarantine: pl.DataFrame, run: RunRecord) -> pl.DataFrame:
    """Open problems by the columns of BY_REASON; the kind of a reason is its words without heading, value and place."""
    kind = pl.col("reasons").str.replace(_HEADING, "").str.extract(r"^([^:：“]+?)（?(?:[:：“]|$)")
    place = fill_in("{} {} 第 {} 行", "file", "sheet", "row_number").str.replace_all("  ", " ", literal=True)
    counted = (
        quarantine.filter("is_open")
        .explode("reasons")
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
    return named(counted, run)


def short_lists(run: RunRecord) -> Iterator[tuple[TableSheet, pl.DataFrame]]:
    """Lists of run.json, each with its sheet: refused files, unknown columns and titles, warnings, sources."""
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
        yield sheet, named(_frame(rows, schema), run)


def named(frame: pl.DataFrame, run: RunRecord) -> pl.DataFrame:
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
