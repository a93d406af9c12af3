"""The inbox of a city as the night reads it."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from screening.contract.result_tables import NAME_MATCHES, QUARANTINE
from screening.contract.source_tables import PROVENANCE, SOURCE_TABLES, typed_schema
from tests.intake.inbox_files import BING, CITY, DING, JIA, YI, put, read, reasons, refusals, values, workbook

_EXTRA: Final[dict[str, dict[str, type[pl.DataType] | pl.DataType]]] = {
    "recognitions": {"inferences": pl.List(pl.String), "match_class": pl.String},
    "sanctions": {"match_class": pl.String},
    "projects": {"is_total_investment_of_project": pl.Boolean},
}
_HEAD: Final = "统一社会信用代码,企业名称,所在区县,行业代码,成立日期,首次纳统日期,联系人,联系电话\n"


def test_an_empty_inbox_gives_every_table_empty_and_says_so(tmp_path: Path) -> None:
    intake = read(tmp_path)
    assert list(intake.tables) == list(SOURCE_TABLES)
    assert all(frame.is_empty() for frame in (*intake.tables.values(), *intake.raw.values()))
    assert intake.warnings == [f"收件箱里没有文件夹“{CITY}”"]


@pytest.mark.parametrize("content", ["", "filled"])
def test_tables_have_the_columns_and_types_of_the_contract(tmp_path: Path, content: str) -> None:
    if content:
        put(tmp_path, "企业名录.csv", _HEAD + f"{JIA},威海示例甲公司,环翠区,3670,2010-01-01,2020-05,王示例,1\n")
        put(tmp_path, "认定名单.csv", "企业名称,称号,认定日期\n威海示例甲公司,瞪羚企业,2024\n")
        put(tmp_path, "项目.csv", f"项目编号,统一社会信用代码,项目类型,年度\nP1,{JIA},技术改造,2024\n")
    intake = read(tmp_path)
    for name, table in SOURCE_TABLES.items():
        expected = pl.Schema(typed_schema(table) | _EXTRA.get(name, {}))
        assert dict(intake.tables[name].schema) == dict(expected), name
        raw = {**expected, "is_row_set_aside": pl.Boolean()}
        raw.pop("match_class", None)
        assert dict(intake.raw[name].schema) == raw, name
    assert intake.quarantine.schema == pl.Schema(QUARANTINE)
    assert intake.name_matches.schema == pl.Schema(NAME_MATCHES)


def test_rows_carry_where_they_came_from(tmp_path: Path) -> None:
    rows = [["威海市企业名录"], [], ["统一社会信用代码", "企业名称"], [JIA, "威海示例甲公司"]]
    put(tmp_path, "企业名录.xlsx", workbook({"第一部分": rows}))
    assert values(read(tmp_path).tables["enterprises"], *PROVENANCE) == [(CITY, "weihai/企业名录.xlsx", "第一部分", 4)]


def test_the_same_register_reads_the_same_from_every_kind_of_file(tmp_path: Path) -> None:
    rows = [(JIA, "威海示例甲公司", "3670", "2010-01-01"), (YI, "荣成示例乙公司", None, "2012-05-06")]
    head = ["统一社会信用代码", "企业名称", "行业代码", "成立日期"]
    text = ",".join(head) + "\n" + "".join(",".join(cell or "" for cell in row) + "\n" for row in rows)
    dated = [[*row[:3], dt.date.fromisoformat(row[3])] for row in rows]
    frame = pl.DataFrame(dated, schema=head, orient="row")
    put(tmp_path / "utf8", "企业名录.csv", text)
    put(tmp_path / "gb", "企业名录.csv", text, "gb18030")
    put(tmp_path / "xlsx", "企业名录.xlsx", workbook({"名录": [head, *dated]}))
    frame.write_parquet(put(tmp_path / "parquet", "企业名录.parquet", b""))
    tables = [
        read(tmp_path / kind).tables["enterprises"].drop("file", "sheet") for kind in ("utf8", "gb", "xlsx", "parquet")
    ]
    assert all(table.equals(tables[0]) for table in tables)
    assert values(tables[0], "uscc", "name", "industry_code", "registered_on", "row_number") == [
        (JIA, "威海示例甲公司", "3670", dt.date(2010, 1, 1), 2),
        (YI, "荣成示例乙公司", None, dt.date(2012, 5, 6), 3),
    ]


def test_an_unreadable_cell_is_emptied_and_its_row_used_unless_it_must_be_there(tmp_path: Path) -> None:
    head = "统一社会信用代码,年度,营业收入(万元),是否规上,标识注册量\n"
    put(tmp_path, "年度数据.csv", head + f"{JIA},2023,-1,也许,1.5\n{YI},二三年,1,是,1\n,2023,1,是,1\n")
    intake = read(tmp_path)
    assert values(intake.tables["annual_returns"], "uscc", "revenue", "is_above_scale", "identifier_registrations") == [
        (JIA, None, None, None)
    ]
    assert reasons(intake) == [
        (2, "identifier_registrations", False, ["标识注册量：应为整数（“1.5”）"]),
        (2, "is_above_scale", False, ["是否规上：应为 是 或 否（“也许”）"]),
        (2, "revenue", False, ["营业收入：金额为负（“-1万元”）"]),
        (3, "year", True, ["年度：读不出日期，或日期不存在（“二三年”）"]),
        (4, "uscc", True, ["缺少统一社会信用代码"]),
    ]
    texts = intake.quarantine["row_text"].to_list()
    assert texts[0] == f"统一社会信用代码={JIA}；年度=2023；营业收入(万元)=-1；是否规上=也许；标识注册量=1.5"


def test_a_row_set_aside_has_one_record_with_all_its_reasons(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", _HEAD + "91371002,,环翠区,制造业,2010年,,王示例,13800000001\n")
    assert reasons(read(tmp_path)) == [
        (
            2,
            "",
            True,
            [
                "统一社会信用代码：统一社会信用代码应为18位",
                "缺少企业名称",
                "行业代码：不是国民经济行业代码（如 C3670 或 3670）（“制造业”）",
                "成立日期：只有年份或年月，需要具体日期（“2010年”）",
            ],
        )
    ]


def test_a_code_held_as_a_number_sets_its_row_aside_and_an_industry_only_its_cell(tmp_path: Path) -> None:
    head = ["统一社会信用代码", "企业名称", "行业代码"]
    rows = [[913710001668030123, "威海示例甲公司", "3670"], [YI, "威海示例乙公司", 131]]
    put(tmp_path, "企业名录.xlsx", workbook({"名录": [head, *rows]}))
    intake = read(tmp_path)
    assert values(intake.tables["enterprises"], "uscc", "industry_code") == [(YI, None)]
    assert reasons(intake) == [
        (2, "uscc", True, ["统一社会信用代码：在工作簿中是数值，代码不可信，请按文本重新填报"]),
        (3, "industry_code", False, ["行业代码：在工作簿中是数值，代码不可信，请按文本重新填报"]),
    ]


def test_numbers_that_no_nought_is_lost_from_are_industries_and_projects(tmp_path: Path) -> None:
    register = [["统一社会信用代码", "企业名称", "行业代码"], [JIA, "威海示例甲公司", 3670], [YI, "威海示例乙公司", 36]]
    ids = (1, 10**15 - 1, 10**15, 1.5)
    projects = [["项目编号", "统一社会信用代码", "项目类型", "年度"], *([it, JIA, "技术改造", 2024] for it in ids)]
    put(tmp_path, "企业名录.xlsx", workbook({"名录": register}))
    put(tmp_path, "项目.xlsx", workbook({"项目": projects}))
    intake = read(tmp_path)
    assert values(intake.tables["enterprises"], "industry_code") == [("3670",), ("36",)]
    assert values(intake.tables["projects"], "project_id") == [("1",), ("999999999999999",)]
    assert [row[:3] for row in reasons(intake)] == [(4, "project_id", True), (5, "project_id", True)]


def test_a_phone_or_identity_number_in_free_text_is_masked_in_every_table(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", f"统一社会信用代码,企业名称\n{JIA},威海示例甲公司\n")
    put(tmp_path, "认定名单.csv", "企业名称,称号,认定日期\n王示例 13900000001,瞪羚企业,2024\n")
    put(tmp_path, "专项收支.csv", f"信用代码,年度,类别,金额,组织方\n{JIA},2024,展位费,1,联系19900101@example.cn\n")
    intake = read(tmp_path)
    assert values(intake.tables["recognitions"], "name") == [("王示例 ***",)]
    assert values(intake.name_matches, "list_name") == [("王示例 ***",)]
    assert values(intake.tables["expenditures"], "organiser") == [("***",)]


def test_what_software_left_in_cells_and_what_was_rounded_is_counted(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", _HEAD + f'="{JIA}",威海示例\u200b甲公司,环翠区,,,,,\n')
    put(tmp_path, "年度数据.csv", f"统一社会信用代码,年度,营业收入\n{JIA},2023,1.005\n")
    put(tmp_path, "失信名单.csv", "企业名称,类别,列入日期\n威海示例甲公司,严重违法失信,2024年5月\n")
    intake = read(tmp_path)
    assert values(intake.tables["enterprises"], "uscc", "name") == [(JIA, "威海示例甲公司")]
    assert values(intake.tables["annual_returns"], "revenue") == [(Decimal("1.01"),)]
    assert values(intake.tables["sanctions"], "listed_on") == [(dt.date(2024, 5, 1),)]
    assert intake.warnings == [
        "企业名录：2个单元格清除了控制字符、零宽字符或软件残留的标记",
        "年度数据“营业收入”：1个单元格超过两位小数，取到最近的分",
        "失信惩戒“列入日期”：1个单元格只写到年或月，按当期首日（有效期按末日）读取",
    ]


def test_a_sanction_whose_end_cannot_be_read_is_set_aside_and_does_not_go_on(tmp_path: Path) -> None:
    head = "企业名称,类别,列入日期,移出日期\n"
    put(tmp_path, "失信名单.csv", head + "甲,严重违法失信,2024-01-01,已移出\n乙,严重违法失信,2024-01-01,\n")
    assert values(read(tmp_path).tables["sanctions"], "name", "removed_on") == [("乙", None)]


def test_lists_are_matched_by_name_and_what_is_unmatched_is_used(tmp_path: Path) -> None:
    register = f"{JIA},威海示例甲有限公司,,,,,,\n{YI},威海示例乙有限公司,,,,,,\n"
    put(tmp_path, "企业名录.csv", _HEAD + register)
    rows = "威海示例甲有限公司,瞪羚企业,2024\n威海示例乙有限责任公司,瞪羚企业,2024\n外地示例公司,瞪羚企业,2024\n"
    put(tmp_path, "认定名单.csv", "企业名称,称号,认定日期\n" + rows)
    put(
        tmp_path,
        "失信名单.csv",
        f"统一社会信用代码,企业名称,类别,列入日期\n{YI},威海示例乙有限公司,严重违法失信,2024-01-01\n",
    )
    intake = read(tmp_path)
    assert values(intake.tables["recognitions"], "uscc", "name", "match_class") == [
        (JIA, "威海示例甲有限公司", "exact_name"),
        (YI, "威海示例乙有限责任公司", "folded_name"),
        (None, "外地示例公司", "unmatched"),
    ]
    assert values(intake.tables["sanctions"], "uscc", "match_class") == [(YI, "code")]
    assert values(intake.name_matches, "table", "row_number", "list_name", "uscc", "match_class") == [
        ("recognitions", 2, "威海示例甲有限公司", JIA, "exact_name"),
        ("recognitions", 3, "威海示例乙有限责任公司", YI, "folded_name"),
        ("recognitions", 4, "外地示例公司", None, "unmatched"),
        ("sanctions", 2, "威海示例乙有限公司", YI, "code"),
    ]


def test_a_row_put_to_a_person_has_no_code(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", _HEAD + f"{JIA},威海示例海洋装备有限公司,,,,,,\n")
    put(tmp_path, "认定名单.csv", "企业名称,称号,认定日期\n威海示例海洋装务有限公司,瞪羚企业,2024\n")
    intake = read(tmp_path)
    assert values(intake.tables["recognitions"], "uscc", "match_class") == [(None, "candidate")]
    assert values(intake.name_matches, "uscc", "match_class") == [(JIA, "candidate")]


def test_districts_stand_under_one_name_and_strange_ones_are_told(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", _HEAD + f"{JIA},甲,371002,,,,,\n{YI},乙,威海市环翠区,,,,,\n{BING},丙,某区,,,,,\n")
    intake = read(tmp_path)
    assert intake.tables["enterprises"]["district"].to_list() == ["环翠区"] * 3
    assert intake.warnings == ["企业名录：所在区县“某区”不是本市的区县或开发区，已按信用代码归入：环翠区（1行）"]


def test_the_result_does_not_depend_on_the_order_of_files_and_rows(tmp_path: Path) -> None:
    rows = [f"{code},威海示例{n}公司,,,2010-01-0{n},,," for n, code in enumerate((JIA, YI, BING, DING), 1)]
    returns = [f"{code},{year},{n}" for n, code in enumerate((JIA, YI, BING)) for year in (2022, 2023)]
    lists = [f"威海示例{n}公司,称号{m},202{m}" for n in range(1, 7) for m in range(3)]
    place = ["file", "sheet", "row_number"]
    results = []
    for seed in range(3):
        inbox = tmp_path / str(seed)
        for shuffled in (rows, returns, lists):
            random.Random(seed).shuffle(shuffled)
        for part, cut in enumerate((rows[:2], rows[2:])):
            put(inbox, f"企业名录{(part + seed) % 2}.csv", _HEAD + "\n".join(cut))
        put(inbox, "年度数据.csv", "统一社会信用代码,年度,营业收入\n" + "\n".join(returns))
        put(inbox, "认定名单.csv", "企业名称,称号,认定日期\n" + "\n".join(lists))
        results.append([frame.drop(place) for frame in read(inbox).tables.values()])
    for frames in zip(*results, strict=True):
        assert frames[0].equals(frames[1])
        assert frames[0].equals(frames[2])


def test_one_bad_file_of_each_kind_leaves_the_rest_of_the_inbox(tmp_path: Path) -> None:
    good = workbook({"名录": [["统一社会信用代码", "企业名称"], [JIA, "威海示例甲公司"]]})
    put(tmp_path, "企业名录.xlsx", good)
    put(tmp_path, "企业名录截断.xlsx", good[: len(good) // 2])
    put(tmp_path, "企业名录空.xlsx", workbook({"Sheet1": []}))
    put(tmp_path, "企业名录空.csv", "")
    put(tmp_path, "企业名录空字节.csv", f"统一社会信用代码,企业名称\n{YI},\0\n")
    put(tmp_path, "企业名录无表头.csv", "a,b\n1,2\n")
    put(tmp_path, "单位名册.csv", "a,b\n1,2\n")
    put(tmp_path, "企业名录.parquet", b"PAR1")
    intake = read(tmp_path)
    assert values(intake.tables["enterprises"], "uscc") == [(JIA,)]
    assert [source.file for source in intake.sources] == ["weihai/企业名录.xlsx"]
    assert {name: reason[:9] for name, reason in refusals(intake).items()} == {
        "企业名录.parquet": "文件不完整或已损坏",
        "企业名录截断.xlsx": "文件不完整或已损坏",
        "企业名录空.csv": "文件是空的（0 字",
        "企业名录空.xlsx": "前30行内没有找到",
        "企业名录空字节.csv": "第2行含有空字节（",
        "企业名录无表头.csv": "前30行内没有找到",
        "单位名册.csv": "文件名看不出是哪张",
    }


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("9.1371E+17", "代码曾按数值存放（科学计数法或小数），末尾各位已失真，请按文本重新填报"),
        ("110101199003074477", "疑似个人身份证号，不是统一社会信用代码"),
        ("371002200012345", "是15位"),
    ],
)
def test_what_stands_in_the_place_of_a_code_is_named(tmp_path: Path, code: str, reason: str) -> None:
    put(tmp_path, "企业名录.csv", _HEAD + f"{code},威海示例甲公司,,,,,,\n")
    assert reasons(read(tmp_path))[0][3][0].removeprefix("统一社会信用代码：").startswith(reason)


def test_full_width_digits_are_read(tmp_path: Path) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    put(tmp_path, "企业名录.csv", _HEAD + f"{JIA.translate(wide)},威海示例甲公司,,３６７０,２０１０年３月１日,,,\n")
    assert values(read(tmp_path).tables["enterprises"], "uscc", "industry_code", "registered_on") == [
        (JIA, "3670", dt.date(2010, 3, 1))
    ]
