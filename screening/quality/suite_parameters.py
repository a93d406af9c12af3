"""What a suite may ask for by `{"$PARAMETER": name}`: the run's date and city, the contract's shapes, code lists."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

import screening
from screening.contract.result_tables import MOVEMENTS, RESULT_TABLES, Schema
from screening.contract.source_tables import SOURCE_TABLES, ColumnKind, typed_schema
from screening.quality.completeness import COMPLETENESS
from screening.quality.drift import PROFILE

CODE_LISTS: Final = Path(screening.__file__).parent / "rulebook" / "code_lists"

# What intake adds to the typed columns of these tables.
_ADDED_BY_INTAKE: Final[dict[str, Schema]] = {
    "recognitions": {"match_class": pl.String(), "inferences": pl.List(pl.String)},
    "sanctions": {"match_class": pl.String()},
}


def suite_parameters(stage: str, table: str, as_of: dt.date, city: str) -> dict[str, Any]:
    """Values by parameter name: as_of, as_of_year, next_year, city, schema (type by column), columns,
    contact_columns, and code_lists/<name> for every list of one column in the rulebook.
    """
    schema = table_schema(stage, table)
    return {
        "as_of": as_of,
        "as_of_year": as_of.year,
        "next_year": as_of.year + 1,
        "city": city,
        "schema": {column: str(dtype) for column, dtype in schema.items()},
        "columns": list(schema),
        "contact_columns": _contact_columns(),
        **_code_lists(),
    }


def table_schema(stage: str, table: str) -> Schema:
    """The contract's columns of a table at a stage; empty where the contract has no such table."""
    if stage == "drift":
        return MOVEMENTS if table == "movements" else PROFILE
    if table == "completeness":
        return COMPLETENESS
    if stage == "results":
        return RESULT_TABLES.get(table, {})
    if table not in SOURCE_TABLES:
        return {}
    accepted = typed_schema(SOURCE_TABLES[table]) | _ADDED_BY_INTAKE.get(table, {})
    return accepted if stage == "accepted" else typed_schema(SOURCE_TABLES[table]) | {"is_row_set_aside": pl.Boolean()}


def _contact_columns() -> list[str]:
    columns = (column for table in SOURCE_TABLES.values() for column in table.columns)
    return sorted({column.name for column in columns if column.kind is ColumnKind.CONTACT})


@cache
def _code_lists() -> dict[str, list[str]]:
    return {f"code_lists/{path.stem}": _first_column(path) for path in sorted(CODE_LISTS.glob("*.csv"))}


def _first_column(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[0] for row in list(csv.reader(file))[1:] if row]
