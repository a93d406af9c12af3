"""xls files of a table, written record by record (MS-CFB, MS-XLS), then changed."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from random import Random
from typing import Final

from screening.contract.source_tables import SourceTable
from tests.fuzz.mutate_bytes import mutate_bytes
from tests.fuzz.seed_values import grid

_BOF, _EOF, _BOUNDSHEET, _LABEL, _NUMBER = 0x0809, 0x000A, 0x0085, 0x0204, 0x0203
_SECTOR: Final = 512
_SMALLEST_STREAM: Final = 4096  # shorter ones lie elsewhere in the container
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LONGEST: Final = 2_000


def write_xls(table: SourceTable, random: Random) -> bytes:
    """An xls file of the table; in half of the cases bytes of its records or of the whole file are changed."""
    stream = _workbook(grid(table, random), random)
    way = random.random()
    if way < 0.3:
        stream = mutate_bytes(stream, random, most=2)
    data = _container(stream)
    return mutate_bytes(data, random) if way > 0.75 else data


def _workbook(rows: list[list[str]], random: Random) -> bytes:
    sheet = _record(_BOF, struct.pack("<HHHHII", 0x600, 0x10, 0, 1996, 0, 6))
    sheet += b"".join(_cells(rows, random)) + _record(_EOF)
    name = "名单".encode("utf-16-le")
    head = _record(_BOF, struct.pack("<HHHHII", 0x600, 0x05, 0, 1996, 0, 6))
    after = len(head) + 4 + 8 + len(name) + 4
    bound = _record(_BOUNDSHEET, struct.pack("<IBBBB", after, 0, 0, len(name) // 2, 1) + name)
    return head + bound + _record(_EOF) + sheet


def _cells(rows: Iterable[list[str]], random: Random) -> Iterator[bytes]:
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text.isdecimal() and len(text) < 16 and random.random() < 0.3:
                yield _record(_NUMBER, struct.pack("<HHHd", row, column, 0, float(text)))
            elif text:
                cut = text[:_LONGEST].encode("utf-16-le")
                yield _record(_LABEL, struct.pack("<HHHHB", row, column, 0, len(cut) // 2, 1) + cut)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _container(stream: bytes) -> bytes:
    """The compound file: header, the sectors of the stream, one of the directory, those of the allocation table."""
    padded = stream.ljust(max(_SMALLEST_STREAM, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    used = len(padded) // _SECTOR
    tables = -(-(used + 2) // (_SECTOR // 4 - 1))
    links = [*range(1, used), _END, _END, *[_TABLE] * tables]
    links += [_FREE] * (tables * _SECTOR // 4 - len(links))
    listed = [*range(used + 1, used + 1 + tables)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, used, 0, _SMALLEST_STREAM, _END, 0, _END, 0)
    header += struct.pack("<109I", *listed, *[_FREE] * (109 - tables))
    directory = _entry("Root Entry", 5, _END, 0, 1) + _entry("Workbook", 2, 0, len(padded), _FREE)
    return header + padded + directory.ljust(_SECTOR, b"\0") + struct.pack(f"<{len(links)}I", *links)


def _entry(name: str, kind: int, start: int, length: int, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return entry + bytes(16 + 4 + 16) + struct.pack("<IQ", start, length)
