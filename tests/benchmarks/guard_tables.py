"""How long the gates of the two big tables take: `python tests/benchmarks/guard_tables.py [enterprises] [list rows]`.

Writes a register and a list of that size in the contract's shape to a temporary folder, runs the raw and
the accepted suites on them, references included, and prints seconds and memory of each, the import of
Great Expectations apart. The figure to keep: 5,000,000 and 2,000,000 rows under 20 s and 3 GiB on 2 cores.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from screening.quality.checks import Check
from screening.quality.gates import SUITES, run_gate
from screening.quality.suite_parameters import table_schema

AS_OF = dt.date(2025, 11, 30)
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def main(enterprises: int, list_rows: int) -> None:
    """Generate, guard, print."""
    with tempfile.TemporaryDirectory() as folder:
        register, listed = Path(folder, "enterprises.parquet"), Path(folder, "recognitions.parquet")
        write_register(enterprises, register)
        write_list(list_rows, enterprises, listed)
        with timed("import of great_expectations"):
            import screening.quality.gx_polars.validate  # noqa: F401
        started = time.perf_counter()
        for stage in ("raw", "accepted"):
            for path in (register, listed):
                guard(stage, path, register)
        print(f"{'all gates':40} {time.perf_counter() - started:6.2f} s")


def guard(stage: str, path: Path, register: Path) -> None:
    """Run one suite and print how long it took and what failed."""
    frame = pl.scan_parquet(path)
    frame = frame.with_columns(is_row_set_aside=pl.lit(False)) if stage == "raw" else frame
    with timed(f"{stage} {path.stem}"):
        suite = SUITES / stage / f"{path.stem}.json"
        checks = run_gate(suite, frame, as_of=AS_OF, city="weihai", references={"enterprises": register})
    print_failures(checks)


def print_failures(checks: list[Check]) -> None:
    """One line per failed check."""
    for check in checks:
        if not check.passed:
            print(f"    {check.severity} {check.id}: {check.observed}")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print wall time, processor time and the peak of memory so far."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, processor = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:40} {seconds:6.2f} s  processor {processor:6.2f} s  peak {peak:6.0f} MiB")


def write_register(rows: int, path: Path) -> None:
    """A register of sample firms whose credit codes have true check characters, sorted by code."""
    number = pl.int_range(rows)
    frame = pl.select(
        uscc=credit_code(number),
        name=pl.format("威海样例{}科技有限公司", number),
        district=pick(["环翠区", "文登区", "荣成市", "乳山市"], number),
        subject_type=pl.lit("企业"),
        industry_code=pick(["C3973", "C3511", "I6513", "F5126"], number),
        ownership=pick(["民营", "国有", "外资"], number),
        registered_on=pl.date(2000, 1, 1) + pl.duration(days=number % 9000),
        operating_status=pick(["存续", "存续", "存续", "注销"], number),
        file=pl.lit("weihai/企业名录.parquet"),
        row_number=number + 2,
    )
    write("enterprises", frame.sort("uscc"), path)


def write_list(rows: int, enterprises: int, path: Path) -> None:
    """A list of recognitions matched to firms of the register, some of them many times."""
    number = pl.int_range(rows)
    firm = number * 7919 % enterprises
    recognised_on = pl.date(2023, 1, 1) + pl.duration(days=number % 1000)
    frame = pl.select(
        uscc=credit_code(firm),
        name=pl.format("威海样例{}科技有限公司", firm),
        programme=pick(["创新型中小企业", "专精特新中小企业", "绿色工厂", "单项冠军企业"], number),
        level=pick(["省级", "市级", "国家级"], number),
        event=pl.lit("新认定"),
        recognised_on=recognised_on,
        recognised_on_through=recognised_on,
        recognised_on_precision=pl.lit("day"),
        item_name=pl.format("样例产品{}", number % 50_000),
        match_class=pick(["code", "exact_name", "folded_name"], number),
        file=pl.lit("weihai/认定名单.parquet"),
        row_number=number + 2,
    )
    write("recognitions", frame.sort("uscc", "row_number"), path)


def pick(words: list[str], number: pl.Expr) -> pl.Expr:
    """A word for each number, in turn."""
    return pl.lit(pl.Series(words)).gather(number % len(words))


def credit_code(number: pl.Expr) -> pl.Expr:
    """18 characters: authority, division, a serial number, and the check character."""
    digits = [pl.lit(int(digit)) for digit in "91371000"] + [number // 10**place % 10 for place in range(8, -1, -1)]
    total = sum((digit * pow(3, place, 31) for place, digit in enumerate(digits)), start=pl.lit(0))
    check = pick(list(CODE_CHARACTERS), (31 - total % 31) % 31)
    return pl.concat_str(pl.lit("91371000"), number.cast(pl.String).str.zfill(9), check)


def write(table: str, frame: pl.DataFrame, path: Path) -> None:
    """Write the frame with every column of the accepted table, those it lacks null."""
    schema = table_schema("accepted", table)
    known = frame.with_columns(city=pl.lit("weihai"), sheet=pl.lit(""))
    columns = [
        pl.col(name).cast(dtype) if name in known.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in schema.items()
    ]
    known.select(columns).write_parquet(path)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or (1_000_000, 400_000)))
