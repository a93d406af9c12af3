"""The Airflow worker killed in the middle of a task: run again, the DAG ends in the bytes of an undisturbed night."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from screening.run_folder import latest_run
from tests.faults.conftest import AS_OF
from tests.faults.night_process import CITY, assert_whole, bytes_of_latest
from tests.source_trees import PROJECT

pytestmark = pytest.mark.faults

# Kills the worker and itself where it is called for the stage the first time; else it is the command itself.
_COMMAND: Final = """\
#!/bin/bash
if [[ " $* " == *" stage {stage} "* ]] && mkdir {mark} 2>/dev/null; then
    kill -9 $(cat {worker}) $$
fi
exec {python} -m screening "$@"
"""


def _airflow(home: Path, *words: str, **settings: str) -> subprocess.Popen[bytes]:
    environment = (
        os.environ
        | settings
        | {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
            "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Shanghai",
            "SCREENING_RETRY_MINUTES": "0",
            "PYTHONPATH": str(PROJECT),
        }
    )
    with (home / "log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-m", "airflow", *words], env=environment, stdout=log, stderr=log)


@pytest.mark.parametrize("stage", ["screen", "write-reports"])
def test_killed_in_a_task_and_run_again(sample: Path, undisturbed: Path, tmp_path: Path, stage: str) -> None:
    home, out, mark, worker = (tmp_path / name for name in ("airflow", "out", "killed", "worker"))
    home.mkdir()
    command = tmp_path / "screening"
    command.write_text(_COMMAND.format(stage=stage, mark=mark, worker=worker, python=sys.executable), "utf-8")
    command.chmod(0o755)
    assert _airflow(home, "db", "migrate").wait(300) == 0
    conf = json.dumps({"as_of": AS_OF, "inbox": str(sample), "out": str(out), "cities": [CITY]})
    ends = []
    for _ in range(2):
        night = _airflow(home, "dags", "test", "nightly_screening", "--conf", conf, SCREENING_COMMAND=str(command))
        worker.write_text(str(night.pid), "utf-8")
        ends.append(night.wait(600))
        assert_whole(out)
        if len(ends) == 1:
            assert latest_run(out) is None
    assert mark.is_dir()
    assert ends == [-signal.SIGKILL, 0], (home / "log").read_text("utf-8", errors="replace")[-3000:]
    assert bytes_of_latest(out) == bytes_of_latest(undisturbed)
