"""问题数据: what each source office has to put right, in a workbook that goes out to it and comes back corrected."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import polars as pl

from screening.contract.offices import load_offices, with_office
from screening.contract.source_tables import CORRECTS, PROBLEM_BOOK, SOURCE_TABLES
from screening.intake.fill_in import fill_in
from screening.open_problems import refused_files
from screening.reports.correction_sheets import ROW, SHEET, add_correction_sheets, rows_to_correct, with_reference
from screening.reports.cover import RunRecord, city_names
from screening.reports.labels import label
from screening.reports.remedies import advice_on, load_remedies
from screening.reports.theme import load_theme
from screening.reports.workbook import Column, ReportBook, TableSheet

HOW_TO: Final = (
    "在“更正-…”工作表里改黄色的格子，保存后把本文件放回本市收件目录（文件名保留“问题数据”开头），下次运行自动采用。"
)
_AT_SOURCE: Final = "原表"
_PROBLEMS: Final = (
    Column("file", "文件", "text", 20),
    Column("sheet", "工作表", "text", 10),
    Column("row_number", "行号", "ordinal", 7),
    Column("column", "列", "text", 12),
    Column("value", "值", "text", 18),
    Column("reason", "问题", "phrase", 30),
    Column("remedy", "怎么改", "phrase", 40),
    Column("where", "在哪里改", "text", 14),
    Column("row_text", "原文", "lines", 44),
)
_REFUSED: Final = (
    Column("file", "文件", "phrase", 34),
    Column("reason", "问题", "lines", 60),
    Column("remedy", "怎么改", "lines", 50),
)
_WHOLE_ROW: Final = "整行"
_HEADINGS: Final = {
    f"{table.name}.{column.name}": column.headings[0]
    for table in SOURCE_TABLES.values()
    for column in (*table.columns, CORRECTS)
}
_AFTER_REFUSAL: Final = "按“问题”改正文件后放回收件目录；整份文件在改正前都没有采用。"


def write_problem_books(target: Path, *, quarantine: pl.DataFrame, run: RunRecord) -> None:
    """Write 问题数据-<city>-<office>.xlsx for every office that has a problem open or a correction in force.

    quarantine: the result table, run: the content of run.json. Held cities are among them: theirs are the problems
    that stop them. Nothing is written for an office without any.
    """
    offices = load_offices()
    records, refused = with_office(quarantine, offices), with_office(refused_files(run["files_refused"]), offices)
    whose = pl.concat([frame.select("city", "office") for frame in (records, refused)]).unique().sort("city", "office")
    for city, office in whose.iter_rows():
        own, own_refused = (frame.filter(city=city, office=office) for frame in (records, refused))
        path = target / f"{PROBLEM_BOOK}-{city}-{office}.xlsx"
        book = ReportBook(f"{city_names(run, [city])}问题数据（{office}）", dt.date.fromisoformat(run["as_of"]))
        _fill(book, own, own_refused)
        book.save(path)


def _fill(book: ReportBook, records: pl.DataFrame, refused: pl.DataFrame) -> None:
    to_correct = rows_to_correct(records, load_theme().limits.rows_to_review)
    if not refused.is_empty():
        rows = refused.with_columns(file=_below_city(), remedy=pl.lit(_AFTER_REFUSAL))
        book.add_table(TableSheet("拒收文件", f"{book.title}：没有读取的文件", _REFUSED), rows)
    problems = problem_rows(records, to_correct)
    remark = HOW_TO if not to_correct.is_empty() else "请在原表中改正后放回收件目录，下次运行自动采用。"
    book.add_table(TableSheet("问题清单", book.title, _PROBLEMS, remark), problems)
    add_correction_sheets(book, to_correct)


def problem_rows(records: pl.DataFrame, to_correct: pl.DataFrame) -> pl.DataFrame:
    """One row per open problem, in the order of the files: the columns of 问题清单, 怎么改 and where among them.

    records: quarantine of one office, to_correct: its `rows_to_correct`.
    """
    places = to_correct.select("table", "reference", where=fill_in("“{}”第{}行", SHEET, ROW))
    return (
        with_reference(records.filter("is_open"))
        .join(places, on=["table", "reference"], how="left")
        .sort("table", "file", "sheet", "row_number", "column")
        .drop("column")
        .explode("faults")
        .unnest("faults")
        .with_columns(file=_below_city(), where=pl.col("where").fill_null(_AT_SOURCE))
        .with_columns(remedy=advice_on(pl.col("reason"), load_remedies()), column=_heading())
        .select(column.source for column in _PROBLEMS)
    )


def _below_city() -> pl.Expr:
    return pl.col("file").str.replace("^[^/]*/", "")


def _heading() -> pl.Expr:
    """The table's own heading of the column at fault."""
    named = label(pl.concat_str("table", "column", separator="."), _HEADINGS)
    return pl.when(pl.col("column") == "").then(pl.lit(_WHOLE_ROW)).otherwise(named)
