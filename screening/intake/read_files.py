"""One file of the inbox to sheets, whatever its type."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from screening.contract.source_tables import SourceTable
from screening.intake.hostile import refuse_by_first_bytes, refuse_hostile_workbook
from screening.intake.read_csv import read_csv
from screening.intake.read_parquet import read_parquet
from screening.intake.read_workbook import list_sheets, read_workbook
from screening.intake.sheets import FileContent, FileRefusedError, KeepHeading, keep_impersonal
from screening.intake.xls_stream import refuse_hostile_xls

EXTENSIONS: Final = ("csv", "xlsx", "xls", "parquet")


def read_file(
    data: bytes, file: str, table: SourceTable, keep: KeepHeading = keep_impersonal, sheet: str | None = None
) -> FileContent:
    """The sheets of one file of a table.

    `file` is its path below the inbox, `keep` says which headings' cells are read, `sheet` names the only
    sheet of a workbook to read. Raises
    FileRefusedError, with the Chinese reason, for a file that is hostile, damaged, not what its
    extension says or without a header row.
    """
    extension = Path(file).suffix.lower().removeprefix(".")
    refuse_by_first_bytes(data, extension)
    match extension:
        case "csv":
            return read_csv(data, file, table, keep)
        case "parquet":
            return read_parquet(data, file, table, keep)
        case "xlsx":
            remarks = refuse_hostile_workbook(data)
            content = read_workbook(data, file, table, keep, sheet)
            warnings = (*(f"{file} {remark}" for remark in remarks), *content.warnings)
            return FileContent(content.sheets, content.rows_outside, warnings)
        case _:
            refuse_hostile_xls(data)
            return read_workbook(data, file, table, keep, sheet)


def read_sheet_names(data: bytes, file: str) -> list[str]:
    """Names of the sheets of a workbook. Raises FileRefusedError as `read_file` does, and where it is none."""
    extension = Path(file).suffix.lower().removeprefix(".")
    refuse_by_first_bytes(data, extension)
    match extension:
        case "xlsx":
            refuse_hostile_workbook(data)
        case "xls":
            refuse_hostile_xls(data)
        case _:
            raise FileRefusedError("不是工作簿；请按原来的 xlsx 格式保存后放回")
    return list_sheets(data)
