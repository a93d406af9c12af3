"""Every condition and award has words, and the words say the figure and on which side of it one must be."""

from __future__ import annotations

from typing import get_args

import pytest

from screening.rules import policy_item as shape
from screening.rules.describe import describe_condition
from screening.rules.describe_items import describe_award, describe_requirements
from screening.rules.policy_item import Award, Condition, Item
from screening.rules.vocabulary import Evidence

_CONDITIONS: dict[type[Condition], tuple[Condition, str]] = {
    shape.AtLeast: (shape.AtLeast(fact="revenue", value="1000万元"), "营业收入不低于1000万元"),
    shape.Over: (shape.Over(fact="revenue", value="1000万元"), "营业收入超过1000万元（不含本数）"),
    shape.AtMost: (shape.AtMost(fact="rank", value="10名"), "排名不超过10名"),
    shape.Under: (shape.Under(fact="rank", value="10名"), "排名低于10名（不含本数）"),
    shape.OneOf: (shape.OneOf(fact="role", values=["牵头", "主导"]), "角色为牵头、主导之一"),
    shape.Contains: (shape.Contains(fact="organiser", words=["协会", "商会"]), "组织方含“协会、商会”之一"),
    shape.IsTrue: (shape.IsTrue(fact="own_land"), "独立供地为“是”"),
    shape.IsFalse: (shape.IsFalse(fact="endogenous"), "内生项目为“否”"),
    shape.IsPresent: (shape.IsPresent(fact="accepted_on"), "有验收日期"),
    shape.ListedIn: (shape.ListedIn(fact="plan_lists", any_of=["省重大项目"]), "列入计划含省重大项目"),
    shape.IndustryIn: (shape.IndustryIn(industry_list="制造业"), "行业属于制造业"),
    shape.AboveScale: (shape.AboveScale(), "当年为规模以上（已纳统）"),
    shape.Growth: (shape.Growth(fact="revenue", at_least="10%", years_back=1), "上一年营业收入同比增长不低于10%"),
    shape.ReachesTarget: (
        shape.ReachesTarget(fact="revenue", other_fact="revenue_target"),
        "营业收入达到年度目标",
    ),
    shape.FirstReach: (
        shape.FirstReach(lines=[shape.Line(fact="revenue", over="50亿元"), shape.Line(fact="rank", at_least="2名")]),
        "历年首次同时达到：营业收入超过50亿元、排名2名以上",
    ),
    shape.Holds: (shape.Holds(programmes=["绿色工厂"], levels=["省级"]), "持有省级绿色工厂"),
    shape.SpendingExists: (shape.SpendingExists(spending_kinds=["保费"], same_object=True), "同一对象当年有保费记录"),
    shape.Judged: (shape.Judged(text="成效显著"), "“成效显著”由主管部门判定"),
    shape.InForce: (shape.InForce(fact="above_scale_on"), "首次纳统日期在政策有效期内"),
    shape.AnyOf: (
        shape.AnyOf(conditions=[shape.AboveScale(), shape.Judged(text="择优")]),
        "以下之一：当年为规模以上（已纳统）；“择优”由主管部门判定",
    ),
}


@pytest.mark.parametrize("kind", get_args(Condition), ids=lambda kind: kind.__name__)
def test_every_kind_of_condition_has_words(kind: type[Condition]) -> None:
    condition, words = _CONDITIONS[kind]
    assert describe_condition(condition) == words


def test_a_blank_that_counts_as_no_is_said() -> None:
    condition = shape.IsFalse(fact="endogenous", blank_is_no=True)
    assert describe_condition(condition) == "内生项目为“否”（空白按“否”计）"


def _item(award: Award, **parts: object) -> Item:
    evidence = parts.pop("evidence", Evidence.PROJECT)
    return Item(id="1-01", title="样例", subject="企业", evidence=evidence, award=award, **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("award", "words"),
    [
        (shape.Fixed(amount="50万元"), "50万元"),
        (shape.Ceiling(amount="50万元"), "最高50万元"),
        (shape.Rate(rate="12%", of="equipment_investment", limit="600万元"), "设备投资额的12%，不超过600万元"),
        (
            shape.Rate(rate="10%", of="equipment_investment", rate_is_ceiling=True),
            "设备投资额的10%以内",
        ),
        (
            shape.Rate(
                rate="6%",
                of="equipment_investment",
                steps=[shape.RateStep(points="2个百分点", when=[shape.IsTrue(fact="own_land")])],
            ),
            "设备投资额的6%，独立供地为“是”的增加2个百分点",
        ),
        (shape.Rate(rate="5%", of=shape.Spending(kinds=["产品销售额"])), "产品销售额的5%"),
        (shape.PerUnit(amount="20万元", amount_is_ceiling=True), "按数量每个最高20万元"),
        (
            shape.PerStep(amount="50万元", of="revenue", step="100亿元", above="500亿元"),
            "营业收入超过500亿元后每满100亿元最高50万元",
        ),
        (
            shape.LeastOf(
                bounds=[
                    shape.Bound(amount="6万元"),
                    shape.Bound(rate="50%", of="amount", when=[shape.AtMost(fact="lease_year", value="5年")]),
                    shape.Bound(unit_price="10元", times=["area_sqm", "months"]),
                ]
            ),
            "下列各数之最小者：6万元；金额的50%（第几年不超过5年）；10元 × 面积 × 月数",
        ),
        (shape.Unstated(as_printed="一事一议"), "未列明金额（一事一议）"),
        (shape.NoSupport(), "无资金支持"),
    ],
)
def test_every_kind_of_award_has_words(award: Award, words: str) -> None:
    assert describe_award(_item(award)) == words


def test_requirements_begin_with_the_evidence_and_end_with_the_payee() -> None:
    item = _item(
        shape.NoSupport(),
        project_types=["技术改造"],
        plan_lists=["市重点工业项目计划"],
        when=[shape.Judged(text="符合条件")],
        subject_types=["企业"],
        requires_manufacturing=True,
        year_offset=1,
    )
    assert describe_requirements(item) == [
        "项目类型或列入计划：技术改造、市重点工业项目计划",
        "“符合条件”由主管部门判定",
        "主体类型：企业",
        "限制造业",
        "上一年度的事项，本年度兑付",
    ]
