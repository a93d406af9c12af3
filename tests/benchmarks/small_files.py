"""What many small files cost against one big one of the same rows: the night's reading, in turn, medians of one run.

`python -m tests.benchmarks.small_files [--enterprises 50000] [--files 200] [--rounds 5]`
Two hundred files must take no more than one and a half times as long.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

import polars as pl

from sample_data.generate import generate
from screening.intake.read_inbox import read_city

CITY: Final = "weihai"
_PARTS: Final = {"enterprises": 0.5, "recognitions": 0.5}  # share of the files that each of the two tables is cut into


def main() -> None:
    """Write the same rows as one file a table and as many, read both in turn, print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--enterprises", type=int, default=50_000)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("csv", "parquet", "xlsx"):
            one, many = (Path(folder) / ending / name for name in ("one", "many"))
            write_both(Path(folder) / "sample", one, many, ending, arguments)
            report(ending, one, many, arguments.rounds)


def write_both(sample: Path, one: Path, many: Path, ending: str, arguments: argparse.Namespace) -> None:
    """The register and the lists of a sample below `one` as a file each, below `many` cut into parts."""
    # A workbook is read cell by cell: a tenth of the rows is enough to compare.
    size = arguments.enterprises // (10 if ending == "xlsx" else 1)
    source = sample / str(size)
    if not source.exists():
        generate(source, max(size, 20_000), 2025, [CITY])
    for table, share in _PARTS.items():
        frame = pl.read_parquet(source / CITY / f"{table}.parquet").cast(pl.String).head(size)
        parts = int(arguments.files * share)
        rows = -(-frame.height // parts)
        _write(frame, one / CITY / f"{table}.{ending}")
        for at in range(parts):
            _write(frame.slice(at * rows, rows), many / CITY / f"{table}-{at:03}.{ending}")


def _write(frame: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        frame.write_csv(path)
    elif path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        _write_workbook(frame, path)


def _write_workbook(frame: pl.DataFrame, path: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(frame.columns)
    for row in frame.iter_rows():
        sheet.append(row)
    workbook.save(path)


def report(ending: str, one: Path, many: Path, rounds: int) -> None:
    """Read both in turn and print the medians."""
    seconds: dict[str, list[float]] = {"one": [], "many": []}
    for _ in range(rounds):
        for name, inbox in (("one", one), ("many", many)):
            began = time.perf_counter()
            read_city(inbox, CITY)
            seconds[name].append(time.perf_counter() - began)
    first, second = (statistics.median(times) for times in seconds.values())
    print(f"{ending:<8}one file a table {first:6.2f} s, many files {second:6.2f} s, ratio {second / first:.2f}")


if __name__ == "__main__":
    main()
