"""Recognitions as departments publish them: a workbook per title with a heading line, a 序号 column and notes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import openpyxl
import polars as pl

from screening.reports.undated_zip import rewrite_undated

_LISTS: Final = 6  # titles that get a workbook of their own; the rest share one csv
_HEADINGS: Final = ["序号", "企业名称", "统一社会信用代码", "认定日期", "认定类型"]


def write_published_lists(folder: Path, recognitions: pl.DataFrame, day: dt.date) -> None:
    """Some titles as published workbooks, the others as one 认定名单 csv."""
    titles = (
        recognitions.group_by("programme", "level", "grade")
        .len()
        .sort("len", "programme", "level", "grade", descending=[True, False, False, False])
    )
    published = titles.filter(pl.col("grade").is_null()).head(_LISTS)
    keys = ["programme", "level", "grade"]
    for number, (programme, level, grade, _) in enumerate(published.iter_rows(), start=1):
        own = recognitions.join(published.slice(number - 1, 1).select(keys), on=keys, how="semi", nulls_equal=True)
        _write_list(folder / f"认定名单-{number:02d}.xlsx", f"{level or ''}{programme}{grade or ''}名单", own, day)
    rest = recognitions.join(published.select(keys), on=keys, how="anti", nulls_equal=True)
    rest.write_csv(folder / "认定名单-其他.csv", include_bom=True)


def _write_list(path: Path, title: str, rows: pl.DataFrame, day: dt.date) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.title = "名单"
    sheet.append([title])
    sheet.merge_cells("A1:E1")
    sheet.append(["（样例数据，企业均为虚构）"])
    sheet.append(_HEADINGS)
    columns = rows.select("name", "uscc", pl.col("recognised_on").cast(pl.String), "event")
    for number, row in enumerate(columns.iter_rows(), start=1):
        sheet.append([number, *row])
    sheet.append([f"注：共{rows.height}家，排名不分先后。"])
    workbook.properties.created = dt.datetime.combine(day, dt.time())
    dated = path.with_suffix(".tmp")
    workbook.save(dated)
    rewrite_undated(dated, path, modified=day)
    dated.unlink()
