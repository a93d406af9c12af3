"""One three-valued test of a candidate row, and how to tell a person of it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What a measurable check lacks: the fact, the value asked, how far the row is from it."""

    fact: str
    required: str
    gap: pl.Expr


@dataclass(frozen=True, slots=True)
class OpenFact:
    """An input column (or a title, a kind of spending) that would decide where `is_unknown` is true."""

    name: str
    is_unknown: pl.Expr


@dataclass(frozen=True, slots=True)
class Check:
    """verdict: Boolean, null for unknown. asked, seen: Chinese, for the reason."""

    verdict: pl.Expr
    asked: str | pl.Expr  # an expression where the items of a group ask for different values
    seen: pl.Expr | None = None
    open_facts: tuple[OpenFact, ...] = ()  # named where the verdict is unknown
    judgement: str | None = None
    near_miss: NearMiss | None = None
