"""csv files to sheets: encoding by strict decoding, delimiter by the header, ragged rows kept with their reason."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.contract.source_tables import SourceTable
from screening.intake.fill_in import fill_in
from screening.intake.find_header import HEADER_SEARCH_ROWS, Header, find_header, refuse_without_header
from screening.intake.hostile import refusing_damage
from screening.intake.sheets import (
    ROW_FAULT,
    ROW_NUMBER,
    ROW_TEXT,
    FileContent,
    FileRefusedError,
    Heading,
    KeepHeading,
    Sheet,
    strip_cells,
)
from screening.intake.split_records import (
    count_fields,
    has_edge_quote,
    is_proper_record,
    quote_fields,
    quote_text_formulas,
    split_records,
)

_DELIMITERS: Final = (",", ";", "\t")
_HEADER_LINE_LIMIT: Final = 100_000
_BROKEN_QUOTES: Final = "引号不成对，无法分列"
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the records of a file are cut: its delimiter, header, and the first records cut by it."""

    delimiter: str
    header: Header
    first_rows: list[list[str]]

    @property
    def width(self) -> int:
        """Number of fields of the header row."""
        return len(self.first_rows[self.header.index])

    @property
    def least(self) -> int:
        """Number of fields up to the last one that has a heading."""
        return max(heading.position for heading in self.header.headings) + 1


def read_csv(data: bytes, file: str, table: SourceTable, keep: KeepHeading) -> FileContent:
    """The one sheet of a csv file; raises FileRefusedError where it is no text or has no header row."""
    text = to_utf8(data)
    records = split_records(text)
    layout = _find_layout(records, table)
    header_index = layout.header.index
    above = sum(len(record.encode()) + 1 for record in records.head(header_index + 1))
    body = _cut(text[above:], records.slice(header_index + 1), layout, keep)
    cells = body.with_columns((pl.int_range(pl.len(), dtype=pl.Int64) + header_index + 2).alias(ROW_NUMBER))
    lines = (" ".join(filter(None, map(str.strip, row))) for row in layout.first_rows[:header_index])
    titles = tuple(line for line in lines if line)
    return FileContent((Sheet(file, "", titles, layout.header.headings, strip_cells(cells), header_index),))


def to_utf8(data: bytes) -> bytes:
    """UTF-8 without BOM and with \\n line ends of UTF-8 or GB18030 bytes; raises FileRefusedError for anything else."""
    if data.startswith(_WIDE_MARKS):
        raise FileRefusedError("编码是 UTF-16（“Unicode 文本”），请另存为 UTF-8 的 CSV")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise FileRefusedError(f"第{line}行含有空字节（NUL），文件可能已损坏，请重新导出")
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _from_gb18030(data, error.start)
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text


def _from_gb18030(data: bytes, readable: int) -> bytes:
    """UTF-8 of GB18030 bytes, of which the first `readable` are also UTF-8."""
    try:
        return data.decode("gb18030").encode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, max(error.start, readable)) + 1
        raise FileRefusedError(
            f"编码既不是 UTF-8 也不是 GB18030（第{line}行起无法解码），请另存为 UTF-8 的 CSV"
        ) from error


def _find_layout(records: pl.Series, table: SourceTable) -> _Layout:
    """The delimiter under which some first record names most columns, commas first."""
    first = records.head(HEADER_SEARCH_ROWS).to_list()
    found: list[_Layout] = []
    for delimiter in (sign for sign in _DELIMITERS if sign == "," or any(sign in record for record in first)):
        rows = [_split(record, delimiter) for record in first]
        if header := find_header(rows, table):
            found.append(_Layout(delimiter, header, rows))
    if not found:
        raise refuse_without_header(table, [_split(record, ",") for record in first])
    return max(found, key=lambda layout: len(layout.header.column_names))


def _split(record: str, delimiter: str) -> list[str]:
    """Fields of one record; a line too long for any header is cut."""
    return next(csv.reader(record[:_HEADER_LINE_LIMIT].splitlines(keepends=True), delimiter=delimiter), [])


