"""List rows to enterprises: each stage, what stops it, and what is left to a person."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.intake.match_names import MATCHES
from tests.credit_codes import credit_code
from tests.intake.name_tables import A, B, C, Row, match, match_one, register, rename

CANDIDATE = "candidate"
UNMATCHED: tuple[str, list[str]] = ("unmatched", [])


# Stages, each with its counterpart that must not match.


def test_the_code_of_a_row_decides_where_its_name_is_the_enterprises_or_nobodys() -> None:
    firm = {"uscc": A, "name": "威海海纳机械有限公司"}
    assert match_one({"uscc": A, "name": "威海海纳机械有限公司"}, firm) == ("code", [A])
    assert match_one({"uscc": A, "name": "海纳机械"}, firm) == ("code", [A])
    assert match_one({"uscc": A, "name": None}, firm) == ("code", [A])


def test_a_code_that_is_another_enterprises_than_the_name_is_a_question() -> None:
    firms = {"uscc": A, "name": "威海海纳机械有限公司"}, {"uscc": B, "name": "威海远信电子有限公司"}
    assert match_one({"uscc": A, "name": "威海远信电子有限公司"}, *firms) == (CANDIDATE, [A, B])


def test_a_code_outside_the_register_is_a_question_where_the_name_is_known_and_nothing_where_it_is_not() -> None:
    firm = {"uscc": A, "name": "威海海纳机械有限公司"}
    assert match_one({"uscc": B, "name": "威海海纳机械有限公司"}, firm) == (CANDIDATE, [A])
    assert match_one({"uscc": B, "name": "青岛别处纺织股份有限公司"}, firm) == UNMATCHED
    assert match_one({"uscc": B, "name": None}, firm) == UNMATCHED


def test_the_code_decides_between_two_firms_of_one_name() -> None:
    firms = [{"uscc": code, "name": "威海海纳机械有限公司"} for code in (A, B)]
    assert match_one({"uscc": B, "name": "威海海纳机械有限公司"}, *firms) == ("code", [B])


def test_the_same_name_is_exact_and_another_is_not() -> None:
    firm = {"uscc": A, "name": "威海海纳机械有限公司"}
    assert match_one("威海海纳机械有限公司", firm) == ("exact_name", [A])
    assert match_one("青岛远信纺织股份有限公司", firm) == UNMATCHED


@pytest.mark.parametrize(
    "written",
    [
        "威海海纳（中国）机械有限责任公司",
        "威海海纳(中国)机械有限公司",
        "威海 海纳（中国）机械有限公司",
        "威海海纳【中国】机械有限公司　",
        "威海海纳（中国）机械有限公司。",
        "“威海海纳”（中国）机械有限公司",
    ],
)
def test_width_blanks_brackets_punctuation_and_limited_company_are_folded(written: str) -> None:
    firm = {"uscc": A, "name": "威海海纳（中国）机械有限公司"}
    assert match_one(written, firm) == ("folded_name", [A])


@pytest.mark.parametrize(
    "written", ["海纳（中国）机械有限公司", "威海海纳机械有限公司", "威海市海纳（中国）机械有限公司"]
)
def test_place_and_contents_of_brackets_are_never_dropped(written: str) -> None:
    firm = {"uscc": A, "name": "威海海纳（中国）机械有限公司"}
    assert match_one(written, firm) == (CANDIDATE, [A])


@pytest.mark.parametrize("separator", [";", "；", "、"])
def test_each_former_name_of_the_register_leads_to_the_enterprise(separator: str) -> None:
    firm = {"uscc": A, "name": "威海海纳机械有限公司", "former_names": f"威海前进机械厂{separator}威海跃进机械厂"}
    assert match_one("威海前进机械厂", firm) == ("former_name", [A])
    assert match_one("威海 跃进机械厂", firm) == ("former_name", [A])


def test_a_name_borne_before_by_two_live_enterprises_is_a_question() -> None:
    firms = [
        {"uscc": code, "name": f"威海{word}有限公司", "former_names": "威海前进机械厂"}
        for code, word in ((A, "甲某"), (B, "乙某"))
    ]
    assert match_one("威海前进机械厂", *firms) == (CANDIDATE, [A, B])


def test_the_same_name_but_for_its_company_form_is_a_class_of_its_own() -> None:
    limited = {"uscc": A, "name": "威海海纳机械有限公司"}
    stock = {"uscc": A, "name": "威海海纳机械股份有限公司"}
    assert match_one("威海海纳机械股份有限公司", limited) == ("company_form", [A])
    assert match_one("威海海纳机械有限责任公司", stock) == ("company_form", [A])
    assert match_one("威海海纳机械厂", limited) == (CANDIDATE, [A])


def test_of_two_firms_that_differ_by_company_form_the_one_named_is_meant() -> None:
    firms = {"uscc": A, "name": "威海海纳机械有限公司"}, {"uscc": B, "name": "威海海纳机械股份有限公司"}
    assert match_one("威海海纳机械股份有限公司", *firms) == ("exact_name", [B])


def test_company_form_is_not_tried_on_former_names() -> None:
    firm = {"uscc": A, "name": "威海远信电子有限公司", "former_names": "威海海纳机械有限公司"}
    assert match_one("威海海纳机械股份有限公司", firm) == (CANDIDATE, [A])


# Branches.


def test_a_branch_never_stands_for_its_parent_nor_the_parent_for_a_branch() -> None:
    parent, branch = "威海海纳机械有限公司", "威海海纳机械有限公司荣成分公司"
    assert match_one(branch, {"uscc": A, "name": parent}) == UNMATCHED
    assert match_one(parent, {"uscc": A, "name": branch}) == UNMATCHED
    both = {"uscc": A, "name": parent}, {"uscc": B, "name": branch}
    assert match_one(branch, *both) == ("exact_name", [B])
    assert match_one(parent, *both) == ("exact_name", [A])


@pytest.mark.parametrize("unit", ["第一分厂", "文登营业部", "驻青岛办事处", "机械厂", "（高区）分公司"])
def test_other_dependent_units_are_not_proposed_for_the_parent_either(unit: str) -> None:
    assert match_one(f"威海海纳机械制造有限公司{unit}", {"uscc": A, "name": "威海海纳机械制造有限公司"}) == UNMATCHED


def test_the_parents_code_with_a_branchs_name_is_a_question() -> None:
    firm = {"uscc": A, "name": "威海海纳机械有限公司"}
    assert match_one({"uscc": A, "name": "威海海纳机械有限公司荣成分公司"}, firm) == (CANDIDATE, [A])


# Namesakes.


def test_a_name_that_fits_two_live_enterprises_is_a_question() -> None:
    firms = [{"uscc": code, "name": "威海海纳机械有限公司"} for code in (A, B)]
    assert match_one("威海海纳机械有限公司", *firms) == (CANDIDATE, [A, B])


def test_two_live_enterprises_whose_names_fold_alike_are_a_question_even_where_one_is_written_the_same() -> None:
    firms = {"uscc": A, "name": "威海海纳机械有限公司"}, {"uscc": B, "name": "威海海纳机械有限责任公司"}
    assert match_one("威海海纳机械有限公司", *firms) == (CANDIDATE, [A, B])


@pytest.mark.parametrize("status", ["注销", "吊销", "吊销，未注销"])
def test_a_namesake_that_is_gone_gives_way(status: str) -> None:
    firms = (
        {"uscc": A, "name": "威海海纳机械有限公司", "operating_status": status},
        {"uscc": B, "name": "威海海纳机械有限公司"},
    )
    assert match_one("威海海纳机械有限公司", *firms) == ("exact_name", [B])


@pytest.mark.parametrize("status", ["迁出", "存续", None])
def test_a_namesake_that_moved_away_or_whose_state_is_unknown_does_not(status: str | None) -> None:
    firms = (
        {"uscc": A, "name": "威海海纳机械有限公司", "operating_status": status},
        {"uscc": B, "name": "威海海纳机械有限公司"},
    )
    assert match_one("威海海纳机械有限公司", *firms) == (CANDIDATE, [A, B])


def test_a_cancelled_enterprise_alone_is_still_the_one_meant() -> None:
    assert match_one(
        "威海海纳机械有限公司", {"uscc": A, "name": "威海海纳机械有限公司", "operating_status": "注销"}
    ) == ("exact_name", [A])


# Dates.


def test_an_enterprise_registered_after_the_row_is_not_meant_by_it() -> None:
    firm = {"uscc": A, "name": "威海海纳机械有限公司", "registered_on": dt.date(2020, 5, 1)}
    row = {"name": "威海海纳机械有限公司"}
    assert match_one(row | {"dated_through": dt.date(2020, 4, 30)}, firm) == (CANDIDATE, [A])
    assert match_one(row | {"dated_through": dt.date(2020, 5, 1)}, firm) == ("exact_name", [A])
    assert match_one(row, firm) == ("exact_name", [A])


def _parent_and_young_namesake() -> tuple[dict[str, object], dict[str, object]]:
    """A was called so before; B took the name, registered in 2020."""
    group = {
        "uscc": A,
        "name": "威海海纳集团有限公司",
        "former_names": "威海海纳机械有限公司",
        "registered_on": dt.date(2001, 1, 1),
    }
    return group, {"uscc": B, "name": "威海海纳机械有限公司", "registered_on": dt.date(2020, 5, 1)}


def test_a_name_that_passed_on_belongs_to_whoever_bore_it_on_the_day() -> None:
    row = {"name": "威海海纳机械有限公司"}
    firms = _parent_and_young_namesake()
    assert match_one(row | {"dated_through": dt.date(2019, 12, 31)}, *firms) == ("former_name", [A])
    assert match_one(row | {"dated_through": dt.date(2021, 12, 31)}, *firms) == ("exact_name", [B])


def test_a_name_that_passed_on_is_a_question_where_the_day_is_unknown() -> None:
    assert match_one("威海海纳机械有限公司", *_parent_and_young_namesake()) == (CANDIDATE, [A, B])


def test_the_day_of_the_rename_decides_where_it_is_known() -> None:
    firms = (
        {"uscc": A, "name": "威海海纳集团有限公司"},
        {"uscc": B, "name": "威海海纳机械有限公司", "registered_on": dt.date(1999, 1, 1)},
    )
    renames = [rename("威海海纳机械有限公司", "威海海纳集团有限公司", dt.date(2018, 6, 30))]
    row = {"name": "威海海纳机械有限公司"}
    assert match_one(row | {"dated_through": dt.date(2018, 7, 1)}, *firms, renames=renames) == ("exact_name", [B])
    assert match_one(row | {"dated_through": dt.date(2018, 6, 30)}, *firms, renames=renames) == (CANDIDATE, [A, B])


def test_the_day_of_the_rename_is_taken_where_the_register_knows_the_former_name_without_it() -> None:
    group, young = _parent_and_young_namesake()
    renames = [rename("威海海纳机械有限公司", "威海海纳集团有限公司", dt.date(2021, 3, 31))]
    row = {"name": "威海海纳机械有限公司"}
    assert match_one(row | {"dated_through": dt.date(2021, 3, 31)}, group, young, renames=renames) == (
        CANDIDATE,
        [A, B],
    )
    assert match_one(row | {"dated_through": dt.date(2021, 4, 1)}, group, young, renames=renames) == ("exact_name", [B])


def test_a_former_bearer_that_is_gone_gives_way_to_the_present_one() -> None:
    group, young = _parent_and_young_namesake()
    assert match_one("威海海纳机械有限公司", group | {"operating_status": "注销"}, young) == ("exact_name", [B])


# Annotations.


def test_an_annotation_of_the_list_helps_only_where_the_name_itself_is_unknown() -> None:
    old, new = {"uscc": A, "name": "威海前进机械厂"}, {"uscc": B, "name": "威海海纳机械有限公司"}
    assert match_one("威海海纳机械有限公司（原威海前进机械厂）", old) == ("former_name", [A])
    assert match_one("威海海纳机械有限公司（原威海前进机械厂）", old, new) == ("folded_name", [B])


def test_an_annotation_of_the_register_is_a_former_name() -> None:
    firm = {"uscc": A, "name": "威海海纳机械有限公司（原威海前进机械厂）"}
    assert match_one("威海海纳机械有限公司", firm) == ("folded_name", [A])
    assert match_one("威海前进机械厂", firm) == ("former_name", [A])


def test_an_abbreviation_is_no_name() -> None:
    firm = {"uscc": A, "name": "威海海纳机械股份有限公司（简称：海纳股份）"}
    assert match_one("海纳股份", firm) == UNMATCHED
    assert match_one("威海海纳机械股份有限公司", firm) == ("folded_name", [A])


# Candidates, shape, order.


def test_a_slip_of_the_pen_is_proposed_and_never_matched() -> None:
    found = match(["威海海呐机械有限公司"], register({"uscc": A, "name": "威海海纳机械有限公司"}))
    assert found.select("uscc", "match_class", "matched_name", "similarity").rows() == [
        (A, CANDIDATE, "威海海纳机械有限公司", 90)
    ]


def test_every_open_row_says_why_and_no_match_does() -> None:
    firms = register(
        {"uscc": A, "name": "威海海纳机械有限公司"}, *({"uscc": c, "name": "威海双名电子有限公司"} for c in (B, C))
    )
    found = match(["威海海纳机械有限公司", "威海双名电子有限公司", "威海海呐机械有限公司", "别处"], firms)
    assert dict(found.select("row_id", "reason").unique().rows()) == {
        1: None,
        2: "名称对应多家企业（现用名或曾用名）",
        3: "名称相近",
        4: "名录中没有同名或名称相近的企业",
    }
    assert found.filter(row_id=2)["similarity"].to_list() == [100, 100]


def test_every_row_comes_out_even_without_name_and_code() -> None:
    found = match([{}, {"name": "（）"}, {"name": ""}], register({"uscc": A, "name": "威海海纳机械有限公司"}))
    assert found.select("row_id", "match_class").rows() == [(1, "unmatched"), (2, "unmatched"), (3, "unmatched")]
    assert found["reason"].unique().to_list() == ["名单没有写明企业名称"]


def test_a_row_that_stands_with_nobody_says_what_it_gave() -> None:
    found = match([{"uscc": B, "name": "别处"}, {"uscc": B}], register({"uscc": A, "name": "威海海纳机械有限公司"}))
    assert found["reason"].to_list() == [
        "名单所列代码不在名录中，名录中也没有同名或名称相近的企业",
        "名单只有代码，名录中没有这一代码",
    ]


def test_empty_tables_give_an_empty_result_of_the_same_columns() -> None:
    assert match([], register()).columns == ["row_id", *MATCHES]
    assert match(["威海海纳机械有限公司"], register()).select("match_class", "uscc").rows() == [("unmatched", None)]


def test_a_row_number_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="2 of 3 list rows"):
        match([{"row_id": 1, "name": "甲"}, {"row_id": 1, "name": "乙"}, {"row_id": 2, "name": "丙"}], register())


def _dirty_city(rng: random.Random) -> tuple[list[Row], list[Row], list[Row]]:
    """Firms, rows and renames with namesakes, branches, former names and slips, shuffled."""
    words, trades, forms = (
        ("海纳", "远信", "鑫达", "鑫大", "海呐"),
        ("机械", "电子"),
        ("有限公司", "股份有限公司", "有限责任公司"),
    )
    names = [f"威海{words[n % 5]}{trades[n % 2]}{forms[n % 3]}" for n in range(12)]
    firms: list[Row] = [{"uscc": credit_code(n, "371000"), "name": name} for n, name in enumerate(names)]
    firms[3] = {**firms[3], "former_names": "威海前进机械厂；威海海纳机械有限公司"}
    firms[5] = {**firms[5], "operating_status": "注销"}
    written = [
        *names,
        *names,
        "威海前进机械厂",
        "威海海那机械有限公司",
        "威海旧名机械厂",
        "威海鑫达机械有限公司荣成分公司",
    ]
    rows: list[Row] = [{"row_id": number, "name": name} for number, name in enumerate(written)]
    rows.append({"row_id": len(rows), "uscc": firms[1]["uscc"], "name": names[2]})
    renames = [rename("威海旧名机械厂", "威海更旧机械厂"), rename("威海更旧机械厂", "威海前进机械厂")]
    for table in (firms, rows, renames):
        rng.shuffle(table)
    return firms, rows, renames


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    results = []
    for order in (0, seed):
        firms, rows, renames = _dirty_city(random.Random(order))
        results.append(match(rows, register(*firms), renames))
    assert results[0].equals(results[1])
