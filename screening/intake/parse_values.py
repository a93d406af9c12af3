"""Cells to typed values, one column at a time: how each kind of column is read."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.source_tables import ColumnKind, SourceColumn
from screening.intake.clean_text import clean_text, fold_width
from screening.intake.parse_amounts import Parsed, parse_count, parse_money, parse_number, parse_share
from screening.intake.parse_dates import COARSE_DATES, parse_date, parse_period, parse_year
from screening.intake.parse_words import normalise_words, parse_boolean

_LISTS: Final = frozenset({"plan_lists", "former_names"})  # a line break in the cell separates, as ； does
_ANSWERED_BY_NONE: Final = frozenset({"plan_lists"})
_INDUSTRY_CODE: Final = r"^(?:[A-T]|[A-T]?\d{2,4})$"
_SPOILT_CODE: Final = r"^\d(?:\.\d+)?E\+?\d+$"


def clean_column(column: SourceColumn, text: pl.Expr) -> pl.Expr:
    """Cleaned text of a column's cells; line breaks separate in lists and vanish elsewhere."""
    return clean_text(
        text,
        line_break="；" if column.name in _LISTS else "",
        is_none_an_answer=column.name in _ANSWERED_BY_NONE,
    )


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
            return Parsed({column.name: normalise_words(column.name, text)}, pl.lit(None, pl.String), pl.lit(False))


def _parse_code(name: str, text: pl.Expr) -> Parsed:
    """Folded text of a code that is not a credit code; one printed as a rounded number is a fault."""
    folded = fold_width(text).str.to_uppercase()
    is_spoilt = folded.str.contains(_SPOILT_CODE)
    is_strange = ~folded.str.contains(_INDUSTRY_CODE) if name == "industry_code" else pl.lit(False)
    fault = (
        pl.when(is_spoilt)
        .then(pl.lit("代码曾按数值存放，已失真"))
        .when(is_strange)
        .then(pl.lit("不是国民经济行业代码（如 C3670 或 3670）"))
    )
    return Parsed({name: pl.when(~is_spoilt & ~is_strange).then(folded)}, fault, pl.lit(False))
