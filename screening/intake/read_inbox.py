"""The inbox of one city to typed tables: the one function the night calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from screening.contract.result_tables import QUARANTINE, SORT_KEYS
from screening.contract.source_tables import PROVENANCE, SOURCE_TABLES, SourceTable, typed_schema
from screening.intake.find_files import InboxFile, RefusedFile, find_files
from screening.intake.match_lists import match_lists
from screening.intake.read_table import (
    FATE,
    SET_ASIDE,
    USED,
    RowCounts,
    SourceFile,
    TableIntake,
    UnknownColumns,
    read_table,
)
from screening.intake.type_rows import ROW_ID


@dataclass(frozen=True, slots=True)
class CityIntake:
    """What the files of a city gave.

    tables: accepted rows by table, `typed_schema(table)`, sorted; all tables are present. recognitions and
    sanctions also have match_class, recognitions inferences (List of String, 中文), projects
    is_total_investment_of_project (the figure came under 项目总投资).
    raw: all data rows with the same columns but match_class, and is_row_set_aside; of a row and its correction only
    the one that stands, so that corrected rows weigh on no share.
    quarantine, name_matches: QUARANTINE and NAME_MATCHES, sorted.
    sources: the files whose rows were read; refused: the others.
    """

    tables: dict[str, pl.DataFrame]
    raw: dict[str, pl.DataFrame]
    quarantine: pl.DataFrame
    name_matches: pl.DataFrame
    counts: dict[str, RowCounts]
    sources: list[SourceFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    unknown_columns: list[UnknownColumns] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_city(inbox: Path, city: str) -> CityIntake:
    """All tables of a city from the files of its inbox folder.

    Nothing in the files stops it: a file that cannot be read is in `refused` with its reason, a row or
    cell in `quarantine`. The result does not depend on the order of files or rows, but for file, sheet
    and row_number. Raises ValueError where `city` is no plain folder name.
    """
    files, refused = find_files(inbox, city)
    read = {name: read_table(_of(files, name), table, city) for name, table in SOURCE_TABLES.items()}
    used = {name: _used(intake) for name, intake in read.items()}
    matched, name_matches = match_lists(used)
    tables = read.values()
    return CityIntake(
        tables={name: _sorted(frame, SOURCE_TABLES[name]) for name, frame in (used | matched).items()},
        raw={name: _sorted(_raw(intake), SOURCE_TABLES[name]) for name, intake in read.items()},
        quarantine=pl.concat([pl.DataFrame(schema=QUARANTINE), *(intake.quarantine for intake in tables)]).sort(
            SORT_KEYS["quarantine"]
        ),
        name_matches=name_matches,
        counts={name: intake.counts for name, intake in read.items()},
        sources=[source for intake in tables for source in intake.sources],
        refused=sorted([*refused, *(each for intake in tables for each in intake.refused)], key=lambda each: each.file),
        unknown_columns=[unknown for intake in tables for unknown in intake.unknown_columns],
        warnings=[*_absent(inbox, city), *(text for intake in tables for text in intake.warnings)],
    )


def _of(files: list[InboxFile], table: str) -> list[InboxFile]:
    return [file for file in files if file.table == table]


def _absent(inbox: Path, city: str) -> list[str]:
    return [] if (inbox / city).is_dir() else [f"收件箱里没有文件夹“{city}”"]


def _used(intake: TableIntake) -> pl.DataFrame:
    return intake.rows.filter(pl.col(FATE) == USED).drop(FATE)


def _raw(intake: TableIntake) -> pl.DataFrame:
    rows = intake.rows
    if len(intake.outdated):
        rows = rows.join(intake.outdated.to_frame(), on=ROW_ID, how="anti", maintain_order="left")
    return rows.with_columns(is_row_set_aside=pl.col(FATE) == SET_ASIDE).drop(FATE)


def _sorted(rows: pl.DataFrame, table: SourceTable) -> pl.DataFrame:
    """The rows in an order of their contents; rows alike stand in the order of their places."""
    contents = [name for name in typed_schema(table) if name not in PROVENANCE]
    first = [name for name in ("uscc", *table.key) if name in rows.columns]
    order = list(dict.fromkeys([*first, *contents, *PROVENANCE]))
    return rows.drop(ROW_ID).sort(order, nulls_last=True)
