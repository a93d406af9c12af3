"""Faults to quarantine records: one per row set aside, one per cell emptied in a row that is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from screening.contract.result_tables import QUARANTINE, SORT_KEYS
from screening.contract.source_tables import CORRECTS, SourceTable
from screening.intake.corrections import TARGET, Written
from screening.intake.hand_out import columns_handed_out, hand_out, texts_as_json
from screening.intake.mask_personal import mask_personal, text_of_rows
from screening.intake.merge_duplicates import name_place
from screening.intake.settle_rows import CLOSING, Settlement
from screening.intake.sheets import Sheet
from screening.intake.type_rows import ROW_ID

_PLACE: Final = ("city", "file", "sheet", "row_number")


def quarantine_rows(rows: pl.DataFrame, settlement: Settlement, written: Written, table: SourceTable) -> pl.DataFrame:
    """QUARANTINE records of a table, sorted.

    A row with a fault that sets it aside has one record with all its reasons, and names a column if
    they are all of one. Other faults are a record per cell. A record whose row a correction replaced is closed, and
    so are those of corrections that another correction of the same row came before.
    """
    if settlement.faults.is_empty():
        return pl.DataFrame(schema=QUARANTINE)
    faults = _with_values(settlement.faults, written.bound, table)
    records = _records(faults).join(settlement.closed(), on=ROW_ID, how="left")
    placed = records.join(rows.select(ROW_ID, *_PLACE), on=ROW_ID, how="left")
    return (
        placed.join(pl.concat(_texts(written.sheets, placed)), on=["file", "sheet", "row_number"], how="left")
        .join(_values_to_correct(placed, rows, written, table), on=ROW_ID, how="left")
        .join(_places_of(placed[CLOSING], rows), on=CLOSING, how="left")
        .join(settlement.corrections.filter(pl.col(TARGET).is_not_null()), on=ROW_ID, how="left")
        .with_columns(
            table=pl.lit(table.name),
            is_open=pl.col(CLOSING).is_null(),
            row_values=pl.when(~_is_stray()).then("row_values"),
        )
        .select(*QUARANTINE)
        .cast(pl.Schema(QUARANTINE))
        .sort(SORT_KEYS["quarantine"])
    )


def _with_values(faults: pl.DataFrame, bound: pl.DataFrame, table: SourceTable) -> pl.DataFrame:
    """The faults with the masked text of the cell that each is of."""
    names = [c.name for c in columns_handed_out(table) if c.name in set(faults["column"].unique())]
    texts = pl.concat([faults, bound[faults[ROW_ID]].select(pl.col(names).name.suffix("#text"))], how="horizontal")
    cells = [pl.when(pl.col("column") == name).then(pl.col(f"{name}#text")) for name in names]
    value = mask_personal(pl.coalesce(cells)) if cells else pl.lit(None, pl.String)
    return texts.select(*faults.columns, value=value)


def _records(faults: pl.DataFrame) -> pl.DataFrame:
    """ROW_ID, column, is_row_set_aside, reasons and faults of each record."""
    set_aside = faults.filter("is_row")[ROW_ID].unique()
    is_set_aside = pl.col(ROW_ID).is_in(set_aside.implode())
    cell = pl.when(~pl.col("is_row_set_aside")).then("column").alias("cell")
    is_of_one_column = pl.col("column").n_unique() == 1
    return (
        faults.with_columns(is_row_set_aside=is_set_aside, reason=mask_personal(pl.col("reason")))
        .unique([ROW_ID, "column", "reason"], keep="first", maintain_order=True)
        .group_by(ROW_ID, "is_row_set_aside", cell, maintain_order=True)
        .agg(
            reasons=pl.col("reason").unique(maintain_order=True),
            faults=pl.struct("column", "value", "reason"),
            column=pl.when(is_of_one_column).then(pl.col("column").first()).otherwise(pl.lit("")),
        )
    )


def _texts(sheets: Sequence[Sheet], records: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """file, sheet, row_number, row_text of the rows that have a record, sheet by sheet."""
    for sheet in sheets:
        own = records.filter((pl.col("file") == sheet.file) & (pl.col("sheet") == sheet.name))
        yield text_of_rows(sheet, own["row_number"].unique())


def _values_to_correct(records: pl.DataFrame, rows: pl.DataFrame, written: Written, table: SourceTable) -> pl.DataFrame:
    """ROW_ID and row_values, of a closed record those of the correction."""
    shown = records.select(ROW_ID, shown=pl.coalesce(CLOSING, ROW_ID)).unique(maintain_order=True)
    offered = hand_out(written.bound, rows, shown["shown"].unique(maintain_order=True), table)
    values = texts_as_json(offered, rows, table).rename({ROW_ID: "shown"})
    return shown.join(values, on="shown", how="left").drop("shown")


def _is_stray() -> pl.Expr:
    """Whether the 更正编号 names no row: a correction of that correction would name none either."""
    in_reference = pl.col("faults").list.eval(pl.element().struct.field("column") == CORRECTS.name).list.any()
    return in_reference & pl.col("corrects").is_null()


def _places_of(closing: pl.Series, rows: pl.DataFrame) -> pl.DataFrame:
    """CLOSING and corrected_by, the place of the correction in words."""
    corrections = closing.drop_nulls().unique(maintain_order=True)
    placed = rows[corrections].select(corrected_by=name_place())
    return placed.with_columns(corrections)
