"""xlsx and xls workbooks: sheets, headers, cell types, merged cells."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from screening.contract.source_tables import ENTERPRISES, EXPENDITURES, RECOGNITIONS, SourceTable
from screening.intake.read_files import read_file
from screening.intake.read_workbook import text_of
from screening.intake.sheets import ROW_NUMBER, FileContent, FileRefusedError
from tests.intake.inbox_files import BING, JIA, YI, forged_workbook, text_cells, workbook

# Written by LibreOffice: no library at hand writes xls. Invented firms under two title rows, C4:C5 merged, a note.
_XLS: Final = Path(__file__).parent / "fixtures" / "gazelle_list.xls"
_HEAD: Final = ["统一社会信用代码", "企业名称", "行业代码"]


def _read(data: bytes, table: SourceTable = ENTERPRISES, name: str = "f.xlsx") -> FileContent:
    return read_file(data, f"weihai/{name}", table)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", None),
        ("文本", "文本"),
        (3670.0, "3670"),
        (9.13e17, "913000000000000000"),
        (0.1 + 0.2, "0.3"),
        (1234.005, "1234.005"),
        (1e-7, "0.0000001"),
        (True, "是"),
        (False, "否"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1), "2024-05-01"),  # noqa: DTZ001
        (dt.datetime(2024, 5, 1, 8, 30), "2024-05-01 08:30:00"),  # noqa: DTZ001
        (dt.time(8, 30), "08:30:00"),
    ],
)
def test_a_cell_is_written_out_as_stored(cell: Any, text: str | None) -> None:
    assert text_of(cell) == text


def test_every_sheet_with_a_header_is_read_and_the_others_are_reported() -> None:
    data = workbook(
        {
            "封面": [["威海市企业名录"], ["2025年"]],
            "第一部分": [_HEAD, [JIA, "甲", "3670"]],
            "第二部分": [["名录"], _HEAD, [YI, "乙", "3670"]],
            "空": [],
            "填报说明": [_HEAD, ["18位", "全称", "四位"]],
        }
    )
    content = _read(data)
    assert [(sheet.name, sheet.cells.height, sheet.rows_above) for sheet in content.sheets] == [
        ("第一部分", 1, 0),
        ("第二部分", 1, 1),
    ]
    assert content.rows_outside == 4
    assert content.warnings == (
        "weihai/f.xlsx 工作表“封面”没有表头，2行未读取",
        "weihai/f.xlsx 工作表“填报说明”没有表头，2行未读取",
    )


def test_row_numbers_are_those_excel_shows_although_leading_blank_rows_are_cut() -> None:
    rows = [
        [None, None, None],
        [None, None, None],
        [None, "威海市企业名录", None],
        [None, *_HEAD],
        [None, JIA, "甲", "1"],
        [],
        [None, YI],
    ]
    sheet = _read(workbook({"名录": rows})).sheets[0]
    assert sheet.titles == ("威海市企业名录",)
    assert sheet.rows_above == 3
    assert sheet.cells.select(ROW_NUMBER, "c0").rows() == [(5, JIA), (6, None), (7, YI)]


def test_a_code_held_as_a_number_is_told_apart() -> None:
    sheet = _read(workbook({"名录": [_HEAD, [913710001668030123, "甲", 3670], [JIA, "乙", "3670"]]})).sheets[0]
    assert sheet.cells.select("c0#number", "c2#number").rows() == [(True, True), (False, False)]


def test_merged_cells_are_filled_down_within_their_range_only() -> None:
    rows = [["企业名称", "等级", "级别"], ["甲", "一等奖", "省级"], ["乙", None, None], ["丙", None, None]]
    data = workbook({"名单": rows}, merged={"名单": ["B2:B3"]})
    sheet = _read(data, RECOGNITIONS).sheets[0]
    assert sheet.cells.select("c0", "c1", "c2").rows() == [
        ("甲", "一等奖", "省级"),
        ("乙", "一等奖", None),
        ("丙", None, None),
    ]


def test_an_amount_merged_over_rows_is_not_repeated() -> None:
    rows = [["统一社会信用代码", "年度", "类别", "金额(万元)"], [JIA, 2024, "展位费", 10], [None, 2024, "展位费", None]]
    data = workbook({"收支": rows}, merged={"收支": ["A2:A3", "D2:D3"]})
    sheet = _read(data, EXPENDITURES).sheets[0]
    assert sheet.cells.select("c0", "c3").rows() == [(JIA, "10"), (JIA, None)]


def test_a_header_of_two_rows_is_read_by_the_lower_one() -> None:
    rows = [["统一社会信用代码", "基本情况", None], [None, "企业名称", "行业代码"], [JIA, "甲", "3670"]]
    data = workbook({"名录": rows}, merged={"名录": ["A1:A2", "B1:C1"]})
    sheet = _read(data).sheets[0]
    assert [heading.text for heading in sheet.headings] == _HEAD
    assert sheet.cells.select(ROW_NUMBER, "c0", "c1").rows() == [(3, JIA, "甲")]


def test_a_formula_without_its_result_is_empty_and_told() -> None:
    rows = text_cells("统一社会信用代码", "企业名称")
    rows += f'<row r="2"><c r="A2" t="inlineStr"><is><t>{JIA}</t></is></c><c r="B2"><f>A2&amp;"x"</f></c></row>'
    content = _read(forged_workbook(rows))
    assert content.sheets[0].cells.select("c0", "c1").rows() == [(JIA, None)]
    assert content.warnings == ("weihai/f.xlsx 有1个公式没有保存计算结果，按空白读取",)


def test_a_hidden_sheet_is_read_and_told() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["企业名称"])
    hidden = book.create_sheet("隐藏")
    hidden.append(["企业名称", "称号"])
    hidden.append(["甲", "瞪羚企业"])
    hidden.sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    content = _read(stream.getvalue(), RECOGNITIONS)
    assert content.warnings == ("weihai/f.xlsx 工作表“隐藏”是隐藏的，已照常读取",)


def test_xls_is_read_with_titles_merges_notes_and_dates() -> None:
    content = _read(_XLS.read_bytes(), RECOGNITIONS, "f.xls")
    sheet = content.sheets[0]
    assert sheet.titles == ("2024年度山东省瞪羚企业名单",)
    assert sheet.cells.select(ROW_NUMBER, "c1", "c2", "c3", "c4").rows() == [
        (4, "威海示例海岬精密机械有限公司", "一等奖", "3", "2027-08-31"),
        (5, "威海示例云帆智能装备有限公司", "一等奖", "4.5", "2027-08-31"),
        (6, "荣成示例渔港食品有限公司", "二等奖", None, "2026年12月"),
        (7, None, None, None, None),
    ]


def test_a_workbook_without_a_header_is_refused_with_what_was_found() -> None:
    with pytest.raises(FileRefusedError, match="第一行：代码、全称"):
        _read(workbook({"Sheet1": [["代码", "全称"], [BING, "丙"]]}))


@pytest.mark.parametrize("sheets", [{"Sheet1": []}, {"Sheet1": [], "Sheet2": []}])
def test_an_empty_workbook_is_refused(sheets: dict[str, list[list[str]]]) -> None:
    with pytest.raises(FileRefusedError, match="没有内容"):
        _read(workbook(sheets))
