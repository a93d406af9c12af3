"""Rulings that changed nothing are told, those that settled their question are not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from screening.contract.result_tables import RESULT_TABLES
from screening.contract.source_tables import RULINGS, typed_schema
from screening.rules.load_rulebook import load_rulebook
from screening.rules.loaded_rulebook import Rulebook
from screening.rules.policy_item import Judged
from screening.ruling_notes import warn_of_rulings
from screening.screening_run import ScreeningRun
from tests.small_inbox import HAIJIA

PROJECT: Final = ("weihai-2023/1-01", "WH-1|2024")
NODE: Final = ("weifang-2022/2-03", f"{HAIJIA}|接入国家顶级节点|新认定|2023-05-01|2023")
JUDGED: Final = "服务企业成效明显"
LISTED: Final = "威海海呐机械有限公司"
UNASKED: Final = "条件认定：本次筛查中没有键所写的事项、依据和条件"


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def condition(rulebook: Rulebook) -> str:
    """What 威海 (一) leaves to the department, as the key prints it."""
    judgements = {
        condition.text
        for article, item in rulebook.policies["weihai-2023"].items()
        if item.id == "1-01"
        for condition in item.when
        if isinstance(condition, Judged)
    }
    return min(judgements)


def warnings(
    rulebook: Rulebook,
    *rulings: tuple[str, str, str],
    evidence: tuple[str, str] = PROJECT,
    years: tuple[int, ...] | None = None,
) -> list[str]:
    schema = typed_schema(RULINGS)
    rows = [dict.fromkeys(schema) | dict(zip(("kind", "key", "ruling"), ruling, strict=True)) for ruling in rulings]
    tables = {"rulings": pl.DataFrame(rows, schema=schema, orient="row")}
    matches = pl.DataFrame([{"list_name": LISTED}, {"list_name": None}], schema=RESULT_TABLES["name_matches"])
    seen = [dict(zip(("item_id", "evidence_key"), evidence, strict=True))]
    determined = pl.DataFrame(seen, schema=RESULT_TABLES["determinations"])
    run = ScreeningRun("id", dt.date(2025, 11, 30), Path("in"), Path("out"), ("weihai",), award_years=years)
    return warn_of_rulings(tables, matches, determined, rulebook, run)


def test_a_city_without_rulings_is_told_nothing(rulebook: Rulebook) -> None:
    run = ScreeningRun("id", dt.date(2025, 11, 30), Path("in"), Path("out"), ("weihai",))
    empty = {name: pl.DataFrame(schema=RESULT_TABLES[name]) for name in ("name_matches", "determinations")}
    assert warn_of_rulings({}, empty["name_matches"], empty["determinations"], rulebook, run) == []
    assert warnings(rulebook) == []


def test_a_ruling_that_settled_its_question_is_none_without_one(rulebook: Rulebook, condition: str) -> None:
    key = f"{PROJECT[0]}|{PROJECT[1]}|{condition}"
    for answer in ("是", "否"):
        assert warnings(rulebook, ("condition", key, answer)) == []


@pytest.mark.parametrize("other", [{"item": "weihai-2023/1-99"}, {"evidence": "WH-9|2024"}, {"condition": "别的条件"}])
def test_a_condition_that_nobody_asks_is_told(rulebook: Rulebook, condition: str, other: dict[str, str]) -> None:
    parts = {"item": PROJECT[0], "evidence": PROJECT[1], "condition": condition}
    key = "|".join((parts | other).values())
    assert warnings(rulebook, ("condition", key, "是")) == [f"复核结论 1 条未采用（{UNASKED}）：“{key}”填“是”"]


def test_a_key_that_is_no_key_is_told(rulebook: Rulebook) -> None:
    (told,) = warnings(rulebook, ("condition", "符合条件", "是"))
    assert told.endswith("：“符合条件”填“是”")


def test_a_no_to_one_year_of_a_title_is_not_unasked_for_showing_another(rulebook: Rulebook) -> None:
    # 潍坊 2: only the first year that is met has a row, so after a no to 2023 the row is that of 2024.
    item, evidence = NODE
    shown = (item, evidence.removesuffix("|2023") + "|2024")
    assert warnings(rulebook, ("condition", f"{item}|{evidence}|{JUDGED}", "否"), evidence=shown) == []
    other = (item, evidence.replace("2023-05-01", "2022-05-01"))
    (told,) = warnings(rulebook, ("condition", f"{item}|{evidence}|{JUDGED}", "否"), evidence=other)
    assert UNASKED in told


def test_a_night_of_chosen_years_does_not_wonder_at_the_others(rulebook: Rulebook, condition: str) -> None:
    ruling = ("condition", f"{PROJECT[0]}|WH-9|2023|{condition}", "是")
    assert len(warnings(rulebook, ruling)) == 1
    assert warnings(rulebook, ruling, years=(2024,)) == []


def test_an_answer_to_a_condition_that_is_neither_yes_nor_no_is_told(rulebook: Rulebook, condition: str) -> None:
    key = f"{PROJECT[0]}|{PROJECT[1]}|{condition}"
    assert warnings(rulebook, ("condition", key, "符合")) == [
        f"复核结论 1 条未采用（条件认定的结论应为 是、否 或 待查）：“{key}”填“符合”"
    ]


def test_a_name_in_no_list_is_told_and_every_spelling_of_one_that_is_in_a_list_is_known(rulebook: Rulebook) -> None:
    known = f"weihai|威海海呐机械有限责任公司|{HAIJIA}|威海海纳机械有限公司"
    unknown = f"weihai|威海海岬机械有限公司|{HAIJIA}"
    (told,) = warnings(rulebook, ("name_match", known, "是"), ("name_match", unknown, "否"))
    assert told == f"复核结论 1 条未采用（名称匹配：本次名单中没有键所写的名称）：“{unknown}”填“否”"


def test_an_answer_to_a_name_that_cannot_be_read_is_told_once(rulebook: Rulebook) -> None:
    for key in (f"weihai|{LISTED}", "没有竖线的键"):
        (told,) = warnings(rulebook, ("name_match", key, "是"))
        assert "应为 是、否、待查 或统一社会信用代码" in told


def test_a_kind_nobody_knows_is_told(rulebook: Rulebook) -> None:
    (told,) = warnings(rulebook, ("名称", f"weihai|{LISTED}", HAIJIA))
    assert "结论类型应为 name_match、condition 或 reading" in told


def test_many_are_counted_and_the_first_are_shown(rulebook: Rulebook) -> None:
    (told,) = warnings(rulebook, *(("name_match", f"weihai|威海第{n:02d}机械有限公司", "否") for n in range(25)))
    assert told.startswith("复核结论 25 条未采用")
    assert told.endswith("；另有 5 条")
    assert told.count("填“否”") == 20
