"""The 政策事项清单: every item of every article as a row a bureau could publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening.contract.money import FEN_PER_YUAN, YUAN, basis_points_from_printed, fen_from_printed
from screening.rules import policy_item as shape
from screening.rules.describe import list_words
from screening.rules.describe_items import (
    describe_award,
    describe_novelty,
    describe_rate_base,
    describe_requirements,
)
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.policy_item import Article, Award, Item, SharedCeiling
from screening.rules.vocabulary import Evidence

ITEM_LIST: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "policy_id": pl.String,
    "article": pl.String,
    "item_id": pl.String,
    "title": pl.String,
    "subject": pl.String,
    "programme": pl.String,
    "level": pl.String,
    "grade": pl.String,
    "novelty": pl.String,
    "amount_kind": pl.String,  # fixed | ceiling | rate | per_unit | tiered | unstated | none
    "amount": YUAN,
    "rate_percent": pl.Decimal(7, 2),
    "rate_is_ceiling": pl.Boolean,
    "rate_base": pl.String,
    "ceiling": YUAN,
    "ceiling_scope": pl.String,
    "conditions": pl.String,
    "computability": pl.String,
    "reason": pl.String,
}

_KINDS: Final[dict[type[Award], str]] = {
    shape.Fixed: "fixed",
    shape.Ceiling: "ceiling",
    shape.Rate: "rate",
    shape.PerUnit: "per_unit",
    shape.PerStep: "per_unit",
    shape.LeastOf: "tiered",
    shape.Unstated: "unstated",
    shape.NoSupport: "none",
}
_ONE_THING: Final = {
    Evidence.RECOGNITION: "单项认定",
    Evidence.PROJECT: "单个项目",
    Evidence.PROJECT_LIFE: "单个项目",
    Evidence.EXPENDITURE: "单项支出",
    Evidence.ANNUAL_RETURN: "单个企业",
    Evidence.REGISTER: "单个企业",
    Evidence.NONE: "单个企业",
}
_PER: Final = {"enterprise": "单个企业", "award_year": "每年度", "project": "单个项目", "object": "单个对象"}


def export_items(rulebook: Rulebook, policy_ids: Iterable[str] | None = None) -> pl.DataFrame:
    """One row per item of every article, one for an article without items; columns ITEM_LIST, document order.

    `policy_ids`: these documents only. Money in yuan. KeyError names a document the rulebook does not have.
    """
    chosen = rulebook.policies if policy_ids is None else {name: rulebook.policies[name] for name in policy_ids}
    rows = [row for policy in chosen.values() for row in _rows_of(policy)]
    return pl.DataFrame(rows, schema=ITEM_LIST)


def write_items_csv(items: pl.DataFrame, path: Path) -> None:
    """Write the list as csv, with the byte order mark by which spreadsheets know it is UTF-8."""
    items.write_csv(path, include_bom=True)


def _rows_of(policy: LoadedPolicy) -> Iterator[dict[str, Any]]:
    for article in policy.articles:
        for item in article.items:
            yield _row_of_item(policy, article, item)
        if not article.items:
            yield {
                "policy_id": policy.policy.id,
                "article": article.article,
                "title": article.title,
                "amount_kind": "none",
                "computability": article.computability,
                "reason": article.reason,
            }


def _row_of_item(policy: LoadedPolicy, article: Article, item: Item) -> dict[str, Any]:
    shared = [ceiling for ceiling in policy.ceilings() if item.id in ceiling.items]
    return {
        "policy_id": policy.policy.id,
        "article": article.article,
        "item_id": f"{policy.policy.id}/{item.id}",
        "title": item.title,
        "subject": item.subject,
        "programme": list_words(item.programmes) or None,
        "level": list_words(item.level) or None,
        "grade": list_words(item.grade) or None,
        "novelty": describe_novelty(item),
        "computability": item.computability,
        "reason": item.reason,
        **_award_columns(item),
        **_ceiling_columns(item, shared),
        "conditions": "；".join([*describe_requirements(item), *_award_words(item), *_shared_words(item, shared)])
        or None,
    }


def _award_columns(item: Item) -> dict[str, Any]:
    columns: dict[str, Any] = {"amount_kind": _KINDS[type(item.award)], "rate_base": describe_rate_base(item)}
    match item.award:
        case shape.Fixed(amount=amount) | shape.Ceiling(amount=amount) | shape.PerUnit(amount=amount):
            columns["amount"] = _yuan(amount)
        case shape.PerStep(amount=amount):
            columns["amount"] = _yuan(amount)
        case shape.Rate(rate=rate, rate_is_ceiling=is_ceiling):
            columns["rate_percent"] = Decimal(basis_points_from_printed(rate)) / 100
            columns["rate_is_ceiling"] = is_ceiling
    return columns


def _ceiling_columns(item: Item, shared: list[SharedCeiling]) -> dict[str, Any]:
    """The item's own cap of the one thing, else the first ceiling it shares."""
    if isinstance(item.award, shape.Rate) and item.award.limit is not None:
        return {"ceiling": _yuan(item.award.limit), "ceiling_scope": _ONE_THING[item.evidence]}
    if shared:
        return {"ceiling": _yuan(shared[0].limit), "ceiling_scope": _scope_of(shared[0])}
    return {}


def _award_words(item: Item) -> list[str]:
    """The award in words, where its columns do not say all of it."""
    is_told = isinstance(item.award, shape.Fixed | shape.Ceiling | shape.NoSupport)
    has_steps = isinstance(item.award, shape.Rate) and item.award.steps
    if is_told or (isinstance(item.award, shape.Rate) and not has_steps):
        return []
    return [f"标准：{describe_award(item)}"]


def _shared_words(item: Item, shared: list[SharedCeiling]) -> list[str]:
    """Shared ceilings that stand in no column: those after the item's own."""
    has_own = isinstance(item.award, shape.Rate) and item.award.limit is not None
    return [f"{_scope_of(ceiling)}合计不超过{ceiling.limit}" for ceiling in shared[0 if has_own else 1 :]]


def _scope_of(ceiling: SharedCeiling) -> str:
    return "".join(_PER[part] for part in ceiling.per)


def _yuan(printed: str) -> Decimal:
    return Decimal(fen_from_printed(printed)) / FEN_PER_YUAN
