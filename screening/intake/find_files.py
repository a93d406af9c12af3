"""The files of one city in the inbox: which table each is of, and which are refused by name."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from screening.contract.source_tables import CORRECTION_SHEET, PROBLEM_BOOK, SOURCE_TABLES, SourceTable
from screening.intake.hostile import MAX_FILE_BYTES
from screening.intake.read_files import EXTENSIONS, read_sheet_names
from screening.intake.sheets import FileRefusedError

_TEMPORARY: Final = ("~$", ".", "Thumbs.db", "desktop.ini")
# Controls, direction overrides, and bytes that are no UTF-8: a name with them cannot be told in a log or a workbook.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_INSTEAD: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not read, and why, in Chinese."""

    city: str
    file: str  # path below the inbox
    reason: str


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of a table; `rest` is what follows the table's name in its own name, `sheet` the only sheet of it."""

    city: str
    table: str
    path: Path
    file: str  # path below the inbox
    rest: str
    sheet: str | None = None


def find_files(inbox: Path, city: str) -> tuple[list[InboxFile], list[RefusedFile]]:
    """Files of the city by name, and those refused, both in the order of their names; none where it has no folder.

    Raises ValueError where `city` is no plain folder name.
    """
    if Path(city).name != city or city in ("", ".", ".."):
        raise ValueError(f"city {city!r}: expected the name of a folder of the inbox")
    folder = inbox / city
    if folder.is_symlink():
        return [], [RefusedFile(city, city, "城市文件夹是链接，不读取；请放入真实的文件夹")]
    found: list[InboxFile] = []
    refused: list[RefusedFile] = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else ():
        file = f"{city}/{_UNPRINTABLE.sub(_INSTEAD, path.name)}"
        try:
            found.extend(_name_tables(path, city, file))
        except FileRefusedError as error:
            refused.append(RefusedFile(city, file, str(error)))
    return found, refused


def _name_tables(path: Path, city: str, file: str) -> list[InboxFile]:
    """The file with its table, a workbook of problems with each table that it has corrections of.

    Raises FileRefusedError where the name says no table or it is no plain file.
    """
    if _UNPRINTABLE.search(path.name):
        raise FileRefusedError(f"文件名含有换行、控制字符或乱码（以“{_INSTEAD}”代替），不读取；请改名后重新放入")
    if path.is_symlink():
        raise FileRefusedError("是链接，可能指向收件箱之外，不读取；请放入文件本身")
    if path.name.startswith(_TEMPORARY):
        raise FileRefusedError("是隐藏文件或临时文件，不读取")
    if path.is_dir():
        raise FileRefusedError("是子文件夹，不读取；请把文件直接放在城市文件夹下")
    if not path.is_file():
        raise FileRefusedError("不是普通文件，不读取")
    if path.suffix.lower().removeprefix(".") not in EXTENSIONS:
        raise FileRefusedError(f"不支持的文件类型“{path.suffix}”，可用：{'、'.join(EXTENSIONS)}")
    stem = _stem(path)
    if stem.startswith(PROBLEM_BOOK):
        return _sheets_with_corrections(path, city, file)
    title, table = _table_of(stem)
    return [InboxFile(city, table.name, path, file, stem.removeprefix(title))]


def _sheets_with_corrections(path: Path, city: str, file: str) -> list[InboxFile]:
    sheets = [name for name in read_sheet_names(read_plain(path), file) if name.startswith(CORRECTION_SHEET)]
    tables = {sheet: table_named(sheet.removeprefix(CORRECTION_SHEET)) for sheet in sheets}
    if not sheets:
        raise FileRefusedError(f"{PROBLEM_BOOK}工作簿里没有“{CORRECTION_SHEET}…”工作表，没有可采用的更正")
    strange = "、".join(f"“{sheet}”" for sheet, table in tables.items() if table is None)
    if strange:
        raise FileRefusedError(f"工作表{strange}看不出是哪张表的更正；请保留所给的工作表名")
    return [InboxFile(city, table, path, file, "", sheet) for sheet, table in tables.items() if table is not None]


def table_named(file: str) -> str | None:
    """The table that the name of a file of the inbox, or of a sheet, says it is of; None where it says none."""
    try:
        return _table_of(_stem(Path(file)))[1].name
    except FileRefusedError:
        return None


def _stem(path: Path) -> str:
    return unicodedata.normalize("NFKC", path.stem).casefold()


def _table_of(stem: str) -> tuple[str, SourceTable]:
    """The longest table name that the stem begins with, and its table."""
    names = [(name, table) for table in SOURCE_TABLES.values() for name in (table.name, *table.titles)]
    matching = [(name, table) for name, table in names if stem.startswith(name)]
    if not matching:
        known = "、".join(f"{table.titles[0]}（{table.name}）" for table in SOURCE_TABLES.values())
        raise FileRefusedError(f"文件名看不出是哪张表；文件名应以表名开头：{known}")
    return max(matching, key=lambda match: len(match[0]))


def read_bytes(file: InboxFile) -> bytes:
    """All bytes of the file, read once; raises FileRefusedError where it is no plain file, too large or unreadable."""
    return read_plain(file.path)


def read_plain(path: Path) -> bytes:
    """All bytes of a file of the inbox; raises FileRefusedError where it is no plain file, too large or unreadable."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise FileRefusedError("不是普通文件，不读取")
            if status.st_size > MAX_FILE_BYTES:
                raise FileRefusedError(
                    f"文件有{status.st_size >> 20} MiB，超过上限{MAX_FILE_BYTES >> 20} MiB，请分成几个文件"
                )
            return stream.read()
    except OSError as error:
        raise FileRefusedError(f"无法读取：{error.strerror}") from error
