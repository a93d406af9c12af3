"""`screening ingest-database`: tables of a PostgreSQL database into the inbox, before the night."""

from __future__ import annotations

import argparse
import os

from screening.failures import WrongUse
from screening.intake.database_snapshot import database_uri, open_snapshot
from screening.intake.dump_database import CityDump, dump_database


class OneSchemaManyCitiesError(WrongUse):
    """One schema was named for several cities."""


def run(arguments: argparse.Namespace) -> int:
    """Dump the schema of each city and say what was read, what not, and what was taken away."""
    cities = sorted(set(arguments.city))
    if arguments.schema is not None and len(cities) > 1:
        raise OneSchemaManyCitiesError(f"--schema 只能与一个 --city 同用，收到 {'、'.join(cities)}")
    schemas = {city: arguments.schema or city for city in cities}
    with open_snapshot(database_uri(os.environ)) as snapshot:
        for dump in dump_database(snapshot, schemas, arguments.inbox):
            _print_city(dump)
    return 0


def _print_city(dump: CityDump) -> None:
    print(f"{dump.city}:")
    for table in dump.tables:
        print(f"  {table.source} → {table.file}：{table.rows} 行，SHA-256 {table.sha256}")
        if table.unread:
            print(f"    未读取的列：{'、'.join(table.unread)}")
    if dump.other_relations:
        print(f"  未读取的表：{'、'.join(dump.other_relations)}")
    for file in dump.removed:
        print(f"  已删除 {file}：数据库中已没有这张表")
