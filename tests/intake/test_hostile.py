"""Files made to do harm: each is refused by name or neutralised, in bounded time and memory."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.contract.source_tables import ENTERPRISES, RECOGNITIONS
from screening.intake.read_files import read_file
from screening.intake.sheets import FileRefusedError
from tests.intake.inbox_files import JIA, YI, forged_workbook, put, read, text_cells, workbook

_XLS: Final = (Path(__file__).parent / "fixtures" / "gazelle_list.xls").read_bytes()
_REGISTER: Final = workbook({"名录": [["统一社会信用代码", "企业名称"], [JIA, "甲"], [YI, "乙"]]})
_HEAD: Final = text_cells("统一社会信用代码", "企业名称")


def _read(data: bytes, name: str = "f.xlsx") -> list[tuple[str | None, ...]]:
    sheets = read_file(data, f"weihai/{name}", ENTERPRISES).sheets
    return [row for sheet in sheets for row in sheet.cells.select("c0", "c1").rows()]


def _refusal(data: bytes, name: str = "f.xlsx") -> str:
    with pytest.raises(FileRefusedError) as refused:
        _read(data, name)
    return str(refused.value)


def _archive(**parts: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["f.csv", "f.xlsx", "f.xls", "f.parquet"])
def test_an_empty_file_is_refused(name: str) -> None:
    assert _refusal(b"", name) == "文件是空的（0 字节）"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "f.xls", "网页或 XML 文件"),
        (b"\r\n<?xml version='1.0'?>", "f.xlsx", "网页或 XML 文件"),
        (_REGISTER, "f.xls", "xlsx 工作簿（或压缩包）"),
        (_REGISTER, "f.csv", "xlsx 工作簿（或压缩包）"),
        (_XLS, "f.xlsx", "xls 工作簿（或加了密码的 xlsx）"),
        (b"%PDF-1.7", "f.csv", "PDF 文件"),
        (b"uscc,name\n", "f.parquet", "不是这种格式"),
        (b"uscc,name\n", "f.xlsx", "不是这种格式"),
    ],
    ids=["html", "xml", "xlsx as xls", "xlsx as csv", "xls as xlsx", "pdf", "text as parquet", "text as xlsx"],
)
def test_a_file_that_is_not_what_its_extension_says_is_refused(data: bytes, name: str, kind: str) -> None:
    assert kind in _refusal(data, name)


def test_a_zip_bomb_is_refused_by_what_it_declares() -> None:
    assert "疑似压缩炸弹" in _refusal(_archive(bomb=b"\0" * (80 << 20)))


def test_an_archive_of_too_many_parts_is_refused() -> None:
    assert "个部分" in _refusal(_archive(**{f"part{number}": b"" for number in range(5_001)}))


def test_an_archive_that_declares_less_than_it_holds_is_refused() -> None:
    data = bytearray(_archive(**{"xl/worksheets/sheet1.xml": b"<a/>" * 10_000}))
    directory = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 10)
    assert "不完整或已损坏" in _refusal(bytes(data))


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused(before: str) -> None:
    assert "外部实体声明" in _refusal(forged_workbook(_HEAD, before=before))


def test_cells_at_the_corners_of_a_sheet_are_refused_before_they_fill_the_memory() -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "1048576行×16384列" in _refusal(forged_workbook(_HEAD + corner))


def test_cells_that_do_not_say_where_they_are_are_refused_in_great_number() -> None:
    assert "没有标明位置" in _refusal(forged_workbook("<row><c><v>1</v></c></row>" * 5_001))
    few = forged_workbook(
        "".join(f"<row>{_placeless(*texts)}</row>" for texts in (("统一社会信用代码", "企业名称"), (JIA, "甲")))
    )
    assert _read(few) == [(JIA, "甲")]


def _placeless(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def test_rows_out_of_order_are_refused_and_not_lost() -> None:
    rows = _HEAD + text_cells(JIA, "甲", row=9) + text_cells(YI, "乙", row=3)
    assert "行号次序混乱" in _refusal(forged_workbook(rows))


def test_a_hundred_thousand_empty_formatted_rows_are_read_past() -> None:
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="0"/><c r="ZZ{row}" s="0"/></row>' for row in range(3, 100_003))
    assert _read(forged_workbook(_HEAD + text_cells(JIA, "甲", row=2) + empty)) == [(JIA, "甲")]


@pytest.mark.parametrize("cut", [4, 100, len(_REGISTER) // 2, len(_REGISTER) - 1])
def test_a_truncated_workbook_is_refused(cut: int) -> None:
    assert "不完整或已损坏" in _refusal(_REGISTER[:cut])


@pytest.mark.parametrize("cut", [8, 100, 600, 3_000])
def test_a_truncated_xls_is_refused(cut: int) -> None:
    with pytest.raises(FileRefusedError, match=r"不完整|没有|异常|另存"):
        read_file(_XLS[:cut], "weihai/f.xls", RECOGNITIONS)


def test_an_xls_with_a_cell_beyond_its_columns_is_refused() -> None:
    label = _XLS.index(struct.pack("<HHHH", 0x00FD, 10, 2, 0))  # LABELSST in row 3, column A
    forged = bytearray(_XLS)
    struct.pack_into("<H", forged, label + 6, 65_535)
    with pytest.raises(FileRefusedError, match="第65536列"):
        read_file(bytes(forged), "weihai/f.xls", RECOGNITIONS)


def test_texts_that_begin_like_formulas_stay_texts() -> None:
    names = ["=1+1", "+1", "-1", "@a", "=cmd|'/C calc'!A0"]
    csv = "统一社会信用代码,企业名称\n" + "".join(f"{JIA},{name}\n" for name in names)
    assert [row[1] for row in _read(csv.encode(), "f.csv")] == names


def _mutated(data: bytes, changes: list[tuple[float, int]]) -> bytes:
    mutated = bytearray(data)
    for place, value in changes:
        mutated[int(place * (len(mutated) - 1))] = value
    return bytes(mutated)


_CHANGES: Final = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(_CHANGES, st.floats(0, 1), st.sampled_from([("f.xlsx", _REGISTER), ("f.xls", _XLS)]))
def test_a_mutated_workbook_ends_in_rows_or_a_named_refusal(
    changes: list[tuple[float, int]], keep: float, file: tuple[str, bytes]
) -> None:
    name, data = file
    mutated = _mutated(data, changes)[: max(1, int(len(data) * (1 if keep > 0.2 else keep * 5)))]
    try:
        read_file(mutated, f"weihai/{name}", RECOGNITIONS if name == "f.xls" else ENTERPRISES)
    except FileRefusedError as refused:
        assert len(str(refused)) > 5


_CSV: Final = (
    f"统一社会信用代码,企业名称,所在区县,行业代码,成立日期,联系电话\n"
    f'{JIA},威海示例甲公司,环翠区,3670,2010年3月1日,13800000001\n{YI},"荣成,示例乙",荣成市,C34,2012/5/6,\n合计,2家,,,,\n'
)
_SPLICES: Final = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 20),
        st.sampled_from(['"', ",", "\n", "\r\n", ";", "=", "\u200b", "９", "1e5", "—"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_SPLICES, st.sampled_from(["utf-8", "gb18030"]))
def test_every_row_of_a_mutated_csv_is_used_or_set_aside_or_the_file_refused(
    tmp_path: Path, splices: list[tuple[float, int, str]], encoding: str
) -> None:
    text = _CSV
    for place, length, sign in splices:
        at = int(place * len(text))
        text = text[:at] + sign + text[at + length :]
    put(tmp_path, "企业名录.csv", text, encoding)
    intake = read(tmp_path)
    assert len(intake.sources) + len(intake.refused) == 1
