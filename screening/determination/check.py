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
class Check:
    """verdict: Boolean, null for unknown. asked, seen: Chinese, for the reason."""

    verdict: pl.Expr
    asked: str
    seen: pl.Expr | None = None
    facts: tuple[str, ...] = ()  # input columns that would decide
    judgement: str | None = None
    near_miss: NearMiss | None = None
