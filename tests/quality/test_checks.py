"""Checks survive the way into run.json and back."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest

from screening.quality.checks import Check, checks_from_json, checks_to_json

CHECK = Check(
    city="weihai",
    stage="accepted",
    table="projects",
    id="project-year-unique",
    expectation="expect_compound_columns_to_be_unique",
    column="project_id, year",
    severity="critical",
    passed=False,
    observed="2 行不符，共 9 行",
    unexpected_count=2,
    sample=("project_id=WH-1, year=2024",),
    why="投资额会重复计算。",
    what_to_do="请核对。",
)


def test_checks_come_back_from_json_as_they_were() -> None:
    checks = [CHECK, replace(CHECK, unexpected_count=None, sample=())]
    assert checks_from_json(json.loads(json.dumps(checks_to_json(checks)))) == checks


def test_a_row_that_is_no_check_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="severity"):
        checks_from_json([checks_to_json([CHECK])[0] | {"severity": "fatal"}])


@pytest.mark.parametrize(
    ("severity", "passed", "stops"),
    [("critical", False, True), ("critical", True, False), ("warning", False, False), ("warning", True, False)],
)
def test_only_a_critical_failure_stops(severity: str, passed: bool, stops: bool) -> None:
    check = checks_from_json([checks_to_json([CHECK])[0] | {"severity": severity, "passed": passed}])[0]
    assert check.is_critical_failure is stops
