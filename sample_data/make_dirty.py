"""The demonstration inbox of dirty files: `python -m sample_data.make_dirty` writes it and the page about it.

The rows, what is wrong with each and what must become of it stand in dirty_rows.yml. The same rows give the
same bytes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import openpyxl
import yaml

from screening.reports.undated_zip import rewrite_undated

PROJECT: Final = Path(__file__).resolve().parent.parent
INBOX: Final = PROJECT / "sample_data" / "dirty"
PAGE: Final = PROJECT / "docs" / "dirty-inbox.md"
_ROWS: Final = Path(__file__).with_name("dirty_rows.yml")
_DAY: Final = dt.date(2025, 11, 30)


@dataclass(frozen=True, slots=True)
class DirtyRow:
    """A row as it is written, what is wrong with it, and what must become of it (see dirty_rows.yml)."""

    row_number: int
    cells: str | tuple[Any, ...]
    fate: str
    wrong: str
    match: str | None


@dataclass(frozen=True, slots=True)
class DirtySheet:
    """Rows of a sheet, in a csv file of the one sheet without a name, and its merged ranges."""

    name: str
    rows: tuple[DirtyRow, ...]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DirtyFile:
    """A file of the inbox: its sheets, or the bare content of one that is refused for the reason given."""

    city: str
    name: str
    table: str | None
    encoding: str
    sheets: tuple[DirtySheet, ...]
    content: str | None
    refused: str | None

    @property
    def file(self) -> str:
        """Path below the inbox."""
        return f"{self.city}/{self.name}"


def read_files() -> list[DirtyFile]:
    """The files of the inbox as dirty_rows.yml describes them."""
    described = yaml.safe_load(_ROWS.read_text(encoding="utf-8"))
    return [_file_of(each) for each in described["files"]]


def write_inbox(inbox: Path) -> None:
    """Write all files below a folder."""
    for file in read_files():
        path = inbox / file.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".xlsx" and file.content is None:
            _write_workbook(path, file.sheets)
        else:
            path.write_bytes(_text_of(file).encode(file.encoding))


def _file_of(described: dict[str, Any]) -> DirtyFile:
    sheets = described.get("sheets", [{"name": "", "rows": described.get("rows", [])}])
    return DirtyFile(
        city=described["city"],
        name=described["name"],
        table=described.get("table"),
        encoding=described.get("encoding", "utf-8"),
        sheets=tuple(
            DirtySheet(sheet["name"], _rows_of(sheet["rows"]), tuple(sheet.get("merged", ()))) for sheet in sheets
        ),
        content=described.get("content"),
        refused=described.get("refused"),
    )


def _rows_of(described: list[dict[str, Any]]) -> tuple[DirtyRow, ...]:
    return tuple(
        DirtyRow(
            number,
            row["cells"] if isinstance(row["cells"], str) else tuple(row["cells"]),
            row["fate"],
            row.get("wrong", ""),
            row.get("match"),
        )
        for number, row in enumerate(described, start=1)
    )


def _text_of(file: DirtyFile) -> str:
    if file.content is not None:
        return file.content
    return "".join(f"{row.cells}\n" for sheet in file.sheets for row in sheet.rows)


def _write_workbook(path: Path, sheets: tuple[DirtySheet, ...]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = dt.datetime.combine(_DAY, dt.time())
    for described in sheets:
        sheet = book.create_sheet(described.name)
        for row in described.rows:
            for column, value in enumerate(row.cells, start=1):
                cell = sheet.cell(row.row_number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # a formula someone typed as text, not one that Excel computes
        for cells in described.merged:
            sheet.merge_cells(cells)
    dated = path.with_suffix(".dated")
    book.save(dated)
    rewrite_undated(dated, path, modified=_DAY)
    dated.unlink()


if __name__ == "__main__":
    from sample_data.describe_dirty import describe_inbox

    write_inbox(INBOX)
    PAGE.write_text(describe_inbox(INBOX), encoding="utf-8")
