"""Sheets under the columns of their table: units, double columns, titles, missing columns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.intake.inbox_files import BING, JIA, YI, put, read, refusals, values, workbook

_RETURNS = "统一社会信用代码,年度,营业收入(万元),地方贡献,标识注册量（万个）,本地制造业营收占比(%)\n"
_LIST = "企业名称,等级\n示例甲公司,一等奖\n"


def test_a_unit_in_the_heading_scales_and_one_in_the_cell_wins(tmp_path: Path) -> None:
    put(tmp_path, "年度数据.csv", _RETURNS + f'{JIA},2023,"1,234.5",100,10,55\n{JIA},2024,500元,1亿元,12万个,0.5%\n')
    frame = read(tmp_path).tables["annual_returns"]
    assert values(frame, "revenue", "local_contribution", "identifier_registrations", "local_manufacturing_share") == [
        (Decimal("12345000.00"), Decimal("100.00"), 100_000, 5500),
        (Decimal("500.00"), Decimal("100000000.00"), 120_000, 50),
    ]


def test_a_unit_above_the_header_scales_columns_without_their_own_and_is_told(tmp_path: Path) -> None:
    head = "企业年度数据,,,\n单位：万元,,,\n统一社会信用代码,年度,营业收入,地方贡献（元）\n"
    put(tmp_path, "年度数据.csv", head + f"{JIA},2023,100,100\n")
    intake = read(tmp_path)
    assert values(intake.tables["annual_returns"], "revenue", "local_contribution") == [
        (Decimal("1000000.00"), Decimal("100.00"))
    ]
    assert intake.warnings == ["weihai/年度数据.csv “营业收入”没有写单位，按表上方的“单位：万元”计"]
    assert intake.counts["annual_returns"].titles_notes_blanks == 2


def test_unknown_columns_are_listed(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", f"序号,统一社会信用代码,企业名称,注册资本\n1,{JIA},示例甲公司,100\n")
    assert [(u.file, u.sheet, u.columns) for u in read(tmp_path).unknown_columns] == [
        ("weihai/企业名录.csv", "", ("注册资本",))  # 序号 stands in every list and is nobody's question
    ]


def test_a_missing_required_column_stops_the_file_and_no_other(tmp_path: Path) -> None:
    put(tmp_path, "企业名录1.csv", f"信用代码,单位全名,区县\n{JIA},示例甲公司,环翠区\n")
    put(tmp_path, "企业名录2.csv", f"统一社会信用代码,企业名称\n{YI},示例乙公司\n")
    intake = read(tmp_path)
    assert values(intake.tables["enterprises"], "uscc") == [(YI,)]
    reason = refusals(intake)["企业名录1.csv"]
    assert "企业名称（查找过的表头：企业名称、单位名称、名称）" in reason
    assert "找到的表头：信用代码、单位全名、区县" in reason
    assert [source.file for source in intake.sources] == ["weihai/企业名录2.csv"]


def test_all_missing_columns_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    put(tmp_path, "兑付台账.csv", f"统一社会信用代码,兑付事项\n{JIA},示例\n")
    reason = refusals(read(tmp_path))["兑付台账.csv"]
    assert all(column in reason for column in ("政策文号或名称", "金额", "兑付日期"))


def test_one_sheet_that_cannot_be_read_stops_its_whole_file(tmp_path: Path) -> None:
    good = [["统一社会信用代码", "企业名称"], [JIA, "示例甲公司"]]
    bad = [["统一社会信用代码", "区县"], [YI, "环翠区"]]
    put(tmp_path, "企业名录.xlsx", workbook({"第一": good, "第二": bad}))
    intake = read(tmp_path)
    assert intake.tables["enterprises"].is_empty()
    assert refusals(intake)["企业名录.xlsx"].startswith("工作表“第二”：缺少必需的列：企业名称")
    assert intake.counts["enterprises"].rows_in == 0


def test_two_columns_of_one_meaning_are_one_where_they_agree(tmp_path: Path) -> None:
    put(
        tmp_path,
        "企业名录.csv",
        f"统一社会信用代码,企业名称,单位名称\n{JIA},示例甲公司,\n{YI},,示例乙公司\n{BING},示例丙公司,示例丙公司\n",
    )
    assert values(read(tmp_path).tables["enterprises"], "name") == [("示例甲公司",), ("示例乙公司",), ("示例丙公司",)]


def test_two_columns_of_one_meaning_that_differ_stop_the_file(tmp_path: Path) -> None:
    put(
        tmp_path,
        "企业名录.csv",
        f"统一社会信用代码,企业名称,单位名称\n{JIA},示例甲公司,示例甲公司\n{YI},示例乙公司,别的公司\n",
    )
    reason = refusals(read(tmp_path))["企业名录.csv"]
    assert reason == "“企业名称”与“单位名称”是同一列（企业名称），但有1行内容不同（如第3行），请删去或改名其中一列"


def test_of_a_year_and_a_day_in_it_the_day_is_read(tmp_path: Path) -> None:
    head = "企业名称,称号,认定年度,认定日期\n"
    put(tmp_path, "认定名单.csv", head + "示例甲公司,瞪羚企业,2024,2024-05-01\n示例乙公司,瞪羚企业,2024,\n")
    assert values(read(tmp_path).tables["recognitions"], "name", "recognised_on", "recognised_on_precision") == [
        ("示例乙公司", dt.date(2024, 1, 1), "year"),
        ("示例甲公司", dt.date(2024, 5, 1), "day"),
    ]


def test_a_year_and_a_day_outside_it_stop_the_file(tmp_path: Path) -> None:
    put(tmp_path, "认定名单.csv", "企业名称,称号,认定年度,公布日期\n示例甲公司,瞪羚企业,2024,2025-01-03\n")
    assert "是同一列（认定日期）" in refusals(read(tmp_path))["认定名单.csv"]


_PROJECT = "项目编号,统一社会信用代码,项目类型,年度,"


def test_the_investment_of_the_whole_project_is_marked(tmp_path: Path) -> None:
    put(tmp_path, "项目1.csv", _PROJECT + f"项目总投资(万元)\nP1,{JIA},技术改造,2024,100\n")
    put(tmp_path, "项目2.csv", _PROJECT + f"年度投入(万元)\nP2,{JIA},技术改造,2024,100\n")
    frame = read(tmp_path).tables["projects"]
    assert values(frame, "project_id", "total_investment", "is_total_investment_of_project") == [
        ("P1", Decimal("1000000.00"), True),
        ("P2", Decimal("1000000.00"), False),
    ]


def test_beside_the_years_investment_that_of_the_whole_project_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "项目.csv", _PROJECT + f"年度投入(万元),项目总投资（万元）\nP1,{JIA},技术改造,2024,100,900\n")
    intake = read(tmp_path)
    assert values(intake.tables["projects"], "total_investment", "is_total_investment_of_project") == [
        (Decimal("1000000.00"), False)
    ]
    assert intake.unknown_columns[0].columns == ("项目总投资（万元）",)
    assert intake.warnings == ["weihai/项目.csv 已有“年度投入(万元)”，不读“项目总投资”"]


def test_a_list_takes_from_its_title_what_no_column_says(tmp_path: Path) -> None:
    rows = [["第六批国家级专精特新“小巨人”企业名单"], ["序号", "企业名称"], [1, "示例甲公司"], ["共1家"]]
    put(tmp_path, "认定名单（2024年9月）.xlsx", workbook({"名单": rows}, merged={"名单": ["A1:B1"]}))
    frame = read(tmp_path).tables["recognitions"]
    assert values(frame, "name", "programme", "level", "event", "recognised_on", "recognised_on_through") == [
        ("示例甲公司", "国家级专精特新“小巨人”企业", "国家级", None, dt.date(2024, 9, 1), dt.date(2024, 9, 30))
    ]
    assert frame["inferences"].to_list() == [
        [
            "认定名称“国家级专精特新“小巨人”企业”取自表上方标题",
            "级别“国家级”取自表上方标题",
            "认定日期“2024-09”取自文件名",
            "批次“第六批”取自表上方标题",
        ]
    ]


def test_a_column_counts_before_the_title_and_a_blank_event_is_filled_by_cell(tmp_path: Path) -> None:
    head = "2024年省级瞪羚企业复核通过名单,,,\n企业名称,称号,认定类型,认定日期\n"
    rows = "示例甲公司,独角兽企业,,2023-05-01\n示例乙公司,独角兽企业,新认定,2023-05-01\n"
    put(tmp_path, "认定名单.csv", head + rows)
    frame = read(tmp_path).tables["recognitions"].sort("name", descending=True)
    assert values(frame, "name", "programme", "event", "recognised_on") == [
        ("示例甲公司", "独角兽企业", "复核通过", dt.date(2023, 5, 1)),
        ("示例乙公司", "独角兽企业", "新认定", dt.date(2023, 5, 1)),
    ]
    assert [["认定类型“复核通过”取自表上方标题" in remarks] for remarks in frame["inferences"].to_list()] == [
        [True],
        [False],
    ]


def test_a_list_that_says_no_date_anywhere_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "认定名单.csv", "省级瞪羚企业名单,\n" + _LIST)
    reason = refusals(read(tmp_path))["认定名单.csv"]
    assert "认定日期" in reason
    assert "标题、工作表名和文件名里也没有写明" in reason


@pytest.mark.parametrize("title", ["2024年省级瞪羚企业认定及复核通过名单", "2024年未通过复核的省级瞪羚企业名单"])
def test_a_list_whose_title_leaves_the_event_open_is_refused_unless_its_rows_say_it(tmp_path: Path, title: str) -> None:
    put(tmp_path, "认定名单1.csv", f"{title},\n" + _LIST)
    put(tmp_path, "认定名单2.csv", f"{title},\n企业名称,认定类型\n示例乙公司,新认定\n")
    intake = read(tmp_path)
    assert "请在“认定类型”列逐行写明" in refusals(intake)["认定名单1.csv"]
    assert values(intake.tables["recognitions"], "name", "event") == [("示例乙公司", "新认定")]


def test_a_list_with_codes_needs_no_names(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", f"统一社会信用代码,企业名称\n{JIA},威海示例甲公司\n")
    put(tmp_path, "认定名单.csv", f"统一社会信用代码,称号,认定日期\n{JIA},瞪羚企业,2024\n,瞪羚企业,2024\n")
    intake = read(tmp_path)
    assert values(intake.tables["recognitions"], "uscc", "match_class") == [(JIA, "code")]
    assert intake.quarantine["reasons"].to_list() == [["缺少企业名称"]]
