"""Rows that come back corrected, through the files an office would send."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from screening.intake.read_inbox import CityIntake
from screening.intake.read_table import RowCounts
from tests.intake.inbox_files import BING, CITY, JIA, YI, put, read, refusals, values, workbook

_HEAD: Final = "统一社会信用代码,企业名称,行业代码,成立日期"
_SPENT: Final = "统一社会信用代码,年度,类别,金额(元),月数"
_PAID: Final = "统一社会信用代码,政策名称,金额,兑付日期"
_CODES: Final = {"甲": JIA, "乙": YI, "丙": BING}


def reference(intake: CityIntake, table: str, row_number: int) -> str:
    """更正编号 of a row in the quarantine, put together by hand."""
    row = intake.quarantine.filter(table=table, row_number=row_number).row(0, named=True)
    digest = hashlib.sha256(row["row_text"].encode()).hexdigest()[:8]
    return f"{row['file'].removeprefix(f'{CITY}/')}/{row['sheet']}/{row_number}/{digest}"


def register(inbox: Path, *rows: str, name: str = "企业名录.csv") -> None:
    put(inbox, name, "\n".join([_HEAD, *rows]) + "\n")


def corrected(inbox: Path, *rows: str, name: str = "企业名录-更正.csv", head: str = _HEAD) -> None:
    put(inbox, name, "\n".join([f"{head},更正编号", *rows]) + "\n")


def open_rows(intake: CityIntake) -> list[tuple[str, int, bool]]:
    """File, row number and is_row_set_aside of the problems that are open."""
    found = values(intake.quarantine.filter("is_open"), "file", "row_number", "is_row_set_aside")
    return [(file.removeprefix(f"{CITY}/"), row, aside) for file, row, aside in found]


def test_a_row_set_aside_is_replaced_by_its_correction_and_its_problem_is_closed(tmp_path: Path) -> None:
    register(tmp_path, f"{JIA},威海示例甲公司,3670,2010-01-01", "9137,威海示例乙公司,3670,2011-02-03")
    before = read(tmp_path)
    assert open_rows(before) == [("企业名录.csv", 3, True)]
    corrected(tmp_path, f"{YI},威海示例乙公司,3670,2011-02-03,{reference(before, 'enterprises', 3)}")
    after = read(tmp_path)
    assert values(after.tables["enterprises"], "uscc", "file", "row_number") == [
        (JIA, "weihai/企业名录.csv", 2),
        (YI, "weihai/企业名录-更正.csv", 2),
    ]
    assert after.counts["enterprises"] == RowCounts(3, 2, 1, 0, 0)  # the original stays counted as quarantined
    assert values(after.quarantine, "is_open", "corrected_by") == [(False, "weihai/企业名录-更正.csv第2行")]
    assert after.unknown_columns == []
    assert after.warnings == ["企业名录：1行已由更正替换"]


def test_a_row_used_without_a_cell_is_used_once_when_corrected(tmp_path: Path) -> None:
    put(tmp_path, "专项收支.csv", f"{_SPENT}\n{JIA},2024,房租,1000,三个半月\n{JIA},2024,房租,1000,3\n")
    before = read(tmp_path)
    assert before.counts["expenditures"] == RowCounts(2, 2, 0, 0, 0)
    corrected(
        tmp_path,
        f"{JIA},2024,房租,1000,3.5,{reference(before, 'expenditures', 2)}",
        name="专项收支-更正.csv",
        head=_SPENT,
    )
    after = read(tmp_path)
    assert values(after.tables["expenditures"], "amount", "months") == [
        (Decimal("1000.00"), Decimal("3.0000")),
        (Decimal("1000.00"), Decimal("3.5000")),
    ]
    assert after.counts["expenditures"] == RowCounts(3, 2, 0, 1, 0)  # the original counts as a merged duplicate
    assert values(after.quarantine, "column", "is_open") == [("months", False)]


def test_a_correction_at_fault_is_a_new_problem_and_closes_nothing(tmp_path: Path) -> None:
    register(tmp_path, "9137,威海示例乙公司,3670,2011-02-03")
    before = read(tmp_path)
    asked = reference(before, "enterprises", 2)
    corrected(tmp_path, f"91370,威海示例乙公司,3670,2011-02-03,{asked}")
    after = read(tmp_path)
    assert after.counts["enterprises"] == RowCounts(2, 0, 2, 0, 0)
    assert open_rows(after) == [("企业名录-更正.csv", 2, True), ("企业名录.csv", 2, True)]
    assert values(after.quarantine, "corrects") == [(asked,), (None,)]


def test_problems_of_a_correction_at_fault_close_with_the_row_once_it_is_corrected(tmp_path: Path) -> None:
    register(tmp_path, "9137,威海示例乙公司,3670,2011-02-03")
    asked = reference(read(tmp_path), "enterprises", 2)
    corrected(tmp_path, f"91370,威海示例乙公司,3670,2011-02-03,{asked}")
    corrected(tmp_path, f"{YI},威海示例乙公司,3670,2011-02-03,{asked}", name="企业名录-再更正.csv")
    after = read(tmp_path)
    assert open_rows(after) == []
    assert set(after.quarantine["corrected_by"]) == {"weihai/企业名录-再更正.csv第2行"}
    assert after.counts["enterprises"] == RowCounts(3, 1, 2, 0, 0)


def test_a_correction_with_an_unreadable_cell_stands_until_one_without_comes(tmp_path: Path) -> None:
    register(tmp_path, f"{JIA},威海示例甲公司,36700,2010-02-30")
    asked = reference(read(tmp_path), "enterprises", 2)
    corrected(tmp_path, f"{JIA},威海示例甲公司,3670,2010-02-30,{asked}", name="企业名录-一.csv")
    half = read(tmp_path)
    assert values(half.tables["enterprises"], "industry_code", "registered_on") == [("3670", None)]
    assert open_rows(half) == [("企业名录-一.csv", 2, False)]
    corrected(tmp_path, f"{JIA},威海示例甲公司,3670,2010-02-28,{asked}", name="企业名录-二.csv")
    whole = read(tmp_path)
    assert values(whole.tables["enterprises"], "industry_code", "registered_on") == [("3670", dt.date(2010, 2, 28))]
    assert open_rows(whole) == []
    assert whole.counts["enterprises"] == RowCounts(3, 1, 0, 2, 0)


def test_a_row_that_comes_back_as_it_went_changes_nothing(tmp_path: Path) -> None:
    register(tmp_path, "9137,威海示例乙公司,3670,2011-02-03", f"{JIA},威海示例甲公司,3670,2010年")
    before = read(tmp_path)
    asked = [reference(before, "enterprises", row) for row in (2, 3)]
    corrected(
        tmp_path, f"9137,威海示例乙公司,3670,2011-02-03,{asked[0]}", f"{JIA},威海示例甲公司,3670,2010年,{asked[1]}"
    )
    after = read(tmp_path)
    assert open_rows(after) == open_rows(before)
    assert after.counts["enterprises"] == RowCounts(4, 1, 1, 0, 2)
    assert after.warnings == ["企业名录：2行更正与原行相同，尚未改正，不采用"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("第3行", "更正编号：写法不对，应原样保留所给的编号（“第3行”）"),
        ("企业名录.csv//9/0123abcd", "更正编号：所指的行不在收件目录的这张表里（“企业名录.csv//9/0123abcd”）"),
        ("旧名录.csv//2/0123abcd", "更正编号：所指的行不在收件目录的这张表里（“旧名录.csv//2/0123abcd”）"),
        ("企业名录.csv//2/0123abcd", "更正编号：所指的行内容已变，不能用这份更正替换（“企业名录.csv//2/0123abcd”）"),
        (
            "企业名录-更正.csv//2/0123abcd",
            "更正编号：所指的行本身是一行更正，应填最初那一行的编号（“企业名录-更正.csv//2/0123abcd”）",
        ),
    ],
)
def test_a_number_that_names_no_row_is_reported_and_its_row_is_not_used(
    tmp_path: Path, asked: str, reason: str
) -> None:
    register(tmp_path, f"{JIA},威海示例甲公司,3670,2010-01-01")
    corrected(tmp_path, f"{YI},威海示例乙公司,3670,2011-02-03,{asked}")
    after = read(tmp_path)
    assert values(after.tables["enterprises"], "uscc") == [(JIA,)]
    assert values(after.quarantine, "column", "reasons", "is_open", "row_values") == [
        ("corrects", [reason], True, None)
    ]


def test_a_row_that_moved_is_not_taken_for_another(tmp_path: Path) -> None:
    register(tmp_path, "9137,威海示例乙公司,3670,2011-02-03", f"{JIA},威海示例甲公司,3670,2010-01-01")
    asked = reference(read(tmp_path), "enterprises", 2)
    register(tmp_path, f"{BING},威海示例丙公司,3670,2012-01-01", "9137,威海示例乙公司,3670,2011-02-03")
    corrected(tmp_path, f"{YI},威海示例乙公司,3670,2011-02-03,{asked}")
    after = read(tmp_path)
    assert values(after.tables["enterprises"], "uscc") == [(BING,)]
    assert open_rows(after) == [("企业名录-更正.csv", 2, True), ("企业名录.csv", 3, True)]


def test_a_row_put_right_at_its_source_and_by_a_correction_is_one(tmp_path: Path) -> None:
    register(tmp_path, "9137,威海示例乙公司,3670,2011-02-03")
    asked = reference(read(tmp_path), "enterprises", 2)
    fixed = f"{YI},威海示例乙公司,3670,2011-02-03"
    register(tmp_path, fixed)
    corrected(tmp_path, f"{fixed},{asked}")
    after = read(tmp_path)
    assert after.counts["enterprises"] == RowCounts(2, 1, 0, 1, 0)
    assert after.quarantine.is_empty()


def test_two_corrections_of_one_row_that_agree_are_one_and_others_are_all_set_aside(tmp_path: Path) -> None:
    register(tmp_path, "9137,威海示例乙公司,3670,2011-02-03")
    asked = reference(read(tmp_path), "enterprises", 2)
    first = f"{YI},威海示例乙公司,3670,2011-02-03,{asked}"
    corrected(tmp_path, first, name="企业名录-一.csv")
    corrected(tmp_path, first, name="企业名录-二.csv")
    agreeing = read(tmp_path)
    assert agreeing.counts["enterprises"] == RowCounts(3, 1, 1, 1, 0)
    assert open_rows(agreeing) == []
    corrected(tmp_path, f"{YI},威海示例乙公司,3499,2011-02-03,{asked}", name="企业名录-二.csv")
    differing = read(tmp_path)
    assert differing.counts["enterprises"] == RowCounts(3, 0, 3, 0, 0)
    assert open_rows(differing) == [
        ("企业名录-一.csv", 2, True),
        ("企业名录-二.csv", 2, True),
        ("企业名录.csv", 2, True),
    ]
    said = "更正编号：同一行有几份更正，内容不一致，均不采用：weihai/企业名录-一.csv第2行、weihai/企业名录-二.csv第2行"
    assert differing.quarantine["reasons"].to_list()[:2] == [[said], [said]]


def test_rows_that_contradict_each_other_are_one_when_one_is_corrected_to_the_other(tmp_path: Path) -> None:
    register(tmp_path, f"{JIA},威海示例甲公司,3670,2010-01-01", f"{JIA},威海示例甲公司,3499,2010-01-01")
    before = read(tmp_path)
    assert before.counts["enterprises"] == RowCounts(2, 0, 2, 0, 0)
    corrected(tmp_path, f"{JIA},威海示例甲公司,3670,2010-01-01,{reference(before, 'enterprises', 3)}")
    after = read(tmp_path)
    assert after.counts["enterprises"] == RowCounts(3, 1, 0, 2, 0)
    assert values(after.quarantine, "row_number", "reasons", "is_open") == [(3, ["已由更正替换，不再采用"], False)]


def test_a_correction_that_contradicts_another_row_gives_the_row_it_corrects_back(tmp_path: Path) -> None:
    register(
        tmp_path,
        f"{JIA},威海示例甲公司,3670,2010-01-01",
        f"{YI},威海示例乙公司,3670,2011年",
        f"{BING},威海示例丙公司,3670,2012-01-01",
    )
    asked = reference(read(tmp_path), "enterprises", 3)
    corrected(tmp_path, f"{JIA},威海示例乙公司,3670,2011-02-03,{asked}")
    after = read(tmp_path)
    assert values(after.tables["enterprises"], "uscc", "name") == [(YI, "威海示例乙公司"), (BING, "威海示例丙公司")]
    assert open_rows(after) == [("企业名录-更正.csv", 2, True), ("企业名录.csv", 2, True), ("企业名录.csv", 3, False)]


def test_corrected_rows_weigh_on_no_share_of_the_gates(tmp_path: Path) -> None:
    register(tmp_path, "9137,威海示例乙公司,3670,2011-02-03", "9138,威海示例丙公司,3670,2011-02-03")
    before = read(tmp_path)
    asked = [reference(before, "enterprises", row) for row in (2, 3)]
    corrected(
        tmp_path, f"{YI},威海示例乙公司,3670,2011-02-03,{asked[0]}", f"9138,威海示例丙公司,3670,2011-02-03,{asked[1]}"
    )
    raw = read(tmp_path).raw["enterprises"]
    assert values(raw.sort("file"), "file", "row_number", "is_row_set_aside") == [
        ("weihai/企业名录-更正.csv", 2, False),
        ("weihai/企业名录.csv", 3, True),
    ]


def test_a_code_spoilt_by_a_number_or_of_a_person_is_handed_out_blank_and_no_contact_is(tmp_path: Path) -> None:
    head = ["统一社会信用代码", "企业名称", "联系人", "联系电话"]
    rows = [head, [913710000000000000, "威海示例甲公司", "王示例", "13800000001"]]
    rows.append(["371002198001011234", "威海示例乙公司 13800000002", "李示例", "13800000003"])
    put(tmp_path, "企业名录.xlsx", workbook({"名录": rows}))
    handed_out = [json.loads(text) for text in read(tmp_path).quarantine["row_values"]]
    assert [(row["统一社会信用代码"], row["企业名称"]) for row in handed_out] == [
        (None, "威海示例甲公司"),
        (None, "威海示例乙公司 ***"),
    ]
    assert not {"联系人", "联系电话"} & set(handed_out[0])


def test_a_row_whose_figure_looks_like_a_phone_number_is_only_corrected_at_its_source(tmp_path: Path) -> None:
    put(tmp_path, "年度数据.csv", f"统一社会信用代码,年度,营业收入,是否规上\n{JIA},2023,13800000001,也许\n")
    assert read(tmp_path).quarantine["row_values"].to_list() == [None]


def test_a_row_that_could_not_be_cut_into_cells_is_only_corrected_at_its_source(tmp_path: Path) -> None:
    put(tmp_path, "专项收支.csv", f"{_SPENT}\n{JIA},2024,房租,1000,3,4,5,6\n")
    assert read(tmp_path).quarantine["row_values"].to_list() == [None]


@pytest.mark.parametrize(
    ("title", "head", "wrong", "right"),
    [
        ("企业名录", "统一社会信用代码,企业名称", "9137,威海示例甲公司", f"{JIA},威海示例甲公司"),
        ("认定名单", "企业名称,认定名称,认定日期", "威海示例甲公司,瞪羚企业,某日", "威海示例甲公司,瞪羚企业,2024"),
        ("年度数据", "统一社会信用代码,年度,营业收入", f"{JIA},二三,1", f"{JIA},2023,1"),
        ("项目", "项目编号,统一社会信用代码,项目类型,年度", f"P1,{JIA},,2023", f"P1,{JIA},技术改造,2023"),
        ("专项收支", _SPENT, f"{JIA},2024,房租,一些,1", f"{JIA},2024,房租,1000,1"),
        ("失信惩戒", "企业名称,类别,列入日期", "威海示例甲公司,严重失信,", "威海示例甲公司,严重失信,2024-01-01"),
        ("兑付台账", _PAID, f"{JIA},某政策,1000,某日", f"{JIA},某政策,1000,2024-01-01"),
        ("复核结论", "结论类型,键,结论", ",k,是", "condition,k,是"),
    ],
)
def test_rows_of_every_table_can_be_corrected(tmp_path: Path, title: str, head: str, wrong: str, right: str) -> None:
    put(tmp_path, f"{title}.csv", f"{head}\n{wrong}\n")
    before = read(tmp_path)
    table = before.quarantine.item(0, "table")
    put(tmp_path, f"{title}二.csv", f"{head},更正编号\n{right},{reference(before, table, 2)}\n")
    after = read(tmp_path)
    assert after.counts[table] == RowCounts(2, 1, 1, 0, 0)
    assert open_rows(after) == []
    assert refusals(after) == {}
