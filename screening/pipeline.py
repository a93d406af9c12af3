"""The whole night: one short function per stage, and one that calls them in order.

Every stage reads and writes files of the run's work folder, so it can be its own process; one that has
run to its end is skipped, one that was killed simply runs again, and the bytes are the same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening import run_folder
from screening.award.name_stakes import name_stakes
from screening.award.screen_city import screen_city
from screening.changes import ScreenedRun, find_changes
from screening.city_files import read_tables, write_intake
from screening.city_rulebook import rulebook_under_rulings
from screening.failures import HeldByGate
from screening.intake.read_inbox import read_city
from screening.movements import measure_movements
from screening.plan_run import (
    NightRequest,
    Plan,
    plan_run,
    refuse_changed_inputs,
    refuse_changed_rulebook,
    write_plan,
)
from screening.quality import gates
from screening.reports.quality_trend import NIGHTS
from screening.reports.write_reports import write_reports as draw_workbooks
from screening.rules.catalogue import catalogue_of
from screening.rules.load_rulebook import load_rulebook
from screening.rules.resolve_programmes import resolve_programmes
from screening.rules.rulebook_files import read_rulebook_files
from screening.ruling_notes import warn_of_rulings
from screening.run_record import (
    city_work,
    compose_metrics,
    compose_outline,
    compose_record,
    held_cities,
    join_city_tables,
    refuse_unfinished_cities,
    refused_cities,
)
from screening.screening_notes import take_notes
from screening.stage_files import read_json, run_stage, sha256_of, write_json, write_table

_log: Final = logging.getLogger("screening")
ASSEMBLED: Final = "assembled"
_NIGHTS_BACK: Final = NIGHTS - 1  # before this one
_COMPARISON: Final = "comparison.json"


class CityHeldError(HeldByGate):
    """A critical expectation on a city's inputs failed; the city stays out of the run."""


@dataclass(frozen=True, slots=True)
class Night:
    """What became of a night: the plan, the folder of the run, whether it is held, the cities that are."""

    plan: Plan
    folder: Path
    is_held: bool
    held_cities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScreenedEnterprise:
    """One enterprise screened for the occasion: its row of the register and its result tables."""

    plan: Plan
    register: pl.DataFrame
    results: dict[str, pl.DataFrame]


def run_night(request: NightRequest) -> Night:
    """The whole night, whole or not at all. The same night again is the same run, found and not computed again.

    Raises FolderInUseError where another run works in the same output folder, and the failures of the stages;
    a held run or city is no exception here: the caller reads it off the outcome.
    """
    with run_folder.hold_folder(request.out):
        plan = plan_night(request)
        known = find_finished(plan)
        if known is not None:
            return known
        for city in plan.run.cities:
            take_in(plan, city)
            guard_inputs(plan, city)
            if city not in refused_cities(plan):
                screen(plan, city)
                guard_results(plan, city)
        assemble(plan)
        guard_movements(plan)
        write_reports(plan)
        return publish(plan)


def plan_night(request: NightRequest) -> Plan:
    """Hash inputs, rulebook and parameters into the run id; write the plan into the run's work folder."""
    _log.info("计划运行：读取规则库与收件箱清单")
    plan = plan_run(request, load_rulebook())
    write_plan(plan)
    _log.info("运行编号 %s", plan.run.run_id)
    return plan


def take_in(plan: Plan, city: str) -> None:
    """Read the city's files into typed tables, raw tables, quarantine and name matches."""
    _log.info("%s：读取收件箱", city)

    def write(folder: Path) -> None:
        intake = read_city(plan.run.inbox, city)
        refuse_changed_inputs(plan, city, ((source.file, source.sha256) for source in intake.sources))
        write_intake(intake, folder)

    run_stage(city_work(plan, city), "take_in", write)


def guard_inputs(plan: Plan, city: str) -> None:
    """Run the suites of the input tables on the raw and on the accepted rows; their verdicts go to checks.json."""
    _log.info("%s：检查输入数据", city)
    work = city_work(plan, city)
    run_stage(
        work, "guard_inputs", lambda folder: write_json(gates.guard_inputs(work, plan.run), folder / "checks.json")
    )


def screen(plan: Plan, city: str) -> None:
    """Determine eligibility and award of every enterprise of the city."""
    _log.info("%s：筛查政策事项、测算金额", city)
    work = city_work(plan, city)

    def write(folder: Path) -> None:
        tables = read_tables(work)
        files = read_rulebook_files()
        refuse_changed_rulebook(plan, files.sha256)
        rulebook, warnings = rulebook_under_rulings(files, tables)
        if "recognitions" in tables:
            tables["recognitions"] = resolve_programmes(tables["recognitions"], catalogue_of(rulebook))
        results = screen_city(tables, rulebook, plan.run, city)
        name_matches = pl.read_parquet(work / "name_matches.parquet")
        results["name_stakes"] = name_stakes(tables, name_matches, results["awards"], rulebook, plan.run)
        for table, frame in results.items():
            write_table(frame, folder / "results" / f"{table}.parquet")
        warnings += warn_of_rulings(tables, name_matches, results["determinations"], rulebook, plan.run)
        write_json(take_notes(tables, rulebook, plan.run, city, warnings), folder / "screening.json")

    run_stage(work, "screen", write)


