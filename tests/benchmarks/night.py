"""Time of each stage from a Parquet inbox to published result tables, and the peak memory of the process.

`python -m tests.benchmarks.night [--enterprises 1000000] [--city weihai] [--folder DIR] [--with-reports]`
The inbox is generated once per size and kept; the run itself is always computed anew.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import shutil
import subprocess
import sys
import time
from pathlib import Path

AS_OF = dt.date(2025, 11, 30)


def main() -> None:
    """Generate the inbox where it is missing, run the night, print a line per stage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--enterprises", type=int, default=1_000_000)
    parser.add_argument("--city", default="weihai")
    parser.add_argument("--folder", type=Path, default=Path("build") / "benchmark")
    parser.add_argument("--with-reports", action="store_true", help="draw the workbooks too")
    arguments = parser.parse_args()
    inbox = arguments.folder / f"inbox-{arguments.city}-{arguments.enterprises}"
    if not inbox.exists():
        generate_inbox(inbox, arguments.enterprises, arguments.city)
    out = arguments.folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    run_and_report(inbox, out, with_reports=arguments.with_reports)


def generate_inbox(inbox: Path, enterprises: int, city: str) -> None:
    """Write the inbox in a process of its own, whose memory is not the night's."""
    command = [sys.executable, "-m", "screening", "sample", f"--out={inbox}", f"--enterprises={enterprises}"]
    subprocess.run([*command, f"--city={city}"], check=True)


def run_and_report(inbox: Path, out: Path, *, with_reports: bool) -> None:
    """Run the night in this process; print wall time, processor time and peak memory after each stage."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("screening").setLevel(logging.INFO)
    started = time.perf_counter()
    from screening import pipeline
    from screening.plan_run import NightRequest
    from screening.stage_files import read_json

    imported = time.perf_counter()
    if not with_reports:
        setattr(pipeline, "draw_workbooks", lambda *_: None)  # noqa: B010  # a name the module does not offer
    night = pipeline.run_night(NightRequest(inbox, out, AS_OF))
    ended = time.perf_counter()
    print(f"{'':<28}{'seconds':>10}{'processor':>11}{'peak MiB':>10}")
    print(f"{'import':<28}{imported - started:>10.1f}")
    for part, stages in read_json(night.folder / "metrics.json")["stages"].items():
        for stage, cost in stages.items():
            figures = f"{cost['seconds']:>10.1f}{cost['cpu_seconds']:>11.1f}{cost['peak_mib_of_process']:>10.0f}"
            print(f"{part + ' ' + stage:<28}{figures}")
    print(f"{'whole night':<28}{ended - started:>10.1f}{time.process_time():>11.1f}")
    for name, result in read_json(night.folder / "run.json")["results"].items():
        print(f"{name:<28}{result['rows']:>12,} rows")


if __name__ == "__main__":
    main()
