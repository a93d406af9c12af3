"""`screening validate`: read and check an inbox, screen and publish nothing."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from screening.commands.outcome import check_line
from screening.failures import HeldByGate
from screening.intake.fill_in import fill_in
from screening.pipeline import guard_inputs, plan_night, take_in
from screening.plan_run import NightRequest, Plan
from screening.reports.labels import TABLES
from screening.run_record import city_checks, city_work, critical_failures
from screening.stage_files import read_json

_MOST_REASONS = 20


def run(arguments: argparse.Namespace) -> int:
    """Print what was read, set aside and refused, and every check that failed; 3 where a critical one did."""
    with tempfile.TemporaryDirectory(prefix="screening-") as scratch:
        request = NightRequest(arguments.inbox, Path(scratch), arguments.as_of, tuple(sorted(set(arguments.city))))
        plan = plan_night(request)
        for city in plan.cities_without_policy:
            print(f"{city}：规则库中没有该市的政策文件，不作筛查")
        refusals = [_validate_city(plan, city) for city in plan.run.cities]
    return HeldByGate.exit_code if any(refusals) else 0


def _validate_city(plan: Plan, city: str) -> bool:
    """Print the findings of one city; whether a critical check failed."""
    take_in(plan, city)
    guard_inputs(plan, city)
    _print_intake(city, read_json(city_work(plan, city) / "intake.json"))
    _print_quarantine(city_work(plan, city) / "quarantine.parquet")
    checks = city_checks(plan, city)
    for check in checks:
        if not check["passed"]:
            print(f"  {'未通过' if check['severity'] == 'critical' else '提醒'}：{check_line(check)}")
    failures = critical_failures(checks)
    print(f"  {city} {'不可用于筛查' if failures else '可用于筛查'}：{len(checks)} 项检查，{len(failures)} 项严重问题")
    return bool(failures)


def _print_intake(city: str, intake: dict[str, Any]) -> None:
    print(f"{city}:")
    for table, counts in intake["counts"].items():
        print(
            f"  {TABLES[table]}：读入 {counts['rows_in']} 行 = 采用 {counts['used']} + 搁置 {counts['quarantined']}"
            f" + 合并重复 {counts['merged_duplicates']} + 标题注释空行 {counts['titles_notes_blanks']}"
        )
    for refused in intake["refused"]:
        print(f"  拒收 {refused['file']}：{refused['reason']}")
    for unknown in intake["unknown_columns"]:
        print(f"  未识别的列 {unknown['file']} {unknown['sheet']}：{'、'.join(unknown['columns'])}")
    for warning in intake["warnings"]:
        print(f"  注意：{warning}")


def _print_quarantine(path: Path) -> None:
    reasons = (
        pl.scan_parquet(path)
        .explode("reasons", empty_as_null=False)
        .group_by("table", "reasons")
        .agg(pl.len().alias("rows"), fill_in("{} 第 {} 行", "file", "row_number").min().alias("example"))
        .sort("rows", "table", "reasons", descending=[True, False, False])
        .collect()
    )
    for row in reasons.head(_MOST_REASONS).iter_rows(named=True):
        print(f"  问题 {TABLES[row['table']]}：{row['reasons']}，{row['rows']} 处，如 {row['example']}")
    if reasons.height > _MOST_REASONS:
        print(f"  另有 {reasons.height - _MOST_REASONS} 类问题")
