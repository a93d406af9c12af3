"""Cells and rows: outside text as text and never as a formula, unknown as unknown, rows as high as their lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from openpyxl.cell import Cell, WriteOnlyCell

from screening.reports.theme import Theme, style_of_column

# Not printable or not XML: control characters but tab and newline, direction overrides, non-characters.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LOOKS_LIKE_FORMULA: Final = ("=", "+", "-", "@")
_LOST_AT_LINE_END: Final = (
    3  # digits: a number is not broken, a mark that may not begin a line takes its neighbour along
)
_HIGHEST_ROW: Final = 409.0  # points, the most Excel takes


def clean_text(text: str) -> str:
    """The text without characters that cannot be printed; line ends become newlines."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def make_row(worksheet: Any, values: Sequence[object], styles: Sequence[str], theme: Theme) -> list[Cell]:
    """Cells of a row, each value in its style; null becomes what the style prints for unknown."""
    return [_make_cell(worksheet, value, style, theme) for value, style in zip(values, styles, strict=True)]


def row_height(cells: Sequence[Cell], widths: Sequence[float], theme: Theme) -> float:
    """Points a row needs for its wrapped text; readers do not all find it out by themselves."""
    lines = max((_lines(cell.value, width) for cell, width in zip(cells, widths, strict=False)), default=1)
    return min(lines * theme.rows.line_height + theme.rows.padding, _HIGHEST_ROW)


def _make_cell(worksheet: Any, value: object, style: str, theme: Theme) -> Cell:
    cell = WriteOnlyCell(worksheet)
    cell.style = style
    if value is None:
        value = style_of_column(theme, style).unknown
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, str):
        _set_text(cell, value, theme.limits.characters_per_cell)
    else:
        cell.value = value  # type: ignore[assignment]  # Decimal, int, float or date, as the frame has it
    return cell


def _set_text(cell: Cell, text: str, longest: int) -> None:
    cleaned = clean_text(text)
    cell.value = cleaned if len(cleaned) <= longest else f"{cleaned[:longest]}……（以下略）"
    cell.data_type = "s"  # a text that begins with = would be taken for a formula
    if cleaned.startswith(_LOOKS_LIKE_FORMULA):
        cell.quotePrefix = True  # and stays text when a person edits the cell


def _lines(value: object, width: float) -> int:
    if not isinstance(value, str) or (len(value) * 2 < width and "\n" not in value):
        return 1
    return sum(_wrapped(_columns(line), width) for line in value.split("\n"))


def _wrapped(columns: int, width: float) -> int:
    """Rows of text that a line becomes: one if it fits, else each loses what cannot be broken at its end."""
    return 1 if columns < width else ceil(columns / max(width - _LOST_AT_LINE_END, 1))


def _columns(text: str) -> int:
    """Widths of a digit that the text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
