"""Rows that are no data."""

from __future__ import annotations

import pytest

from screening.contract.source_tables import ENTERPRISES, RECOGNITIONS
from screening.intake.read_csv import read_csv
from screening.intake.set_aside_notes import set_aside_notes
from screening.intake.sheets import keep_impersonal
from tests.intake.inbox_files import JIA, YI

_HEAD = "序号,企业名称,等级\n"


def _kept(rows: str, head: str = _HEAD) -> tuple[list[str | None], int]:
    """Names of the rows that are data, and the number of the others."""
    sheet = read_csv((head + rows).encode(), "f.csv", RECOGNITIONS, keep_impersonal).sheets[0]
    left, notes = set_aside_notes(sheet)
    return left.cells["c1"].to_list(), notes


@pytest.mark.parametrize(
    "note",
    [
        "合计,,",
        "合 计：,2家,",
        "总计,2,",
        "威海市小计,2,",
        "共2家,,",
        "共 2 家企业,,",
        "注：排名不分先后,,",
        "备注:1.以上均为示例,,",
        "说明：略,,",
        "填表人：某某,,",
        "数据来源：示例局,,",
        "一、省级,,",
        "（二）市级,,",
        "威海市（2家）,,",
        ",,",
        "   ,\u3000,",
        "序号,企业名称,等级",
    ],
)
def test_a_row_that_is_no_data_is_set_aside_wherever_it_stands(note: str) -> None:
    for rows in (f"1,甲公司,\n{note}\n2,乙公司,\n", f"1,甲公司,\n2,乙公司,\n{note}\n"):
        assert _kept(rows) == (["甲公司", "乙公司"], 1)


def test_titles_count_too() -> None:
    assert _kept("1,甲公司,\n", "名单,,\n,,\n" + _HEAD) == (["甲公司"], 2)


def test_rows_numbered_in_advance_are_blank() -> None:
    assert _kept("1,甲公司,\n2,,\n3,,\n") == (["甲公司"], 2)


def test_lines_under_a_note_belong_to_it() -> None:
    assert _kept("1,甲公司,\n注：,,\n2.名单为示例。,,\n示例市工业和信息化局,,\n2024年9月2日,,\n") == (["甲公司"], 4)


@pytest.mark.parametrize(
    "name", ["合计网络公司", "注塑示例公司", "共享示例公司", "说明书印刷公司", "小计算机公司", "一、二示例公司"]
)
def test_a_name_that_begins_like_a_note_is_data(name: str) -> None:
    assert _kept(f"1,{name},\n") == ([name], 0)


def test_a_lone_name_under_the_last_full_row_is_data() -> None:
    assert _kept("1,甲公司,\n,乙公司,\n") == (["甲公司", "乙公司"], 0)


def test_a_row_with_a_credit_code_is_never_a_note() -> None:
    text = f"统一社会信用代码,企业名称\n{JIA},合计\n合计,2\n{YI},\n"
    sheet = read_csv(text.encode(), "f.csv", ENTERPRISES, keep_impersonal).sheets[0]
    left, notes = set_aside_notes(sheet)
    assert left.cells["c0"].to_list() == [JIA, YI]
    assert notes == 1


def test_a_row_that_could_not_be_cut_is_kept_unless_it_is_a_note() -> None:
    names, notes = _kept('1,"甲公司,\n1,乙公司\n注：数据截至十月\n')
    assert (names, notes) == ([None, "乙公司"], 1)
