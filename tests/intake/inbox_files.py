"""Small files as people and software write them: csv in any encoding, workbooks, forged workbooks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import openpyxl
import polars as pl

from screening.intake.read_inbox import CityIntake, read_city
from tests.credit_codes import credit_code

CITY: Final = "weihai"
JIA, YI, BING, DING = (credit_code(number, "371002") for number in (1, 2, 3, 4))

REGISTER_HEADINGS: Final = ["统一社会信用代码", "企业名称"]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(sheets: Mapping[str, Sequence[Any]], *, merged: Mapping[str, Iterable[str]] | None = None) -> bytes:
    """An xlsx with the rows of each sheet, and merged ranges by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def forged_workbook(rows: str, *, before: str = "") -> bytes:
    """An xlsx whose only sheet has these `<row>` elements, with text before its root element."""
    sheet = f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (_PARTS | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(name, text)
    return stream.getvalue()


def text_cells(*cells: str, row: int = 1) -> str:
    """A `<row>` element with these texts from column A on."""
    inside = "".join(
        f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(cells)
    )
    return f'<row r="{row}">{inside}</row>'


def put(inbox: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """Write a file of the city; returns its path."""
    path = inbox / CITY / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(inbox: Path) -> CityIntake:
    """The city's inbox as read; every row of every table must be accounted for."""
    intake = read_city(inbox, CITY)
    for table, counts in intake.counts.items():
        parts = counts.used + counts.quarantined + counts.merged_duplicates + counts.titles_notes_blanks
        assert counts.rows_in == parts, table
        assert counts.used == intake.tables[table].height, table
        set_aside = intake.quarantine.filter(table=table, is_row_set_aside=True)
        assert counts.quarantined == set_aside.height == set_aside.n_unique(["file", "sheet", "row_number"]), table
    return intake


def values(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Rows of the columns as tuples."""
    return frame.select(columns).rows()


def reasons(intake: CityIntake) -> list[tuple[int, str, bool, list[str]]]:
    """row_number, column, is_row_set_aside and reasons of the quarantine."""
    return intake.quarantine.select("row_number", "column", "is_row_set_aside", "reasons").rows()


def refusals(intake: CityIntake) -> dict[str, str]:
    """Reason by file name of the files refused."""
    return {refused.file.removeprefix(f"{CITY}/"): refused.reason for refused in intake.refused}
