"""The files of a city's work folder: what intake hands on, and what the screening stage reads back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import polars as pl

from screening.contract.source_tables import SOURCE_TABLES
from screening.intake.read_inbox import CityIntake
from screening.stage_files import read_json, write_json, write_table


def write_intake(intake: CityIntake, folder: Path) -> None:
    """Write tables/, raw/, quarantine.parquet, name_matches.parquet and intake.json of one city."""
    for kind, tables in (("tables", intake.tables), ("raw", intake.raw)):
        for name, frame in tables.items():
            write_table(frame, folder / kind / f"{name}.parquet")
    write_table(intake.quarantine, folder / "quarantine.parquet")
    write_table(intake.name_matches, folder / "name_matches.parquet")
    facts = {
        "counts": {table: asdict(counts) for table, counts in intake.counts.items()},
        "sources": [asdict(source) for source in intake.sources],
        "refused": [asdict(refused) for refused in intake.refused],
        "unknown_columns": [asdict(unknown) for unknown in intake.unknown_columns],
        "warnings": list(intake.warnings),
    }
    write_json(facts, folder / "intake.json")


def read_tables(work: Path) -> dict[str, pl.DataFrame]:
    """The accepted rows of each source table that came with at least one file, by table name.

    A table without a file is left out: it is unknown as a whole, which an empty one is not.
    """
    present = {source["table"] for source in read_json(work / "intake.json")["sources"]}
    return {table: pl.read_parquet(work / "tables" / f"{table}.parquet") for table in SOURCE_TABLES if table in present}
