"""Rows that are no data: titles, notes, totals, headers printed again, blanks. Counted, never lost."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import and_
from typing import Final

import polars as pl

from screening.intake.sheets import Sheet

_TOTAL: Final = r"^.{0,12}(?:合\s*计|总\s*计|小\s*计|累\s*计|共\s*计)[:：]?(?:[（(]?\s*\d.*)?$"
_COUNT: Final = r"^.{0,20}共\s*\d+\s*[家户个项条人名件].{0,10}$|^.{1,15}[（(]\s*共?\s*\d+\s*[家户个项条人名件]\s*[)）]$"
_NOTE: Final = (
    r"^[（(]?(?:注|备注|附注|说明|填表说明|填报说明|数据来源|资料来源|来源|填表人|填报人|制表人?|审核人?|复核人|负责人|单位负责人|"
    r"统计负责人|联系人|联系电话|填报单位|填表单位|填报日期|填表日期|报出日期|打印日期)\s*\d*\s*[:：]"
)
_SECTION: Final = r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"

# What the judgement of a row is made of, computed once.
_FIRST_TEXT: Final = "first_text"
_FILLED: Final = "filled_cells"
_KNOWN: Final = "filled_known_cells"
_TEXTS: Final = "filled_cells_but_numbers"

_CODE: Final = r"^[\w\s]{15,24}$"


def set_aside_notes(sheet: Sheet) -> tuple[Sheet, int]:
    """The sheet without rows that are no data, and how many rows those were, the ones above the header included.

    A row that has a credit code is never a note.
    """
    if not sheet.kept:
        return sheet, sheet.rows_above
    seen = sheet.cells.select(
        "row_fault",
        *_known_cells(sheet),
        pl.coalesce(_all_cells(sheet)).alias(_FIRST_TEXT),
        _filled(_all_cells(sheet)).alias(_FILLED),
        _filled(_known_cells(sheet)).alias(_KNOWN),
        _filled(_cells_but_numbers(sheet)).alias(_TEXTS),
    )
    is_blank = (pl.col(_TEXTS) == 0) & pl.col("row_fault").is_null()
    is_no_data = is_blank | ((_is_note(sheet) | _is_header_again(sheet)) & ~_has_code(sheet))
    kept = sheet.cells.filter(~seen.select(is_no_data.fill_null(False)).to_series())
    return replace(sheet, cells=kept), sheet.rows_above + sheet.cells.height - kept.height


def _filled(cells: list[str]) -> pl.Expr:
    """How many of the cells of a row hold anything."""
    if not cells:
        return pl.lit(0, pl.Int64)
    return pl.sum_horizontal([pl.col(cell).is_not_null() for cell in cells]).cast(pl.Int64)


def _known_cells(sheet: Sheet) -> list[str]:
    return [heading.cell for heading in sheet.kept if heading.column is not None]


def _all_cells(sheet: Sheet) -> list[str]:
    return [heading.cell for heading in sheet.kept]


def _cells_but_numbers(sheet: Sheet) -> list[str]:
    """Cells but those of a running number: a row numbered in advance is blank."""
    numbers = [h.cell for h in sheet.kept if h.column is None and h.text.strip() in ("序号", "编号", "No.", "NO.", "№")]
    return [cell for cell in _all_cells(sheet) if cell not in numbers]


def _is_note(sheet: Sheet) -> pl.Expr:
    """A total, a count, a note, a section line; under the last full row also a line that fills no known column."""
    first_text, filled = pl.col(_FIRST_TEXT), pl.col(_FILLED)
    is_alone = filled <= 1
    says_note = first_text.str.contains(f"{_NOTE}|{_COUNT}|{_SECTION}") & (filled <= 2)
    row = pl.int_range(pl.len())
    is_full = filled >= min(2, len(_all_cells(sheet)))
    is_below = row > row.filter(is_full).max().fill_null(-1)
    follows_note = is_alone & ((says_note & is_below).cast(pl.Int8).cum_max() == 1)
    is_outside = is_below & (pl.col(_KNOWN) == 0)
    return first_text.str.contains(_TOTAL) | says_note | (is_below & follows_note) | is_outside


def _is_header_again(sheet: Sheet) -> pl.Expr:
    """The header row printed once more, as on every page of a printed list."""
    repeated = [pl.col(h.cell).eq_missing(pl.lit(h.text.strip())) for h in sheet.kept if h.column is not None]
    return reduce(and_, repeated, pl.lit(bool(repeated)))


def _has_code(sheet: Sheet) -> pl.Expr:
    codes = [pl.col(h.cell).str.contains(_CODE) for h in sheet.kept if h.column is not None and h.column.name == "uscc"]
    return pl.any_horizontal([code.fill_null(False) for code in codes]) if codes else pl.lit(False)
