"""Twenty nights in a row with random faults beside twenty without: the same runs, to the byte."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from tests.faults.night_process import (
    CITY,
    assert_whole,
    bytes_of,
    finish,
    kill_after,
    run_night,
    start_night,
)

pytestmark = pytest.mark.faults

NIGHTS: Final = int(os.environ.get("FAULT_NIGHTS", "20"))
SEED: Final = 20251130
FIRST: Final = dt.date(2025, 11, 1)
_Disturb = Callable[[Path, Path, str, random.Random], None]


def _kill(inbox: Path, out: Path, as_of: str, chance: random.Random) -> None:
    kill_after(start_night(inbox, out, as_of), chance.uniform(0.5, 25.0))


def _kill_twice(inbox: Path, out: Path, as_of: str, chance: random.Random) -> None:
    _kill(inbox, out, as_of, chance)
    _kill(inbox, out, as_of, chance)


def _fill_the_disk(inbox: Path, out: Path, as_of: str, chance: random.Random) -> None:
    assert run_night(inbox, out, as_of, largest_file=chance.choice([2, 9, 30, 80]) << 10)[0] == 1


def _start_two(inbox: Path, out: Path, as_of: str, _: random.Random) -> None:
    both = [start_night(inbox, out, as_of), start_night(inbox, out, as_of)]
    assert sorted(finish(process)[0] for process in both) == [0, 5]


def _spoil_what_lies_about(inbox: Path, out: Path, as_of: str, chance: random.Random) -> None:
    """Kill a night, then cut one of the files it left in two."""
    _kill(inbox, out, as_of, chance)
    left = sorted(path for path in (out / "work").rglob("*.parquet"))
    if left:
        spoilt = chance.choice(left)
        spoilt.write_bytes(spoilt.read_bytes()[: spoilt.stat().st_size // 2])


def _change_the_inbox(inbox: Path, out: Path, as_of: str, chance: random.Random) -> None:
    """Start a night on files that are still being copied, and put them right while it reads."""
    register = inbox / CITY / "企业名录.csv"
    whole = register.read_bytes()
    register.write_bytes(whole[: len(whole) * 3 // 4])
    night = start_night(inbox, out, as_of)
    kill_after(night, chance.uniform(0.5, 2.5))
    register.write_bytes(whole)


def _nothing(*_: object) -> None:
    pass


_FAULTS: Final[tuple[_Disturb, ...]] = (
    _nothing,
    _kill,
    _kill_twice,
    _fill_the_disk,
    _start_two,
    _spoil_what_lies_about,
    _change_the_inbox,
)


def _next_day(inbox: Path, night: int) -> None:
    """What changes from one day to the next: a further list, and every other day a row in it that nobody can read."""
    row = f"威海示例补录{night}号有限公司,绿色工厂,省级,"
    rows = [f"{row}2024-05-{night:02}", *([f"{row}不详"] if night % 2 else [])]
    text = "\n".join(["企业名称,认定名称,级别,认定日期", *rows, ""])
    (inbox / CITY / f"认定名单-补{night:02}.csv").write_text(text, "utf-8")


def test_twenty_nights_with_faults_are_those_without(sample: Path, tmp_path: Path) -> None:
    inbox, out, calm = tmp_path / "inbox", tmp_path / "out", tmp_path / "calm"
    shutil.copytree(sample, inbox)
    chance = random.Random(SEED)
    order = [*_FAULTS * (NIGHTS // len(_FAULTS) + 1)][:NIGHTS]
    chance.shuffle(order)
    for night, disturb in enumerate(order, start=1):
        as_of = (FIRST + dt.timedelta(days=night)).isoformat()
        _next_day(inbox, night)
        disturb(inbox, out, as_of, chance)
        assert_whole(out)
        ends = [start_night(inbox, folder, as_of) for folder in (out, calm)]
        for process in ends:
            code, said = finish(process)
            assert code == 0, f"{as_of} after {disturb.__name__}: {said}"
        assert_whole(out)
        assert (out / "latest").read_bytes() == (calm / "latest").read_bytes(), as_of
    runs = sorted(path.name for path in (calm / "runs").iterdir())
    assert len(runs) == NIGHTS
    for name in runs:
        assert bytes_of(out / "runs" / name) == bytes_of(calm / "runs" / name), name
    last = pl.read_parquet(calm / "runs" / runs[-1] / "quarantine.parquet")
    assert last.filter(pl.col("file").str.contains("认定名单-补")).height == (NIGHTS + 1) // 2
