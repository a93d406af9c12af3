"""The own texts of rows as a correction starts from them: what may go out and come back as it went."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.source_tables import ColumnKind, SourceColumn, SourceTable
from screening.intake.bind_columns import IS_WHOLE_PROJECT, WHOLE_PROJECT_HEADING
from screening.intake.clean_text import strip_artefacts
from screening.intake.mask_personal import ROW_TEXT_LIMIT, mask_numbers
from screening.intake.sheets import ROW_FAULT
from screening.intake.type_rows import ROW_ID

_MASKED: Final = "#masked"
_UNREAD: Final = "#unread"


def columns_handed_out(table: SourceTable) -> list[SourceColumn]:
    """The columns of a table that go back to its office: all but contacts."""
    return [column for column in table.columns if column.kind is not ColumnKind.CONTACT]


def plain_texts(bound: pl.DataFrame, row_ids: pl.Series, table: SourceTable) -> pl.DataFrame:
    """ROW_ID, the text of every column of these rows with personal numbers masked, and whether one was (`#masked`)."""
    names = [column.name for column in columns_handed_out(table)]
    stripped = bound[row_ids].select(strip_artefacts(pl.col(names), line_break="\n"))
    texts = [pl.when(pl.col(name) != "").then(mask_numbers(pl.col(name))).alias(name) for name in names]
    masked = [(pl.col(name) != mask_numbers(pl.col(name))).fill_null(False).alias(name + _MASKED) for name in names]
    return stripped.select(row_ids.alias(ROW_ID), *texts, *masked)


def hand_out(bound: pl.DataFrame, rows: pl.DataFrame, row_ids: pl.Series, table: SourceTable) -> pl.DataFrame:
    """ROW_ID, the text of every column from which to correct these rows, and `is_offered`.

    bound, rows: all rows of the table as text and typed, in the order of ROW_ID. A code that a number has spoilt,
    or that is a person's, is left blank: as text it would pass for whole. A row is not offered where it could not be
    cut into cells, or where a text that was masked or is very long would come back as another value.
    """
    columns = columns_handed_out(table)
    unread = rows[row_ids].select(pl.col(column.name).is_null().alias(column.name + _UNREAD) for column in columns)
    flags = [ROW_FAULT, *(f"{column.name}#number" for column in columns if column.kind is ColumnKind.CODE)]
    seen = pl.concat([plain_texts(bound, row_ids, table), unread, bound[row_ids].select(flags)], how="horizontal")
    would_mislead = pl.any_horizontal(_would_mislead(column) for column in columns)
    return seen.select(ROW_ID, *map(_text_offered, columns), is_offered=pl.col(ROW_FAULT).is_null() & ~would_mislead)


def _would_mislead(column: SourceColumn) -> pl.Expr:
    is_long = (pl.col(column.name).str.len_chars() > ROW_TEXT_LIMIT).fill_null(False)
    if column.kind is ColumnKind.TEXT:
        return is_long
    return is_long | (pl.col(column.name + _MASKED) & ~pl.col(column.name + _UNREAD))


def _text_offered(column: SourceColumn) -> pl.Expr:
    if column.kind is ColumnKind.TEXT:  # a number in free text is masked in the tables too
        return pl.col(column.name)
    is_spoilt = pl.col(column.name + _MASKED)
    if column.kind is ColumnKind.CODE:
        is_spoilt |= pl.col(f"{column.name}#number") & pl.col(column.name + _UNREAD)
    return pl.when(~is_spoilt).then(pl.col(column.name)).alias(column.name)


def texts_as_json(offered: pl.DataFrame, rows: pl.DataFrame, table: SourceTable) -> pl.DataFrame:
    """ROW_ID and row_values of a `hand_out`: a JSON object of text by heading, null where the row is not offered."""
    values = _json_of(table, {})
    if IS_WHOLE_PROJECT in rows.columns:  # under 年度投入 the figure of the whole project would become a year's
        is_whole = rows[offered[ROW_ID]][IS_WHOLE_PROJECT]
        values = pl.when(is_whole).then(_json_of(table, {"total_investment": WHOLE_PROJECT_HEADING})).otherwise(values)
    return offered.select(ROW_ID, row_values=pl.when("is_offered").then(values))


def _json_of(table: SourceTable, headings: dict[str, str]) -> pl.Expr:
    columns = columns_handed_out(table)
    fields = [pl.col(column.name).alias(headings.get(column.name, column.headings[0])) for column in columns]
    return pl.struct(fields).struct.json_encode()
