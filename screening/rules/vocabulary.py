"""The facts a condition may name: a closed table. A fact outside it stops the load of the rulebook.

Each fact is a column of the candidate frame of its evidence kinds (`determination.candidates`); its
unit says how a printed figure is read, its label is what a person reads in a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Evidence(StrEnum):
    """What a determination row is about."""

    RECOGNITION = "recognition"
    PROJECT = "project"  # one row per project and year
    PROJECT_LIFE = "project_life"  # one row per project, once in its life
    EXPENDITURE = "expenditure"
    ANNUAL_RETURN = "annual_return"
    REGISTER = "register"  # a dated fact of the register itself: first entry into the 规上 statistics
    NONE = "none"  # the article pays nothing a table could show


EVIDENCE_TABLES: Final[dict[Evidence, str]] = {
    Evidence.RECOGNITION: "recognitions",
    Evidence.PROJECT: "projects",
    Evidence.PROJECT_LIFE: "projects",
    Evidence.EXPENDITURE: "expenditures",
    Evidence.ANNUAL_RETURN: "annual_returns",
    Evidence.REGISTER: "enterprises",
}


class Unit(StrEnum):
    """How the printed figure of a condition on a fact is read."""

    MONEY = "money"  # 元 万元 亿元 → fen; the column ends in _fen
    COUNT = "count"  # 家 个 条 次 天 级 年 名 项, with 万 or 亿 before it
    SHARE = "share"  # % → basis points
    TEXT = "text"
    FLAG = "flag"  # 是 / 否
    DATE = "date"
    LIST = "list"  # several names


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: its name in rules and in `missing_facts`, unit, label, the evidence that carries it."""

    name: str
    unit: Unit
    label: str
    evidence: frozenset[Evidence]

    @property
    def column(self) -> str:
        """Name of the column in the candidate frame."""
        return f"{self.name}_fen" if self.unit is Unit.MONEY else self.name


_ALL: Final = frozenset(Evidence) - {Evidence.NONE}
_RECOGNITION: Final = frozenset({Evidence.RECOGNITION})
_PROJECT: Final = frozenset({Evidence.PROJECT, Evidence.PROJECT_LIFE})
_SPENDING: Final = frozenset({Evidence.EXPENDITURE})
_RETURN: Final = frozenset({Evidence.ANNUAL_RETURN})

_FACTS: Final = (
    # the enterprise, on every candidate row
    Fact("subject_type", Unit.TEXT, "主体类型", _ALL),
    Fact("industry_code", Unit.TEXT, "行业代码", _ALL),
    Fact("ownership", Unit.TEXT, "经济性质", _ALL),
    Fact("registered_on", Unit.DATE, "成立日期", _ALL),
    Fact("above_scale_on", Unit.DATE, "首次纳统日期", _ALL),
    Fact("is_above_scale", Unit.FLAG, "是否规上", _ALL),  # in the year of the event
    Fact("years_registered", Unit.COUNT, "成立年数", _ALL),  # full years at the year's end, or on the as-of date
    Fact("is_confirmed", Unit.FLAG, "是否符合条件", _ALL),
    # the enterprise's return of the year of the event (null where there is none)
    Fact("revenue", Unit.MONEY, "营业收入", _ALL),
    Fact("productivity_grade", Unit.TEXT, "亩均评价", _ALL),
    # recognitions
    Fact("level", Unit.TEXT, "级别", _RECOGNITION | _SPENDING),
    Fact("grade", Unit.TEXT, "等级", _RECOGNITION),
    Fact("role", Unit.TEXT, "角色", _RECOGNITION),
    Fact("rank", Unit.COUNT, "排名", _RECOGNITION),
    Fact("prize_rank", Unit.COUNT, "获奖等次", _RECOGNITION),  # rank, else 一 二 三等奖 or 金 银 铜 as 1 2 3
    Fact("recognised_on", Unit.DATE, "认定日期", _RECOGNITION),
    Fact("quantity", Unit.COUNT, "数量", _RECOGNITION),
    Fact("item_name", Unit.TEXT, "对象名称", _RECOGNITION | _SPENDING),
    # projects
    Fact("project_type", Unit.TEXT, "项目类型", _PROJECT),
    Fact("plan_lists", Unit.LIST, "列入计划", _PROJECT | _SPENDING),
    Fact("equipment_investment", Unit.MONEY, "设备投资额", _PROJECT),
    Fact("total_investment", Unit.MONEY, "年度投入", _PROJECT),
    Fact("fixed_asset_investment", Unit.MONEY, "固定资产投资", _PROJECT),
    Fact("retired_net_value", Unit.MONEY, "淘汰设备资产净值", _PROJECT),
    Fact("own_land", Unit.FLAG, "独立供地", _PROJECT),
    Fact("endogenous", Unit.FLAG, "内生项目", _PROJECT),
    Fact("agreed_start_on", Unit.DATE, "约定开工日期", _PROJECT),
    Fact("started_on", Unit.DATE, "实际开工日期", _PROJECT),
    Fact("agreed_completion_on", Unit.DATE, "约定竣工日期", _PROJECT),
    Fact("completed_on", Unit.DATE, "实际竣工日期", _PROJECT),
    Fact("accepted_on", Unit.DATE, "验收日期", _PROJECT),
    Fact("days_early_start", Unit.COUNT, "提前开工天数", _PROJECT),
    Fact("days_early_completion", Unit.COUNT, "提前竣工天数", _PROJECT),
    # expenditures
    Fact("spending_kind", Unit.TEXT, "类别", _SPENDING),
    Fact("amount", Unit.MONEY, "金额", _SPENDING),
    Fact("organiser", Unit.TEXT, "组织方", _SPENDING),
    Fact("counterparty", Unit.TEXT, "交易对方", _SPENDING),
    Fact("area_sqm", Unit.COUNT, "面积", _SPENDING),
    Fact("monthly_unit_rent", Unit.MONEY, "月租单价", _SPENDING),
    Fact("months", Unit.COUNT, "月数", _SPENDING),
    Fact("lease_year", Unit.COUNT, "第几年", _SPENDING),
    # annual returns
    Fact("software_revenue", Unit.MONEY, "软件业务收入", _RETURN),
    Fact("local_contribution", Unit.MONEY, "地方贡献", _RETURN),
    Fact("local_manufacturing_share", Unit.SHARE, "本地制造业营收占比", _RETURN),
    Fact("identifier_registrations", Unit.COUNT, "标识注册量", _RETURN),
    Fact("identifier_resolutions", Unit.COUNT, "标识解析量", _RETURN),
    Fact("revenue_target", Unit.MONEY, "年度目标", _RETURN),
    Fact("target_pool", Unit.TEXT, "冲击新目标库", _RETURN),
    Fact("reporting_scope", Unit.TEXT, "统计口径", _RETURN),
    Fact("years_after_above_scale", Unit.COUNT, "纳统后年数", _RETURN),  # 1 = first full calendar year after it
    # over all known years of the enterprise up to and including the event's year
    Fact("identifier_resolutions_to_date", Unit.COUNT, "标识解析总量", _ALL),
)

FACTS: Final[dict[str, Fact]] = {fact.name: fact for fact in _FACTS}
