"""A run put together from its cities: one table of each kind, and run.json, which says what the run is made of."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening.contract.result_tables import NAME_STAKES, RESULT_TABLES, UNMATCHED_PAYMENTS, Schema
from screening.contract.source_tables import SOURCE_TABLES, typed_schema
from screening.failures import Failure
from screening.open_problems import count_open_problems
from screening.plan_run import Plan
from screening.run_folder import work_path
from screening.stage_files import files_below, is_done, join_tables, read_json, sha256_of, stage_costs, write_table

_ENGINE_TABLES: Final = (
    *("determinations", "awards", "enterprise_totals", "near_misses"),
    *("unmatched_payments", "name_stakes"),
)
_TOTALS: Final = ("exact_total", "upper_bound_total", "undetermined_total", "received_total")


class UnfinishedCityError(Failure):
    """A stage of a city has not run to its end: the run cannot be put together yet."""


def city_work(plan: Plan, city: str) -> Path:
    """Folder in which a city's night is put together."""
    return work_path(plan.run.out, plan.run.run_id) / city


def city_checks(plan: Plan, city: str) -> list[dict[str, Any]]:
    """Checks of the city's gates so far: of its inputs, then of its results."""
    files = (city_work(plan, city) / name for name in ("checks.json", "result_checks.json"))
    return [check for file in files if file.exists() for check in read_json(file)]


