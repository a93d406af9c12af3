"""Files that must not be opened: checked by their first bytes and, for workbooks, by their parts, in bounded memory."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

from screening.intake.sheet_area import SheetArea
from screening.intake.sheets import FileRefusedError

MAX_FILE_BYTES: Final = 2 << 30
MAX_PARTS: Final = 5_000
MAX_UNPACKED_BYTES: Final = 2 << 30
MAX_RATIO: Final = 200  # unpacked to packed, of archives large enough to matter
_RATIO_MATTERS_FROM: Final = 64 << 20
_CHUNK: Final = 8 << 20

_MAGIC: Final = {"xlsx": b"PK\x03\x04", "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "parquet": b"PAR1"}
_KINDS: Final = {
    b"PK\x03\x04": "xlsx 工作簿（或压缩包）",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "xls 工作簿（或加了密码的 xlsx）",
    b"PAR1": "parquet 文件",
    b"%PDF": "PDF 文件",
    b"<": "网页或 XML 文件",
}
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")


def refuse_by_first_bytes(data: bytes, extension: str) -> None:
    """Raises FileRefusedError for an empty file and for one that is not what its extension says."""
    if not data:
        raise FileRefusedError("文件是空的（0 字节）")
    start = data[:64].lstrip()
    kind = next((kind for magic, kind in _KINDS.items() if start.startswith(magic)), None)
    expected = _MAGIC.get(extension)
    if expected is None and kind is None:
        return
    if expected is None or not data.startswith(expected):
        seen = f"内容是{kind}" if kind else "内容不是这种格式，可能已损坏"
        raise FileRefusedError(f"扩展名是 {extension}，{seen}；请在 Excel 中打开后按正确格式另存")


def refuse_hostile_workbook(data: bytes) -> tuple[str, ...]:
    """Remarks in Chinese on an xlsx archive that may be opened.

    Raises FileRefusedError where it is damaged, unpacks too large, or would not fit in memory. Every part
    is unpacked once in pieces: declared sizes are checked first, document type declarations (external
    entities) are refused, and the area spanned by the filled cells of a sheet is measured.
    """
    damage = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
    with refusing_damage(*damage), zipfile.ZipFile(BytesIO(data)) as archive:
        _refuse_by_size(archive)
        unsaved = sum(_measure_part(part.filename, _pieces(archive, part)) for part in archive.infolist())
    return (f"有{unsaved}个公式没有保存计算结果，按空白读取",) if unsaved else ()


@contextmanager
def refusing_damage(*errors: type[Exception]) -> Iterator[None]:
    """Turns the reader's errors, and a panic of its Rust code, into a FileRefusedError."""
    try:
        yield
    except errors as error:
        raise FileRefusedError(f"文件不完整或已损坏（{_one_line(error)}），请重新导出") from error
    except BaseException as error:
        # A panic of Rust code derives from BaseException, and its class cannot be imported everywhere.
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefusedError("文件结构异常，无法读取，请在 Excel 中打开后另存再放入") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _refuse_by_size(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MAX_PARTS:
        raise FileRefusedError(f"压缩包内有{len(parts)}个部分，超过上限{MAX_PARTS}，疑似压缩炸弹")
    if unpacked > MAX_UNPACKED_BYTES:
        raise FileRefusedError(f"解压后有{unpacked >> 20} MiB，超过上限{MAX_UNPACKED_BYTES >> 20} MiB，疑似压缩炸弹")
    if unpacked > _RATIO_MATTERS_FROM and unpacked > MAX_RATIO * packed:
        raise FileRefusedError(f"解压后是压缩前的{unpacked // packed}倍，超过上限{MAX_RATIO}倍，疑似压缩炸弹")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces of about _CHUNK bytes, cut before a tag so that no cell is cut in two."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            rest += chunk
            cut = rest.rfind(b"<")
            if cut > 0:
                yield rest[:cut]
                rest = rest[cut:]
    yield rest


def _measure_part(name: str, pieces: Iterator[bytes]) -> int:
    """Formulas without result in a part; raises FileRefusedError for a declaration or for cells too far apart."""
    is_xml = name.casefold().endswith((".xml", ".rels", ".vml"))
    area = SheetArea(name)
    for piece in pieces:
        if is_xml and (any(declaration in piece for declaration in _DECLARATIONS) or b"\0" in piece[:4]):
            raise FileRefusedError(f"工作簿内的 {name} 含有文档类型或外部实体声明，拒绝读取")
        if is_xml:
            area.measure(piece)
    area.refuse_if_too_large()
    return area.unsaved_formulas
