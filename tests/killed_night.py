"""A night in its own process that kills itself (SIGKILL) in a stage, for tests of what a restart makes of it.

Called as `python -m tests.killed_night INBOX OUT STAGE MOMENT`.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from screening import pipeline, run_folder, stage_files
from screening.plan_run import NightRequest
from tests.quick_night import make_night_quick


def kill_now(*_: object, **__: object) -> None:
    """End the process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(stage: str, moment: str) -> None:
    """Let the process kill itself at a moment of a stage: half-way through its files, before or after its end."""
    if stage == "publish":
        arm_publish(moment)
        return
    run_stage = stage_files.run_stage

    def run_armed(folder: Path, name: str, write: Callable[[Path], None], given: str = "") -> None:
        if name != stage:
            run_stage(folder, name, write, given)
            return

        def write_and_die(scratch: Path) -> None:
            write(scratch)
            kill_now()

        if moment == "written":
            run_stage(folder, name, write_and_die, given)
        stage_files._write_marker = kill_now
        run_stage(folder, name, write, given)

    setattr(pipeline, "run_stage", run_armed)  # noqa: B010  # a name the module imports and does not offer


def arm_publish(moment: str) -> None:
    """Kill before the run is moved to its place, or after that and before `latest` names it."""
    if moment == "written":
        run_folder._move_whole = kill_now
    else:
        run_folder.point_latest_at = kill_now


if __name__ == "__main__":
    inbox, out, stage_name, moment_name = sys.argv[1:]
    make_night_quick()
    arm(stage_name, moment_name)
    pipeline.run_night(NightRequest(Path(inbox), Path(out), dt.date(2025, 11, 30), ("weihai",)))
