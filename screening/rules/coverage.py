"""The coverage register: every article of every document as full, partial or not computable, and why."""

from __future__ import annotations

from collections import Counter
from typing import Final

import polars as pl

from screening.rules.article_numbers import article_order
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook

COVERAGE: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "policy_id": pl.String,
    "article": pl.String,
    "title": pl.String,
    "computability": pl.String,  # full | partial | none
    "reason": pl.String,  # why not full; reasons of the items follow that of the article
    "items": pl.Int64,
    "items_full": pl.Int64,
    "items_partial": pl.Int64,
    "items_none": pl.Int64,
}


def coverage_register(rulebook: Rulebook) -> pl.DataFrame:
    """One row per article, in the order of the documents; columns COVERAGE."""
    rows = [row for policy in rulebook.policies.values() for row in _coverage_of(policy)]
    return pl.DataFrame(rows, schema=COVERAGE, orient="row")


def _coverage_of(policy: LoadedPolicy) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for article in policy.articles:
        found = Counter(item.computability for item in article.items)
        reasons = [article.reason, *(f"{item.id}：{item.reason}" for item in article.items if item.reason)]
        rows.append(
            (
                policy.policy.id,
                article.article,
                article.title,
                article.computability,
                "；".join(reason for reason in reasons if reason) or None,
                len(article.items),
                found["full"],
                found["partial"],
                found["none"],
            )
        )
    return rows


def coverage_totals(register: pl.DataFrame) -> pl.DataFrame:
    """Articles and items of each document by computability: policy_id, articles, full, partial, none, items."""
    counts = [
        (pl.col("computability") == kind).sum().cast(pl.Int64).alias(kind) for kind in ("full", "partial", "none")
    ]
    return (
        register.group_by("policy_id")
        .agg(pl.len().cast(pl.Int64).alias("articles"), *counts, pl.col("items").sum())
        .sort("policy_id")
    )


def missing_articles(policy: LoadedPolicy) -> list[str]:
    """Articles a document must have, by the numbers of those it has, and the rulebook lacks: ``第9条``."""
    orders = {article_order(article.article) for article in policy.articles}
    missing: list[str] = []
    for is_supplement, words in ((False, "第{}条"), (True, "附则或保障措施第{}条")):
        numbers = {number for in_supplement, number in orders if in_supplement == is_supplement}
        missing.extend(words.format(number) for number in range(1, max(numbers, default=0)) if number not in numbers)
    return missing
