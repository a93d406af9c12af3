"""What a person reads: the value seen, the value asked, how much is missing. Chinese, built in bulk."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.money import to_yuan
from screening.rules.vocabulary import FACTS, Unit

UNKNOWN: Final = "未知"
ON_THE_LINE: Final = "恰好等于，须超过"  # what a fact lacks that must be over a figure and is that figure
_FEN_PER_WAN: Final = 10_000 * 100


def seen_value(fact: str) -> pl.Expr:
    """A fact of the row as text; null where unknown."""
    unit = FACTS[fact].unit
    return _as_text(pl.col(FACTS[fact].column), unit)


def money_text(fen: pl.Expr) -> pl.Expr:
    """Fen as 万元 where whole, else yuan to the fen; null stays null."""
    whole = pl.concat_str([(fen // _FEN_PER_WAN).cast(pl.String), pl.lit("万元")])
    exact = pl.concat_str([to_yuan(fen).cast(pl.String), pl.lit("元")])
    return pl.when(fen % _FEN_PER_WAN == 0).then(whole).otherwise(exact)  # null: both branches are null with fen


def _as_text(value: pl.Expr, unit: Unit) -> pl.Expr:
    match unit:
        case Unit.MONEY:
            return money_text(value)
        case Unit.FLAG:
            return pl.when(value).then(pl.lit("是")).when(~value).then(pl.lit("否"))
        case Unit.DATE:
            return value.dt.strftime("%Y-%m-%d")
        case Unit.SHARE:
            return pl.concat_str([(value // 100).cast(pl.String), pl.lit("%")])
        case Unit.LIST:
            return (
                pl.when(value.list.len() == 0).then(pl.lit("无")).otherwise(value.list.join("、"))
            )  # null: join of null is null
        case _:
            return value.cast(pl.String)


def shortfall(fact: str, threshold: int) -> pl.Expr:
    """How far a fact is below a threshold, as text; null where unknown."""
    return _as_text(pl.lit(threshold) - pl.col(FACTS[fact].column), FACTS[fact].unit)


def reason(verdict: pl.Expr, asked: str | pl.Expr, seen: pl.Expr | None) -> pl.Expr:
    """One reason: 满足 / 不满足 / 待定, what was asked, what was seen."""
    mark = pl.when(verdict).then(pl.lit("满足：")).when(~verdict).then(pl.lit("不满足：")).otherwise(pl.lit("待定："))
    words = asked if isinstance(asked, pl.Expr) else pl.lit(asked)
    if seen is None:
        return pl.concat_str([mark, words])
    return pl.concat_str([mark, words, pl.lit("；实际："), pl.coalesce(seen, pl.lit(UNKNOWN))])
