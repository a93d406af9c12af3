"""csv files: encodings, delimiters, ragged rows, quotes, row numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.contract.source_tables import ENTERPRISES, RECOGNITIONS, SourceTable
from screening.intake.read_csv import read_csv
from screening.intake.sheets import ROW_FAULT, ROW_NUMBER, ROW_TEXT, FileRefusedError, Sheet, keep_impersonal
from screening.intake.split_records import split_records

_HEAD = "统一社会信用代码,企业名称,所在区县\n"


def _sheet(text: str | bytes, table: SourceTable = ENTERPRISES) -> Sheet:
    data = text if isinstance(text, bytes) else text.encode()
    return read_csv(data, "weihai/f.csv", table, keep_impersonal).sheets[0]


def _rows(text: str | bytes) -> list[tuple[object, ...]]:
    """row_number, cells and fault of every row."""
    return _sheet(text).cells.select(ROW_NUMBER, "c0", "c1", "c2", ROW_FAULT).rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_encoding_is_told_by_strict_decoding(encoding: str) -> None:
    text = _HEAD + "9137A,威海示例㐂公司,环翠区\n"
    assert _rows(text.encode(encoding)) == [(2, "9137A", "威海示例㐂公司", "环翠区", None)]


def test_bytes_of_neither_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(FileRefusedError, match="第2行起无法解码"):
        _sheet(_HEAD.encode() + b"\xff\xff\xff,a,b\n")


def test_utf_16_is_refused_by_name() -> None:
    with pytest.raises(FileRefusedError, match="UTF-16"):
        _sheet(_HEAD.encode("utf-16"))


def test_a_nul_byte_is_refused_with_its_line() -> None:
    with pytest.raises(FileRefusedError, match="第3行含有空字节"):
        _sheet(_HEAD + "a,b,c\na,\0,c\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_shows_a_header(delimiter: str) -> None:
    text = (_HEAD + "9137A,甲公司,环翠区\n").replace(",", delimiter)
    assert _rows(text) == [(2, "9137A", "甲公司", "环翠区", None)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end: str) -> None:
    text = (_HEAD + "9137A,甲公司,环翠区\n9137B,乙公司,环翠区").replace("\n", end)
    assert [row[:2] for row in _rows(text)] == [(2, "9137A"), (3, "9137B")]


def test_titles_stand_above_the_header_and_rows_count_as_excel_shows_them() -> None:
    sheet = _sheet("威海市企业名录,,\n单位：万元\n\n" + _HEAD + "9137A,甲公司,环翠区\n")
    assert sheet.titles == ("威海市企业名录", "单位：万元")
    assert sheet.rows_above == 3
    assert sheet.cells[ROW_NUMBER].to_list() == [5]


def test_blank_lines_are_rows_of_their_own() -> None:
    assert _rows(_HEAD + "\n9137A,甲公司,环翠区\n,,\n") == [
        (2, None, None, None, None),
        (3, "9137A", "甲公司", "环翠区", None),
        (4, None, None, None, None),
    ]


def test_a_quoted_line_break_stays_in_its_row() -> None:
    assert _rows(_HEAD + '9137A,"甲\n公司","环翠,区"\n9137B,"乙""公司""",环翠区\n') == [
        (2, "9137A", "甲\n公司", "环翠,区", None),
        (3, "9137B", '乙"公司"', "环翠区", None),
    ]


def test_a_quote_inside_a_field_is_a_letter() -> None:
    assert _rows(_HEAD + '9137A,6"管公司,环翠区\n9137B,乙公司,环翠区\n') == [
        (2, "9137A", '6"管公司', "环翠区", None),
        (3, "9137B", "乙公司", "环翠区", None),
    ]


def test_a_row_shorter_or_longer_than_the_header_is_kept_with_the_reason() -> None:
    assert _rows(_HEAD + "9137A,甲公司\n9137B,乙公司,环翠区,多\n9137C,丙公司,环翠区\n") == [
        (2, "9137A", "甲公司", None, "该行有2列，表头有3列"),
        (3, "9137B", "乙公司", "环翠区", "该行有4列，表头有3列"),
        (4, "9137C", "丙公司", "环翠区", None),
    ]


def test_empty_fields_beyond_the_header_are_no_fault() -> None:
    assert _rows(_HEAD + "9137A,甲公司,环翠区,, ,\n") == [(2, "9137A", "甲公司", "环翠区", None)]


def test_columns_without_a_heading_may_be_missing() -> None:
    assert _rows(_HEAD.replace("\n", ",,\n") + "9137A,甲公司,环翠区\n") == [(2, "9137A", "甲公司", "环翠区", None)]


def test_a_quote_never_closed_costs_its_own_row_only() -> None:
    rows = _rows(_HEAD + '9137A,"甲公司,环翠区\n9137B,乙公司,环翠区\n9137C,"丙""公司",环翠区\n')
    assert [row[0] for row in rows] == [2, 3, 4]
    assert [row[1] for row in rows] == [None, "9137B", "9137C"]
    assert [row[4] for row in rows] == ["引号不成对，无法分列", None, None]


def test_contacts_are_not_read_and_not_shown_of_a_ragged_row() -> None:
    sheet = _sheet(
        "统一社会信用代码,企业名称,联系人,联系电话,备注\n9137A,甲,公司,王示例,13800000001,x\n9137B,王示例,13800000001\n"
    )
    assert sheet.cells.columns == ["c0", "c1", "c4", ROW_FAULT, ROW_TEXT, ROW_NUMBER]
    texts = sheet.cells[ROW_TEXT].to_list()
    assert texts == ["9137A,甲（其后可能含联系人，略）", "（其后可能含联系人，略）"]


def test_a_file_of_a_header_alone_has_no_rows() -> None:
    assert _rows(_HEAD) == []


def test_a_list_of_names_alone_is_read() -> None:
    sheet = _sheet("企业名称\n甲公司\n\n乙公司\n", RECOGNITIONS)
    assert sheet.cells.select(ROW_NUMBER, "c0").rows() == [(2, "甲公司"), (3, None), (4, "乙公司")]


@pytest.mark.parametrize("text", ["\n\n\n", "甲,乙\n1,2\n", "没有表头\n"])
def test_a_file_without_a_header_is_refused(text: str) -> None:
    with pytest.raises(FileRefusedError, match="没有找到表头"):
        _sheet(text)


def test_a_header_of_thousands_of_columns_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="超过上限2000列"):
        _sheet(_HEAD.strip() + "".join(f",列{n}" for n in range(2000)) + "\n")


_FIELD = st.text(st.sampled_from('甲乙a1 ,"\n'), max_size=6)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(_FIELD, min_size=3, max_size=3), max_size=8))
def test_every_row_written_by_the_book_comes_back(rows: list[list[str]]) -> None:
    quoted = "".join(",".join('"' + field.replace('"', '""') + '"' for field in row) + "\n" for row in rows)
    expected = [tuple(field.strip(" \n") or None for field in row) for row in rows]
    assert [row[1:4] for row in _rows(_HEAD + quoted)] == expected


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from('甲a1,;"\n\r\t '), max_size=60))
def test_no_line_of_any_text_is_lost(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    records = split_records(lines.encode()).to_list()
    assert "\n".join(records) == lines.removesuffix("\n") or lines in ("", "\n")
    assert _sheet(_HEAD + text).cells.height == len(records)
