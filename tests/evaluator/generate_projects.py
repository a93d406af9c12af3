"""Invented projects of Shaoxing: types, plan lists, investment and dates around every line."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from tests.evaluator import shaoxing_investment as law
from tests.evaluator.random_facts import Dice, Row

YI: Final = 10_000
_TYPES: Final = (
    *("制造业投资", "制造业投资", "氢能", "未来产业先导区", "新星产业集群", "数字化示范园区", "信息化"),
    *("循环经济850工程", "淘汰落后产能", "设备更新两新", "技术改造"),
)
_PLANS: Final = (
    *(law.CITY_PLAN, law.CITY_PLAN, law.CONVERSION_PLAN, *law.CLUSTERS),
    *(law.HYDROGEN_PLAN, law.PILOT_ZONE, law.NEW_STAR, law.PARK_PLAN, law.CIRCULAR_PLAN, law.BOND_PLAN),
    *(*law.RETIREMENT_PLANS, "省重大项目"),
)
_PLAN_OF_TYPE: Final = {
    "氢能": law.HYDROGEN_PLAN,
    "未来产业先导区": law.PILOT_ZONE,
    "新星产业集群": law.NEW_STAR,
    "数字化示范园区": law.PARK_PLAN,
    "循环经济850工程": law.CIRCULAR_PLAN,
    "淘汰落后产能": law.RETIREMENT_PLANS[0],
    "设备更新两新": law.BOND_PLAN,
}


def projects(dice: Dice) -> list[Row]:
    """Rows of up to three projects, one or several years each."""
    rows: list[Row] = []
    for number in range(dice.pick((0, 1, 1, 2, 3))):
        type_ = dice.pick(_TYPES)
        fixed = _of_whole_project(dice, type_)
        for year in dice.random.sample((2024, 2025, 2026), k=dice.pick((1, 1, 1, 2))):
            rows.append({"project_id": f"P{number}", "type": type_, "year": year} | fixed | _of_year(dice))
    return rows


def _of_year(dice: Dice) -> Row:
    return {
        "equipment_investment": dice.yuan(300, 1250, 5000, 8333, 15_000, 18_750, 25_000),
        "total_investment": dice.yuan(30, 333, 500, 1000),
        "retired_net_value": dice.yuan(100, 3750),
        "accepted_on": dice.pick((dt.date(2025, 9, 1), dice.as_of, dice.as_of + dt.timedelta(days=1), None)),
    }


def _of_whole_project(dice: Dice, type_: str) -> Row:
    return {
        "plan_lists": _plans(dice, type_),
        "endogenous": dice.pick((None, None, False, False, True)),
    } | (_early(dice) if dice.chance(25) else {})


def _plans(dice: Dice, type_: str) -> list[str] | None:
    if dice.chance(20):
        return dice.pick((None, ["无"]))
    chosen = dice.random.sample(_PLANS, k=dice.pick((0, 1, 2, 3)))
    if type_ in _PLAN_OF_TYPE and dice.chance(80):
        chosen.append(_PLAN_OF_TYPE[type_])
    return sorted(set(chosen)) or ["无"]


def _early(dice: Dice) -> dict[str, Any]:
    """Start and completion on, before and after 90 and 180 days ahead of the agreed days."""
    start, completion = dt.date(2025, 3, 1), dt.date(2026, 2, 1)
    return {
        "fixed_asset_investment": dice.yuan(YI, 2 * YI),
        "own_land": dice.flag(),
        "started_on": dice.maybe(start),
        "agreed_start_on": dice.maybe(start + dt.timedelta(days=dice.pick((89, 90, 179, 180, 181)))),
        "completed_on": dice.maybe(completion),
        "agreed_completion_on": dice.maybe(completion + dt.timedelta(days=dice.pick((89, 90, 179, 180, 181)))),
    }
