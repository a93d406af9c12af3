"""Faults to quarantine records: one per row set aside, one per cell emptied in a row that is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from screening.contract.result_tables import QUARANTINE, SORT_KEYS
from screening.contract.source_tables import SourceTable
from screening.intake.mask_personal import mask_personal, text_of_rows
from screening.intake.sheets import Sheet
from screening.intake.type_rows import ROW_ID

_PLACE: Final = ("city", "file", "sheet", "row_number")


def quarantine_rows(
    rows: pl.DataFrame, faults: pl.DataFrame, sheets: Sequence[Sheet], table: SourceTable
) -> pl.DataFrame:
    """QUARANTINE records of a table, sorted.

    A row with a fault that sets it aside has one record with all its reasons, and names a column if
    they are all of one. Other faults are a record per cell.
    """
    if faults.is_empty():
        return pl.DataFrame(schema=QUARANTINE)
    places = rows.select(ROW_ID, *_PLACE)
    records = _records(faults).join(places, on=ROW_ID, how="left")
    texts = pl.concat(_texts(sheets, records))
    return (
        records.join(texts, on=["file", "sheet", "row_number"], how="left")
        .with_columns(table=pl.lit(table.name))
        .select(*QUARANTINE)
        .cast(pl.Schema(QUARANTINE))
        .sort(SORT_KEYS["quarantine"])
    )


def _records(faults: pl.DataFrame) -> pl.DataFrame:
    """ROW_ID, column, is_row_set_aside and reasons of each record."""
    set_aside = faults.filter("is_row")[ROW_ID].unique()
    is_set_aside = pl.col(ROW_ID).is_in(set_aside.implode())
    cell = pl.when(~pl.col("is_row_set_aside")).then("column").alias("cell")
    is_of_one_column = pl.col("column").n_unique() == 1
    return (
        faults.with_columns(is_row_set_aside=is_set_aside)
        .group_by(ROW_ID, "is_row_set_aside", cell, maintain_order=True)
        .agg(
            reasons=mask_personal(pl.col("reason").unique(maintain_order=True)),
            column=pl.when(is_of_one_column).then(pl.col("column").first()).otherwise(pl.lit("")),
        )
    )


def _texts(sheets: Sequence[Sheet], records: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """file, sheet, row_number, row_text of the rows that have a record, sheet by sheet."""
    for sheet in sheets:
        own = records.filter((pl.col("file") == sheet.file) & (pl.col("sheet") == sheet.name))
        yield text_of_rows(sheet, own["row_number"].unique())
