"""People's rulings on list names, applied to what the stages by code and by name left of each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

_EXACT_AGAINST_RULING: Final = "名称与登记名称完全一致的企业与复核结论不同"
_EXACT_REFUSED: Final = "复核结论为否，但名称与登记名称完全一致"
_NOBODY: Final = "复核结论：名录中没有该企业"

OPTIONS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "uscc": pl.String,
    "bears": pl.String,  # folded name by which the row may be the enterprise's
    "match_class": pl.String,
    "dispute": pl.String,  # 中文, why it must be put to a person; null where the row is the enterprise's
}
"""Columns of the enterprises that a row may mean, after `row_id`."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Rows after the rulings: row_id and OPTIONS; remarks (row_id, reason) on rows without options; and the row_id of
    those ruled to be nobody's, for which nothing more is proposed.
    """

    options: pl.DataFrame
    remarks: pl.DataFrame
    nobodys: pl.Series


def apply_rulings(named: pl.DataFrame, options: pl.DataFrame, rulings: pl.DataFrame, firms: pl.DataFrame) -> Reviewed:
    """The options with each row's ruling taken in.

    named: row_id and key; rulings: as `name_rulings.judge_rulings` leaves them; firms: the register.
    A code that decides stays. An exact name that decides stays but is open where the ruling says otherwise. All else
    gives way to a ruling that stands; one that no longer stands joins the options and disputes them.
    """
    rows = _rows_ruled_on(named, options, rulings)
    kept = _keep(options, rows, rulings)
    added = _add(rows, kept, rulings, firms)
    left = pl.concat([kept, added])
    without = rows.join(left, on="row_id", how="anti")
    nobodys = without.filter("is_nobodys")
    remarks = without.filter(pl.col("reopened").is_not_null()).select("row_id", reason="reopened")
    remarks = pl.concat([remarks, nobodys.select("row_id", reason=pl.lit(_NOBODY))])
    return Reviewed(left, remarks.unique("row_id", keep="last", maintain_order=True), nobodys["row_id"])


def refusals(rulings: pl.DataFrame) -> pl.DataFrame:
    """The rulings that refuse an enterprise for a name and still stand."""
    return rulings.filter(~pl.col("is_accepted") & pl.col("dispute").is_null())


def _rows_ruled_on(named: pl.DataFrame, options: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """row_id, key, standing (code accepted), reopened (why an accepted one no longer stands), is_nobodys, and the
    enterprise and class that decide the row so far, where one does.
    """
    stands, accepted = pl.col("dispute").is_null(), pl.col("is_accepted")
    by_key = rulings.group_by("key").agg(
        standing=pl.col("uscc").filter(accepted & stands).min(),
        reopened=pl.col("dispute").filter(accepted).min(),
        is_nobodys=(~accepted & pl.col("uscc").is_null()).any(),
        ruled=pl.col("uscc").filter(accepted),
    )
    deciding = options.filter(pl.len().over("row_id") == 1).filter(pl.col("dispute").is_null())
    deciding = deciding.select("row_id", sole="uscc", by="match_class")
    rows = named.select("row_id", "key").join(by_key, on="key").join(deciding, on="row_id", how="left")
    is_confirmed = pl.col("ruled").list.contains(pl.col("sole")).fill_null(False)
    return rows.with_columns(
        reopened=pl.when(~is_confirmed).then("reopened"),
        is_by_code=pl.col("by").eq_missing("code"),
        is_exact=pl.col("by").eq_missing("exact_name"),
    ).drop("ruled", "by")


def _keep(options: pl.DataFrame, rows: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """Options that no ruling replaces or refuses, disputed where a ruling says otherwise."""
    refused = refusals(rulings).select("key", "uscc", is_refused=pl.lit(True)).drop_nulls("uscc")
    seen = options.join(rows, on="row_id", how="left").join(refused.unique(), on=["key", "uscc"], how="left")
    is_refused = pl.col("is_refused").fill_null(False) | pl.col("is_nobodys").fill_null(False)
    is_by_code, is_exact = pl.col("is_by_code").fill_null(False), pl.col("is_exact").fill_null(False)
    dispute = (
        pl.when(is_by_code)
        .then("dispute")
        .when(is_exact & pl.col("standing").is_not_null() & (pl.col("standing") != pl.col("uscc")))
        .then(pl.lit(_EXACT_AGAINST_RULING))
        .when(is_exact & is_refused)
        .then(pl.lit(_EXACT_REFUSED))
        .when(is_exact)
        .then("dispute")
        .otherwise(pl.coalesce("dispute", "reopened"))
    )
    stays = is_by_code | is_exact | (pl.col("standing").is_null() & ~is_refused)
    return seen.filter(stays).select("row_id", "uscc", "bears", "match_class", dispute=dispute)


def _add(rows: pl.DataFrame, kept: pl.DataFrame, rulings: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """Options that rulings bring in: enterprises of the register that were accepted, whether or not that stands."""
    asked = rows.filter(~pl.col("is_by_code"))
    standing = asked.filter(pl.col("standing").is_not_null()).select(
        "row_id",
        uscc="standing",
        dispute=pl.when("is_exact").then(pl.lit(_EXACT_AGAINST_RULING)),
    )
    reopened = (
        asked.filter(pl.col("standing").is_null() & pl.col("reopened").is_not_null() & ~pl.col("is_exact"))
        .join(rulings.filter("is_accepted").select("key", "uscc"), on="key")
        .select("row_id", "uscc", dispute="reopened")
    )
    new = pl.concat([standing, reopened]).unique().join(kept, on=["row_id", "uscc"], how="anti")
    return new.join(firms, on="uscc").select(
        "row_id", "uscc", bears="firm_key", match_class=pl.lit("reviewed"), dispute="dispute"
    )
