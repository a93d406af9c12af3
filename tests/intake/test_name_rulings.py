"""People's answers on names: taken once, never asked again, open again when they no longer fit."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from screening.intake.name_rulings import name_match_key, unread_name_rulings
from tests.intake.name_tables import A, B, C, Row, match, match_one, register, rename, ruling

SLIP = "威海海呐机械有限公司"
FIRM = {"uscc": A, "name": "威海海纳机械有限公司"}
LIKE = {"uscc": B, "name": "威海海呐机械设备有限公司"}
CANDIDATE = "candidate"
OTHER_NAME = "复核后企业已更名：复核时登记名称为“威海海纳机械有限公司”，现为“威海新名科技有限公司”"
RENAMED = "复核后企业已更名：2024-06-30更名为“威海新名科技有限公司”"


def test_the_key_is_the_same_for_every_spelling_and_says_which_enterprise() -> None:
    frame = pl.DataFrame(
        {"city": ["weihai"], "list": ["威海海呐机械（中国）有限责任公司"], "uscc": [A], "name": [" 威海甲 有限公司"]}
    )
    city, name, uscc, registered = (pl.col(column) for column in frame.columns)
    assert frame.select(name_match_key(city, name)).item() == "weihai|威海海呐机械(中国)有限公司"
    assert (
        frame.select(name_match_key(city, name, uscc, registered)).item()
        == f"weihai|威海海呐机械(中国)有限公司|{A}|威海甲有限公司"
    )


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (f"weihai|{SLIP}", A),
        (f"weihai|{SLIP}", f"{A} 威海海纳机械有限公司"),
        (f"weihai|{SLIP}|{A}", "是"),
        (f"weihai|{SLIP}|{A}|威海海纳机械有限公司", "是"),
        (f"weihai|{SLIP}|{A}", A.lower()),
    ],
)
def test_an_accepted_enterprise_is_a_reviewed_match(key: str, answer: str) -> None:
    assert match_one(SLIP, FIRM, LIKE, rulings=[ruling(key, answer)]) == ("reviewed", [A])


@pytest.mark.parametrize("answer", ["待查", "", "同意", "是"])
def test_an_answer_that_decides_nothing_leaves_the_question(answer: str) -> None:
    assert match_one(SLIP, FIRM, LIKE, rulings=[ruling(f"weihai|{SLIP}", answer)]) == (CANDIDATE, [A, B])


def test_rulings_on_other_names_and_of_other_kinds_do_not_count() -> None:
    others = [ruling("weihai|威海别的机械有限公司", A), {**ruling(f"weihai|{SLIP}", A), "kind": "condition"}]
    assert match_one(SLIP, FIRM, LIKE, rulings=others) == (CANDIDATE, [A, B])


def test_a_refused_enterprise_is_not_proposed_again_and_the_others_are() -> None:
    assert match_one(SLIP, FIRM, LIKE, rulings=[ruling(f"weihai|{SLIP}|{A}", "否")]) == (CANDIDATE, [B])


def test_a_name_refused_altogether_is_unmatched_and_says_so() -> None:
    found = match([SLIP], register(FIRM, LIKE), rulings=[ruling(f"weihai|{SLIP}", "否")])
    assert found.select("match_class", "uscc", "reason").rows() == [("unmatched", None, "复核结论：名录中没有该企业")]


def test_a_refusal_holds_against_every_stage_below_the_exact_name() -> None:
    refused = [ruling("weihai|威海海纳机械有限公司", "否")]
    former = {"uscc": A, "name": "威海远信电子有限公司", "former_names": "威海海纳机械有限公司"}
    form = {"uscc": A, "name": "威海海纳机械股份有限公司"}
    for firm in (former, form):
        assert match_one("威海海纳机械有限公司", firm, rulings=refused) == ("unmatched", [])


def test_a_ruling_settles_a_name_that_fits_two_enterprises() -> None:
    firms = [{"uscc": code, "name": "威海海纳机械有限公司"} for code in (A, B)]
    rulings = [ruling("weihai|威海海纳机械有限公司", B)]
    assert match_one("威海海纳机械有限公司", *firms, rulings=rulings) == ("reviewed", [B])


def test_one_enterprise_refused_of_two_leaves_the_other_a_question() -> None:
    firms = [{"uscc": code, "name": "威海海纳机械有限公司"} for code in (A, B)]
    rulings = [ruling(f"weihai|威海海纳机械有限公司|{A}", "否")]
    assert match_one("威海海纳机械有限公司", *firms, rulings=rulings) == (CANDIDATE, [B])


def test_a_ruling_settles_a_code_that_contradicts_the_name() -> None:
    row = {"uscc": B, "name": "威海海纳机械有限公司"}
    rulings = [ruling("weihai|威海海纳机械有限公司", A)]
    assert match_one(row, FIRM, rulings=rulings) == ("reviewed", [A])


def test_a_code_that_decides_needs_no_ruling_and_heeds_none() -> None:
    row = {"uscc": A, "name": SLIP}
    assert match_one(row, FIRM, LIKE, rulings=[ruling(f"weihai|{SLIP}", B)]) == ("code", [A])


def test_an_exact_name_stays_where_the_ruling_agrees_and_is_open_where_it_does_not() -> None:
    name = "威海海纳机械有限公司"
    assert match_one(name, FIRM, LIKE, rulings=[ruling(f"weihai|{name}", A)]) == ("exact_name", [A])
    assert match_one(name, FIRM, LIKE, rulings=[ruling(f"weihai|{name}", B)]) == (CANDIDATE, [A, B])
    assert match_one(name, FIRM, LIKE, rulings=[ruling(f"weihai|{name}", "否")]) == (CANDIDATE, [A])
    assert match_one(name, FIRM, LIKE, rulings=[ruling(f"weihai|{name}|{A}", "否")]) == (CANDIDATE, [A])


# Open again.


def reason(rulings: list[Row], *firms: Row, renames: tuple[Row, ...] = ()) -> tuple[str, str | None]:
    """Class and reason of the slip."""
    found = match([SLIP], register(*firms), renames, rulings)
    return found["match_class"][0], found["reason"][0]


def test_a_ruling_whose_enterprise_left_the_register_is_open_again() -> None:
    rulings: list[Row] = [ruling(f"weihai|{SLIP}", C)]
    assert reason(rulings, FIRM) == (CANDIDATE, "复核结论所指企业已不在名录中；名称相近")
    far = {"uscc": B, "name": "青岛远信纺织股份有限公司"}
    assert reason(rulings, far) == ("unmatched", "复核结论所指企业已不在名录中")


def test_a_ruling_whose_enterprise_bears_another_name_than_printed_is_open_again() -> None:
    renamed = {"uscc": A, "name": "威海新名科技有限公司"}
    rulings: list[Row] = [ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", "是")]
    assert reason(rulings, renamed) == (CANDIDATE, OTHER_NAME)
    assert reason(rulings, FIRM) == ("reviewed", None)


@pytest.mark.parametrize("registered", ["威海海纳机械有限责任公司", "威海 海纳机械有限公司", "威海海纳机械有限公司。"])
def test_a_name_written_another_way_is_no_rename(registered: str) -> None:
    for answer, expected in (("是", ("reviewed", None)), ("否", ("unmatched", "复核结论：名称相近的企业都不是"))):
        rulings: list[Row] = [ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", answer)]
        assert reason(rulings, {"uscc": A, "name": registered}) == expected


def test_a_bracketed_part_or_another_company_form_is_a_rename() -> None:
    for name in ("威海海纳（中国）机械有限公司", "威海海纳机械股份有限公司"):
        rulings: list[Row] = [ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", "是")]
        assert reason(rulings, {"uscc": A, "name": name})[0] == CANDIDATE


def test_a_code_written_in_for_another_enterprise_is_not_bound_to_the_name_in_the_key() -> None:
    rulings: list[Row] = [ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", B)]
    assert match_one(SLIP, FIRM, LIKE, rulings=rulings) == ("reviewed", [B])
    renamed = {"uscc": A, "name": "威海新名科技有限公司"}
    assert match_one(SLIP, renamed, LIKE, rulings=rulings) == ("reviewed", [B])
    named: list[Row] = [ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", f"{B} 威海旧名科技有限公司")]
    assert match_one(SLIP, FIRM, LIKE, rulings=named) == (CANDIDATE, [B])


@pytest.mark.parametrize(
    ("ruled_on", "is_open"), [(dt.date(2024, 6, 29), True), (dt.date(2024, 6, 30), False), (None, False)]
)
def test_a_rename_after_the_day_of_the_ruling_opens_it_again(ruled_on: dt.date | None, is_open: bool) -> None:
    firm = {"uscc": A, "name": "威海新名科技有限公司"}
    renames = (rename("威海海纳机械有限公司", "威海新名科技有限公司", dt.date(2024, 6, 30)),)
    found = reason([ruling(f"weihai|{SLIP}", A, ruled_on)], firm, renames=renames)
    assert found == ((CANDIDATE, RENAMED) if is_open else ("reviewed", None))


def test_a_rename_to_the_very_name_that_was_ruled_on_is_no_news() -> None:
    firm = {"uscc": A, "name": "威海新名科技有限公司"}
    renames = (rename("威海海纳机械有限公司", "威海新名科技有限公司", dt.date(2024, 6, 30)),)
    day = dt.date(2024, 6, 1)
    of_new = ruling(f"weihai|{SLIP}|{A}|威海新名科技有限责任公司", "是", day)
    assert reason([of_new], firm, renames=renames) == ("reviewed", None)
    of_old = ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", "是", day)
    assert reason([of_old], firm, renames=renames) == (CANDIDATE, OTHER_NAME)


def test_a_refusal_lapses_when_its_enterprise_takes_another_name() -> None:
    rulings: list[Row] = [ruling(f"weihai|{SLIP}|{A}|威海旧名科技有限公司", "否")]
    told = "复核后企业已更名：复核时登记名称为“威海旧名科技有限公司”，现为“威海海纳机械有限公司”；名称相近"
    assert reason(rulings, FIRM) == (CANDIDATE, told)
    again = [*rulings, ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", "否")]
    assert reason(again, FIRM) == ("unmatched", "复核结论：名称相近的企业都不是")


def test_a_lapsed_refusal_contradicts_nothing() -> None:
    lapsed = ruling(f"weihai|{SLIP}|{A}|威海旧名科技有限公司", "否")
    accepted = ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", "是")
    assert reason([lapsed, accepted], FIRM) == ("reviewed", None)


def test_rulings_that_contradict_each_other_are_a_question() -> None:
    for other in (
        ruling(f"weihai|{SLIP}|{B}", "是"),
        ruling(f"weihai|{SLIP}", "否"),
        ruling(f"weihai|{SLIP}|{A}", "否"),
    ):
        rulings: list[Row] = [ruling(f"weihai|{SLIP}|{A}", "是"), other]
        assert reason(rulings, FIRM, LIKE) == (CANDIDATE, "复核结论前后不一")


def test_a_ruling_made_after_an_older_one_lapsed_stands() -> None:
    old = ruling(f"weihai|{SLIP}|{A}|威海旧名科技有限公司", "是")
    for new in (ruling(f"weihai|{SLIP}|{A}|威海海纳机械有限公司", "是"), ruling(f"weihai|{SLIP}|{A}", "是")):
        assert reason([old, new], FIRM) == ("reviewed", None)
    assert reason([ruling(f"weihai|{SLIP}", C), ruling(f"weihai|{SLIP}|{A}", "是")], FIRM) == ("reviewed", None)


def test_a_lapsed_ruling_disputes_a_match_by_another_stage_unless_both_agree() -> None:
    lapsed: list[Row] = [ruling(f"weihai|{SLIP}", C)]
    by_former_name = {"uscc": A, "name": "威海新名科技有限公司", "former_names": SLIP}
    assert reason(lapsed, by_former_name) == (CANDIDATE, "复核结论所指企业已不在名录中")
    agreeing: list[Row] = [ruling(f"weihai|{SLIP}|{A}|{SLIP}", "是")]
    assert reason(agreeing, by_former_name) == ("former_name", None)


# Rulings that decide nothing.


def test_answers_that_cannot_be_read_are_told_apart_from_those_that_can() -> None:
    keys = f"weihai|{SLIP}", f"weihai|{SLIP}|{A}", "威海海呐机械有限公司", "weihai|（）"
    asked = [(key, answer) for key in keys for answer in ("是", "否", "同意", A)]
    frame = pl.DataFrame([ruling(*one) for one in asked], schema_overrides={"ruled_on": pl.Date})
    assert unread_name_rulings(frame).rows() == sorted(
        [
            (keys[0], "是"),
            (keys[0], "同意"),
            (keys[1], "同意"),
            *((key, answer) for key in keys[2:] for answer in ("是", "否", "同意", A)),
        ]
    )
