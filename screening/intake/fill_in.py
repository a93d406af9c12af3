"""Sentences with values of columns in them."""

from __future__ import annotations

import polars as pl


def fill_in(template: str, *values: pl.Expr | str) -> pl.Expr:
    """The template with each `{}` filled from a column (name or expression); null where a value is null.

    Stands for `pl.format`, which in Polars 2.1 panics on a column with an empty chunk, such as `filter`
    leaves of a frame put together from several.
    """
    texts = template.split("{}")
    if len(texts) != len(values) + 1:
        raise ValueError(f"{template!r}: expected {len(texts) - 1} values, got {len(values)}")
    parts: list[pl.Expr | str] = [pl.lit(texts[0])]
    for value, text in zip(values, texts[1:], strict=True):
        parts += [value, pl.lit(text)]
    return pl.concat_str(parts)
