"""Invented enterprises of Weifang."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from tests.evaluator.clauses import WORK
from tests.evaluator.random_facts import Dice, Row, as_yuan, chain_of_title, different_titles, titles_of_one_event
from tests.evaluator.titles import LEVEL_OF_TITLE, TITLES_OF_OBJECTS
from tests.evaluator.weifang_2022 import DOCUMENT, FIRST_SETS, FORCE, REVIEWED, TITLES

PERIOD: Final = (FORCE.first, FORCE.last)
LEVELS: Final = ("国家级", "省级", "市级")
_THINGS: Final = ("一号", "二号")


def weifang_tables(dice: Dice) -> dict[str, Any]:
    """Rows of the tables of one enterprise."""
    recognitions = different_titles(_title(dice) for _ in range(dice.pick((1, 2, 3, 5))))
    recognitions += _node(dice) if dice.chance(40) else []
    recognitions += _first_set(dice) if dice.chance(40) else []
    return {
        "enterprise": {
            "subject_type": dice.pick(("企业", "企业", "企业", None, "机构", "社会组织", "集群促进机构", "个人")),
            "industry_code": dice.pick(("3670", "3670", "4610", "5110", None)),
            "operating_status": dice.pick(("存续",) * 10 + ("注销", "迁出", None)),
            "above_scale_on": dice.maybe(dice.printed_date(), 40),
        },
        "recognitions": recognitions,
        "projects": _projects(dice),
        "annual_returns": [
            {"year": year, "identifier_resolutions": dice.maybe(dice.pick((400_000, 600_000, 999_999, 1_000_000)))}
            for year in (2021, 2022, 2023, 2024, 2025)
            if dice.chance(40)
        ],
        "expenditures": [
            {
                "year": dice.year(),
                "kind": dice.pick(("保费", "保费", "省级保险补偿")),
                "amount": dice.yuan(500, 100) or "9.99元",
                "item_name": dice.pick((*_THINGS, None)),
            }
            for _ in range(dice.pick((0, 1, 2, 3)))
        ],
    }


def ledger(dice: Dice, recognitions: list[Row]) -> list[Row]:
    """Payments for some of the titles, in full, in part or under another document."""
    return [
        {
            "document": dice.pick((DOCUMENT, DOCUMENT, "潍坊市技改资金")),
            "item": event["programme"],
            "level": event.get("level"),
            "item_name": event.get("item_name"),
            "amount": as_yuan(dice.pick((5, 10, 20, 30, 50, 80, 300)) * 1_000_000),
            "paid_on": dt.date(2024, 6, 1),
        }
        for event in titles_of_one_event(recognitions)
        if dice.chance(40)
    ]


def _title(dice: Dice) -> list[Row]:
    clause = dice.pick(TITLES + REVIEWED)
    title: Row = {"programme": clause.programme}
    levels = sorted({each.level for each in TITLES if each.programme == clause.programme and each.level})
    if clause.level is not None and clause.programme not in LEVEL_OF_TITLE:
        title["level"] = dice.pick((clause.level,) * 8 + (*levels, *LEVELS, None))
    if clause.programme in TITLES_OF_OBJECTS or clause.novelty == WORK:
        title["item_name"] = dice.pick(_THINGS)
    if clause.programme == "标准制修订":
        title["role"] = dice.pick(("主导", "主导", "参与", None))
    if not clause.amount:
        title["is_confirmed"] = dice.flag()
    return chain_of_title(dice, title, levels if title.get("level") else ())


def _node(dice: Dice) -> list[Row]:
    connected = {"programme": "接入国家顶级节点", "recognised_on": dice.day(), "is_confirmed": dice.flag()}
    in_step = {"programme": "实时数据同步", "recognised_on": dice.day()}
    return [connected, in_step] if dice.chance(80) else [connected]


def _first_set(dice: Dice) -> list[Row]:
    clause = dice.pick(FIRST_SETS)
    listed = {"programme": clause.programme, "level": "省级", "item_name": dice.pick(_THINGS)}
    compensated = {"programme": "首台（套）保险补偿", "level": "省级", "item_name": dice.pick(_THINGS)}
    rows = [listed | {"recognised_on": dice.printed_date()}]
    return rows + ([compensated | {"recognised_on": dice.day()}] if dice.chance(50) else [])


def _projects(dice: Dice) -> list[Row]:
    return [
        {"project_id": f"P{number}", "type": type_, "year": year, "equipment_investment": dice.yuan(5000, 1000, 2500)}
        for number in range(dice.pick((0, 1, 2)))
        for type_ in (dice.pick(("技术改造", "技术改造", "智能化改造", "重大技改")),)
        for year in dice.some_years()
    ]
