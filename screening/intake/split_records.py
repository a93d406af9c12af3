"""Text of a csv file to records, in bulk: which line ends one, how many fields it has, which are broken."""

from __future__ import annotations

from typing import Final

import polars as pl

# A quote counts only at the edge of a field; 6"管 has one that is a letter like any other.
_EDGE_QUOTE: Final = r'(?:^|[,;\t])"|"(?:$|[,;\t])'


def split_records(text: bytes) -> pl.Series:
    """String series `record` of UTF-8 text with \\n line ends, one per row as a spreadsheet counts them.

    A quoted line break stays inside its record. A quote that is opened and never closed where it
    should be does not swallow the rows after it: a record of several lines that is no proper csv is
    given line by line. Blank lines are empty records.
    """
    if not text:
        return pl.Series("record", [], dtype=pl.String)
    lines = pl.read_csv(
        text, has_header=False, separator="\0", quote_char=None, schema={"record": pl.String}
    ).with_columns(pl.col("record").fill_null(""))
    if b'"' not in text:
        return lines.to_series()
    frame = lines.with_columns(record_id=_record_ids()).lazy()
    joined = frame.group_by("record_id", maintain_order=True).agg(
        joined=pl.col("record").str.join("\n"), lines=pl.len()
    )
    records = frame.join(joined, on="record_id", how="left", maintain_order="left")
    is_proper = (pl.col("lines") == 1) | is_proper_record(pl.col("joined"), r",;\t")
    is_first = pl.col("record_id") != pl.col("record_id").shift(1, fill_value=-1)
    return (
        records.with_columns(is_proper=is_proper)
        .filter(~pl.col("is_proper") | is_first)
        .select(record=pl.when("is_proper").then("joined").otherwise("record"))
        .collect()
        .to_series()
    )


def _record_ids() -> pl.Expr:
    """Number of the record a line belongs to: a line begins one unless a quote is open before it."""
    line = pl.col("record")
    quotes = pl.when(line.str.contains(_EDGE_QUOTE)).then(line.str.count_matches('"', literal=True)).otherwise(0)
    is_open_before = (quotes.cast(pl.Int64).cum_sum() - quotes.cast(pl.Int64)) % 2 == 1
    return (~is_open_before).cast(pl.Int64).cum_sum()


def is_proper_record(record: pl.Expr, delimiters: str) -> pl.Expr:
    """Whether each field is free of quotes or quoted as a whole with inner quotes doubled."""
    field = rf'(?:[^"{delimiters}\n]*|"(?:[^"]|"")*")'
    return record.str.contains(rf"^{field}(?:[{delimiters}]{field})*$")


def count_fields(record: pl.Expr, delimiter: str) -> pl.Expr:
    """Number of fields of a proper record."""
    return record.str.replace_all(r'"(?:[^"]|"")*"', "").str.count_matches(delimiter, literal=True).cast(pl.Int64) + 1


def has_edge_quote(record: pl.Expr) -> pl.Expr:
    """Whether some quote stands where a quoted field would begin or end."""
    return record.str.contains(_EDGE_QUOTE)


def quote_text_formulas(record: pl.Expr, delimiter: str) -> pl.Expr:
    """The record with fields like ="0123" (how exports keep digits text) quoted as the book says."""
    return record.str.replace_all(rf'(^|{delimiter})="([^"]*)"', '${1}"=""${2}"""')


def quote_fields(record: pl.Expr, delimiter: str) -> pl.Expr:
    """The record with every field quoted, for one whose quotes are plain letters."""
    doubled = record.str.replace_all('"', '""', literal=True).str.replace_all(delimiter, f'"{delimiter}"', literal=True)
    return pl.concat_str([pl.lit('"'), doubled, pl.lit('"')])
