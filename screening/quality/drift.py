"""How a city's accepted tables differ from those of the last good run: rows, blanks, shares of words, means.

A profile is a long frame of measures; the limits of what may change are a suite, `expectations/drift`.
Shares and changes are in basis points, so 1,000 is ten per cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from screening.contract.money import BASIS_POINTS
from screening.contract.result_tables import Schema
from screening.contract.source_tables import PROVENANCE, SOURCE_TABLES, ColumnKind, typed_schema

PROFILE: Final[Schema] = {
    "table": pl.String,
    "measure": pl.String,  # rows | blank_share | word_share | mean
    "column": pl.String,  # empty for the rows of the whole table
    "word": pl.String,  # the value counted; empty where none is
    "rows_before": pl.Int64,  # rows of the table in the last good run
    "before": pl.Int64,  # rows, basis points or whole yuan
    "after": pl.Int64,
    "change": pl.Int64,  # rows and means: relative, null from zero; shares: the difference
}
_KEY: Final = ("table", "measure", "column", "word")

# Columns of few words, whose shares say when a list is cut or a column has slipped.
_WORDED: Final[dict[str, tuple[str, ...]]] = {
    "enterprises": ("district", "subject_type", "operating_status"),
    "recognitions": ("level", "event", "match_class"),
    "annual_returns": ("year", "productivity_grade"),
    "projects": ("year", "type"),
    "expenditures": ("year", "kind"),
    "sanctions": ("kind",),
    "awards_received": ("award_year",),
}


def profile_drift(before: Mapping[str, pl.LazyFrame], after: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """`PROFILE` of the source tables that both runs have, sorted by its first four columns.

    before, after: accepted rows of one city by table name.
    """
    both = [table for table in SOURCE_TABLES if table in before and table in after]
    profiles = [_compare(_measure(table, before[table]), _measure(table, after[table])) for table in both]
    return pl.concat([pl.DataFrame(schema=PROFILE), *profiles]).sort(_KEY)


def _compare(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    pairs = before.join(after, on=_KEY, how="full", coalesce=True, suffix="_after").with_columns(
        # A word that one of the runs has not is one with no rows there; a mean that it has not stays unknown.
        pl.when(pl.col("measure") == "mean").then(column).otherwise(column.fill_null(0)).alias(name)
        for name, column in {"before": pl.col("value"), "after": pl.col("value_after")}.items()
    )
    difference = pl.col("after") - pl.col("before")
    relative = pl.when(pl.col("before") != 0).then(difference * BASIS_POINTS // pl.col("before"))
    is_share = pl.col("measure").is_in(["blank_share", "word_share"])
    rows = before.filter(pl.col("measure") == "rows")["value"].sum()
    return pairs.select(
        *_KEY,
        pl.lit(rows, dtype=pl.Int64).alias("rows_before"),
        "before",
        "after",
        pl.when(is_share).then(difference).otherwise(relative).alias("change"),
    )


def _measure(table: str, frame: pl.LazyFrame) -> pl.DataFrame:
    """The key columns and `value` of every measure of one table."""
    kinds = {column.name: column.kind for column in SOURCE_TABLES[table].columns}
    held = [name for name in typed_schema(SOURCE_TABLES[table]) if name not in PROVENANCE]
    money = [name for name in held if kinds.get(name) is ColumnKind.MONEY]
    totals = frame.select(
        pl.len().cast(pl.Int64).alias("rows:"),
        *(_share(pl.col(name).is_null().sum()).alias(f"blank_share:{name}") for name in held),
        # The sum of Decimals is one, and whole yuan are enough to see a unit slip.
        *((pl.col(name).sum().cast(pl.Int64) // pl.col(name).count()).alias(f"mean:{name}") for name in money),
    ).collect(engine="streaming")
    long = totals.unpivot(variable_name="name", value_name="value").with_columns(
        pl.lit(table).alias("table"),
        pl.col("name").str.split_exact(":", 1).struct.rename_fields(["measure", "column"]).alias("parts"),
        pl.lit("").alias("word"),
    )
    worded = [_word_shares(table, frame, column) for column in _WORDED.get(table, ())]
    return pl.concat([long.unnest("parts").select(*_KEY, pl.col("value").cast(pl.Int64)), *worded])


def _word_shares(table: str, frame: pl.LazyFrame, column: str) -> pl.DataFrame:
    counted = frame.group_by(pl.col(column).cast(pl.String).alias("word")).agg(pl.len().cast(pl.Int64).alias("rows"))
    return (
        counted.filter(pl.col("word").is_not_null())
        .select(
            pl.lit(table).alias("table"),
            pl.lit("word_share").alias("measure"),
            pl.lit(column).alias("column"),
            "word",
            (pl.col("rows") * BASIS_POINTS // pl.col("rows").sum()).alias("value"),
        )
        .collect(engine="streaming")
    )


def _share(rows: pl.Expr) -> pl.Expr:
    return pl.when(pl.len() > 0).then(rows.cast(pl.Int64) * BASIS_POINTS // pl.len())
