"""csv files of a table, written by hands and programs that differ, then changed."""

from __future__ import annotations

import csv
import io
from random import Random
from typing import Final

from screening.contract.source_tables import SourceTable
from tests.fuzz.mutate_bytes import mutate_bytes
from tests.fuzz.seed_values import HOSTILE, grid

_ENCODINGS: Final = (*["utf-8"] * 6, *["gb18030"] * 6, "utf-8-sig", "utf-16", "big5", "latin-1")
_DELIMITERS: Final = (",", ",", ",", ";", "\t", "|", "，")
_LINE_ENDS: Final = ("\n", "\r\n", "\r")
_SIGNS: Final = (*"\",;\t\n\r\0'\x1c\u2028\x0b", '""', "\r\n", '="', '"\n', *HOSTILE)


def write_csv(table: SourceTable, random: Random) -> bytes:
    """A csv file of the table, in four cases of five with signs put in its text or changes in its bytes."""
    stream = io.StringIO()
    delimiter = random.choice(_DELIMITERS)
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=random.choice(_LINE_ENDS))
    writer.writerows(grid(table, random))
    text = stream.getvalue()
    way = random.random()
    if 0.2 <= way < 0.8:
        text = _put_signs(text, random)
    data = text.encode(random.choice(_ENCODINGS), "replace")
    return mutate_bytes(data, random) if way >= 0.75 else data


def _put_signs(text: str, random: Random) -> str:
    """The text with signs put in, or in the place of what stood there; sometimes a line gone or moved."""
    for _ in range(random.randint(1, 6)):
        start = random.randrange(len(text) + 1)
        text = text[:start] + random.choice(_SIGNS) + text[start + random.choice((0, 0, 1, 5)) :]
    if random.random() < 0.3:
        lines = text.splitlines(keepends=True)
        random.shuffle(lines)
        text = "".join(lines)
    return text
