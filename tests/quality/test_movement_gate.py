"""The limits on what may move between two runs: each on both sides, with the causes that are told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from screening.contract.result_tables import CHANGES, MOVEMENTS
from screening.quality.checks import checks_from_json
from screening.quality.gates import guard_movements
from screening.screening_run import ScreeningRun
from tests.quality.frames import AS_OF, CITY, failed


def movement(measure: str, before: int, moved: int, **other: Any) -> dict[str, Any]:
    """A row of movements by data of the night; share in basis points, worked out as the contract says."""
    row = {"city": CITY, "measure": measure, "cause": "data", "is_expected": False, "before": before, "moved": moved}
    return row | {"share": moved * 10_000 // max(before, 1)} | other


def guard(folder: Path, *movements: dict[str, Any], changes: tuple[dict[str, Any], ...] = ()) -> dict[str, str]:
    """Severity by id of the expectations that fail in the city; another city moves beyond every limit."""
    elsewhere = [movement(name, 10, 10_000_000, city="qingdao") for name in ("newly_in", "exact_yuan")]
    pl.DataFrame([*movements, *elsewhere], schema=MOVEMENTS).write_parquet(folder / "movements.parquet")
    lines = [dict.fromkeys(CHANGES) | line for line in changes]
    pl.DataFrame(lines, schema=CHANGES).write_parquet(folder / "changes.parquet")
    run = ScreeningRun("2025-11-30-0a1b2c3d", AS_OF, folder, folder, (CITY,))
    return failed(checks_from_json(guard_movements(folder, CITY, run)))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (movement("newly_in", 100, 20), None),
        (movement("newly_in", 100, 21), "newly-in"),
        (movement("newly_in", 45, 9), None),
        (movement("newly_in", 10, 9), None),  # fewer than ten firms are looked at one by one
        (movement("newly_in", 0, 9), None),
        (movement("newly_in", 0, 10), "newly-in"),
        (movement("dropped_out", 100, 10), None),
        (movement("dropped_out", 100, 11), "dropped-out"),
        (movement("dropped_out", 10, 2), None),
        (movement("dropped_out", 10, 3), "dropped-out"),
        (movement("exact_yuan", 25_000_000, 5_000_000), None),
        (movement("exact_yuan", 24_000_000, 5_000_000), "exact-yuan"),
        (movement("exact_yuan", 5_000_000, 4_999_999), None),
        (movement("upper_bound_yuan", 25_000_000, 5_002_500), "upper-bound-yuan"),
        (movement("upper_bound_yuan", 25_000_000, 5_000_000), None),
    ],
)
def test_what_moves_beyond_a_limit_holds_the_run(tmp_path: Path, row: dict[str, Any], expected: str | None) -> None:
    assert guard(tmp_path, row) == ({} if expected is None else {expected: "critical"})


@pytest.mark.parametrize("measure", ["newly_in", "dropped_out", "exact_yuan", "upper_bound_yuan"])
def test_what_the_data_do_not_move_is_said_and_holds_nothing(tmp_path: Path, measure: str) -> None:
    row = movement(measure, 1, 9_000_000, cause="policy_period", is_expected=True)
    assert guard(tmp_path, row) == {f"{measure.replace('_', '-')}-expected": "warning"}


def test_of_a_first_run_nothing_is_said(tmp_path: Path) -> None:
    assert guard(tmp_path, movement("newly_in", 0, 9_000, cause="first_run", is_expected=True)) == {}


def line(**other: Any) -> dict[str, Any]:
    """A line of changes as it should be: an item that the run before had not."""
    return {
        "city": CITY,
        "uscc": "91371002000000001X",
        "name": "威海示例海岬精密机械有限公司",
        "award_year": 2024,
        "item_id": "weihai-2023/1-01",
        "change": "added",
        "enterprise_change": "newly_in",
        "cause": "data",
    } | other


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((line(),), set()),
        ((line(), line()), {"line-once"}),
        ((line(cause="weather"),), {"cause-known"}),
        ((line(cause=None),), {"cause-present"}),
        ((line(change="moved"),), {"change-known"}),
        ((line(enterprise_change="moved"),), {"enterprise-change-known"}),
    ],
)
def test_a_line_of_changes_that_cannot_be_is_found(
    tmp_path: Path, lines: tuple[dict[str, Any], ...], expected: set[str]
) -> None:
    assert set(guard(tmp_path, changes=lines)) == expected
