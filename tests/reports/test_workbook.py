"""Sheets drawn from frames: text stays text, unknown stays unknown, equal content is equal bytes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import msgspec
import polars as pl
import pytest
from openpyxl import load_workbook

from screening.contract.money import YUAN
from screening.reports.cells import clean_text
from screening.reports.theme import load_theme
from screening.reports.workbook import HEADING_ROW, Column, ReportBook, TableSheet, sheet_name
from tests.reports.read_back import read_rows

AS_OF: Final = dt.date(2025, 11, 30)
COLUMNS: Final = (Column("name", "名称", "name"), Column("amount", "金额", "money"))
TABLE: Final = TableSheet("表", "一张表", COLUMNS, "单位：元。", frozen_columns=1)
FRAME: Final = pl.DataFrame(
    {"name": ["甲", "乙"], "amount": [Decimal("1234567.89"), None]}, schema={"name": pl.String, "amount": YUAN}
)


def write(path: Path, frame: pl.DataFrame, total: pl.DataFrame | None = None, **book: Any) -> Any:
    """The sheet of a frame, written and opened again."""
    opened = ReportBook("报表", AS_OF, **book)
    opened.add_table(TABLE, frame, total)
    opened.save(path)
    return load_workbook(path)["表"]


def test_cells_hold_what_the_frame_holds(tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.xlsx", FRAME)
    assert [cell.value for cell in sheet[HEADING_ROW]] == ["名称", "金额"]
    assert (sheet["A4"].value, sheet["B4"].value) == ("甲", 1234567.89)
    assert sheet["B4"].number_format == "#,##0.00"


def test_an_unknown_sum_is_a_dash_and_never_zero(tmp_path: Path) -> None:
    assert write(tmp_path / "a.xlsx", FRAME)["B5"].value == "—"


@pytest.mark.parametrize("name", ["=1+1", "+86通信", "-建材", "@网络", "=cmd|' /C calc'!A0", "#N/A"])
@pytest.mark.parametrize("is_streamed", [True, False])
def test_what_looks_like_a_formula_stays_text(tmp_path: Path, name: str, is_streamed: bool) -> None:
    frame = FRAME.head(1).with_columns(name=pl.lit(name))
    cell = write(tmp_path / "a.xlsx", frame, is_streamed=is_streamed)["A4"]
    assert (cell.data_type, cell.value) == ("s", name)
    assert cell.quotePrefix == (name[0] in "=+-@")
    assert b"<f>" not in ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("甲\x00\x07\x1f公司", "甲公司"),
        ("甲\u202e公司", "甲公司"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("一\t二", "一\t二"),
        ("甲\ufffe\ud800公司", "甲公司"),
    ],
    ids=["control", "direction", "line ends", "tab", "no characters"],  # not every terminal takes the texts themselves
)
def test_characters_that_cannot_be_printed_are_left_out(text: str, printed: str) -> None:
    assert clean_text(text) == printed


def test_a_text_longer_than_a_cell_takes_says_that_it_goes_on(tmp_path: Path) -> None:
    frame = FRAME.head(1).with_columns(name=pl.lit("长" * 40_000))
    value = write(tmp_path / "a.xlsx", frame)["A4"].value
    assert value.endswith("……（以下略）")
    assert len(value) < 32_767


def test_an_empty_frame_says_so(tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.xlsx", FRAME.clear(), FRAME.head(1))
    assert sheet["A4"].value == "无"
    assert sheet.max_row == HEADING_ROW + 1


def test_the_total_stands_below_the_filter(tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.xlsx", FRAME, FRAME.head(1).with_columns(name=pl.lit("合计")))
    assert sheet["A6"].value == "合计"
    assert sheet["A6"].font.b
    assert sheet.auto_filter.ref == "A3:B5"


def test_rows_beyond_the_limit_are_named_and_pointed_to(tmp_path: Path) -> None:
    theme = load_theme()
    small = msgspec.structs.replace(theme, limits=msgspec.structs.replace(theme.limits, rows_per_sheet=1))
    sheet = write(tmp_path / "a.xlsx", FRAME, theme=small)
    assert sheet["A2"].value == "共 2 行，本表列前 1 行，其余见本次运行的结果表（Parquet）。单位：元。"
    assert sheet.max_row == HEADING_ROW + 1


def test_a_sheet_prints_as_it_is(tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.xlsx", FRAME)
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_a_row_is_as_high_as_its_lines(tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.xlsx", FRAME.with_columns(name=pl.Series(["甲", "一\n二\n三"])))
    rows = load_theme().rows
    assert sheet.row_dimensions[4].height == rows.line_height + rows.padding
    assert sheet.row_dimensions[5].height == 3 * rows.line_height + rows.padding


@pytest.mark.parametrize("is_streamed", [True, False])
def test_equal_content_is_equal_bytes(tmp_path: Path, is_streamed: bool) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write(tmp_path / name, FRAME, is_streamed=is_streamed)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_workbook_tells_the_as_of_date_and_no_other(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", FRAME)
    properties = load_workbook(tmp_path / "a.xlsx").properties
    assert [str(moment) for moment in (properties.created, properties.modified)] == ["2025-11-30 00:00:00"] * 2
    assert {entry.date_time for entry in ZipFile(tmp_path / "a.xlsx").infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("text", "taken", "name"),
    [
        ("环翠区", [], "环翠区"),
        ("a[b]c:d*e?f/g\\h", [], "a b c d e f g h"),
        ("'引号'", [], "引号"),
        ("", [], "未命名"),
        ("///", [], "未命名"),
        ("History", [], "History_"),
        ("区" * 40, [], "区" * 31),
        ("封面", ["封面"], "封面(2)"),
        ("ABC", ["abc", "ABC(2)"], "ABC(3)"),
        ("区" * 31, ["区" * 31], "区" * 28 + "(2)"),
    ],
)
def test_a_sheet_name_is_one_that_excel_takes(text: str, taken: list[str], name: str) -> None:
    assert sheet_name(text, taken) == name


def test_rows_read_back_under_their_headings(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", FRAME)
    assert read_rows(tmp_path / "a.xlsx", "表")[0] == {"名称": "甲", "金额": 1234567.89}
