"""Invented enterprises of Shaoxing."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from tests.evaluator.clauses import FIRST, WORK, TitleClause
from tests.evaluator.generate_projects import projects
from tests.evaluator.random_facts import Dice, Row, as_yuan, chain_of_title, different_titles, titles_of_one_event
from tests.evaluator.shaoxing_2025 import FORCE
from tests.evaluator.shaoxing_quality import TITLES
from tests.evaluator.titles import LEVEL_OF_TITLE, PRIZES, TITLES_OF_OBJECTS

PERIOD: Final = (FORCE.first, FORCE.last)
LEVELS: Final = ("国家级", "省级", "市级")
YI: Final = 10_000
_HALLS: Final = ("一号", "二号")
_EARLIER: Final = ("绍政办发〔2024〕4号", "柯桥区制造业政策", "先进制造业强市建设“4151”计划专项政策")
_PRIZES_OF_FIRMS: Final = ("中国质量奖", "省政府质量奖", "质量管理创新企业（组织）", "质量管理卓越企业（组织）")


def shaoxing_tables(dice: Dice) -> dict[str, Any]:
    """Rows of the tables of one enterprise."""
    recognitions = different_titles(_title(dice) for _ in range(dice.pick((1, 2, 3, 5))))
    recognitions += _standings(dice)
    return {
        "enterprise": _enterprise(dice),
        "recognitions": recognitions,
        "expenditures": _spendings(dice, recognitions),
        "annual_returns": _returns(dice),
        "projects": projects(dice),
        "sanctions": _sanctions(dice),
    }


def ledger(dice: Dice, recognitions: list[Row]) -> list[Row]:
    """Payments for some of the titles, under this, an earlier or a county's policy."""
    return [
        {
            "document": dice.pick(_EARLIER),
            "item": event["programme"],
            "level": event.get("level"),
            "grade": event.get("grade"),
            "item_name": event.get("item_name"),
            "amount": as_yuan(dice.pick((5, 10, 20, 30, 50, 100)) * 1_000_000),
            "paid_on": dt.date(2025, 1, 15),
        }
        for event in titles_of_one_event(recognitions)
        if dice.chance(40) and _is_payable(dice, event)
    ]


def _is_payable(dice: Dice, event: Row) -> bool:
    """What the ledger may hold: an event that has come to pass, of a programme that one line pays."""
    is_past = str(event["recognised_on"]) <= dice.as_of.isoformat()
    is_one_award = event["programme"] not in ("专业标准化技术委员会", "工艺美术大师")
    return is_past and is_one_award and event.get("role", "") is not None


def _enterprise(dice: Dice) -> Row:
    return {
        "subject_type": dice.pick(("企业",) * 8 + (None, "行业协会", "园区", "园区", "个人")),
        "industry_code": dice.pick(
            ("3670",) * 6 + ("1751", "6520", "2511", "4411", "6311", "5128", None, "0610", "1620")
        ),
        "ownership": dice.pick(("民营",) * 5 + ("国有", "国有控股", "外资", None)),
        "operating_status": dice.pick(("存续",) * 12 + ("在业", "注销", "迁出", None)),
        "above_scale_on": dice.maybe(dice.printed_date(), 40),
    }


def _title(dice: Dice) -> list[Row]:
    clause = dice.pick(TITLES)
    title: Row = {"programme": clause.programme} | _details(dice, clause)
    if clause.programme in ("小微企业园", "企业管理标杆企业") and clause.level is not None:
        title.pop("grade", None)
    same = [each for each in TITLES if each.programme == clause.programme]
    levels = sorted({level for each in same for level in (each.level, *each.levels) if level})
    if levels and clause.programme not in LEVEL_OF_TITLE:
        named = clause.level or (dice.pick(clause.levels) if clause.levels else None)
        title["level"] = named and dice.pick((named,) * 8 + (*levels, *LEVELS, None))
    if clause.novelty == FIRST and dice.chance(20):
        title["first_time"] = dice.pick((True, False))
        return [title | {"recognised_on": dice.printed_date()}]
    if clause.is_yearly or clause.programme in _PRIZES_OF_FIRMS:
        return [title | {"recognised_on": dice.printed_date()}]
    # A prize or product of a ladder is given once a rung.
    kinds = ("once", "levels") if clause.family and clause.novelty == WORK else ()
    return chain_of_title(dice, title, levels if title.get("level") else (), kinds)


