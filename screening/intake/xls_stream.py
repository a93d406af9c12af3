"""The cell records of an xls file, looked at before it is opened: no cell may lie outside the 256 columns.

The reader holds a sheet as a full rectangle. Rows of an xls end at 65,536, but a forged record can name
column 65,535, and the rectangle would then fill any memory. Layout: MS-CFB for the container, MS-XLS for
the records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from screening.intake.sheets import FileRefusedError

MAX_COLUMNS: Final = 256
_STREAMS: Final = ("Workbook", "Book")
_END_OF_CHAIN: Final = 0xFFFFFFFA  # this and above are marks, not sectors
_HEADER_BYTES: Final = 512
_ENTRY_BYTES: Final = 128
# FORMULA, BLANK, NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING: row and column come first.
_ONE_CELL: Final = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6})
_MULTIPLE_RK: Final = 0x00BD


def refuse_hostile_xls(data: bytes) -> None:
    """Raises FileRefusedError for an xls whose container is damaged or that has cells beyond column IV."""
    try:
        stream = _workbook_stream(data)
        last = max(_last_columns(stream), default=0)
    except (struct.error, IndexError, ValueError) as error:
        raise FileRefusedError("xls 文件不完整或已损坏，请在 Excel 中打开后另存为 xlsx 再放入") from error
    if last >= MAX_COLUMNS:
        raise FileRefusedError(f"xls 中有单元格位于第{last + 1}列，超出格式上限{MAX_COLUMNS}列，拒绝读取")


def _last_columns(stream: bytes) -> Iterator[int]:
    """Last column (from 0) of each cell record of the stream."""
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4
        if kind in _ONE_CELL and length >= 4:
            yield struct.unpack_from("<H", stream, position + 2)[0]
        elif kind == _MULTIPLE_RK and length >= 6:
            yield struct.unpack_from("<H", stream, position + 2)[0] + (length - 6) // 6 - 1
        position += length


def _workbook_stream(data: bytes) -> bytes:
    """Bytes of the stream that holds the workbook; raises ValueError where there is none."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    directory_start, cutoff, mini_start = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    size = 1 << shift
    body = data[_HEADER_BYTES if size <= _HEADER_BYTES else size :]
    sectors = _Sectors(body, size, _allocation_table(data, body, size))
    directory = sectors.read(directory_start)
    entries = [directory[at : at + _ENTRY_BYTES] for at in range(0, len(directory), _ENTRY_BYTES)]
    root = entries[0]
    entry = next((each for each in entries if _name_of(each) in _STREAMS), None)
    if entry is None:
        raise ValueError("no workbook stream")
    start, length = struct.unpack_from("<II", entry, 116)
    if length >= cutoff:
        return sectors.read(start)[:length]
    mini_table = _integers(sectors.read(mini_start))
    mini = _Sectors(sectors.read(struct.unpack_from("<I", root, 116)[0]), 1 << mini_shift, mini_table)
    return mini.read(start)[:length]


class _Sectors:
    """Sectors of equal size and the table that chains them."""

    def __init__(self, body: bytes, size: int, table: list[int]) -> None:
        self._body = body
        self._size = size
        self._table = table

    def read(self, start: int) -> bytes:
        """Bytes of the chain that begins at a sector; raises ValueError where it runs in a circle."""
        parts: list[bytes] = []
        while start < _END_OF_CHAIN:
            if len(parts) > len(self._table):
                raise ValueError("a chain of sectors runs in a circle")
            parts.append(self._body[start * self._size : (start + 1) * self._size])
            start = self._table[start]
        return b"".join(parts)


def _allocation_table(data: bytes, body: bytes, size: int) -> list[int]:
    """The file allocation table, whose sectors are listed in the header and in a chain after it."""
    listed = _integers(data[76:_HEADER_BYTES])
    following, seen = struct.unpack_from("<I", data, 68)[0], 0
    while following < _END_OF_CHAIN and seen <= len(body) // size:
        block = _integers(body[following * size : (following + 1) * size])
        listed += block[:-1]
        following, seen = block[-1], seen + 1
    places = [sector for sector in listed if sector < _END_OF_CHAIN]
    return _integers(b"".join(body[sector * size : (sector + 1) * size] for sector in places))


def _integers(block: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))


def _name_of(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, length - 2)].decode("utf-16-le", "replace")
