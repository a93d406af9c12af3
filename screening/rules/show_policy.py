"""Policy documents for people: the list of them, and one document or article in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from screening.rules.describe import list_words
from screening.rules.describe_items import describe_award, describe_novelty, describe_requirements
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.policy_item import Article, Item, Stacking

POLICY_LIST: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "policy_id": pl.String,
    "city": pl.String,
    "title": pl.String,
    "document_number": pl.String,
    "issuer": pl.String,
    "status": pl.String,  # in_force | draft
    "force_start": pl.Date,
    "force_end": pl.Date,
    "articles": pl.Int64,
    "items": pl.Int64,
}
_STATUS: Final = {"in_force": "现行", "draft": "征求意见稿"}
_STACKING: Final = {
    "HighestOnly": "就高不重复",
    "TopUp": "晋级补差",
    "Overlap": "疑似同一成果，仅提示",
}


def list_policies(rulebook: Rulebook) -> pl.DataFrame:
    """One row per policy document; columns POLICY_LIST."""
    rows = [
        (
            policy.policy.id,
            policy.policy.city,
            policy.policy.title,
            policy.policy.document_number,
            policy.policy.issuer,
            policy.policy.status,
            policy.policy.force.start if policy.policy.force else None,
            policy.policy.force.end if policy.policy.force else None,
            len(policy.articles),
            sum(len(article.items) for article in policy.articles),
        )
        for policy in rulebook.policies.values()
    ]
    return pl.DataFrame(rows, schema=POLICY_LIST, orient="row")


def show_policy(policy: LoadedPolicy, article: str | None = None) -> str:
    """The document in Chinese, or one of its articles. KeyError where it has no such article."""
    if article is not None and article not in policy.files:
        raise KeyError(f"{policy.policy.id} has no article {article!r}: it has {list(policy.files)}")
    head = list(_head(policy)) if article is None else []
    chosen = [part for part in policy.articles if article in (None, part.article)]
    return "\n".join([*head, *(line for part in chosen for line in _article_lines(part, policy))])


def _head(policy: LoadedPolicy) -> Iterator[str]:
    document = policy.policy
    yield f"{document.title}（{document.document_number or '无文号'}，{_STATUS[document.status]}）"
    yield f"制发机关：{document.issuer}；公布日期：{document.published_on or '未载'}"
    yield f"有效期：{document.force.start} 至 {document.force.end}" if document.force else "有效期：未规定"
    for provision in document.provisions:
        yield f"总则性规定 {provision.id}（{provision.article}）"


def _article_lines(article: Article, policy: LoadedPolicy) -> Iterator[str]:
    yield ""
    yield f"【{article.article}】{article.title}（{article.computability}{_because(article.reason)}）"
    for item in article.items:
        yield from _item_lines(item)
    for ceiling in article.ceilings:
        yield f"  上限 {ceiling.id}：{list_words(ceiling.items)} 合计不超过{ceiling.limit}（{ceiling.as_printed}）"
    for relation in article.stacking:
        yield f"  {_stacking_words(relation)} {relation.id}：{list_words(relation.items)}（{relation.as_printed}）"
    for reading in article.readings:
        yield f"  解读 {policy.policy.id}/{reading.id}：{reading.question}取：{reading.taken}"


def _item_lines(item: Item) -> Iterator[str]:
    words = [describe_novelty(item), "".join(item.level), list_words(item.programmes), list_words(item.grade)]
    yield f"  {item.id} {item.title}：{describe_award(item)}（{item.computability}{_because(item.reason)}）"
    yield f"      对象：{item.subject}；{' '.join(word for word in words if word)}".rstrip("；")
    requirements = describe_requirements(item)
    if requirements:
        yield f"      条件：{'；'.join(requirements)}"


def _stacking_words(relation: Stacking) -> str:
    return _STACKING[type(relation).__name__]


def _because(reason: str | None) -> str:
    return f"：{reason}" if reason else ""
