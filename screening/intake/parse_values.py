"""Cells to typed values, one column at a time: how each kind of column is read."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.source_tables import ColumnKind, SourceColumn
from screening.intake.clean_text import fold_width, null_placeholders, strip_artefacts
from screening.intake.fill_in import fill_in
from screening.intake.mask_personal import mask_numbers
from screening.intake.parse_amounts import READ, Parsed, parse_count, parse_money, parse_number, parse_share
from screening.intake.parse_dates import COARSE_DATES, parse_date, parse_period, parse_year
from screening.intake.parse_words import normalise_words, parse_boolean

_LISTS: Final = frozenset({"plan_lists", "former_names"})  # a line break in the cell separates, as ； does
_ANSWERED_BY_NONE: Final = frozenset({"plan_lists"})
# Free text, in which people write whom to call beside the name.
_MAY_NAME_A_CONTACT: Final = frozenset(
    {"name", "former_names", "item_name", "person_name", "counterpart", "counterparty", "organiser", "note"}
)
_INDUSTRY_CODE: Final = r"^(?:[A-T]|[A-T]?\d{2,4})$"
_VALUE_SHOWN: Final = 40
_SPOILT_CODE: Final = r"^\d(?:\.\d+)?E\+?\d+$"


def read_column(table: str, column: SourceColumn, texts: pl.DataFrame) -> pl.DataFrame:
    """The column's values and `#fault`, `#rounded` and `#empty`, row by row, for a frame of its cells.

    `#fault` is the Chinese reason why a cell cannot be read, with its heading and text, else null. The
    frame has the column under its name (and file and sheet for a share). Each step is a pass of its own:
    Polars would otherwise repeat the steps below an expression for each use of it.
    """
    name, text = column.name, pl.col(column.name)
    parsed = parse_column(table, column, text)
    line_break = "；" if name in _LISTS else ""
    return (
        texts.with_columns(strip_artefacts(text, line_break=line_break))
        .with_columns(null_placeholders(text, is_none_an_answer=name in _ANSWERED_BY_NONE))
        .with_columns(parsed.read.alias(READ))
        .select(
            *(expr.alias(value) for value, expr in parsed.values.items()),
            _fault_text(column, parsed.fault).alias(f"{name}#fault"),
            parsed.is_rounded.alias(f"{name}#rounded"),
            text.is_null().alias(f"{name}#empty"),
        )
    )


def _fault_text(column: SourceColumn, fault: pl.Expr) -> pl.Expr:
    shown = pl.col(column.name).str.slice(0, _VALUE_SHOWN)
    return fill_in("{}：{}（“{}”）", pl.lit(column.headings[0]), fault, shown)


def parse_column(table: str, column: SourceColumn, text: pl.Expr) -> Parsed:
    """How the cleaned text of a column is read, by its kind."""
    match column.kind:
        case ColumnKind.MONEY:
            return parse_money(column.name, text)
        case ColumnKind.NUMBER:
            return parse_number(column.name, text)
        case ColumnKind.COUNT:
            return parse_count(column.name, text)
        case ColumnKind.SHARE:
            return parse_share(column.name, text)
        case ColumnKind.DATE:
            return parse_date(column.name, text, COARSE_DATES.get((table, column.name)))
        case ColumnKind.PERIOD:
            return parse_period(column.name, text)
        case ColumnKind.YEAR:
            return parse_year(column.name, text)
        case ColumnKind.BOOLEAN:
            return parse_boolean(column.name, text)
        case ColumnKind.CODE if column.name != "uscc":
            return _parse_code(column.name, text)
        case _:  # text; the credit code is checked in bulk by credit_codes
            plain = mask_numbers(text) if column.name in _MAY_NAME_A_CONTACT else text
            read = normalise_words(column.name, plain)
            return Parsed(read, {column.name: pl.col(READ)}, pl.lit(None, pl.String), pl.lit(False))


def _parse_code(name: str, text: pl.Expr) -> Parsed:
    """Folded text of a code that is not a credit code; one printed as a rounded number is a fault."""
    folded = pl.col(READ)
    is_spoilt = folded.str.contains(_SPOILT_CODE)
    is_strange = ~folded.str.contains(_INDUSTRY_CODE) if name == "industry_code" else pl.lit(False)
    fault = (
        pl.when(is_spoilt)
        .then(pl.lit("代码曾按数值存放，已失真"))
        .when(is_strange)
        .then(pl.lit("不是国民经济行业代码（如 C3670 或 3670）"))
    )
    value = pl.when(~is_spoilt & ~is_strange).then(folded)
    return Parsed(fold_width(text).str.to_uppercase(), {name: value}, fault, pl.lit(False))
