"""A workbook of one report: tables drawn from frames by a declared list of columns, saved to reproducible bytes.

Nothing is computed here. A sheet is a title, a remark and one table with a frozen heading row, filters and
print setup.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from screening.reports.cells import clean_text, make_row, row_height
from screening.reports.theme import EMPTY, HEADING, REMARK, TITLE, Theme, load_theme, named_styles, total_of
from screening.reports.undated_zip import rewrite_undated

HEADING_ROW: Final = 3
FIRST_ROW: Final = HEADING_ROW + 1

_A4: Final = 9
_FORBIDDEN_IN_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME: Final = 31


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: where it comes from in the frame, what stands above it, which style of the theme."""

    source: str
    heading: str
    style: str = "text"
    width: float | None = None  # characters; None: that of the style


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A sheet with one table; `whole_table` says where all rows stand if the sheet cannot take them."""

    name: str
    title: str
    columns: tuple[Column, ...]
    remark: str = ""
    frozen_columns: int = 0
    pages_wide: int = 1
    whole_table: str = "本次运行的结果表（Parquet）"


@dataclass(slots=True)
class OpenSheet:
    """A worksheet that rows are being written to."""

    worksheet: Any
    widths: tuple[float, ...]
    theme: Theme
    is_streamed: bool
    row: int = 0

    def append(self, values: Sequence[object], styles: Sequence[str]) -> None:
        """Write a row below what stands there, each value in its style, as high as its text needs."""
        self.row += 1
        cells = make_row(self.worksheet, values, styles, self.theme)
        height = self.theme.rows.heights.get(styles[0]) if styles else None
        heights = self.worksheet.row_dimensions
        heights[self.row].height = height or row_height(cells, self.widths, self.theme)
        self.worksheet.append(cells)
        if self.is_streamed:
            del heights[self.row]  # written by now; a hundred thousand of them would weigh

    def merge_row(self, columns: int) -> None:
        """Let the first cell of the last row reach over so many columns."""
        if columns > 1:
            self.worksheet.merged_cells.ranges.add(f"A{self.row}:{get_column_letter(columns)}{self.row}")

    def link_last_row(self, target: str) -> None:
        """Let the first cell of the last row open a file that lies beside the workbook."""
        self.worksheet._hyperlinks.append(Hyperlink(ref=f"A{self.row}", target=target))


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """Where a table came to stand: its worksheet and its first and last row (total row left out)."""

    worksheet: Any
    sheet: TableSheet
    first_row: int
    last_row: int
    rows_in_all: int


@dataclass(slots=True)
class ReportBook:
    """An open workbook; `is_streamed` writes rows straight to disk, and must be off where cells get drop-downs."""

    title: str
    as_of: dt.date
    is_streamed: bool = True
    footer: str = ""
    theme: Theme = field(default_factory=load_theme)
    tables: list[PlacedTable] = field(default_factory=list)
    _workbook: Workbook = field(init=False)

    def __post_init__(self) -> None:
        self._workbook = Workbook(write_only=self.is_streamed)
        for worksheet in list(self._workbook.worksheets):
            self._workbook.remove(worksheet)
        for style in named_styles(self.theme):
            self._workbook.add_named_style(style)

    def create_sheet(self, name: str, widths: Iterable[float], frozen_at: str | None = None) -> OpenSheet:
        """An empty sheet, A4 across, as wide as a page, page numbers below; the name made safe and unique."""
        worksheet: Any = self._workbook.create_sheet(sheet_name(name, self._workbook.sheetnames))
        sheet = OpenSheet(worksheet, tuple(widths), self.theme, self.is_streamed)
        for number, width in enumerate(sheet.widths, start=1):
            worksheet.column_dimensions[get_column_letter(number)].width = width
        worksheet.freeze_panes = frozen_at
        _set_up_page(worksheet, left=self.footer or self.title, right=f"数据截至 {self.as_of:%Y-%m-%d}")
        return sheet

    def add_table(self, table: TableSheet, frame: pl.DataFrame, total: pl.DataFrame | None = None) -> PlacedTable:
        """A sheet with the frame's rows under a frozen heading; an empty frame says 无.

        `total` is a frame of one row and the same columns, printed bold below the table and outside its
        filter. Rows beyond the limit of a sheet are left out, and the remark says so and where they are.
        """
        columns = table.columns
        frozen_at = f"{get_column_letter(table.frozen_columns + 1)}{FIRST_ROW}"
        sheet = self.create_sheet(table.name, _widths(columns, self.theme), frozen_at)
        shown = frame.head(self.theme.limits.rows_per_sheet)
        sheet.append([table.title], [TITLE])
        sheet.append([_remark(table, shown.height, frame.height)], [REMARK])
        sheet.append([column.heading for column in columns], [HEADING] * len(columns))
        _append_frame(sheet, columns, shown, [column.style for column in columns])
        last_row = sheet.row
        if total is not None and not frame.is_empty():
            _append_frame(sheet, columns, total, [total_of(column.style) for column in columns])
        sheet.worksheet.auto_filter.ref = f"A{HEADING_ROW}:{get_column_letter(len(columns))}{last_row}"
        sheet.worksheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
        if table.pages_wide > 1:
            sheet.worksheet.page_setup.fitToWidth = table.pages_wide
            sheet.worksheet.print_title_cols = f"A:{get_column_letter(table.frozen_columns)}"
        placed = PlacedTable(sheet.worksheet, table, FIRST_ROW, last_row, frame.height)
        self.tables.append(placed)
        return placed

    def save(self, path: Path) -> None:
        """Write the workbook: the same content and as-of date give the same bytes; `path` appears whole or not."""
        self._workbook.properties.title = self.title
        self._workbook.properties.creator = "screening"
        self._workbook.properties.created = dt.datetime.combine(self.as_of, dt.time())
        dated, partial = path.with_name(f".{path.name}.dated"), path.with_name(f".{path.name}.partial")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._workbook.save(dated)
        rewrite_undated(dated, partial, modified=self.as_of)
        dated.unlink()
        partial.replace(path)


def sheet_name(text: str, taken: Iterable[str]) -> str:
    """A name Excel takes for a sheet: at most 31 characters, none of ``[]:*?/\\``, none like one taken."""
    wanted = _FORBIDDEN_IN_SHEET_NAME.sub(" ", clean_text(text)).strip(" '\n\t") or "未命名"
    if wanted.casefold() == "history":  # kept by Excel for itself
        wanted += "_"
    names = {name.casefold() for name in taken}
    candidate, number = wanted[:_LONGEST_SHEET_NAME], 1
    while candidate.casefold() in names:
        number += 1
        suffix = f"({number})"
        candidate = wanted[: _LONGEST_SHEET_NAME - len(suffix)] + suffix
    return candidate


def _append_frame(sheet: OpenSheet, columns: Sequence[Column], frame: pl.DataFrame, styles: Sequence[str]) -> None:
    if frame.is_empty():
        sheet.append(["无", *[""] * (len(columns) - 1)], [EMPTY] * len(columns))
        sheet.merge_row(len(columns))
    for values in frame.select(column.source for column in columns).iter_rows():
        sheet.append(values, styles)


def _widths(columns: Iterable[Column], theme: Theme) -> Iterable[float]:
    return (column.width or theme.styles[column.style].width for column in columns)


def _remark(table: TableSheet, shown: int, in_all: int) -> str:
    if shown == in_all:
        return table.remark
    return f"共 {in_all:,} 行，本表列前 {shown:,} 行，其余见{table.whole_table}。{table.remark}"


def _set_up_page(worksheet: Any, *, left: str, right: str) -> None:
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = _A4
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 0
    margins = worksheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
    worksheet.print_options.horizontalCentered = True
    worksheet.oddFooter.left.text = left.replace("&", "&&")
    worksheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    worksheet.oddFooter.right.text = right
