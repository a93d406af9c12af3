"""How many problems each source office has still to put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from screening.contract.offices import load_offices, with_office
from screening.intake.find_files import table_named

COUNTS: Final = ("rows_set_aside", "cells_emptied", "files_refused")
WHOSE: Final = ("city", "office", "table")


def count_open_problems(quarantine: pl.DataFrame, refused: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`open_problems` of run.json: per city, office and table rows_set_aside, cells_emptied and files_refused.

    quarantine: the result table, of which open records count. refused: `files_refused` of run.json; the table of a
    file whose name says none is null. Only where there are any; sorted.
    """
    open_records = quarantine.filter("is_open").select(
        "city",
        "table",
        rows_set_aside=pl.col("is_row_set_aside").cast(pl.Int64),
        cells_emptied=(~pl.col("is_row_set_aside")).cast(pl.Int64),
        files_refused=pl.lit(0, pl.Int64),
    )
    both = pl.concat([open_records, refused_files(refused).select(open_records.columns)])
    counted = with_office(both, load_offices()).group_by(WHOSE).agg(pl.col(COUNTS).sum())
    return counted.sort(WHOSE, nulls_last=True).to_dicts()


def refused_files(refused: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """city, table (by the file's name, null where it says none), file, reason and a count of 1 of files refused."""
    rows = [
        {name: entry[name] for name in ("city", "file", "reason")} | {"table": table_named(entry["file"])}
        for entry in refused
    ]
    schema = dict.fromkeys(("city", "file", "reason", "table"), pl.String())
    none = pl.lit(0, pl.Int64)
    counts = {"rows_set_aside": none, "cells_emptied": none, "files_refused": pl.lit(1, pl.Int64)}
    return pl.DataFrame(rows, schema=schema).with_columns(**counts)
