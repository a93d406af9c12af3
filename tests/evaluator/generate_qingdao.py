"""Invented enterprises of Qingdao."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from tests.evaluator import designers
from tests.evaluator.clauses import FIRST, WORK
from tests.evaluator.qingdao_2024 import DOCUMENT, TITLES
from tests.evaluator.qingdao_evidence import FORCE
from tests.evaluator.random_facts import Dice, Row, as_yuan, chain_of_title, different_titles, titles_of_one_event
from tests.evaluator.titles import LEVEL_OF_TITLE, TITLES_OF_OBJECTS

PERIOD: Final = (FORCE.first, FORCE.last)
LEVELS: Final = ("国家级", "省级", "市级")
YI: Final = 10_000
_THINGS: Final = ("一号", "二号")
_KINDS: Final = ("产品销售额", "产品销售额", "本地算力成本", "算力成本", "评估费用", "建设费用", "展位费", "活动费用")
_MARKET_PLAN: Final = ["市工业和信息化局年度市场开拓计划"]


def qingdao_tables(dice: Dice) -> dict[str, Any]:
    """Rows of the tables of one enterprise."""
    recognitions = different_titles(_title(dice) for _ in range(dice.pick((1, 2, 3, 4))))
    for maker in (_designer, _with_base, _model):
        if dice.chance(35):
            recognitions += maker(dice)
    return {
        "enterprise": _enterprise(dice),
        "recognitions": recognitions,
        "projects": _projects(dice),
        "annual_returns": _returns(dice),
        "expenditures": [_spending(dice) for _ in range(dice.pick((0, 1, 2, 4)))],
    }


def ledger(dice: Dice, recognitions: list[Row]) -> list[Row]:
    """Payments for some of the titles, in full, in part or under another document."""
    plain = {clause.programme for clause in TITLES}
    return [
        {
            "document": dice.pick((DOCUMENT, DOCUMENT, "青政发〔2023〕18号")),
            "item": event["programme"],
            "level": event.get("level"),
            "grade": event.get("grade"),
            "item_name": event.get("item_name"),
            "amount": as_yuan(dice.pick((5, 20, 50, 100, 200, 500)) * 1_000_000),
            "paid_on": dt.date(2025, 6, 1),
        }
        for event in titles_of_one_event(recognitions)
        if dice.chance(40) and event["programme"] in plain
    ]


def _enterprise(dice: Dice) -> Row:
    return {
        "subject_type": dice.pick(("企业",) * 6 + (None, "机构", "集群促进机构", "行业协会", "园区")),
        "industry_code": dice.pick(("3670", "3670", "1811", "0610", "6520", None)),
        "operating_status": dice.pick(("存续",) * 10 + ("注销", None)),
        "above_scale_on": dice.maybe(dice.printed_date(), 30),
        "registered_on": dice.maybe(dice.pick((dt.date(2010, 1, 1), dt.date(2023, 6, 30), dt.date(2024, 2, 29)))),
    }


def _title(dice: Dice) -> list[Row]:
    clause = dice.pick(TITLES)
    title: Row = {"programme": clause.programme}
    levels = sorted({each.level for each in TITLES if each.programme == clause.programme and each.level})
    if clause.level is not None and clause.programme not in LEVEL_OF_TITLE:
        title["level"] = dice.pick((clause.level,) * 8 + (*levels, *LEVELS, None))
    if clause.programme in TITLES_OF_OBJECTS or clause.novelty == WORK:
        title["item_name"] = dice.pick(_THINGS)
    if clause.grades:
        title["grade"] = dice.pick((*clause.grades, "特色专业型", None))
    if clause.programme == "首版次软件":
        title["rank"] = dice.pick((1, 10, 11, None))
    if clause.programme == "制造业创新中心":
        title["is_confirmed"] = dice.flag()
    if clause.novelty == FIRST and dice.chance(20):
        return [title | {"first_time": dice.pick((True, False)), "recognised_on": dice.printed_date()}]
    return chain_of_title(dice, title, levels if title.get("level") else ())


def _designer(dice: Dice) -> list[Row]:
    return [
        {"programme": programme, "person_name": dice.pick(("王样", "李样")), "recognised_on": dice.day()}
        for programme in dice.random.sample(sorted(designers.TITLES), k=dice.pick((1, 2)))
    ]


def _with_base(dice: Dice) -> list[Row]:
    listed: Row = dice.pick(
        (
            {"programme": "首台（套）技术装备", "level": "省级", "item_name": dice.pick(_THINGS)},
            {"programme": "首台（套）关键零部件", "level": dice.pick(("省级", "市级", None)), "item_name": "一号"},
            {"programme": "工业节能降碳技术装备推荐目录", "grade": "高效节能装备", "item_name": dice.pick(_THINGS)},
            {"programme": "接入国家顶级节点"},
            {"programme": "DCMM", "grade": dice.pick(("1级", "2级", "3级", None)), "item_name": "一号"},
        )
    )
    return [listed | {"recognised_on": dice.printed_date()}]


def _model(dice: Dice) -> list[Row]:
    return [
        {
            "programme": "大模型",
            "grade": dice.pick(("通用", "行业", None)),
            "item_name": dice.pick(_THINGS),
            "is_confirmed": dice.flag(),
            "recognised_on": dice.day(),
        }
    ]


def _projects(dice: Dice) -> list[Row]:
    return [
        {
            "project_id": f"P{number}",
            "type": type_,
            "year": year,
            "equipment_investment": dice.yuan(5000, 1000, 2500, 16_667),
            "is_confirmed": dice.flag(),
        }
        for number in range(dice.pick((0, 1, 2)))
        for type_ in (dice.pick(("技术改造", "技术改造", "重大技改", "智能化改造")),)
        for year in dice.some_years()
    ]


def _returns(dice: Dice) -> list[Row]:
    return [
        {
            "year": year,
            "revenue": dice.yuan(50 * YI, 100 * YI, 200 * YI, 500 * YI, 1000 * YI, 1000),
            "is_above_scale": dice.flag(),
            "productivity_grade": dice.pick(("A", "B", "C", "D", None, None, None, None)),
        }
        for year in range(2022, dice.as_of.year + 1)
        if dice.chance(50)
    ]


def _spending(dice: Dice) -> Row:
    kind = dice.pick(
        ("产品销售额", "产品销售额", "本地算力成本", "算力成本", "评估费用", "建设费用", "展位费", "活动费用")
    )
    row: Row = {
        "year": dice.pick((2024, 2025, 2026)),
        "kind": kind,
        "amount": dice.yuan(10, 30, 600, 1500, 2000, 3000, 4000) or "7.77元",
        "item_name": dice.pick((*_THINGS, None)),
    }
    if kind == "展位费":
        row["plan_lists"] = dice.pick(
            (["市工业和信息化局年度市场开拓计划"], ["市工业和信息化局年度市场开拓计划"], ["无"], None)
        )
        row["organiser"] = dice.pick(("青岛市装备行业协会", "某会展公司", None))
    return row
