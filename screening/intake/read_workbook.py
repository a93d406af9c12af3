"""xlsx and xls workbooks to sheets: cells with their types as stored, merged cells filled down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import Any, Final, TypeAlias

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from screening.contract.source_tables import ColumnKind, SourceTable
from screening.intake.find_header import HEADER_SEARCH_ROWS, Header, find_header, refuse_without_header
from screening.intake.hostile import refusing_damage
from screening.intake.sheets import (
    ROW_FAULT,
    ROW_NUMBER,
    ROW_TEXT,
    FileContent,
    FileRefusedError,
    Heading,
    KeepHeading,
    Sheet,
    strip_cells,
)

Row: TypeAlias = list[Any]  # cells as stored: str, float, bool, date, datetime, time or timedelta
_Merges: TypeAlias = dict[int, list[tuple[int, int]]]  # first row → (last row, column), of ranges over several rows

_ROWS_AT_A_TIME: Final = 20_000
_MAX_MERGED_RANGES: Final = 200_000
_GUIDES: Final = ("说明", "填表", "字典", "下拉", "代码表")


@dataclass(frozen=True, slots=True)
class _Found:
    """What a sheet of a workbook gave: itself if it has a header row, else its rows and first texts."""

    sheet: Sheet | None = None
    rows_outside: int = 0
    first_texts: tuple[list[str | None], ...] = ()
    warnings: tuple[str, ...] = ()


def list_sheets(data: bytes) -> list[str]:
    """Names of the worksheets; raises FileRefusedError where the file cannot be opened."""
    with refusing_damage(CalamineError, ValueError, OSError), _open(data) as book:
        return [meta.name for meta in book.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet]


def read_workbook(
    data: bytes, file: str, table: SourceTable, keep: KeepHeading, sheet: str | None = None
) -> FileContent:
    """Every sheet that has a header row, or only the one named.

    Raises FileRefusedError where no sheet has a header row, two have one name, or the file cannot be opened.
    """
    with refusing_damage(CalamineError, ValueError, OSError), _open(data) as book:
        found = [
            _read_sheet(book.get_sheet_by_index(index), meta, file, table, keep)
            for index, meta in enumerate(book.sheets_metadata)
            if meta.typ is SheetTypeEnum.WorkSheet and sheet in (None, meta.name)
        ]
    sheets = tuple(each.sheet for each in found if each.sheet is not None)
    if not sheets:
        raise refuse_without_header(table, [row for each in found for row in each.first_texts])
    if len({each.name for each in sheets}) < len(sheets):  # only a forged workbook has them
        raise FileRefusedError("有两张工作表同名，无法指明问题在哪一张，请改名后重新放入")
    return FileContent(
        sheets, sum(each.rows_outside for each in found), tuple(text for each in found for text in each.warnings)
    )


def _open(data: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(BytesIO(data))
    except PasswordError as error:
        raise FileRefusedError("工作簿有密码，无法读取，请取消密码后重新放入") from error


def _read_sheet(grid: CalamineSheet, meta: SheetMetadata, file: str, table: SourceTable, keep: KeepHeading) -> _Found:
    if grid.start is None or grid.end is None:
        return _Found()
    merges = _merges_of(grid, grid.start[1])
    rows = iter(grid.iter_rows())  # from row 1 on, but from the first column used
    first = list(islice(rows, HEADER_SEARCH_ROWS))
    texts = [[text_of(cell) for cell in row] for row in _fill_down([list(row) for row in first], 0, merges, ())]
    header = None if any(word in meta.name for word in _GUIDES) else find_header(texts, table)
    if header is None:
        return _Found(
            rows_outside=grid.end[0] + 1,
            first_texts=tuple(texts),
            warnings=(f"{file} 工作表“{meta.name}”没有表头，{grid.end[0] + 1}行未读取",),
        )
    body = header.index + 1
    apart = [h.position for h in header.headings if h.column is not None and h.column.kind is ColumnKind.MONEY]
    filled = _fill_down(chain(first[header.index + 1 :], rows), body, merges, apart)
    cells = _cells_of(filled, [heading for heading in header.headings if keep(heading)])
    numbered = cells.with_columns((pl.int_range(pl.len(), dtype=pl.Int64) + body + 1).alias(ROW_NUMBER))
    sheet = Sheet(file, meta.name, _titles(texts, header), header.headings, strip_cells(numbered), body - 1)
    is_hidden = meta.visible is not SheetVisibleEnum.Visible
    return _Found(sheet, warnings=(f"{file} 工作表“{meta.name}”是隐藏的，已照常读取",) if is_hidden else ())


def _titles(texts: list[list[str | None]], header: Header) -> tuple[str, ...]:
    lines = (" ".join(dict.fromkeys(text for text in row if text)) for row in texts[: header.index])
    return tuple(line for line in lines if line)


def _merges_of(grid: CalamineSheet, left: int) -> _Merges:
    """Merged ranges over several rows, by their first row; columns counted from the first one used."""
    ranges = grid.merged_cell_ranges or []
    if len(ranges) > _MAX_MERGED_RANGES:
        raise FileRefusedError(f"合并单元格有{len(ranges)}处，超过上限{_MAX_MERGED_RANGES}，请取消合并后重新放入")
    merges: _Merges = {}
    for (first_row, column), (last_row, _) in ranges:
        if last_row > first_row and column >= left:
            merges.setdefault(first_row, []).append((last_row, column - left))
    return merges


def _fill_down(rows: Iterable[Row], first_row: int, merges: _Merges, apart: Iterable[int]) -> Iterator[Row]:
    """The rows with the value of a merged range in each of its rows, but in the columns `apart`.

    An amount merged over several rows is one amount for all of them: repeating it would pay it often.
    """
    open_ranges: dict[int, tuple[int, Any]] = {}
    for number, row in enumerate(rows, start=first_row):
        for column, (last_row, value) in list(open_ranges.items()):
            if number > last_row:
                del open_ranges[column]
            elif row[column] == "":
                row[column] = value
        for last_row, column in merges.get(number, ()):
            if column < len(row) and column not in apart:
                open_ranges[column] = (last_row, row[column])
        yield row


def _cells_of(rows: Iterator[Row], kept: list[Heading]) -> pl.DataFrame:
    """String columns of the kept headings, and for codes whether the cell held a number."""
    schema: dict[str, type[pl.DataType]] = {heading.cell: pl.String for heading in kept}
    schema |= {heading.number_flag: pl.Boolean for heading in kept if heading.is_code}
    schema |= {ROW_FAULT: pl.String, ROW_TEXT: pl.String}
    parts = [pl.DataFrame(schema=schema)]
    while part := list(islice(rows, _ROWS_AT_A_TIME)):
        columns = list(zip(*part, strict=True))
        data: dict[str, Any] = {heading.cell: list(map(text_of, columns[heading.position])) for heading in kept}
        for heading in kept:
            if heading.is_code:
                data[heading.number_flag] = [type(cell) in (int, float) for cell in columns[heading.position]]
        blank = [None] * len(part)
        parts.append(pl.DataFrame(data | {ROW_FAULT: blank, ROW_TEXT: blank}, schema=schema))
    return pl.concat(parts)


def text_of(cell: Any) -> str | None:
    """The text of a cell as stored; None for an empty one. Numbers have 15 digits, as Excel keeps them."""
    return _AS_TEXT.get(type(cell), str)(cell)


def _text_of_number(number: float) -> str:
    return str(int(number)) if number.is_integer() else format(Decimal(format(number, ".15g")), "f")


def _text_of_moment(moment: dt.datetime) -> str:
    return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat(" ", "seconds")


_AS_TEXT: Final[dict[type, Callable[[Any], str | None]]] = {
    str: lambda text: text or None,
    bool: lambda truth: "是" if truth else "否",
    float: _text_of_number,
    dt.datetime: _text_of_moment,
}
