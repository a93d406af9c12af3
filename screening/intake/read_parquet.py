"""Parquet files to sheets: the same text cells as from other files, numbers and dates written out in full."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import polars as pl

from screening.contract.source_tables import SourceTable
from screening.intake.find_header import Header, find_header, refuse_without_header
from screening.intake.hostile import refusing_damage
from screening.intake.sheets import (
    ROW_FAULT,
    ROW_NUMBER,
    ROW_TEXT,
    FileContent,
    FileRefusedError,
    KeepHeading,
    Sheet,
    strip_cells,
)

MAX_ROWS: Final = 50_000_000
_DIGITS: Final = 15  # of a double, as in a workbook


def read_parquet(data: bytes, file: str, table: SourceTable, keep: KeepHeading) -> FileContent:
    """The one sheet of a Parquet file; columns that are not kept are never read.

    The first row has number 2, as if the column names stood in row 1.
    """
    with refusing_damage(pl.exceptions.PolarsError, OSError):
        schema = pl.read_parquet_schema(BytesIO(data))
        header = _header_of(list(schema), table)
        kept = [heading for heading in header.headings if keep(heading)]
        frame = pl.scan_parquet(BytesIO(data))
        rows = frame.select(pl.len()).collect().item()
        if rows > MAX_ROWS:
            raise FileRefusedError(f"有{rows}行，超过每个文件的上限{MAX_ROWS}行，请分成几个文件")
        cells = frame.select(
            *[_text_of(heading.text, schema[heading.text]).alias(heading.cell) for heading in kept],
            *[
                _is_number(heading.text, schema[heading.text]).alias(heading.number_flag)
                for heading in kept
                if heading.is_code
            ],
        ).collect()
    numbered = cells.with_columns(
        (pl.int_range(pl.len(), dtype=pl.Int64) + 2).alias(ROW_NUMBER),
        pl.lit(None, pl.String).alias(ROW_FAULT),
        pl.lit(None, pl.String).alias(ROW_TEXT),
    )
    return FileContent((Sheet(file, "", (), header.headings, strip_cells(numbered)),))


def _header_of(names: list[str], table: SourceTable) -> Header:
    header = find_header([names], table)
    if header is None:
        raise refuse_without_header(table, [names])
    return header


def _text_of(name: str, dtype: pl.DataType) -> pl.Expr:
    """The column as text; raises FileRefusedError for types that are no single value."""
    column = pl.col(name)
    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否"))
    if dtype.is_float():
        text = column.cast(pl.Float64).fill_nan(None).round_sig_figs(_DIGITS).cast(pl.String)
        return text.str.strip_suffix(".0")
    if isinstance(dtype, pl.Datetime):
        return column.dt.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(dtype, pl.List) and dtype.inner == pl.String:
        return column.list.join("；")
    if dtype in (pl.Binary, pl.Duration, pl.Object) or dtype.is_nested():
        raise FileRefusedError(f"列“{name}”的类型是 {dtype}，应为文本、数字、日期或是否")
    return column.cast(pl.String)


def _is_number(name: str, dtype: pl.DataType) -> pl.Expr:
    return pl.col(name).is_not_null() if dtype.is_numeric() else pl.lit(False)
