"""问题数据 workbooks, drawn from the quarantine of files as offices send them."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import openpyxl
import polars as pl
import pytest

from screening.intake.read_inbox import CityIntake
from screening.reports.correction_sheets import rows_to_correct
from screening.reports.problem_rows import write_problem_books
from tests.intake.inbox_files import CITY, JIA, YI, put, read, workbook
from tests.reports.read_back import read_rows, read_texts, sheet_names

_REGISTER: Final = "问题数据-weihai-市场监督管理局.xlsx"
_LISTS: Final = "问题数据-weihai-工业和信息化局.xlsx"
_UNKNOWN: Final = "问题数据-weihai-未知来源.xlsx"


def draw(intake: CityIntake, target: Path, run: dict[str, Any]) -> list[str]:
    """Write the workbooks of the night; returns their names."""
    refused = [asdict(each) for each in intake.refused]
    write_problem_books(target, quarantine=intake.quarantine, run=run | {"files_refused": refused})
    return sorted(path.name for path in target.iterdir())


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A register, a list and a project file with a fault each, and files that are refused."""
    put(
        tmp_path,
        "企业名录.csv",
        "统一社会信用代码,企业名称,行业代码,成立日期,联系人,联系电话\n"
        f"{JIA},威海示例甲公司,3670,2010-02-30,王示例,13800000001\n"
        "9137,=HYPERLINK(乙),36700,2011-02-03,李示例,13800000002\n",
    )
    rows = [["2024年威海市瞪羚企业名单"], ["企业名称", "认定日期", "是否首次"], ["威海示例甲公司", "2024-13-01", "是"]]
    put(tmp_path, "认定名单.xlsx", workbook({"名单": rows}))
    put(tmp_path, "项目.csv", f"项目编号,统一社会信用代码,项目类型,年度,项目总投资\nP1,{JIA},技术改造,2024,约三百\n")
    put(tmp_path, "企业名录-旧.csv", "甲,乙\n1,2\n")
    put(tmp_path, "通知.csv", "甲,乙\n1,2\n")
    return tmp_path


def test_each_office_gets_its_own_workbook_and_two_tables_of_one_office_share_it(
    inbox: Path, tmp_path: Path, run: dict[str, Any]
) -> None:
    out = tmp_path / "reports"
    assert draw(read(inbox), out, run) == sorted([_LISTS, _REGISTER, _UNKNOWN])
    assert sheet_names(out / _LISTS) == ["问题清单", "更正-项目（总投资）", "更正-认定名单"]
    assert sheet_names(out / _REGISTER) == ["拒收文件", "问题清单", "更正-企业名录"]
    assert [row["文件"] for row in read_rows(out / _REGISTER, "拒收文件")] == ["企业名录-旧.csv"]
    assert [row["文件"] for row in read_rows(out / _UNKNOWN, "拒收文件")] == ["通知.csv"]


def test_there_is_a_row_for_each_problem_with_its_place_its_value_and_how_to_put_it_right(
    inbox: Path, tmp_path: Path, run: dict[str, Any]
) -> None:
    out = tmp_path / "reports"
    draw(read(inbox), out, run)
    rows = read_rows(out / _REGISTER, "问题清单")
    assert [(row["文件"], row["行号"], row["列"], row["值"], row["在哪里改"]) for row in rows] == [
        ("企业名录.csv", 2, "成立日期", "2010-02-30", "“更正-企业名录”第2行"),
        ("企业名录.csv", 3, "统一社会信用代码", "9137", "“更正-企业名录”第3行"),
        ("企业名录.csv", 3, "行业代码", "36700", "“更正-企业名录”第3行"),
    ]
    assert rows[0]["问题"] == "成立日期：读不出日期，或日期不存在（“2010-02-30”）"
    assert "2024-05-31" in rows[0]["怎么改"]
    assert "联系电话=***" in rows[0]["原文"]
    texts = read_texts(out / _REGISTER)
    assert not any(word in text for text in texts for word in ("13800000001", "王示例"))


def test_a_correction_sheet_is_an_importable_table_of_text_with_the_wrong_cells_marked(
    inbox: Path, tmp_path: Path, run: dict[str, Any]
) -> None:
    out = tmp_path / "reports"
    draw(read(inbox), out, run)
    sheet = openpyxl.load_workbook(out / _REGISTER)["更正-企业名录"]
    header, first, second = sheet.iter_rows()
    assert [cell.value for cell in header][-2:] == ["待改正的问题", "更正编号"]
    assert not {"联系人", "联系电话"} & {cell.value for cell in header}
    assert second[1].value == "=HYPERLINK(乙)"
    assert second[1].data_type == "s"
    assert all(cell.number_format == "@" for row in (first, second) for cell in row[:-2])
    marked = [
        [header[at].value for at, cell in enumerate(row) if cell.style == "to_correct"] for row in (first, second)
    ]
    assert marked == [["成立日期"], ["统一社会信用代码", "行业代码"]]
    assert str(first[-1].value).startswith("企业名录.csv//2/")


