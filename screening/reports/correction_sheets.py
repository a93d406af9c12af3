"""更正 sheets: rows with a problem in the layout of their table, to be corrected and read back as they are.

The header is in the first row and no line stands above it, so that no title can be taken for one of a list. Contacts
are left out. Rows that have been corrected stay on the sheet: a workbook dropped over an earlier one loses nothing.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.source_tables import CORRECTION_REMARK, CORRECTION_SHEET, CORRECTS, SOURCE_TABLES, SourceTable
from screening.intake.bind_columns import WHOLE_PROJECT_HEADING
from screening.intake.corrections import digest_texts, reference_of
from screening.intake.hand_out import columns_handed_out
from screening.reports.labels import TABLES, label
from screening.reports.theme import HEADING
from screening.reports.workbook import ReportBook

SHEET: Final = "correction_sheet"
ROW: Final = "correction_row"
_ACCEPTED: Final = "已采用的更正，请保留"
_HEADER_ROW: Final = 1
_WHOLE_PROJECT: Final = "（总投资）"


def rows_to_correct(quarantine: pl.DataFrame, most: int) -> pl.DataFrame:
    """One row per row of a file that may be corrected here: SHEET and ROW it stands on, its reference, its values.

    quarantine: records of one office. Open rows come first, at most `most` to a sheet, then all that have been
    corrected. A correction that is itself at fault stands in place of the row it was to correct.
    Columns: table, reference, row_values, is_open, columns (List of String, at fault), remark, SHEET, ROW.
    """
    offered = quarantine.filter(pl.col("row_values").is_not_null())
    is_attempt = pl.col("corrects").is_not_null()
    rows = (
        offered.with_columns(reference=_reference(offered), **{SHEET: _sheet_of()})
        .filter(is_attempt == is_attempt.max().over("reference"))
        .sort("table", SHEET, "file", "sheet", "row_number", "column")
        .group_by("table", SHEET, "reference", maintain_order=True)
        .agg(
            pl.col("row_values").first(),
            pl.col("is_open").any(),
            columns=pl.col("column").filter("is_open"),
            faulty=pl.col("faults").filter("is_open").explode().struct.field("column"),
            remark=pl.col("reasons").filter("is_open").explode().unique(maintain_order=True).str.join("；"),
        )
        .with_columns(
            columns=pl.concat_list("columns", "faulty").list.unique(),
            remark=pl.when("is_open").then("remark").otherwise(pl.lit(_ACCEPTED)),
        )
        .drop("faulty")
        .sort("table", SHEET, ~pl.col("is_open"), maintain_order=True)
    )
    shown = rows.filter(~pl.col("is_open") | (pl.int_range(pl.len()).over(SHEET) < most))
    return shown.with_columns((pl.int_range(pl.len(), dtype=pl.Int64).over(SHEET) + _HEADER_ROW + 1).alias(ROW))


def with_reference(quarantine: pl.DataFrame) -> pl.DataFrame:
    """The records with `reference`, the 更正编号 under which each would be corrected."""
    return quarantine.with_columns(reference=_reference(quarantine))


def _reference(records: pl.DataFrame) -> pl.Series:
    """That of the row the record is of, or of the row that this was to correct."""
    place = pl.concat_str(
        pl.col("file").str.replace("^[^/]*/", ""), "sheet", pl.col("row_number").cast(pl.String), separator="/"
    )
    digested = records.with_columns(digest_texts(records["row_text"]))
    own = reference_of(place, pl.col("digest"))
    return digested.select(pl.coalesce("corrects", own).alias("reference")).to_series()


def _sheet_of() -> pl.Expr:
    is_whole = pl.col("row_values").str.contains(f'"{WHOLE_PROJECT_HEADING}":', literal=True)
    ending = pl.when(is_whole).then(pl.lit(_WHOLE_PROJECT)).otherwise(pl.lit(""))
    return pl.concat_str(pl.lit(CORRECTION_SHEET), label(pl.col("table"), TABLES), ending)


def add_correction_sheets(book: ReportBook, rows: pl.DataFrame) -> None:
    """A sheet for each SHEET of `rows_to_correct`; cells to correct are marked, all cells are text."""
    for part in rows.partition_by(SHEET, maintain_order=True):
        _add_sheet(book, part, SOURCE_TABLES[part.item(0, "table")])


def _add_sheet(book: ReportBook, rows: pl.DataFrame, table: SourceTable) -> None:
    names, headings = _columns_of(table, is_whole=rows.item(0, SHEET).endswith(_WHOLE_PROJECT))
    styles = [*("code" if name == "uscc" else "given" for name in names), "phrase", "reference"]
    widths = [book.theme.styles[style].width for style in styles]
    sheet = book.create_sheet(rows.item(0, SHEET), widths, "A2")
    all_headings = [*headings, CORRECTION_REMARK, CORRECTS.headings[0]]
    sheet.append(all_headings, [HEADING] * len(all_headings))
    decoded = rows["row_values"].str.json_decode(pl.Struct(dict.fromkeys(headings, pl.String)))
    values = decoded.struct.unnest().with_columns(rows["remark", "reference"])
    for cells, columns in zip(values.iter_rows(), rows["columns"], strict=True):
        wrong = set(columns)
        sheet.append(cells, [*("to_correct" if name in wrong else "given" for name in names), "phrase", "reference"])
    sheet.worksheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"


def _columns_of(table: SourceTable, *, is_whole: bool) -> tuple[list[str], list[str]]:
    columns = columns_handed_out(table)
    of_whole = {"total_investment": WHOLE_PROJECT_HEADING} if is_whole else {}
    return [column.name for column in columns], [of_whole.get(c.name, c.headings[0]) for c in columns]
