"""Every workbook of a run, drawn from its folder: outreach, budget and review per city, quality once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from screening.intake.read_contacts import read_contacts
from screening.intake.read_table import SourceFile
from screening.reports.budget import write_budget
from screening.reports.change_report import write_changes
from screening.reports.cover import RunRecord
from screening.reports.name_questions import with_stakes
from screening.reports.outreach import write_outreach
from screening.reports.problem_rows import write_problem_books
from screening.reports.quality_page import write_quality_page
from screening.reports.quality_report import write_quality
from screening.reports.quality_tables import PAGE, WORKBOOK
from screening.reports.review_queue import write_review
from screening.rules.apply_readings import list_readings
from screening.rules.load_rulebook import load_rulebook

_TABLES = ("awards", "enterprise_totals", "near_misses", "name_matches", "name_stakes", "unmatched_payments")


def write_reports(run_folder: Path, target: Path, inbox: Path, earlier: Sequence[RunRecord] = ()) -> None:
    """Write the workbooks of the run in `run_folder` into `target`.

    earlier: the content of run.json of the good runs before it, oldest first.
    Contacts are read anew from the inbox files that the run recorded; raises ContactSourceChangedError where
    one of them is gone or has changed.
    """
    target.mkdir(parents=True, exist_ok=True)
    run: RunRecord = json.loads((run_folder / "run.json").read_text("utf-8"))
    tables = {name: pl.read_parquet(run_folder / f"{name}.parquet") for name in _TABLES}
    readings = list_readings(load_rulebook())
    for city in run["cities"]:
        if city not in run.get("held_cities", ()):
            _write_city(
                city, {name: _of_city(frame, city) for name, frame in tables.items()}, target, inbox, run, readings
            )
    changes, movements = (pl.read_parquet(run_folder / f"{name}.parquet") for name in ("changes", "movements"))
    write_changes(target / "变动情况.xlsx", changes=changes, movements=movements, run=run)
    quarantine = pl.read_parquet(run_folder / "quarantine.parquet")
    write_quality(target / WORKBOOK, quarantine=quarantine, run=run, earlier=earlier)
    write_quality_page(target / PAGE, quarantine=quarantine, run=run, earlier=earlier)
    write_problem_books(target, quarantine=quarantine, run=run)


def _write_city(
    city: str, tables: dict[str, pl.DataFrame], target: Path, inbox: Path, run: RunRecord, readings: pl.DataFrame
) -> None:
    write_outreach(
        target / f"外联清单-{city}.xlsx",
        awards=tables["awards"],
        totals=tables["enterprise_totals"],
        near_misses=tables["near_misses"],
        contacts=read_contacts(inbox, city, _sources(run)),
        run=run,
        include_drafts=False,
    )
    write_budget(
        target / f"兑付测算-{city}.xlsx",
        awards=tables["awards"],
        totals=tables["enterprise_totals"],
        unmatched_payments=tables["unmatched_payments"],
        run=run,
    )
    write_review(
        target / f"复核清单-{city}.xlsx",
        name_matches=with_stakes(tables["name_matches"], tables["name_stakes"]),
        awards=tables["awards"],
        readings=readings,
        run=run,
    )


def _of_city(frame: pl.DataFrame, city: str) -> pl.DataFrame:
    return frame.filter(pl.col("city") == city)


def _sources(run: RunRecord) -> list[SourceFile]:
    return [SourceFile(i["city"], i["table"], i["file"], i["sha256"], i["bytes"]) for i in run["inputs"] if i["table"]]
