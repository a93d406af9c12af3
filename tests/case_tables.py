"""Typed input tables from cases: many invented enterprises at once, as intake would hand them on."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import polars as pl

from screening.contract.money import fen_from_printed
from screening.contract.source_tables import (
    PRECISION,
    SOURCE_TABLES,
    THROUGH,
    ColumnKind,
    SourceTable,
    typed_schema,
)
from screening.rules.printed_figures import count_from_printed, points_from_printed
from tests.rulebook_case import CASE_TABLES, CaseData, Row

_ENTERPRISE: Final[Row] = {
    "district": "371002",
    "subject_type": "企业",
    "industry_code": "3670",
    "ownership": "民营",
    "operating_status": "存续",
    "registered_on": dt.date(2010, 1, 1),
}
_BOOLEANS: Final = {"是": True, "否": False, True: True, False: False}


def case_tables(cases: Mapping[str, CaseData], city: str) -> dict[str, pl.DataFrame]:
    """Typed tables of a city that hold every case under its credit code.

    A table that no case names is left out. A row of a project or a title belongs to its own case only:
    project ids are made unique by the credit code.
    """
    enterprises = [_ENTERPRISE | {"uscc": uscc, "name": _name(uscc)} | case.enterprise for uscc, case in cases.items()]
    tables = {"enterprises": _typed(SOURCE_TABLES["enterprises"], enterprises, city)}
    for table in CASE_TABLES:
        named = [(uscc, case) for uscc, case in cases.items() if case.rows(table) is not None]
        if named:
            rows = [_row(table, uscc, row) for uscc, case in named for row in case.rows(table) or ()]
            tables[table] = _typed(SOURCE_TABLES[table], rows, city)
    return tables


def _name(uscc: str) -> str:
    return f"样例第{uscc[8:16]}号机械有限公司"


def _row(table: str, uscc: str, row: Row) -> Row:
    filled = {"uscc": uscc} | row
    if table == "projects" and filled.get("project_id") is not None:
        filled["project_id"] = f"{filled['project_id']}@{uscc}"
    if table == "recognitions":
        filled = {"name": _name(uscc), "event": "新认定"} | filled
    if table == "sanctions":
        filled = {"name": _name(uscc)} | filled
    return filled


def _typed(table: SourceTable, rows: Iterable[Row], city: str) -> pl.DataFrame:
    """The table's typed frame; a column the table lacks is an error naming it."""
    schema = typed_schema(table)
    columns = {column.name: column for column in table.columns}
    typed: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=2):
        unknown = set(row) - set(columns)
        if unknown:
            raise ValueError(f"{table.name}: unknown columns {sorted(unknown)}")
        cells: dict[str, Any] = {"city": city, "file": f"{city}/{table.name}.csv", "sheet": "", "row_number": number}
        for name, value in row.items():
            cells |= _cell(name, columns[name].kind, value)
        typed.append(cells)
    frame = pl.DataFrame(typed, schema=schema)
    if table.name in ("recognitions", "sanctions"):
        frame = frame.with_columns(match_class=pl.lit("code"))
    if table.name == "recognitions":
        frame = frame.with_columns(inferences=pl.lit([], dtype=pl.List(pl.String)))
    return frame


def _cell(name: str, kind: ColumnKind, value: object) -> dict[str, Any]:
    if value is None:
        return {name: None}
    if kind is ColumnKind.PERIOD:
        first, last, precision = _period(value)
        return {name: first, name + THROUGH: last, name + PRECISION: precision}
    return {name: _READERS[kind](value)}


def _period(value: object) -> tuple[dt.date, dt.date, str]:
    """First and last day of a day, a month ("2024-05") or a year ("2024"), and which it is."""
    if isinstance(value, dt.date):
        return value, value, "day"
    year, _, month = str(value).partition("-")
    if month:
        last = calendar.monthrange(int(year), int(month))[1]
        return dt.date(int(year), int(month), 1), dt.date(int(year), int(month), last), "month"
    return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31), "year"


def _text(value: Any) -> str:
    return "；".join(value) if isinstance(value, list) else str(value)


def _date(value: Any) -> dt.date:
    if not isinstance(value, dt.date):
        raise ValueError(f"{value!r} is not a day, as in 2024-05-01")
    return value


def _number(value: Any) -> Decimal:
    text = str(value)
    return Decimal(text) if text.replace(".", "", 1).isdecimal() else Decimal(count_from_printed(text))


_READERS: Final[dict[ColumnKind, Callable[[Any], Any]]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.CODE: str,
    ColumnKind.MONEY: lambda value: Decimal(fen_from_printed(str(value))) / 100,
    ColumnKind.NUMBER: _number,
    ColumnKind.COUNT: lambda value: count_from_printed(str(value)),
    ColumnKind.SHARE: lambda value: points_from_printed(str(value)),
    ColumnKind.DATE: _date,
    ColumnKind.YEAR: int,
    ColumnKind.BOOLEAN: lambda value: _BOOLEANS[value],
}
