"""xlsx files of a table; then parts of the archive, elements of its XML or bytes of the whole are changed."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from io import BytesIO
from random import Random
from typing import Any, Final

import openpyxl

from screening.contract.source_tables import SourceTable
from tests.fuzz.mutate_bytes import mutate_bytes
from tests.fuzz.seed_values import grid

_TAG: Final = re.compile(r"<[^<>]*>")
_VALUE: Final = re.compile(r'="[^"]*"')
_VALUES: Final = (
    "", "0", "-1", "1", "A1", "XFD1048576", "ZZZ99999999", "A0", "s", "str", "inlineStr", "b", "e", "d", "n",
    "4294967296", "../../../etc/passwd", "file:///etc/passwd", "rId99", "&amp;", "A1:XFD1048576", "B2:A1", "hidden",
)  # fmt: skip
_ELEMENTS: Final = (
    "<c/>", "<row/>", '<c r="A1"><f>1+1</f></c>', '<c r="C3" t="s"><v>99999</v></c>', '<c r="C3"><v>1e999</v></c>',
    '<c r="D4" t="d"><v>9999-99-99</v></c>', '<c r="D4" t="b"><v>7</v></c>', '<mergeCell ref="A1:A1048576"/>',
    '<mergeCell ref="A2:C5"/>', "<!DOCTYPE x>", "<!-- -->", "<![CDATA[<c>]]>", "<?x?>", "&#0;", "&x;", "<v>-1</v>",
)  # fmt: skip
_INNER: Final = re.compile(r"xl/.*\.(?:xml|rels)")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_xlsx(table: SourceTable, random: Random) -> bytes:
    """An xlsx file of the table; in seven cases of ten some of it is changed."""
    data = _workbook(table, random)
    way = random.random()
    if 0.3 <= way < 0.9:
        data = _change_parts(data, random)
    return mutate_bytes(data, random) if way > 0.85 else data


def _workbook(table: SourceTable, random: Random) -> bytes:
    book = openpyxl.Workbook()
    for number in range(random.choice((1, 1, 2))):
        sheet = (
            book.worksheets[0] if number == 0 else book.create_sheet(random.choice(("第二批", "填表说明", "Sheet9")))
        )
        rows = grid(table, random)
        for row in rows:
            sheet.append([_typed(_CONTROLS.sub("", text), random) for text in row])
        if random.random() < 0.3:
            first = random.randint(1, len(rows) + 2)
            column = random.randint(1, 4)
            sheet.merge_cells(None, first, column, first + random.randrange(4), column + random.randrange(2))
        sheet.sheet_state = random.choice(("visible", "visible", "visible", "hidden"))
    book.worksheets[0].sheet_state = "visible"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _typed(text: str, random: Random) -> Any:
    """The cell as text, or as what a spreadsheet would make of it."""
    if random.random() < 0.8:
        return text
    return random.choice((True, 0, 1200.005, 913710001668030123, -1e300, dt.date(2024, 2, 29), dt.time(1, 2), None))


def _change_parts(data: bytes, random: Random) -> bytes:
    """The archive zipped again with changes in one or two of its parts; a part may be gone or given twice."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    inner = [name for name in parts if _INNER.fullmatch(name)]
    for name in random.choices(inner, k=random.choice((1, 1, 2))):
        parts[name] = _change_xml(parts[name].decode("utf-8", "replace"), random).encode()
    if random.random() < 0.1:
        del parts[random.choice(inner)]
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _change_xml(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 4)):
        text = random.choice((_drop_tag, _double_tag, _set_value, _put_element, _change_bytes))(text, random)
    return text


def _drop_tag(text: str, random: Random) -> str:
    found = random.choice([*_TAG.finditer(text)] or [None])
    return text[: found.start()] + text[found.end() :] if found else text


def _double_tag(text: str, random: Random) -> str:
    found = random.choice([*_TAG.finditer(text)] or [None])
    return text[: found.end()] + found[0] + text[found.end() :] if found else text


def _set_value(text: str, random: Random) -> str:
    found = random.choice([*_VALUE.finditer(text)] or [None])
    return text[: found.start()] + f'="{random.choice(_VALUES)}"' + text[found.end() :] if found else text


def _put_element(text: str, random: Random) -> str:
    found = random.choice([*_TAG.finditer(text)] or [None])
    return text[: found.end()] + random.choice(_ELEMENTS) + text[found.end() :] if found else text


def _change_bytes(text: str, random: Random) -> str:
    return mutate_bytes(text.encode(), random, most=2).decode("utf-8", "replace")
