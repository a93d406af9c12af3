"""Faults to quarantine records: one per row set aside, one per cell emptied in a row that is used."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from screening.contract.result_tables import QUARANTINE, SORT_KEYS
from screening.contract.source_tables import SourceTable
from screening.intake.mask_personal import mask_personal, text_of_rows
from screening.intake.sheets import Sheet
from screening.intake.type_rows import ROW_ID


def quarantine_rows(
    rows: pl.DataFrame, faults: pl.DataFrame, sheets: Sequence[Sheet], table: SourceTable
) -> pl.DataFrame:
    """QUARANTINE records of a table, sorted.

    A row with a fault that sets it aside has one record with all its reasons, and names a column if
    they are all of one. Other faults are a record per cell.
    """
    if faults.is_empty():
        return pl.DataFrame(schema=QUARANTINE)
    set_aside = faults.filter("is_row").select(ROW_ID).unique().with_columns(is_row_set_aside=pl.lit(True))
    marked = (
        faults.lazy()
        .join(set_aside.lazy(), on=ROW_ID, how="left", maintain_order="left")
        .with_columns(pl.col("is_row_set_aside").fill_null(False))
    )
    group = [ROW_ID, "is_row_set_aside", pl.when(~pl.col("is_row_set_aside")).then("column").alias("cell")]
    records = marked.group_by(group, maintain_order=True).agg(
        reasons=mask_personal(pl.col("reason").unique(maintain_order=True)),
        column=pl.when(pl.col("column").n_unique() == 1).then(pl.col("column").first()).otherwise(pl.lit("")),
    )
    places = rows.lazy().select(ROW_ID, "city", "file", "sheet", "row_number")
    found = records.join(places, on=ROW_ID, how="left").collect()
    return (
        found.lazy()
        .join(_texts(sheets, found), on=["file", "sheet", "row_number"], how="left")
        .select(*(pl.lit(table.name).alias(name) if name == "table" else pl.col(name) for name in QUARANTINE))
        .sort(SORT_KEYS["quarantine"])
        .collect()
        .cast(pl.Schema(QUARANTINE))
    )


def _texts(sheets: Sequence[Sheet], records: pl.DataFrame) -> pl.LazyFrame:
    """file, sheet, row_number, row_text of the rows that have a record."""
    wanted = records.lazy().select("file", "sheet", "row_number").unique()
    texts = [text_of_rows(sheet).join(wanted, on=["file", "sheet", "row_number"], how="semi") for sheet in sheets]
    return pl.concat(texts)
