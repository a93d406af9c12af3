"""Tables of a PostgreSQL database to Parquet files in the inbox, where the night reads them like any other file.

One schema holds one city. The dump is text as it stands in the database, typed later by the code that types csv;
equal rows give equal bytes, whatever order the database keeps them in.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from screening.contract.source_tables import SOURCE_TABLES
from screening.intake.database_snapshot import Snapshot
from screening.intake.database_tables import DatabaseSchemaError, Relation, find_relations
from screening.locks import hold_lock

DUMP_ENDING: Final = "-db.parquet"
# Fixed, so that equal frames are equal bytes whatever a later Polars takes as its defaults.
_ROW_GROUP: Final = 1 << 18
_ZSTD_LEVEL: Final = 3


@dataclass(frozen=True, slots=True)
class TableDump:
    """One table as it was dumped; `file` is its path below the inbox, `unread` are columns the contract lacks."""

    source: str
    file: str
    rows: int
    sha256: str
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityDump:
    """What became of a city: its tables, relations of the schema that are no source table, dumps taken away."""

    city: str
    tables: tuple[TableDump, ...]
    other_relations: tuple[str, ...]
    removed: tuple[str, ...]


def dump_database(snapshot: Snapshot, schemas: Mapping[str, str], inbox: Path) -> list[CityDump]:
    """Dump the schema of each city to `<inbox>/<city>/<table>-db.parquet`, all cities as of one moment.

    schemas: schema by city. Earlier dumps of tables that a schema no longer has are taken away: yesterday's
    rows must not stand in for a table that is gone. Nothing in the inbox changes where anything cannot be
    read; raises DatabaseSchemaError with all that is wrong, DatabaseReadError, or FolderInUseError where
    another dump is at work.
    """
    with hold_lock(inbox / ".ingest-database.lock"):
        scratch = inbox / ".ingest-database.partial"
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            found = _find_all(snapshot, schemas)
            written = {
                city: [_dump(snapshot, relation, scratch, city) for relation in relations]
                for city, (relations, _) in found.items()
            }
            return [_publish(city, dumps, found[city][1], inbox, scratch) for city, dumps in written.items()]
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def _find_all(snapshot: Snapshot, schemas: Mapping[str, str]) -> dict[str, tuple[list[Relation], list[str]]]:
    found, problems = {}, []
    for city, schema in sorted(schemas.items()):
        try:
            found[city] = find_relations(snapshot, schema)
        except DatabaseSchemaError as error:
            problems.append(str(error))
    if problems:
        raise DatabaseSchemaError("\n".join(problems))
    return found


def _dump(snapshot: Snapshot, relation: Relation, scratch: Path, city: str) -> TableDump:
    frame = snapshot.query(relation.sql)
    rows = frame.sort(pl.all(), nulls_last=True)
    file = f"{city}/{relation.name}{DUMP_ENDING}"
    path = scratch / file
    path.parent.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(
        path,
        compression="zstd",
        compression_level=_ZSTD_LEVEL,
        row_group_size=_ROW_GROUP,
        metadata={"source": relation.source},
    )
    with path.open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
    return TableDump(relation.source, file, rows.height, sha256, relation.unread)


def _publish(city: str, dumps: list[TableDump], others: list[str], inbox: Path, scratch: Path) -> CityDump:
    folder = inbox / city
    folder.mkdir(parents=True, exist_ok=True)
    for dump in dumps:
        (scratch / dump.file).replace(inbox / dump.file)
    kept = {dump.file for dump in dumps}
    stale = [path for path in sorted(folder.glob(f"*{DUMP_ENDING}")) if f"{city}/{path.name}" not in kept]
    removed = [path for path in stale if _is_dump(path)]
    for path in removed:
        path.unlink()
    return CityDump(city, tuple(dumps), tuple(others), tuple(f"{city}/{path.name}" for path in removed))


def _is_dump(path: Path) -> bool:
    """Whether a file has the name of a dump: a whole table name and the ending, nothing a person would choose."""
    name = path.name.removesuffix(DUMP_ENDING).casefold()
    return any(name in (table.name, *table.titles) for table in SOURCE_TABLES.values())
