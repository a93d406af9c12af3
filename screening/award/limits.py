"""A ceiling over several rows: spread pro rata, each award rounded down, the remainder to the largest.

Readings 1.13: what is undetermined uses up no ceiling; it shows what it would give within what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

_FIRST: Final = ("item_id", "evidence_key")


def spread_limit(determined: pl.DataFrame, keys: Sequence[str], limit: str) -> pl.DataFrame:
    """`row_no`, `amount_fen` (≤ 0): what each determined row loses so that every group keeps to its limit.

    `limit` is a column of fen, equal within a group; null does not cap (an unknown never caps).
    """
    total = pl.col("award_fen").sum().over(keys)
    over = determined.with_columns(total=total).filter(pl.col("total") > pl.col(limit))
    # Products of two amounts in fen pass 2**63: Int128 until divided.
    share = pl.col("award_fen").cast(pl.Int128) * pl.col(limit) // pl.col("total")
    spread = over.with_columns(kept=share.cast(pl.Int64)).sort(*keys, *_FIRST)
    remainder = pl.col(limit) - pl.col("kept").sum().over(keys)
    by_size = spread.with_columns(remainder=remainder).sort("award_fen", *_FIRST, descending=[True, False, False])
    is_largest = pl.int_range(pl.len()).over(keys) == 0
    kept = by_size.with_columns(kept=pl.col("kept") + pl.col("remainder") * is_largest.cast(pl.Int64))
    return kept.select("row_no", amount_fen=pl.col("kept") - pl.col("award_fen"))


def limit_open_rows(open_rows: pl.DataFrame, determined: pl.DataFrame, keys: Sequence[str], limit: str) -> pl.DataFrame:
    """`row_no`, `amount_fen` (≤ 0): undetermined rows cut, each by itself, to what the determined leave."""
    used = determined.group_by(keys).agg(pl.col("award_fen").sum().alias("used"))
    seen = open_rows.join(used, on=list(keys), how="left", nulls_equal=True)
    left = (pl.col(limit) - pl.coalesce("used", pl.lit(0))).clip(lower_bound=0)
    return seen.select("row_no", amount_fen=pl.col("award_fen").clip(upper_bound=left) - pl.col("award_fen"))
