"""The source tables in a schema of a PostgreSQL database, and the query that reads each as text.

Tables and columns are found by the names that files and headings have: a relation counts if its whole name is
an English or Chinese table name (a copy such as enterprises_2023 does not), a column if it is a heading of that
table. Other columns are never read, so nothing personal beyond the contacts leaves the database.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.contract.source_tables import CORRECTS, SOURCE_TABLES, SourceTable
from screening.failures import Failure
from screening.intake.database_snapshot import Snapshot
from screening.intake.find_header import find_header, match_heading, refuse_without_header
from screening.intake.sheets import Heading

_COLUMNS: Final = """
SELECT c.relname::text AS relation, a.attname::text AS name, t.typcategory::text AS category,
       pg_catalog.format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS type,
       coalesce(e.typcategory, '')::text AS element
FROM pg_catalog.pg_namespace n
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY relation, name
"""
_SCHEMAS: Final = """
SELECT n.nspname::text AS name FROM pg_catalog.pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY name
"""

_DAYS: Final = ("date", "timestamp without time zone", "timestamp with time zone")
_WHOLE_NUMBERS: Final = ("smallint", "integer", "bigint")


class DatabaseSchemaError(Failure):
    """A schema has no source table, or one whose columns cannot be read; the message names all that is wrong."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as the catalogue of the database describes it: pg_type's category, of itself and of its elements."""

    heading: Heading
    category: str
    type: str
    element: str

    @property
    def quoted(self) -> str:
        return quote_identifier(self.heading.text)


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view of a schema that holds a source table: the query that reads it, the columns it leaves out."""

    schema: str
    name: str
    table: SourceTable
    sql: str
    unread: tuple[str, ...]

    @property
    def source(self) -> str:
        """Where the rows come from, as it is shown to people."""
        return f"postgresql:{self.schema}.{self.name}"


def quote_identifier(name: str) -> str:
    """The name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def find_relations(snapshot: Snapshot, schema: str) -> tuple[list[Relation], list[str]]:
    """The source tables of a schema, in the order of their names, and the names of its other relations.

    Raises DatabaseSchemaError, with everything that is wrong, where there is none or one cannot be read.
    """
    found = snapshot.query(_COLUMNS, [schema])
    names = found["relation"].unique().sort().to_list()
    tables = {name: table for name in names if (table := _table_named(name)) is not None}
    if not tables:
        raise DatabaseSchemaError(_no_tables(snapshot, schema, names))
    problems: list[str] = []
    relations = []
    for name, table in tables.items():
        columns = _columns_of(found.filter(relation=name), table)
        wrong = list(_problems(columns, found.filter(relation=name)["name"].to_list(), table))
        problems += [f"{schema}.{name}：{text}" for text in wrong]
        if not wrong:
            relations.append(_relation(schema, name, table, columns))
    if problems:
        raise DatabaseSchemaError("数据库中的表无法读取：\n" + "\n".join(f"  {text}" for text in problems))
    return relations, [name for name in names if name not in tables]


def _table_named(name: str) -> SourceTable | None:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return next((table for table in SOURCE_TABLES.values() if folded in (table.name, *table.titles)), None)


def _no_tables(snapshot: Snapshot, schema: str, names: list[str]) -> str:
    schemas = snapshot.query(_SCHEMAS)["name"].to_list()
    if schema not in schemas:
        return f"数据库中没有模式“{schema}”；现有：{'、'.join(schemas)}"
    wanted = "、".join(f"{table.name}（{table.titles[0]}）" for table in SOURCE_TABLES.values())
    return f"模式“{schema}”中没有可读取的表；应有：{wanted}；现有：{'、'.join(names) or '无'}"


def _columns_of(found: pl.DataFrame, table: SourceTable) -> list[_Column]:
    described = found.select("name", "category", "type", "element").iter_rows()
    return [_Column(match_heading(i, name, table), *rest) for i, (name, *rest) in enumerate(described)]


def _problems(columns: list[_Column], names: list[str], table: SourceTable) -> Iterator[str]:
    if find_header([names], table) is None:
        yield str(refuse_without_header(table, [names]))
    for column in columns:
        if column.heading.column is not None and _text_of(column) is None:
            yield f"列“{column.heading.text}”的类型是 {column.type}，应为文本、数字、日期、是否或文本数组"


def _relation(schema: str, name: str, table: SourceTable, columns: list[_Column]) -> Relation:
    """The query, its columns in the order of the contract, so that a table rebuilt otherwise gives the same bytes."""
    order = {column.name: place for place, column in enumerate((*table.columns, CORRECTS))}
    known = sorted(
        (order[column.heading.column.name], column.heading.text, column)
        for column in columns
        if column.heading.column is not None
    )
    selected = ", ".join(f"{_text_of(column)} AS {column.quoted}" for _, _, column in known)
    unread = tuple(column.heading.text for column in columns if column.heading.column is None)
    return Relation(
        schema, name, table, f"SELECT {selected} FROM {quote_identifier(schema)}.{quote_identifier(name)}", unread
    )


def _text_of(column: _Column) -> str | None:
    """SQL of the column as text; None for types that are no single value.

    A code kept as a number stays one, for intake to set aside as it does in a workbook: what it has lost
    (leading noughts, digits) no cast brings back.
    """
    quoted = column.quoted
    match column.category:
        case "S" | "E":
            return f"{quoted}::text"
        case "N" if column.heading.is_code:
            return f"{quoted}::{'bigint' if column.type in _WHOLE_NUMBERS else 'double precision'}"
        case "N":
            return f"{quoted}::numeric::text"
        case "B":
            return f"CASE WHEN {quoted} THEN '是' WHEN NOT {quoted} THEN '否' END"
        case "D" if column.type in _DAYS:
            return f"to_char({quoted}::timestamp, 'YYYY-MM-DD HH24:MI:SS')"
        case "A" if column.element == "S":
            return f"array_to_string({quoted}, '；')"
        case _:
            return None
