"""The whole night, workbooks included, of 5,000,000 firms, 2,000,000 list rows, 10,000,000 returns, 300,000 projects.

`python -m tests.benchmarks.load [--enterprises 5000000] [--city weihai qingdao weifang shaoxing] [--folder DIR]`
The enterprises are those of all cities together. Prints each stage and the peak memory, which must stay under 12 GiB.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Final

CITIES: Final = ("weihai", "qingdao", "weifang", "shaoxing")
LIST_ROWS_PER_FIRM: Final = 0.4
RETURNS_PER_FIRM: Final = 2.0
PROJECTS_PER_FIRM: Final = 0.06


def main() -> None:
    """Generate the inbox where it is missing, run the night, say what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--enterprises", type=int, default=5_000_000)
    parser.add_argument("--city", nargs="+", default=list(CITIES))
    parser.add_argument("--folder", type=Path, default=Path("build") / "benchmark")
    parser.add_argument("--generate", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.generate is not None:
        generate(arguments.generate, arguments.enterprises, arguments.city)
        return
    inbox = arguments.folder / f"inbox-load-{'-'.join(arguments.city)}-{arguments.enterprises}"
    if not inbox.exists():
        # In a process of its own, whose memory is not the night's.
        subprocess.run([sys.executable, "-m", __spec__.name, *sys.argv[1:], f"--generate={inbox}"], check=True)
    from tests.benchmarks.night import run_and_report

    run_and_report(inbox, arguments.folder / "out-load", with_reports=True)


def generate(inbox: Path, enterprises: int, cities: list[str]) -> None:
    """Write the inbox, the enterprises spread evenly over the cities."""
    from sample_data import evidence
    from sample_data.generate import generate as write_sample

    for name, figure in (
        ("RECOGNITIONS_PER_FIRM", LIST_ROWS_PER_FIRM),
        ("RETURNS_PER_FIRM", RETURNS_PER_FIRM / len(evidence.RETURN_YEARS)),
        ("PROJECTS_PER_FIRM", PROJECTS_PER_FIRM),
    ):
        setattr(evidence, name, figure)
    write_sample(inbox, enterprises // len(cities), 2025, cities)


if __name__ == "__main__":
    main()
