"""The nightly DAG on Airflow itself (SQLite, no server), its command replaced by one that keeps a list of its calls."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from tests.source_trees import PROJECT

# Airflow and its dependencies warn of each other's deprecations; ours are errors in every other test.
pytestmark = [pytest.mark.airflow, pytest.mark.filterwarnings("ignore")]

_STUB: Final = """\
#!{python}
import json, sys
calls, failing = {calls!r}, {failing!r}
call = sys.argv[2:]
assert sys.argv[1] == "--debug"
with open(calls, "a", encoding="utf-8") as file:
    file.write(json.dumps(call) + "\\n")
if call[1] == "plan":
    print("progress")
    print(json.dumps([{{"work": "out/work/1", "city": city}} for city in ("shaoxing", "weihai")]))
for words, code in failing:
    if all(word in call for word in words):
        sys.exit(code)
"""

_OF_RUN: Final = ["assemble", "guard-movements", "write-reports", "publish"]
_PER_CITY: Final = ["take-in", "guard-inputs", "screen", "guard-results"]


@pytest.fixture(scope="module")
def nightly() -> Any:
    """The DAG as Airflow loads it, with the metadata database made."""
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.db import upgradedb

    upgradedb()
    bag = DagBag()
    assert bag.import_errors == {}
    return bag.dags["nightly_screening"]


class Night:
    """One run of the DAG with the stub: states of the tasks, and the calls the stub got."""

    def __init__(self, run: Any, calls: Path) -> None:
        self.state = str(run.state)
        instances = run.get_task_instances()
        self.states = {(task.task_id, task.map_index): str(task.state) for task in instances}
        self.tries = {(task.task_id, task.map_index): task.try_number for task in instances}
        self.calls = [json.loads(line) for line in calls.read_text(encoding="utf-8").splitlines()]

    def stages(self, city: str) -> list[str]:
        """Stages called for a city, in order."""
        return [call[1] for call in self.calls if f"--city={city}" in call and call[1] in _PER_CITY]


RunNight = Callable[..., Night]


@pytest.fixture(scope="module")
def run_night(nightly: Any, tmp_path_factory: pytest.TempPathFactory) -> RunNight:
    """Run the DAG once: `failing` pairs words of a call with the exit code it ends with."""
    module = sys.modules[nightly.get_task("plan").python_callable.__module__]

    def run(*failing: tuple[list[str], int], due: dt.datetime, **params: Any) -> Night:
        folder = tmp_path_factory.mktemp("dag")
        command, calls = folder / "screening", folder / "calls.jsonl"
        text = _STUB.format(python=sys.executable, calls=str(calls), failing=failing)
        command.write_text(text, encoding="utf-8")
        command.chmod(0o755)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "COMMAND", str(command))
            # Airflow's test run keeps what an earlier one asked for.
            conf = {"inbox": "in box", "out": "out", "database_cities": []} | params
            return Night(nightly.test(run_after=due, logical_date=due, run_conf=conf), calls)

    return run


@pytest.fixture(scope="module")
def ordinary(run_night: RunNight) -> Night:
    """A night that nothing disturbs, due at 02:00 of 30 November in Shanghai, without an as-of date."""
    due = dt.datetime(2025, 11, 29, 18, 0, tzinfo=dt.UTC)
    return run_night(due=due, cities=["weihai"], award_years=[2024, 2025], include_drafts=True)


@pytest.fixture(scope="module")
def partly_held(run_night: RunNight) -> Night:
    """A night in which the gate refuses the inputs of Weihai, so that publishing ends with exit code 3."""
    due = dt.datetime(2025, 11, 30, 18, 0, tzinfo=dt.UTC)
    return run_night((["guard-inputs", "--city=weihai"], 3), (["publish"], 3), due=due, as_of="2025-11-30")


def test_it_runs_at_two_in_the_morning_of_the_cities_one_at_a_time(nightly: Any) -> None:
    assert nightly.timetable.expression == "0 2 * * *"
    assert "Asia/Shanghai" in str(nightly.timetable.timezone)
    assert nightly.max_active_runs == 1
    assert not nightly.catchup
    assert {task.retries for task in nightly.tasks} == {2}


def test_its_parameters_are_those_of_a_night_and_its_note_says_what_to_do(nightly: Any) -> None:
    assert set(nightly.params) == {
        *("as_of", "cities", "award_years", "include_drafts", "inbox", "out"),
        "database_cities",
    }
    assert all(word in nightly.doc_md for word in ("guard_inputs", "guard_results", "screening release", "退出码 5"))


def test_each_stage_is_called_once_per_city_and_the_run_is_published_last(ordinary: Night) -> None:
    assert ordinary.state == "success"
    assert [ordinary.stages(city) for city in ("shaoxing", "weihai")] == [_PER_CITY, _PER_CITY]
    assert [call[1] for call in ordinary.calls[-4:]] == _OF_RUN
    assert ordinary.calls[-1] == ["stage", "publish", "--work=out/work/1"]


def test_the_parameters_reach_the_plan_and_the_as_of_date_is_the_local_one(ordinary: Night) -> None:
    assert ordinary.calls[0] == [
        "stage",
        "plan",
        "--inbox=in box",
        "--out=out",
        "--as-of=2025-11-30",
        "--city=weihai",
        "--award-year=2024",
        "--award-year=2025",
        "--include-drafts",
    ]


def test_the_others_are_published_where_a_gate_refuses_a_city(partly_held: Night) -> None:
    assert partly_held.stages("weihai") == ["take-in", "guard-inputs"]
    assert partly_held.stages("shaoxing") == _PER_CITY
    assert [call[1] for call in partly_held.calls[-4:]] == _OF_RUN


def test_a_refused_city_is_seen_as_a_failure_and_not_tried_again(partly_held: Night) -> None:
    assert partly_held.states["city_night.guard_inputs", 1] == "failed"
    assert partly_held.states["city_night.screen", 1] == "upstream_failed"
    assert partly_held.states["publish", -1] == "failed"
    assert partly_held.state == "failed"
    assert set(partly_held.tries.values()) <= {0, 1}


def test_without_cities_in_a_database_none_is_asked(ordinary: Night) -> None:
    assert ordinary.states["ingest_database", -1] == "skipped"
    assert not any("ingest-database" in call for call in ordinary.calls)


def test_tables_of_a_database_are_fetched_before_the_night_is_planned(
    run_night: RunNight,
) -> None:
    night = run_night(due=dt.datetime(2025, 12, 2, 18, 0, tzinfo=dt.UTC), database_cities=["weihai", "shaoxing"])
    assert night.calls[0] == ["ingest-database", "--inbox=in box", "--city=weihai", "--city=shaoxing"]
    assert night.calls[1][:2] == ["stage", "plan"]
    assert night.state == "success"


def test_a_database_that_cannot_be_read_keeps_the_night_from_yesterdays_rows(run_night: RunNight) -> None:
    due = dt.datetime(2025, 12, 3, 18, 0, tzinfo=dt.UTC)
    night = run_night((["ingest-database"], 2), due=due, database_cities=["weihai"])
    assert [call[0] for call in night.calls] == ["ingest-database"]
    assert night.states["plan", -1] == "upstream_failed"


def test_the_address_of_the_database_comes_from_the_connection_and_stands_in_no_command(
    nightly: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules[nightly.get_task("plan").python_callable.__module__]
    monkeypatch.setattr(module, "DATABASE_CONNECTION", "screening_database")
    monkeypatch.setenv("AIRFLOW_CONN_SCREENING_DATABASE", "postgres://reader:geheim%40@127.0.0.1:5433/industry")
    monkeypatch.delenv("SCREENING_DATABASE_URI", raising=False)
    command = module.database_command({"database_cities": ["weihai"], "inbox": "in box"})
    assert "geheim" not in command
    assert os.environ["SCREENING_DATABASE_URI"] == "postgres://reader:geheim%40@127.0.0.1:5433/industry"
    monkeypatch.delenv("SCREENING_DATABASE_URI")


def test_a_plan_that_fails_calls_nothing_else(run_night: RunNight) -> None:
    night = run_night((["plan"], 2), due=dt.datetime(2025, 12, 1, 18, 0, tzinfo=dt.UTC))
    assert [call[1] for call in night.calls] == ["plan"]
    assert night.state == "failed"


def test_a_parameter_that_cannot_be_meant_is_refused_before_any_task(nightly: Any) -> None:
    from airflow.exceptions import ParamValidationError

    for conf in ({"as_of": "yesterday"}, {"cities": ["../etc"]}, {"award_years": ["2024"]}):
        with pytest.raises(ParamValidationError):
            nightly.test(run_conf=conf)


@pytest.mark.parametrize(("code", "action"), [(1, "default"), (2, "fail"), (3, "fail"), (4, "fail"), (5, "default")])
def test_only_what_may_pass_by_itself_is_tried_again(nightly: Any, code: int, action: str) -> None:
    policy = nightly.get_task("plan").retry_policy
    error = RuntimeError(f"Bash command failed. The command returned a non-zero exit code {code}.")
    assert policy.evaluate(error, 1, 2).action.value == action


def test_parsing_the_file_adds_less_than_a_second_to_airflow(nightly: Any) -> None:
    del nightly  # Airflow is imported by now
    code = (
        "import time, runpy, airflow.sdk\n"
        "started = time.process_time()\n"
        "runpy.run_path('dags/nightly_screening.py')\n"
        "print(time.process_time() - started)"
    )
    timed = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert 0 < float(timed.stdout.splitlines()[-1]) < 1