def critical_failures(checks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Checks that stop what they guard."""
    return [check for check in checks if check["severity"] == "critical" and not check["passed"]]


def refused_cities(plan: Plan) -> tuple[str, ...]:
    """Cities whose inputs a gate refused: they are not screened."""
    return tuple(city for city in plan.run.cities if critical_failures(_input_checks(plan, city)))


def held_cities(plan: Plan) -> tuple[str, ...]:
    """Cities that stay out of the run: those refused, and those with results that a gate stopped.

    Where that would leave no city, the latter are in the run, and it is the run that is held: whole, for a person
    to look at.
    """
    failed = tuple(city for city in plan.run.cities if critical_failures(city_checks(plan, city)))
    return failed if len(failed) < len(plan.run.cities) else refused_cities(plan)


def is_held(plan: Plan, movements: Iterable[dict[str, Any]]) -> bool:
    """Whether the run waits for a person: gates left no city, or too much moved since the last good run.

    movements: checks against the last good run.
    """
    failed = [city for city in plan.run.cities if critical_failures(city_checks(plan, city))]
    is_without_city = bool(plan.run.cities) and len(failed) == len(plan.run.cities)
    return is_without_city or bool(critical_failures(movements))


def refuse_unfinished_cities(plan: Plan) -> None:
    """Raises UnfinishedCityError where a city has neither been screened nor been refused by its gate."""
    refused = refused_cities(plan)
    stages = ("take_in", "guard_inputs", "screen", "guard_results")
    unfinished = [
        f"{city}({stage})"
        for city in plan.run.cities
        for stage in (stages[:2] if city in refused else stages)
        if not is_done(city_work(plan, city), stage)
    ]
    if unfinished:
        raise UnfinishedCityError(f"以下城市的阶段尚未完成，不能汇总：{'、'.join(unfinished)}")


def _input_checks(plan: Plan, city: str) -> list[dict[str, Any]]:
    return [check for check in city_checks(plan, city) if check["stage"] != "results"]


def join_city_tables(plan: Plan, folder: Path) -> None:
    """Write the result tables and the typed input tables of all screened cities into `folder`, one file each.

    Quarantined rows of a held city are in it too: they are what its office has to put right.
    """
    held = held_cities(plan)
    works = {city: city_work(plan, city) for city in plan.run.cities}
    screened = [work for city, work in works.items() if city not in held]
    for table in _ENGINE_TABLES:
        _join_parts([work / "results" / f"{table}.parquet" for work in screened], folder / f"{table}.parquet")
    _join_parts([work / "quarantine.parquet" for work in works.values()], folder / "quarantine.parquet")
    _join_parts([work / "name_matches.parquet" for work in screened], folder / "name_matches.parquet")
    for table in SOURCE_TABLES:
        _join_parts([work / "tables" / f"{table}.parquet" for work in screened], folder / "tables" / f"{table}.parquet")


def _join_parts(parts: list[Path], target: Path) -> None:
    """One file of parts that are each sorted and come in the order of their cities, so nothing is sorted again."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if len(parts) == 1:
        shutil.copyfile(parts[0], target)
    elif parts:
        join_tables(parts, target)
    else:
        write_table(pl.DataFrame(schema=_schema(target.stem)), target)


def _schema(table: str) -> Schema:
    results = RESULT_TABLES | {"unmatched_payments": UNMATCHED_PAYMENTS, "name_stakes": NAME_STAKES}
    return results[table] if table in results else typed_schema(SOURCE_TABLES[table])


def compose_outline(plan: Plan) -> dict[str, Any]:
    """What was asked of the run and by which law, as run.json begins: enough to compare it with another."""
    run = plan.run
    return {
        "run_id": run.run_id,
        "as_of": run.as_of.isoformat(),
        "cities": list(run.cities),
        "held_cities": list(held_cities(plan)),
        "cities_without_policy": list(plan.cities_without_policy),
        "award_years": None if run.award_years is None else list(run.award_years),
        "include_drafts": run.include_drafts,
        "rulebook": plan.rulebook,
    }


def compose_record(
    plan: Plan, tables: Path, movements: Sequence[dict[str, Any]], compared_with: str | None
) -> dict[str, Any]:
    """The content of run.json: nothing in it differs between two identical nights, nothing names a person.

    tables: the folder with the run's tables, changes included; movements: checks against the last good run, which
    is `compared_with`.
    """
    run = plan.run
    intakes = {city: read_json(city_work(plan, city) / "intake.json") for city in run.cities}
    screened = {city: _screening_notes(plan, city) for city in run.cities}
    return compose_outline(plan) | {
        "is_held": is_held(plan, movements),
        "compared_with": compared_with,
        "inputs": [asdict(file) | {"table": _table_of(intakes[file.city], file.file)} for file in plan.inputs],
        "files_refused": [refused for intake in intakes.values() for refused in intake["refused"]],
        "open_problems": _open_problems(tables / "quarantine.parquet", intakes.values()),
        "unknown_columns": [unknown for intake in intakes.values() for unknown in intake["unknown_columns"]],
        "counts": {city: intake["counts"] for city, intake in intakes.items()},
        "unknown_programmes": [row for notes in screened.values() for row in notes["unknown_programmes"]],
        "checks": [*(check for city in run.cities for check in city_checks(plan, city)), *movements],
        "warnings": [
            *_plan_warnings(plan),
            *(f"{city}：{text}" for city, intake in intakes.items() for text in intake["warnings"]),
            *(f"{city}：{text}" for city, notes in screened.items() for text in notes["warnings"]),
        ],
        "results": {path.relative_to(tables).with_suffix("").as_posix(): _file_facts(path) for path in _tables(tables)},
        "totals": _totals(tables / "enterprise_totals.parquet"),
    }


def compose_metrics(plan: Plan) -> dict[str, Any]:
    """What every stage took; the only file of a run in which two identical nights may differ."""
    run = plan.run
    cities = {city: stage_costs(city_work(plan, city)) for city in run.cities}
    return {"stages": {"run": stage_costs(work_path(run.out, run.run_id)), **cities}}


def _screening_notes(plan: Plan, city: str) -> dict[str, Any]:
    path = city_work(plan, city) / "screening.json"
    notes: dict[str, Any] = read_json(path) if path.exists() else {"unknown_programmes": [], "warnings": []}
    return notes


def _open_problems(quarantine: Path, intakes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    refused = [refused for intake in intakes for refused in intake["refused"]]
    return count_open_problems(pl.read_parquet(quarantine), refused)


def _table_of(intake: dict[str, Any], file: str) -> str | None:
    tables: dict[str, str] = {source["file"]: source["table"] for source in intake["sources"]}
    return tables.get(file)


def _plan_warnings(plan: Plan) -> list[str]:
    without_policy = (f"{city}：规则库中没有该市的政策文件，未筛查" for city in plan.cities_without_policy)
    without_files = (f"{city}：规则库中有该市的政策，但收件箱中没有其文件夹" for city in plan.cities_without_files)
    why = dict.fromkeys(held_cities(plan), "筛查结果未通过质量关卡，该市暂缓，不发布")
    why |= dict.fromkeys(refused_cities(plan), "输入数据未通过质量关卡，该市暂缓，未筛查")
    held = (f"{city}：{why[city]}" for city in plan.run.cities if city in why)
    strays = "、".join(plan.files_without_city)
    without_city = [f"收件箱中不在城市文件夹里的文件未读取，请放入所属城市的文件夹：{strays}"] if strays else []
    return [*without_policy, *without_files, *without_city, *held]


def _tables(folder: Path) -> list[Path]:
    return [path for path in files_below(folder) if path.suffix == ".parquet"]


def _file_facts(path: Path) -> dict[str, Any]:
    return {"rows": pl.scan_parquet(path).select(pl.len()).collect().item(), "sha256": sha256_of(path)}


def _totals(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Sums of `enterprise_totals` per city and award year, money as text so that no reader makes a float of it."""
    sums = (
        pl.scan_parquet(path)
        .group_by("city", "award_year")
        .agg(pl.len().alias("enterprises"), *(pl.col(name).sum().cast(pl.String) for name in _TOTALS))
        .sort("city", "award_year")
        .collect()
    )
    totals: dict[str, dict[str, dict[str, Any]]] = {}
    for row in sums.iter_rows(named=True):
        totals.setdefault(row.pop("city"), {})[str(row.pop("award_year"))] = row
    return totals
