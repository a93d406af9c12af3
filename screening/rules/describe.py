"""Rules in words for people: each condition and award of the rulebook as a short Chinese phrase."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Final

from screening.rules import policy_item as shape
from screening.rules.policy_item import Condition, Item
from screening.rules.vocabulary import FACTS, Evidence

_NOVELTY_WORDS: Final = {
    "new": "当年新认定",
    "first": "首次认定",
    "first_of_grades": "首次通过（任一等级）",
    "reviewed": "复核通过",
    "held": "持有",
}


def describe_condition(condition: Condition) -> str:
    """The condition as a phrase: ``营业收入不低于1000万元``. One function per kind; every kind has one."""
    return _describe(condition)


def describe_fact(name: str) -> str:
    """The Chinese label of a fact; its own name where the vocabulary lacks it."""
    return FACTS[name].label if name in FACTS else name


def list_words(words: Sequence[str]) -> str:
    """Words as a Chinese list: ``省级、国家级``."""
    return "、".join(words)


@singledispatch
def _describe(condition: object) -> str:
    raise TypeError(f"no description for a condition of kind {type(condition).__name__}")


@_describe.register
def _(condition: shape.AtLeast) -> str:
    return f"{describe_fact(condition.fact)}不低于{condition.value}"


@_describe.register
def _(condition: shape.Over) -> str:
    return f"{describe_fact(condition.fact)}超过{condition.value}（不含本数）"


@_describe.register
def _(condition: shape.AtMost) -> str:
    return f"{describe_fact(condition.fact)}不超过{condition.value}"


@_describe.register
def _(condition: shape.Under) -> str:
    return f"{describe_fact(condition.fact)}低于{condition.value}（不含本数）"


@_describe.register
def _(condition: shape.OneOf) -> str:
    return f"{describe_fact(condition.fact)}为{list_words(condition.values)}{_one_of_them(condition.values)}"


@_describe.register
def _(condition: shape.IsTrue) -> str:
    return f"{describe_fact(condition.fact)}为“是”"


@_describe.register
def _(condition: shape.IsFalse) -> str:
    return f"{describe_fact(condition.fact)}为“否”"


@_describe.register
def _(condition: shape.IsPresent) -> str:
    return f"有{describe_fact(condition.fact)}"


@_describe.register
def _(condition: shape.ListedIn) -> str:
    return f"{describe_fact(condition.fact)}含{list_words(condition.any_of)}{_one_of_them(condition.any_of)}"


@_describe.register
def _(condition: shape.IndustryIn) -> str:
    return f"行业属于{condition.industry_list}"


@_describe.register
def _(_: shape.AboveScale) -> str:
    return "当年为规模以上（已纳统）"


@_describe.register
def _(condition: shape.Growth) -> str:
    year = "上一年" if condition.years_back == 1 else f"前{condition.years_back}年" if condition.years_back else ""
    return f"{year}{describe_fact(condition.fact)}同比增长不低于{condition.at_least}"


@_describe.register
def _(condition: shape.ReachesTarget) -> str:
    return f"{describe_fact(condition.fact)}达到{describe_fact(condition.other_fact)}"


@_describe.register
def _(condition: shape.FirstReach) -> str:
    lines = list_words([_describe_line(line) for line in condition.lines])
    return f"历年首次{'同时' if len(condition.lines) > 1 else ''}达到：{lines}"


@_describe.register
def _(condition: shape.Holds) -> str:
    level = "该行所列级别的" if condition.level_from_row else list_words(condition.levels)
    verb = "曾获" if condition.ever else "持有"
    titles = f"{list_words(condition.programmes)}{_one_of_them(condition.programmes)}"
    return f"{'同一对象' if condition.same_object else ''}{verb}{level}{titles}"


@_describe.register
def _(condition: shape.SpendingExists) -> str:
    return f"{'同一对象' if condition.same_object else ''}当年有{list_words(condition.spending_kinds)}记录"


@_describe.register
def _(condition: shape.Judged) -> str:
    return f"“{condition.text}”由主管部门判定"


@_describe.register
def _(condition: shape.InForce) -> str:
    return f"{describe_fact(condition.fact)}在政策有效期内"


@_describe.register
def _(condition: shape.AnyOf) -> str:
    return f"以下之一：{'；'.join(describe_condition(part) for part in condition.conditions)}"


def _describe_line(line: shape.Line) -> str:
    if line.at_least is not None:
        return f"{describe_fact(line.fact)}{line.at_least}以上"
    return f"{describe_fact(line.fact)}超过{line.over}"


def _one_of_them(words: Sequence[str]) -> str:
    return "之一" if len(words) > 1 else ""


def describe_requirements(item: Item) -> list[str]:
    """What an enterprise must show for the item, one phrase each: its evidence, then its conditions."""
    phrases = [
        _phrase("项目类型或列入计划：", [*item.project_types, *item.plan_lists]),
        _phrase("收支类别：", item.spending_kinds),
        _phrase("等级不含：", item.except_grade),
        "须写明等级" if item.grade_must_be_named else "",
        f"获奖等次第{item.prize_rank}" if item.prize_rank is not None else "",
        *(describe_condition(condition) for condition in (*item.select, *item.when)),
        _phrase("主体类型：", item.subject_types),
        "限制造业" if item.requires_manufacturing else "",
        f"以{describe_fact(item.dated_by)}定年度" if item.dated_by else "",
        "上一年度的事项，本年度兑付" if item.year_offset == 1 else "",
    ]
    return [phrase for phrase in phrases if phrase]


def describe_novelty(item: Item) -> str | None:
    """How new the recognition must be; None for evidence that is no recognition."""
    return _NOVELTY_WORDS[item.novelty] if item.evidence is Evidence.RECOGNITION and item.novelty else None


def _phrase(label: str, words: Sequence[str]) -> str:
    return f"{label}{list_words(words)}" if words else ""


def describe_award(item: Item) -> str:
    """The award as a phrase: ``最高100万元``, ``设备投资额的10%以内，不超过300万元``."""
    match item.award:
        case shape.Fixed(amount=amount):
            return amount
        case shape.Ceiling(amount=amount):
            return f"最高{amount}"
        case shape.Rate() as rate:
            return _describe_rate(rate, describe_rate_base(item) or "")
        case shape.PerUnit(amount=amount, unit=unit):
            return f"按{describe_fact(unit)}每个{_at_most(item.award.amount_is_ceiling)}{amount}"
        case shape.PerStep() as steps:
            amount = f"{_at_most(steps.amount_is_ceiling)}{steps.amount}"
            return f"{describe_fact(steps.of)}超过{steps.above}后每满{steps.step}{amount}"
        case shape.LeastOf(bounds=bounds):
            return f"下列各数之最小者：{'；'.join(_describe_bound(bound) for bound in bounds)}"
        case shape.Unstated(as_printed=printed):
            return f"未列明金额（{printed}）"
        case shape.NoSupport():
            return "无资金支持"


def describe_rate_base(item: Item) -> str | None:
    """What the item's rate is taken of: a fact, or kinds of spending; None where its award is no rate."""
    if not isinstance(item.award, shape.Rate):
        return None
    if not isinstance(item.award.of, str):
        return list_words(item.award.of.kinds)
    if item.award.of == "amount" and item.spending_kinds:
        return list_words(item.spending_kinds)
    return describe_fact(item.award.of)


def _at_most(is_ceiling: bool) -> str:
    return "最高" if is_ceiling else ""


def _describe_rate(award: shape.Rate, base: str) -> str:
    bound = "以内" if award.rate_is_ceiling else ""
    limit = f"，{'最高' if award.limit_is_ceiling else '不超过'}{award.limit}" if award.limit else ""
    steps = "".join(
        f"，{'且'.join(describe_condition(condition) for condition in step.when)}的增加{step.points}"
        for step in award.steps
    )
    return f"{base}的{award.rate}{bound}{steps}{limit}"


def _describe_bound(bound: shape.Bound) -> str:
    if bound.amount is not None:
        figure = bound.amount
    elif bound.rate is not None:
        figure = f"{describe_fact(bound.of or '')}的{bound.rate}"
    else:
        figure = " × ".join([bound.unit_price or "", *(describe_fact(fact) for fact in bound.times)])
    when = "且".join(describe_condition(condition) for condition in bound.when)
    return f"{figure}（{when}）" if when else figure