def _details(dice: Dice, clause: TitleClause) -> Row:
    details: Row = {}
    if clause.programme in TITLES_OF_OBJECTS or (clause.novelty == WORK and clause.programme not in _PRIZES_OF_FIRMS):
        details["item_name"] = dice.pick(_HALLS)
    grades = sorted({grade for each in TITLES if each.programme == clause.programme for grade in each.grades})
    if clause.programme in PRIZES:
        grades = ["一等奖", "二等奖", "三等奖"]
    if grades:
        details["grade"] = dice.pick((*(clause.grades or grades) * 4, *grades, None))
    if clause.programme in ("标准制修订", "“浙江制造”标准", "数据领域社会类政企合作"):
        details["role"] = dice.pick(("主导", "主导", "参与", None))
    if clause.programme == "专业标准化技术委员会":
        details["item_name"] = f"标委会{dice.random.randrange(10**6)}"
    if clause.programme in ("专业标准化技术委员会", "“十链百场万企”活动"):
        details["role"] = dice.pick(("牵头", "牵头", "参与", None))
    if clause.programme == "“十链百场万企”活动":
        details["quantity"] = dice.pick((49, 50, 99, 100, None))
    if clause.programme == "国内外知名工业设计大赛奖项":
        details["is_confirmed"] = dice.flag()
    return details


def _returns(dice: Dice) -> list[Row]:
    return [
        {
            "year": year,
            "productivity_grade": dice.pick(("A", "B", "C", "D", None)),
            "revenue": dice.yuan(10 * YI, 50 * YI, 100 * YI, 500 * YI, 600 * YI, 700 * YI),
            "software_revenue": dice.yuan(1, 1000, 2000, 5000, YI),
            "reporting_scope": dice.pick(("单体", "单体", "集团", None)),
            "local_manufacturing_share": dice.pick(("50%", "49.99%", None)),
        }
        for year in (2023, 2024, 2025, 2026)
        if dice.chance(60)
    ]


def _standings(dice: Dice) -> list[Row]:
    rows = []
    for name in ("软件企业评估", "省经济和信息化数据服务平台"):
        if dice.chance(40):
            rows.append({"programme": name, "recognised_on": dt.date(2022, 5, 1)})
    if dice.chance(30):
        rows.append({"programme": "工艺美术大师", "level": dice.pick(LEVELS), "recognised_on": dt.date(2020, 5, 1)})
    return rows


def _spendings(dice: Dice, recognitions: list[Row]) -> list[Row]:
    masters = [row["level"] for row in recognitions if row["programme"] == "工艺美术大师"]
    rows: list[Row] = []
    for _ in range(dice.pick((0, 0, 1, 2))):
        kind = dice.pick(("房租", "孵化项目营业收入", "展位费"))
        row: Row = {"year": dice.pick((2024, 2025, 2026)), "kind": kind, "amount": dice.yuan(100, 4, 7) or "5.55元"}
        if kind == "房租":
            row |= {
                "area_sqm": dice.maybe(dice.pick(("333.3333", "500", "1000"))),
                "months": dice.maybe(dice.pick(("12", "7.5"))),
                "lease_year": dice.pick((1, 5, 6, 8, 9, None)),
            }
        elif kind == "孵化项目营业收入":
            row["item_name"] = dice.pick((*_HALLS, "三号", None))
        else:
            row |= {"level": dice.pick((*masters, None)), "item_name": "工艺美术精品展"}
        rows.append(row)
    return rows


def _sanctions(dice: Dice) -> list[Row]:
    if dice.chance(85):
        return []
    kind = dice.pick(("严重失信", "严重违法失信", "失信被执行人", "经营异常"))
    removed = dice.pick((None, None, dt.date(2025, 6, 1), dice.as_of, dice.as_of + dt.timedelta(days=1)))
    return [{"kind": kind, "listed_on": dt.date(2025, 3, 1), "removed_on": removed}]
