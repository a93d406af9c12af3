"""Header rows and headings."""

from __future__ import annotations

import pytest

from screening.contract.source_tables import ANNUAL_RETURNS, ENTERPRISES, PROJECTS, RECOGNITIONS, SOURCE_TABLES
from screening.intake.find_header import find_header, match_heading, refuse_without_header, title_unit


def _column(text: str, table: str = "annual_returns") -> tuple[str | None, str]:
    heading = match_heading(0, text, SOURCE_TABLES[table])
    return (heading.column.name if heading.column else None), heading.unit


def test_every_heading_and_name_of_the_contract_finds_its_column() -> None:
    for table in SOURCE_TABLES.values():
        for column in table.columns:
            for heading in (column.name, *column.headings):
                found = match_heading(0, heading, table).column
                assert found is not None, (table.name, heading)
                assert heading in (found.name, *found.headings)


@pytest.mark.parametrize(
    "text",
    [
        "企业名称",
        "企业 名称",
        "企业\n名称",
        "* 企业名称",
        "企业名称：",
        "1.企业名称",
        "企业名称（必填）",
        "企业名称(全称)",
        "NAME",
        "企业名称/单位名称",
        "企业名称 / 单位名称",
        "企业名称（单位名称）",
    ],
)
def test_a_heading_is_known_by_its_words(text: str) -> None:
    assert _column(text, "enterprises") == ("name", "")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("营业收入(万元)", "万元"),
        ("营业收入（亿元）", "亿元"),
        ("营业收入[元]", "元"),
        ("营业收入（单位：千元）", "千元"),
        ("营业收入(人民币百万元)", "百万元"),
        ("营业收入/万元", "万元"),
        ("营业收入_万元", "万元"),
        ("营业收入", ""),
    ],
)
def test_a_unit_in_brackets_is_kept(text: str, unit: str) -> None:
    assert _column(text) == ("revenue", unit)


def test_units_of_counts_and_shares_are_kept() -> None:
    assert _column("标识注册量（万个）") == ("identifier_registrations", "万")
    assert _column("标识注册量（个）") == ("identifier_registrations", "")
    assert _column("本地制造业营收占比(%)") == ("local_manufacturing_share", "%")


@pytest.mark.parametrize("text", ["营业收入(万美元)", "营业收入（上年）", "企业名称（英文）", "序号", "其中：营业收入"])
def test_another_bracket_is_another_heading(text: str) -> None:
    assert _column(text) == (None, "")
    assert _column(text, "enterprises") == (None, "")


def test_a_heading_of_the_contract_with_brackets_is_whole() -> None:
    assert _column("县（市、区）", "enterprises") == ("district", "")


def test_the_header_is_the_row_that_names_most_columns() -> None:
    rows = [
        ["企业名称：示例"],
        ["2025年"],
        ["序号", "企业名称"],
        ["序号", "统一社会信用代码", "企业名称"],
        ["1", "9137", "甲"],
    ]
    header = find_header(rows, ENTERPRISES)
    assert header is not None
    assert header.index == 3
    assert [(heading.position, heading.text) for heading in header.headings] == [
        (0, "序号"),
        (1, "统一社会信用代码"),
        (2, "企业名称"),
    ]


def test_a_header_is_looked_for_in_thirty_rows() -> None:
    row = ["统一社会信用代码", "年度", "营业收入"]
    blank: list[list[str | None]] = [[None]]
    assert find_header([*blank * 29, row], ANNUAL_RETURNS) is not None
    assert find_header([*blank * 30, row], ANNUAL_RETURNS) is None


def test_one_heading_alone_is_a_header_only_of_a_list_of_names() -> None:
    assert find_header([["序号", "企业名称"]], RECOGNITIONS) is not None
    assert find_header([["序号", "企业名称"]], ENTERPRISES) is None
    assert find_header([["项目名称", "说明"]], PROJECTS) is None


def test_the_refusal_says_what_was_looked_for_and_what_was_found() -> None:
    reason = str(refuse_without_header(ENTERPRISES, [[None], ["单位全称", "代码"]]))
    assert "统一社会信用代码、企业名称" in reason
    assert "单位全称、代码" in reason


def test_the_refusal_does_not_repeat_what_looks_like_data() -> None:
    reason = str(refuse_without_header(ENTERPRISES, [["张示例", "13800000001"]]))
    assert "张示例" not in reason
    assert "像是数据" in reason


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位：万元、平方米）", "万元"),
        ("金额单位:人民币元", "元"),
        ("填报单位：元亨示例公司", ""),
        ("统一社会信用代码 经营情况（万元）", "万元"),
        ("规模以上（2000万元以上）企业", ""),
        ("经营情况（万元） 投资情况（亿元）", ""),
        ("（单位：元） 其中（万元）", "元"),
        ("企业名录", ""),
    ],
)
def test_a_line_above_the_header_may_state_the_unit(line: str, unit: str) -> None:
    assert title_unit(["企业年度数据", line]) == unit
