"""How alike two names are, in whole percent: the share of their characters that both have in the same order."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Indel


def edit_distances(names: Iterable[str], others: Iterable[str]) -> pl.Series:
    """How many characters must be put in or taken out to make a name the other of its place; Int64."""
    return pl.Series(process.cpdist(names, others, scorer=Indel.distance, workers=-1)).cast(pl.Int64)


def similarity(distance: pl.Expr, length: pl.Expr, other_length: pl.Expr) -> pl.Expr:
    """Int64, 0 to 100, rounded down: 100 only for equal names."""
    both = length.cast(pl.Int64) + other_length.cast(pl.Int64)
    return 100 * (both - distance) // both
