"""Rows of lists that give names to enterprises of the register; what is not certain is put to a person."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.result_tables import NAME_MATCHES, SORT_KEYS
from screening.intake.match_names import match_list_rows
from screening.intake.type_rows import ROW_ID

# Last day on which a row of the list can have been written.
_DATED_BY: Final = {"recognitions": "recognised_on_through", "sanctions": "listed_on"}
_CANDIDATE: Final = "candidate"


def match_rows(
    rows: pl.DataFrame, table: str, register: pl.DataFrame, renames: pl.DataFrame, rulings: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The used rows of a list with `uscc` and `match_class` filled, and its NAME_MATCHES.

    Rows put to a person have match_class candidate and no code; their candidates stand in the matches.
    """
    asked = rows.select(ROW_ID, "uscc", "name", dated_through=_DATED_BY[table])
    matches = match_list_rows(asked, register, renames, rulings)
    first = matches.unique(subset=ROW_ID, keep="first", maintain_order=True)
    decided = first.select(
        ROW_ID, "match_class", matched=pl.when(pl.col("match_class") != _CANDIDATE).then(pl.col("uscc"))
    )
    matched = (
        rows.join(decided, on=ROW_ID, how="left", maintain_order="left").with_columns(uscc="matched").drop("matched")
    )
    places = rows.select(ROW_ID, "city", "file", "sheet", "row_number", list_name="name")
    named = (
        matches.join(places, on=ROW_ID, how="left")
        .select(*(pl.lit(table).alias(name) if name == "table" else pl.col(name) for name in NAME_MATCHES))
        .cast(pl.Schema(NAME_MATCHES))
        .sort(SORT_KEYS["name_matches"])
    )
    return matched, named
