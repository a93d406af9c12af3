"""Invented enterprises of Weihai."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.evaluator.clauses import FIRST
from tests.evaluator.random_facts import Dice, Row, as_yuan, chain_of_title, different_titles, titles_of_one_event
from tests.evaluator.titles import LEVEL_OF_TITLE, TITLES_OF_OBJECTS
from tests.evaluator.weihai_2021 import TITLES as DRAFT_TITLES
from tests.evaluator.weihai_2023 import DOCUMENT, FORCE
from tests.evaluator.weihai_titles import CERTIFICATES, TITLES

LEVELS = ("国家级", "省级", "市级")
_CHIP = CERTIFICATES[0].programme


def weihai_tables(dice: Dice) -> dict[str, Any]:
    """Rows of the tables of one enterprise."""
    tables: dict[str, Any] = {"enterprise": _enterprise(dice)}
    recognitions = different_titles(_title(dice) for _ in range(dice.pick((1, 2, 3, 5))))
    if dice.chance(10):
        recognitions.append({"programme": "创新型企业", "recognised_on": dice.day()})
    if dice.chance(10):
        recognitions.append({"programme": "集成电路企业", "recognised_on": dice.day()})
    tables["recognitions"] = recognitions
    tables["projects"] = _projects(dice)
    tables["annual_returns"] = _returns(dice)
    tables["expenditures"] = [_service(dice) for _ in range(dice.pick((0, 0, 1, 2)))]
    return tables


def ledger(dice: Dice, recognitions: list[Row]) -> list[Row]:
    """Payments for some of the titles, in full, in part, too much, or under another document."""
    return [
        {
            "document": dice.pick((DOCUMENT, DOCUMENT, DOCUMENT, "威工信发〔2020〕14号")),
            "item": event["programme"],
            "level": event.get("level"),
            "grade": event.get("grade"),
            "item_name": dice.maybe(event.get("item_name"), 60),
            "amount": as_yuan(dice.pick((5, 10, 20, 30, 50, 100)) * 1_000_000),
            "paid_on": dt.date(2024, 6, 1),
            "award_year": 2024 if event["programme"] == "行业协会" else None,
        }
        for event in titles_of_one_event(recognitions)
        if dice.chance(40)
    ]


def _enterprise(dice: Dice) -> Row:
    return {
        "subject_type": dice.pick(("企业", "企业", "企业", None, "行业协会", "机构", "个人", "园区")),
        "industry_code": dice.pick(("3670", "3973", "6520", "5110", "4610", None, "0610")),
        "operating_status": dice.pick(("存续",) * 12 + ("在业", "注销", "迁出", "吊销", None)),
        "above_scale_on": dice.maybe(dice.printed_date(), 60),
    }


def _title(dice: Dice) -> list[Row]:
    clause = dice.pick(TITLES + CERTIFICATES * 3 + DRAFT_TITLES)
    title: Row = {"programme": clause.programme}
    if clause.level is not None and clause.programme not in LEVEL_OF_TITLE:
        title["level"] = dice.pick((clause.level,) * 8 + (*LEVELS, None))
    if clause.programme in TITLES_OF_OBJECTS:
        title["item_name"] = dice.pick(("一号", "二号"))
    if clause.novelty == FIRST and dice.chance(20):
        title["first_time"] = dice.pick((True, False))
        return [title | _details(dice, clause.programme) | {"recognised_on": dice.printed_date()}]
    if clause.is_yearly:
        return [title | _details(dice, clause.programme) | {"recognised_on": dice.printed_date()}]
    can_change_level = bool(title.get("level"))
    return chain_of_title(dice, title | _details(dice, clause.programme), LEVELS if can_change_level else ())


def _details(dice: Dice, programme: str) -> Row:
    if programme == _CHIP:
        quantity = dice.pick((None, None, 1, 2))
        return {
            "role": dice.pick(("原始取得", "原始取得", "受让", None)),
            "quantity": quantity,
            "item_name": f"布图{dice.random.randrange(10**6)}",
        }
    if programme == "制造业创新中心":
        return {"role": dice.pick(("牵头", "牵头", "参与", None))}
    if programme in ("中国优秀工业设计奖", "“省长杯”工业设计大赛"):
        return {
            "grade": dice.pick(("一等奖", "二等奖", "银奖", "铜奖", None)),
            "rank": dice.pick((None, None, 1, 2, 4)),
        }
    if programme == "新一代信息技术与制造业融合发展试点示范":
        return {"grade": dice.pick(("特色专业型", "数字领航", None))}
    if programme == "新一代信息技术与制造业融合应用创新试点示范":
        return {"grade": dice.pick(("典型应用场景", None, "试点示范企业"))}
    if programme in ("中国质量奖", "省长质量奖"):
        return {"grade": dice.pick(("提名奖", "质量奖", None))}
    if programme in ("DCMM", "CMMI"):
        return {"grade": dice.pick(("1级", "2级", "3级", "4级", "5级", None))}
    return {"is_confirmed": dice.flag()}


def _projects(dice: Dice) -> list[Row]:
    rows = []
    for number in range(dice.pick((0, 1, 1, 2, 3))):
        kind = dice.pick(
            (
                "智能化改造",
                "智能化改造",
                "关键核心技术攻关",
                "行业级工业互联网平台",
                "企业级工业互联网平台",
                "重大强链补链延链固链",
                "骨干膨胀",
                "节能示范",
            )
        )
        for year in dice.some_years():
            rows.append(
                {
                    "project_id": f"P{number}",
                    "type": kind,
                    "year": year,
                    "equipment_investment": dice.yuan(3000, 1000, 500),
                    "total_investment": dice.yuan(100, 200, 333, 667),
                    "is_confirmed": dice.flag(),
                }
            )
    return rows


def _returns(dice: Dice) -> list[Row]:
    revenue = dice.random.randrange(1, 10**6) * 1000
    rows = []
    for year in range(dice.years[0] - 2, dice.as_of.year + 1):
        revenue = revenue * 110 // 100 + dice.pick((-1, 0, 1, 50_000, -revenue // 5))
        if dice.chance(75):
            rows.append(
                {
                    "year": year,
                    "revenue": dice.maybe(as_yuan(revenue)),
                    "revenue_target": dice.maybe(as_yuan(revenue + dice.pick((-1, 0, 1)))),
                    "target_pool": dice.pick(("入库", "后备库", None, None)),
                    "local_contribution": dice.pick(
                        (None, None, "0元", "7.77元", "200000元", "900000.01元", "50000000元")
                    ),
                    "identifier_registrations": dice.maybe(dice.pick((0, 99_999, 100_000, 100_001))),
                    "identifier_resolutions": dice.maybe(dice.pick((0, 19_999, 20_000, 50_000))),
                }
            )
    return rows


def _service(dice: Dice) -> Row:
    amount = dice.yuan(400, 100, 37) or "123.45元"
    return {"year": dice.year(), "kind": "技术服务费", "amount": amount, "is_confirmed": dice.flag()}


PERIOD = (FORCE.first, FORCE.last)
