"""Rows of lists that give names to enterprises of the register; what is not certain is put to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from screening.contract.result_tables import NAME_MATCHES, SORT_KEYS
from screening.intake.match_names import match_list_rows
from screening.intake.rename_chains import renames_of_events
from screening.intake.type_rows import ROW_ID

# The lists, and the last day on which a row of each can have been written.
LISTS: Final = {"recognitions": "recognised_on_through", "sanctions": "listed_on"}
_CANDIDATE: Final = "candidate"
_PLACE: Final = ("city", "file", "sheet", "row_number")
_NO_MATCHES: Final = pl.DataFrame(schema=NAME_MATCHES)


def match_lists(used: Mapping[str, pl.DataFrame]) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The used rows of each list with `uscc` and `match_class` filled, and the NAME_MATCHES of all, sorted.

    used: accepted rows by table, with ROW_ID. Rows put to a person have match_class candidate and no
    code; their candidates stand in the matches.
    """
    asked = pl.concat(
        used[name].select(
            pl.lit(name).alias("table"), ROW_ID, "uscc", "name", pl.col(day).alias("dated_through"), *_PLACE
        )
        for name, day in LISTS.items()
    ).with_row_index("list_row")
    if asked.is_empty():
        return {name: used[name].with_columns(match_class=pl.lit(None, pl.String)) for name in LISTS}, _NO_MATCHES
    matches = match_list_rows(
        asked.select("uscc", "name", "dated_through", pl.col("list_row").alias(ROW_ID)),
        used["enterprises"],
        renames_of_events(used["recognitions"]),
        used["rulings"],
    ).rename({ROW_ID: "list_row"})
    named = asked.select("list_row", "table", ROW_ID, *_PLACE, list_name="name").join(matches, on="list_row")
    return {name: _matched(used[name], named.filter(table=name)) for name in LISTS}, (
        named.select(*NAME_MATCHES).cast(pl.Schema(NAME_MATCHES)).sort(SORT_KEYS["name_matches"])
    )


def _matched(rows: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """The rows with the code and class of their match; a row that has candidates has no code."""
    is_decided = pl.col("match_class") != _CANDIDATE
    decided = named.unique(subset=ROW_ID, keep="first", maintain_order=True).select(
        ROW_ID, "match_class", matched=pl.when(is_decided).then("uscc")
    )
    joined = rows.join(decided, on=ROW_ID, how="left", maintain_order="left")
    return joined.with_columns(uscc="matched").drop("matched")
