"""Nights as processes of their own, so that they can be killed, starved of disk and started again."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from screening.run_folder import latest_run, run_path
from screening.stage_files import files_below, read_json, sha256_of
from tests.source_trees import PROJECT

CITY: Final = "weihai"
_LONGEST_NIGHT: Final = 600  # seconds; a night that hangs is a fault of its own


def start_night(inbox: Path, out: Path, as_of: str, *, largest_file: int | None = None) -> subprocess.Popen[str]:
    """A whole night of the city in its own process group; `largest_file` in bytes is all that a file may hold."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.Popen(
        [
            *(sys.executable, "-m", "screening", "run"),
            *("--inbox", str(inbox), "--out", str(out), "--as-of", as_of, "--city", CITY),
        ],
        cwd=PROJECT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=limit,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code of the night, and what it said."""
    said, complained = process.communicate(timeout=_LONGEST_NIGHT)
    return process.returncode, said + complained


def run_night(inbox: Path, out: Path, as_of: str, **limits: Any) -> tuple[int, str]:
    """A night from its start to its end."""
    return finish(start_night(inbox, out, as_of, **limits))


def kill_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill the night (SIGKILL) once it has run so long; whether it was still at work."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return finish(process)[0] == -signal.SIGKILL


def bytes_of(folder: Path) -> dict[str, str]:
    """Hashes of all files of a run but metrics.json, in which times stand."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in files_below(folder)
        if path.name != "metrics.json"
    }


def bytes_of_latest(out: Path) -> dict[str, str]:
    """Those of the run that `latest` names."""
    latest = latest_run(out)
    assert latest is not None
    return bytes_of(run_path(out, latest))


def assert_whole(out: Path) -> None:
    """Every published run is whole, to the hash of each table, and `latest` names one of them where there is any."""
    runs = sorted((out / "runs").glob("*"))
    for run in runs:
        record = read_json(run / "run.json")
        for name, result in record["results"].items():
            assert sha256_of(run / f"{name}.parquet") == result["sha256"], f"{run.name}/{name}"
        assert list((run / "reports").glob("*.xlsx")), run.name
        assert (run / "metrics.json").exists(), run.name
    assert latest_run(out) in [run.name for run in runs] or (latest_run(out) is None and not runs)
