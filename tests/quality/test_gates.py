"""The gates as a stage: one process for all tables, the same checks every time, Great Expectations only when needed."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from itertools import product
from pathlib import Path

import pytest

from screening.contract.source_tables import SOURCE_TABLES
from screening.quality.checks import checks_from_json
from screening.quality.gates import (
    CITY_RESULTS,
    INTAKE_RESULTS,
    SUITES,
    FrameMissingError,
    guard_inputs,
    guard_results,
    run_gate,
)
from screening.screening_run import ScreeningRun
from tests.quality.frames import AS_OF, CITY, clean_frame, guard, with_fault

WRITTEN_AGAINST = "1.24.1"


@pytest.fixture
def run(tmp_path: Path) -> ScreeningRun:
    return ScreeningRun("2025-11-30-0a1b2c3d", AS_OF, tmp_path / "inbox", tmp_path / "out", (CITY,))


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A city's work folder as intake and screening leave it."""
    folder = tmp_path / "work" / CITY
    for name in ("raw", "tables", "results"):
        (folder / name).mkdir(parents=True)
    for table in SOURCE_TABLES:
        clean_frame("raw", table).write_parquet(folder / "raw" / f"{table}.parquet")
        clean_frame("accepted", table).write_parquet(folder / "tables" / f"{table}.parquet")
    for table in CITY_RESULTS:
        clean_frame("results", table).write_parquet(folder / "results" / f"{table}.parquet")
    for table in INTAKE_RESULTS:
        clean_frame("results", table).write_parquet(folder / f"{table}.parquet")
    return folder


def test_the_input_gate_checks_every_table_raw_and_accepted(work: Path, run: ScreeningRun) -> None:
    checks = checks_from_json(guard_inputs(work, run))
    seen = {(check.stage, check.table) for check in checks}
    assert seen == {*product(("raw", "accepted"), SOURCE_TABLES), ("accepted", "completeness")}
    assert {check.city for check in checks} == {CITY}
    # The firms of the frames are of two of the four counties.
    assert [check.id for check in checks if not check.passed] == ["district-present"]


def test_the_result_gate_checks_every_table_of_a_city(work: Path, run: ScreeningRun) -> None:
    checks = checks_from_json(guard_results(work, run))
    assert {check.table for check in checks} == {*CITY_RESULTS, *INTAKE_RESULTS}
    assert [check.id for check in checks if not check.passed] == []


def test_the_same_frames_give_the_same_checks_in_the_order_of_the_suite() -> None:
    frame = with_fault("accepted", "annual_returns", {"year": 2024, "uscc": None})
    first, second = guard("accepted", "annual_returns", frame), guard("accepted", "annual_returns", frame)
    assert first == second
    suite = (SUITES / "accepted" / "annual_returns.json").read_text(encoding="utf-8")
    places = [suite.index(f'"id": "{check.id}"') for check in first]
    assert places == sorted(places)


def test_the_order_of_the_rows_changes_no_verdict() -> None:
    frame = with_fault("accepted", "enterprises", {"operating_status": "不详"})
    one_way, other_way = guard("accepted", "enterprises", frame), guard("accepted", "enterprises", frame.reverse())
    assert [(check.id, check.passed, check.unexpected_count) for check in one_way] == [
        (check.id, check.passed, check.unexpected_count) for check in other_way
    ]


def test_a_frame_that_is_not_there_is_named(work: Path, run: ScreeningRun) -> None:
    (work / "tables" / "projects.parquet").unlink()
    with pytest.raises(FrameMissingError, match=r"accepted\.projects.*projects\.parquet"):
        guard_inputs(work, run)


def test_a_reference_that_is_not_given_is_named() -> None:
    with pytest.raises(FrameMissingError, match="enterprises"):
        run_gate(
            SUITES / "accepted" / "projects.json",
            clean_frame("accepted", "projects").lazy(),
            as_of=AS_OF,
            city=CITY,
            references={},
        )


def test_a_folder_of_parts_is_one_frame(tmp_path: Path) -> None:
    frame = clean_frame("accepted", "enterprises")
    folder = tmp_path / "enterprises.parquet"
    folder.mkdir()
    frame.head(1).write_parquet(folder / "part-0.parquet")
    frame.tail(1).write_parquet(folder / "part-1.parquet")
    checks = run_gate(SUITES / "accepted" / "enterprises.json", folder, as_of=AS_OF, city=CITY, references={})
    assert [check.observed for check in checks if check.id == "rows-present"] == ["共 2 行"]


def test_great_expectations_is_the_version_our_engine_was_written_against() -> None:
    assert version("great_expectations") == WRITTEN_AGAINST
    pinned = (SUITES.parent / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert f"great-expectations=={WRITTEN_AGAINST}" in pinned


def test_importing_the_gates_does_not_import_great_expectations() -> None:
    code = "import sys, screening.quality.gates; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=SUITES.parent).returncode == 0


def test_a_gate_calls_nobody_and_warns_of_nothing() -> None:
    code = (
        "import socket\n"
        "def refuse(*arguments): raise AssertionError(arguments)\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from tests.quality.frames import clean_frame, guard\n"
        "assert all(check.passed for check in guard('accepted', 'rulings', clean_frame('accepted', 'rulings')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], check=False, cwd=SUITES.parent, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
