"""Industry codes of GB/T 4754-2017 as rules compare them: without the section letter."""

from __future__ import annotations

import polars as pl


def normalise_industry_code(code: pl.Expr) -> pl.Expr:
    """Digits of a code written with or without its section letter (C3670 → 3670); null where it is none."""
    folded = code.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()
    return folded.str.extract(r"^[A-T]?(\d{2,4})$", 1)
