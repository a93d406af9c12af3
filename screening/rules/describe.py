"""Rules in words for people: each condition of the rulebook as a short Chinese phrase."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from screening.rules import policy_item as shape
from screening.rules.policy_item import Condition
from screening.rules.vocabulary import FACTS


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
    blank = "（未写明的按是计）" if condition.blank_is_met else ""
    return f"{describe_fact(condition.fact)}为{list_words(condition.values)}{_one_of_them(condition.values)}{blank}"


@_describe.register
def _(condition: shape.Contains) -> str:
    return f"{describe_fact(condition.fact)}含“{list_words(condition.words)}”{_one_of_them(condition.words)}"


@_describe.register
def _(condition: shape.IsTrue) -> str:
    return f"{describe_fact(condition.fact)}为“是”{_blank(condition.blank_is_no)}"


@_describe.register
def _(condition: shape.IsFalse) -> str:
    return f"{describe_fact(condition.fact)}为“否”{_blank(condition.blank_is_no)}"


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


def _blank(is_no: bool) -> str:
    return "（空白按“否”计）" if is_no else ""


def _one_of_them(words: Sequence[str]) -> str:
    return "之一" if len(words) > 1 else ""
