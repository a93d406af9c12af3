"""How large a sheet will be in memory, measured on its XML before it is opened.

The reader holds a sheet as a full rectangle from its first to its last filled row, so two cells at the
corners of an almost empty sheet would fill any memory; and it trusts that rows are in order.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import polars as pl

from screening.intake.sheets import FileRefusedError

MAX_AREA: Final = 26 * 1_048_576  # columns A to Z of a full sheet
_MAX_CELLS_WITHOUT_PLACE: Final = 5_000  # they could lie along two edges

# A cell that is not empty: its reference, then anything but the end of an empty element.
_START: Final = r"<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*[\"']"
_END: Final = r"[\"'](?:[^<>]*[^/<>])?>"
_FILLED: Final = _START + "([A-Za-z]{1,3})([0-9]{1,10})" + _END
_FILLED_BYTES: Final = re.compile(_FILLED.encode())
_WIDE: Final = _START + "[A-Za-z]{2,}[0-9]+" + _END
_PLACELESS: Final = r"<(?:\w+:)?c(?:\s+(?:[a-qs-zA-Z:]\w*|r\w+)\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*>"
_UNSAVED_FORMULA: Final = r"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s(?:[^<>]*?\s)?r\s*=\s*[\"']([0-9]+)[\"']")


class SheetArea:
    """Rows and columns that the filled cells of one part of a workbook span, piece by piece.

    `unsaved_formulas` counts formulas stored without their result, which read as empty cells.
    """

    def __init__(self, name: str) -> None:
        self.unsaved_formulas = 0
        self._name = name
        self._first_row: int | None = None
        self._last_filled = b""
        self._last_row_number = 0
        self._columns = 26
        self._cells_without_place = 0

    def measure(self, piece: bytes) -> None:
        """Take in the next piece of the part's XML. Raises FileRefusedError where its rows are out of order."""
        text = pl.Series("xml", [piece.decode("utf-8", "replace")])
        if b"f>" in piece:
            self.unsaved_formulas += int(text.str.count_matches(_UNSAVED_FORMULA).item())
        first_row = text.to_frame().select(pl.col("xml").str.extract(_FILLED, 2).cast(pl.Int64)).item()
        if text.str.contains(_PLACELESS).any():
            self._cells_without_place += piece.count(b"c>") + piece.count(b"c ")
        if first_row is None:
            return
        self._refuse_disorder([int(number) for number in _ROW.findall(piece)])
        self._last_filled = piece
        if self._first_row is None:
            self._first_row = first_row
        if text.str.contains(_WIDE).any():
            letters = {match.upper() for match, _ in _FILLED_BYTES.findall(piece)}
            self._columns = max(self._columns, *map(_column_number, letters))

    def refuse_if_too_large(self) -> None:
        """Raises FileRefusedError where the filled cells span more than MAX_AREA."""
        if self._cells_without_place > _MAX_CELLS_WITHOUT_PLACE:
            raise FileRefusedError(f"工作簿内的 {self._name} 单元格没有标明位置，请在 Excel 中打开后另存再放入")
        if self._first_row is None:
            return
        last_row = max(int(number) for _, number in _FILLED_BYTES.findall(self._last_filled))
        rows = last_row - self._first_row + 1
        if rows < 1 or rows * self._columns > MAX_AREA:
            raise FileRefusedError(
                f"工作簿内的 {self._name} 单元格范围过大（{rows}行×{self._columns}列，上限{MAX_AREA}格），"
                "请删除表格以外的多余单元格后重新放入"
            )

    def _refuse_disorder(self, row_numbers: list[int]) -> None:
        numbers = [self._last_row_number, *row_numbers]
        if any(later < earlier for earlier, later in pairwise(numbers)):
            raise FileRefusedError(f"工作簿内的 {self._name} 行号次序混乱，请在 Excel 中打开后另存再放入")
        self._last_row_number = numbers[-1]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