def _cut(text: bytes, records: pl.Series, layout: _Layout, keep: KeepHeading) -> pl.DataFrame:
    """Cells under the kept headings, with the reason and the text of rows that do not fit the header.

    `text` is the same as `records`, and is parsed as it stands where every record fits.
    """
    record, delimiter = pl.col("record"), layout.delimiter
    fits = is_proper_record(record, delimiter) & count_fields(record, delimiter).is_between(layout.least, layout.width)
    kept = [heading for heading in layout.header.headings if keep(heading)]
    misfits = records.to_frame().lazy().with_row_index("index").filter(~fits).collect()
    if misfits.is_empty():
        no_faults = pl.Series(ROW_FAULT, [None], dtype=pl.String).new_from_index(0, len(records))
        return _parse(text, len(records), layout, kept).with_columns(no_faults, no_faults.alias(ROW_TEXT))
    read = _read_misfits(misfits, layout)
    lines = records.to_frame().with_row_index("index").join(read, on="index", how="left", maintain_order="left")
    blank = delimiter * (layout.width - 1) or '""'
    line = pl.coalesce("line", "record")
    body = lines.select(pl.when(line == "").then(pl.lit(blank)).otherwise(line).str.join("\n")).item()
    cells = _parse(body.encode(), len(records), layout, kept)
    return pl.concat([cells, lines.select(ROW_FAULT, ROW_TEXT)], how="horizontal")


def _read_misfits(misfits: pl.DataFrame, layout: _Layout) -> pl.DataFrame:
    """index, line to parse, ROW_FAULT and ROW_TEXT of the records that are not as wide as the header.

    Plain quotes are escaped and empty fields beyond the header ignored; blank lines are blank rows.
    """
    delimiter = layout.delimiter
    record = quote_text_formulas(pl.col("record"), delimiter)
    is_proper = is_proper_record(record, delimiter)
    is_broken = ~is_proper & has_edge_quote(record)
    line = pl.when(is_broken).then(pl.lit("")).when(~is_proper).then(quote_fields(record, delimiter))
    plain = misfits.with_columns(is_broken=is_broken, line=line.otherwise(record))
    fields = count_fields(pl.col("line"), delimiter)
    is_short = (fields < layout.least) & (record.str.strip_chars() != "")
    is_long = count_fields(pl.col("line").str.strip_chars_end(f"{delimiter} \t"), delimiter) > layout.width
    counted = fill_in("该行有{}列，表头有{}列", fields, pl.lit(layout.width))
    fault = pl.when("is_broken").then(pl.lit(_BROKEN_QUOTES)).when(is_short | is_long).then(counted)
    faulty = plain.with_columns(fault.alias(ROW_FAULT), fields=fields)
    return faulty.select("index", "line", ROW_FAULT, _row_text(layout).alias(ROW_TEXT))


def _row_text(layout: _Layout) -> pl.Expr:
    """Text of rows with a fault, as far as no contact can stand in it: up to the first personal column.

    In a short row a contact may have moved left by as many places as fields are missing.
    """
    headings = layout.header.headings
    first_personal = min((h.position for h in headings if h.is_personal), default=None)
    if first_personal is None:
        return pl.when(pl.col(ROW_FAULT).is_not_null()).then("record")
    missing = (layout.width - pl.col("fields")).clip(lower_bound=0)
    shown = pl.when("is_broken").then(0).otherwise((first_personal - missing).clip(lower_bound=0))
    head = pl.col("record").str.split(layout.delimiter).list.head(shown).list.join(layout.delimiter)
    return pl.when(pl.col(ROW_FAULT).is_not_null()).then(pl.concat_str([head, pl.lit("（其后可能含联系人，略）")]))


def _parse(text: bytes, rows: int, layout: _Layout, kept: list[Heading]) -> pl.DataFrame:
    """String columns of the kept headings of text that has `rows` records."""
    if not rows or not kept:
        return pl.DataFrame(schema={heading.cell: pl.String for heading in kept})
    header = layout.delimiter.join(f"c{position}" for position in range(layout.width)) + "\n"
    with refusing_damage(pl.exceptions.PolarsError):
        cells = pl.read_csv(
            header.encode() + text,
            infer_schema=False,
            separator=layout.delimiter,
            quote_char='"' if b'"' in text else None,
            truncate_ragged_lines=True,
        ).select([heading.cell for heading in kept])
    if cells.height != rows:
        raise FileRefusedError(f"分列后得到{cells.height}行，应为{rows}行，请检查引号后重新导出")
    return cells