def guard_results(plan: Plan, city: str) -> None:
    """Run the suites of the result tables; their verdicts go to result_checks.json."""
    _log.info("%s：检查筛查结果", city)
    work = city_work(plan, city)
    name = "result_checks.json"
    run_stage(work, "guard_results", lambda folder: write_json(gates.guard_results(work, plan.run), folder / name))


def assemble(plan: Plan) -> None:
    """Join the cities into the run's tables and find what moved since the last good run."""
    _log.info("汇总各市结果")
    refuse_unfinished_cities(plan)
    previous = run_folder.newest_good_run(plan.run.out, other_than=plan.run.run_id)

    def write(folder: Path) -> None:
        assembled = folder / ASSEMBLED
        join_city_tables(plan, assembled)
        before = None if previous is None else ScreenedRun.read(run_folder.run_path(plan.run.out, previous))
        after = ScreenedRun(assembled, compose_outline(plan))
        changes = find_changes(before, after)
        write_table(changes, assembled / "changes.parquet")
        write_table(measure_movements(before, changes), assembled / "movements.parquet")
        write_json({"compared_with": previous}, folder / _COMPARISON)

    run_stage(_work(plan), "assemble", write, given=previous or "")


def guard_movements(plan: Plan) -> None:
    """Run the suites on what moved since the last good run, and write run.json with the verdicts of all gates."""
    _log.info("与上一次正常运行比较")
    assembled = _work(plan) / ASSEMBLED
    previous: str | None = read_json(_work(plan) / _COMPARISON)["compared_with"]

    def write(folder: Path) -> None:
        checks = list(_check_movements(plan, assembled, previous))
        write_json(compose_record(plan, assembled, checks, previous), folder / ASSEMBLED / "run.json")

    run_stage(_work(plan), "guard_movements", write, given=previous or "")


def _check_movements(plan: Plan, assembled: Path, previous: str | None) -> Iterator[dict[str, Any]]:
    held = held_cities(plan)
    for city in (city for city in plan.run.cities if city not in held):
        yield from gates.guard_movements(assembled, city, plan.run)
        if previous is not None:
            last_good = run_folder.run_path(plan.run.out, previous)
            yield from gates.guard_drift(city_work(plan, city), plan.run, last_good)


def write_reports(plan: Plan) -> None:
    """Draw the workbooks from the assembled run; contacts are read again from the inbox files the run recorded."""
    _log.info("生成报表")
    assembled = _work(plan) / ASSEMBLED
    previous: str | None = read_json(assembled / "run.json")["compared_with"]

    def write(folder: Path) -> None:
        earlier = [
            read_json(run / "run.json") for run in run_folder.chain_of_runs(plan.run.out, previous, _NIGHTS_BACK)
        ]
        draw_workbooks(assembled, folder / ASSEMBLED / "reports", plan.run.inbox, earlier)

    run_stage(_work(plan), "write_reports", write, given=sha256_of(assembled / "run.json"))


def publish(plan: Plan) -> Night:
    """Move the run to its published place, or to where held runs wait, and say which."""
    if find_finished(plan) is None:
        run, assembled = plan.run, _work(plan) / ASSEMBLED
        write_json(compose_metrics(plan), assembled / "metrics.json")
        is_held: bool = read_json(assembled / "run.json")["is_held"]
        move = run_folder.hold if is_held else run_folder.publish
        _log.info("%s运行 %s", "暂缓" if is_held else "发布", run.run_id)
        move(run.out, run.run_id, assembled)
    night = find_finished(plan)
    assert night is not None  # it has just been moved there
    return night


def find_finished(plan: Plan) -> Night | None:
    """What became of the night where it has run to its end before, however it was cut short after that; else None."""
    run = plan.run
    published, held = run_folder.run_path(run.out, run.run_id), run_folder.held_path(run.out, run.run_id)
    folder = next((path for path in (published, held) if path.is_dir()), None)
    if folder is None:
        return None
    if folder == published:
        run_folder.point_latest_at(run.out, run.run_id)
    run_folder.remove_work(run.out, run.run_id)
    return Night(plan, folder, folder == held, tuple(read_json(folder / "run.json")["held_cities"]))


def screen_enterprise(request: NightRequest, uscc: str) -> ScreenedEnterprise | None:
    """The results of one enterprise straight from the inbox, nothing written; None where no register has it."""
    rulebook = load_rulebook()
    plan = plan_run(request, rulebook)
    for city in plan.run.cities:
        _log.info("%s：读取收件箱", city)
        intake = read_city(plan.run.inbox, city)
        present = {source.table for source in intake.sources}
        register = intake.tables["enterprises"].filter(pl.col("uscc") == uscc)
        if not register.is_empty():
            own = {name: _rows_of(uscc, frame) for name, frame in intake.tables.items() if name in present}
            return ScreenedEnterprise(plan, register, screen_city(own, rulebook, plan.run, city))
    return None


def _rows_of(uscc: str, table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("uscc") == uscc) if "uscc" in table.columns else table


def _work(plan: Plan) -> Path:
    return run_folder.work_path(plan.run.out, plan.run.run_id)