def test_values_of_a_list_go_out_with_what_its_title_said(inbox: Path, tmp_path: Path, run: dict[str, Any]) -> None:
    out = tmp_path / "reports"
    draw(read(inbox), out, run)
    header, row = openpyxl.load_workbook(out / _LISTS)["更正-认定名单"].iter_rows(values_only=True)
    assert dict(zip(header, row, strict=True))["认定名称"] == "威海市瞪羚企业"


def test_the_workbook_as_it_was_given_out_is_read_back_and_changes_nothing(
    inbox: Path, tmp_path: Path, run: dict[str, Any]
) -> None:
    before = read(inbox)
    draw(before, tmp_path / "reports", run)
    for name in (_REGISTER, _LISTS):
        put(inbox, name, (tmp_path / "reports" / name).read_bytes())
    after = read(inbox)
    for table, frame in before.tables.items():
        assert after.tables[table].equals(frame), table
    assert after.quarantine.equals(before.quarantine)
    assert after.unknown_columns == before.unknown_columns
    assert [after.counts["enterprises"].titles_notes_blanks, after.counts["projects"].titles_notes_blanks] == [2, 1]


def test_a_correction_in_force_stays_on_the_sheet_so_that_nothing_is_lost_when_the_file_is_replaced(
    inbox: Path, tmp_path: Path, run: dict[str, Any]
) -> None:
    draw(read(inbox), tmp_path / "first", run)
    book = openpyxl.load_workbook(tmp_path / "first" / _REGISTER)
    cells = book["更正-企业名录"][3]
    cells[0].value, cells[5].value = YI, "3670"
    book.save(inbox / CITY / _REGISTER)
    half = read(inbox)
    draw(half, tmp_path / "second", run)
    sheet = list(openpyxl.load_workbook(tmp_path / "second" / _REGISTER)["更正-企业名录"].values)
    assert [(row[0], row[-2]) for row in sheet[1:]] == [
        (JIA, "成立日期：读不出日期，或日期不存在（“2010-02-30”）"),
        (YI, "已采用的更正，请保留"),
    ]
    put(inbox, _REGISTER, (tmp_path / "second" / _REGISTER).read_bytes())
    assert read(inbox).quarantine["is_open"].sum() == half.quarantine["is_open"].sum()


def test_a_correction_at_fault_stands_on_the_sheet_for_the_row_it_was_to_correct(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", "统一社会信用代码,企业名称\n9137,威海示例乙公司\n")
    asked = rows_to_correct(read(tmp_path).quarantine, 10).item(0, "reference")
    put(tmp_path, "企业名录-更正.csv", f"统一社会信用代码,企业名称,更正编号\n91370,威海示例乙公司,{asked}\n")
    rows = rows_to_correct(read(tmp_path).quarantine, 10)
    assert rows["reference"].to_list() == [asked]
    assert rows["row_values"].str.contains("91370").to_list() == [True]


def test_of_too_many_rows_the_first_are_offered_and_all_that_have_been_corrected(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", "统一社会信用代码,企业名称\n" + "".join(f"{n},威海示例{n}公司\n" for n in range(5)))
    quarantine = read(tmp_path).quarantine
    corrected = quarantine.with_columns(is_open=pl.col("row_number") != 6)
    assert rows_to_correct(corrected, 3)["is_open"].to_list() == [True, True, True, False]


def test_an_office_without_a_problem_gets_no_workbook(tmp_path: Path, run: dict[str, Any]) -> None:
    put(tmp_path, "企业名录.csv", f"统一社会信用代码,企业名称\n{JIA},威海示例甲公司\n")
    (tmp_path / "reports").mkdir()
    assert draw(read(tmp_path), tmp_path / "reports", run) == []


def test_the_same_problems_give_the_same_bytes(inbox: Path, tmp_path: Path, run: dict[str, Any]) -> None:
    intake = read(inbox)
    shuffled = replace(intake, quarantine=intake.quarantine.sample(fraction=1, shuffle=True, seed=3))
    draw(intake, tmp_path / "a", run)
    draw(shuffled, tmp_path / "b", run)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
