"""What a written workbook holds, read back sheet by sheet."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from screening.reports.workbook import HEADING_ROW

Row = dict[str, Any]


def read_rows(path: Path, sheet: str) -> list[Row]:
    """Rows of a sheet below its heading, by heading; a total row is one of them."""
    worksheet = _open(path)[sheet]
    headings = [cell.value for cell in worksheet[HEADING_ROW]]
    values = worksheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in values]


def read_texts(path: Path) -> set[str]:
    """Every text of every sheet."""
    sheets = _open(path).worksheets
    return {
        value
        for sheet in sheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str)
    }


def sheet_names(path: Path) -> list[str]:
    """Names of the sheets in order."""
    names: list[str] = _open(path).sheetnames
    return names


@lru_cache(maxsize=2)
def _open(path: Path) -> Any:
    return load_workbook(path)
