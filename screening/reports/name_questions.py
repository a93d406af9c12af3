"""Questions on names of lists: whether an enterprise is the one meant, why that is asked and what hangs on it."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.money import YUAN
from screening.contract.result_tables import StakeKind
from screening.intake.fill_in import fill_in
from screening.intake.name_rulings import name_match_key
from screening.reports.labels import EXACT, TO_VERIFY, UNSTATED, UPPER_BOUND, label

_OF_CANDIDATE: Final = {
    "district": pl.String(),
    "industry_code": pl.String(),
    "stake": YUAN,
    "stake_kind": pl.String(),
    "unstated_items": pl.Int64(),
}
_STAKE_KINDS: Final = {
    StakeKind.EXACT.value: EXACT,
    StakeKind.UPPER_BOUND.value: UPPER_BOUND,
    StakeKind.UNDETERMINED.value: TO_VERIFY,
    StakeKind.UNSTATED.value: UNSTATED,
    StakeKind.NONE.value: "金额不变",
    StakeKind.UNKNOWN_PROGRAMME.value: "称号未识别",
}


def with_stakes(name_matches: pl.DataFrame, name_stakes: pl.DataFrame) -> pl.DataFrame:
    """The result table name_matches with what NAME_STAKES says of the candidates; null for all other rows."""
    told = name_stakes.select("key", *_OF_CANDIDATE)
    keyed = name_matches.with_columns(key=_key_of_candidate())
    return keyed.join(told, on="key", how="left", maintain_order="left").drop("key")


def _key_of_candidate() -> pl.Expr:
    """The key of the ruling: with the registered name, so that it falls once the enterprise bears another."""
    return name_match_key(pl.col("city"), pl.col("list_name"), pl.col("uscc"), pl.col("matched_name"))


def name_questions(name_matches: pl.DataFrame) -> pl.DataFrame:
    """One row per list name and candidate, what moves most first; a name in several rows is asked once.

    name_matches: the result table, or what `with_stakes` made of it. Columns: key, list_name, matched_name, uscc,
    similarity, district, industry_code, stake (YUAN), stake_kind (中文), reason, place.
    """
    given = [name for name in _OF_CANDIDATE if name in name_matches.columns]
    absent = {name: pl.lit(None, dtype=dtype) for name, dtype in _OF_CANDIDATE.items() if name not in given}
    place = fill_in("{} {} 第 {} 行", "file", "sheet", "row_number").str.replace("  ", " ", literal=True)
    more = pl.when(pl.len() > 1).then(fill_in("，另 {} 处", pl.len() - 1)).otherwise(pl.lit(""))
    return (
        name_matches.filter(pl.col("match_class") == "candidate")
        .with_columns(key=_key_of_candidate(), place=place, **absent)
        .sort("file", "sheet", "row_number")
        .group_by("key", maintain_order=True)
        .agg(
            pl.col("list_name", "matched_name", "uscc", "similarity", *_OF_CANDIDATE).first(),
            reason=pl.col("reason").unique().sort().str.join("\n"),
            place=pl.col("place").first() + more,
        )
        .with_columns(stake_kind=_kind_of_stake(), size=pl.col("stake").abs())
        .sort("size", "list_name", "similarity", "key", descending=[True, False, True, False], nulls_last=True)
    )


def _kind_of_stake() -> pl.Expr:
    """Kind of the figure in words, whether it is a loss, and how many awards have none."""
    kind = label(pl.col("stake_kind"), _STAKE_KINDS)
    loss = pl.when(pl.col("stake") < 0).then(pl.lit("（将减少）"))
    has_more = (pl.col("unstated_items") > 0) & (pl.col("stake_kind") != StakeKind.UNSTATED.value)
    unstated = pl.when(has_more).then(fill_in("，另有 {} 项未明示", "unstated_items"))
    return pl.when(kind.is_not_null()).then(pl.concat_str(kind, loss, unstated, ignore_nulls=True))
