"""What the parsers make of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from screening.intake.parse_amounts import READ, Parsed


def parse_texts(texts: Sequence[str | None], parse: Callable[[str, pl.Expr], Parsed]) -> pl.DataFrame:
    """The values of a column `x` of these texts, `fault` and `rounded`, as one sheet."""
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String}).with_columns(file=pl.lit("f"), sheet=pl.lit(""))
    parsed = parse("x", pl.col("text"))
    read = frame.with_columns(parsed.read.alias(READ))
    return read.select(**parsed.values, fault=parsed.fault, rounded=parsed.is_rounded)
