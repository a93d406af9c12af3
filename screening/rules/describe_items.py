"""Items in words for people: what one must show, how new it must be, what is awarded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from screening.rules import policy_item as shape
from screening.rules.describe import describe_condition, describe_fact, list_words
from screening.rules.policy_item import Item
from screening.rules.vocabulary import Evidence

_NOVELTY_WORDS: Final = {
    "new": "当年新认定",
    "first": "首次认定",
    "first_of_grades": "首次通过（任一等级）",
    "reviewed": "复核通过",
    "held": "持有",
}


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
