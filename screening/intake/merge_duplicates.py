"""Rows that say the same are one; rows that contradict each other on one key are all set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.contract.source_tables import PRECISION, PROVENANCE, THROUGH, SourceTable, typed_schema
from screening.intake.fill_in import fill_in
from screening.intake.type_rows import FAULTS, ROW_ID

# One row per key: two that differ make the fact unknown. In the other tables rows stand for events
# and payments, of which there may be many.
_ONE_PER_KEY: Final = frozenset({"enterprises", "annual_returns", "projects", "rulings"})
_ROWS_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Duplicates:
    """ROW_ID of rows that repeat an earlier one, and FAULTS of rows that contradict another."""

    repeated: pl.Series
    faults: pl.DataFrame


def find_duplicates(rows: pl.DataFrame, table: SourceTable) -> Duplicates:
    """Repeated and contradictory rows among the readable rows of a table.

    Rows are equal if all columns but file, sheet and row number are; rulings if they rule the same on
    one key, whoever wrote it down when.
    """
    values = compared_columns(table)
    key = list(table.key) or values
    alike = rows.filter(pl.struct(key).is_duplicated() if len(key) > 1 else pl.col(key[0]).is_duplicated())
    if alike.is_empty():
        return Duplicates(pl.Series(ROW_ID, [], dtype=pl.UInt32), pl.DataFrame(schema=FAULTS))
    faults = _contradictions(alike, table, key, values) if table.name in _ONE_PER_KEY else pl.DataFrame(schema=FAULTS)
    agreeing = alike.join(faults, on=ROW_ID, how="anti").sort(_preference(table))
    first = agreeing.unique(subset=values, keep="first", maintain_order=True)
    return Duplicates(agreeing.join(first, on=ROW_ID, how="anti")[ROW_ID].sort(), faults)


def compared_columns(table: SourceTable) -> list[str]:
    """Columns in which two rows must be equal to say the same."""
    if table.name == "rulings":
        return ["kind", "key", "ruling"]
    return [name for name in typed_schema(table) if name not in PROVENANCE]


def _preference(table: SourceTable) -> list[pl.Expr]:
    """Order in which equal rows are kept: of rulings the latest, else the first row of the first file."""
    latest = [pl.col("ruled_on").is_null(), pl.col("ruled_on").cast(pl.Int32).neg()] if table.name == "rulings" else []
    return [*latest, pl.col(ROW_ID)]


def _contradictions(alike: pl.DataFrame, table: SourceTable, key: list[str], values: list[str]) -> pl.DataFrame:
    """FAULTS of the rows that share a key and differ, naming the columns and all rows of the key."""
    others = [value for value in values if value not in key]
    differing = pl.concat_str(
        [pl.when(pl.col(name).n_unique() > 1).then(pl.lit(_label(table, name))) for name in others],
        separator="、",
        ignore_nulls=True,
    )
    groups = (
        alike.sort(ROW_ID)
        .group_by(key, maintain_order=True)
        .agg(differing=differing, places=name_place().head(_ROWS_NAMED).str.join("、"), rows=pl.len())
        .filter(pl.col("differing") != "")
    )
    named = pl.concat_str([pl.col(name).cast(pl.String) for name in key], separator=" ")
    reason = fill_in(
        "{} {}：{}行内容不一致（{}），均不采用：{}",
        pl.lit(_label(table, key[0] if key[0] != "kind" else "key")),
        named,
        "rows",
        "differing",
        "places",
    )
    return (
        alike.join(groups.select(*key, reason=reason), on=key, how="inner", nulls_equal=True)
        .sort(ROW_ID)
        .select(pl.col(ROW_ID), column=pl.lit(""), reason="reason", is_row=pl.lit(True))
    )


def name_place() -> pl.Expr:
    """Where a row stands, in words: file, sheet if it has one, row."""
    sheet = pl.when(pl.col("sheet") != "").then(fill_in("“{}”", "sheet")).otherwise(pl.lit(""))
    return fill_in("{}{}第{}行", "file", sheet, "row_number")


def _label(table: SourceTable, name: str) -> str:
    bare = name.removesuffix(THROUGH).removesuffix(PRECISION)
    return table.column(bare).headings[0]
