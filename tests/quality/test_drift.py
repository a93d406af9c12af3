"""What may change between two nights: missing files and slipped units are seen, small lists are left alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from screening.contract.source_tables import SOURCE_TABLES
from screening.quality.checks import checks_from_json
from screening.quality.drift import PROFILE, profile_drift
from screening.quality.gates import guard_drift
from screening.screening_run import ScreeningRun
from tests.credit_codes import credit_code
from tests.quality.frames import AS_OF, CITY, clean_frame, failed, frame_of

LAST_NIGHT = 200


def returns(count: int = LAST_NIGHT, **changes: object) -> pl.DataFrame:
    """Returns of so many enterprises: revenue of 1,000 yuan, grades A and B in turn, but for the changes."""
    rows = [
        {
            "city": CITY,
            "uscc": credit_code(number, "371002"),
            "year": 2024,
            "revenue": Decimal(1000),
            "productivity_grade": "AB"[number % 2],
        }
        | changes
        for number in range(count)
    ]
    return frame_of("accepted", "annual_returns", rows)


def change(after: pl.DataFrame, measure: str, column: str = "", word: str = "") -> tuple[int | None, ...]:
    """before, after and change of one measure."""
    profile = profile_drift({"annual_returns": returns().lazy()}, {"annual_returns": after.lazy()})
    asked = profile.filter(measure=measure, column=column, word=word)
    return asked.select("before", "after", "change").row(0)


def test_rows_change_relative_to_the_last_run() -> None:
    assert change(returns(150), "rows") == (200, 150, -2500)
    assert change(returns(0), "rows") == (200, 0, -10000)
    assert change(returns(400), "rows") == (200, 400, 10000)


def test_blanks_and_words_change_by_their_share_of_the_rows() -> None:
    assert change(returns(revenue=None), "blank_share", "revenue") == (0, 10000, 10000)
    assert change(returns(productivity_grade="A"), "word_share", "productivity_grade", "B") == (5000, 0, -5000)
    assert change(returns(productivity_grade="C"), "word_share", "productivity_grade", "C") == (0, 10000, 10000)


def test_a_mean_changes_relative_and_an_unknown_one_has_no_change() -> None:
    assert change(returns(revenue=Decimal("10000000")), "mean", "revenue") == (1000, 10000000, 99990000)
    assert change(returns(revenue=None), "mean", "revenue") == (1000, None, None)


def test_a_table_that_only_one_run_has_is_not_compared() -> None:
    profile = profile_drift(
        {"projects": clean_frame("accepted", "projects").lazy()}, {"annual_returns": returns().lazy()}
    )
    assert profile.is_empty()
    assert profile.schema == PROFILE


@pytest.fixture
def run(tmp_path: Path) -> ScreeningRun:
    return ScreeningRun("2025-11-30-0a1b2c3d", AS_OF, tmp_path / "inbox", tmp_path / "out", (CITY,))


def guard_against(folder: Path, run: ScreeningRun, before: pl.DataFrame, after: pl.DataFrame) -> dict[str, str]:
    """Severity by id of what failed; the earlier run holds a second city's rows too."""
    last_good, work = folder / "last_good", folder / "work" / CITY
    for place in (last_good / "tables", work / "tables"):
        place.mkdir(parents=True)
    for table in SOURCE_TABLES:
        clean_frame("accepted", table).write_parquet(work / "tables" / f"{table}.parquet")
    elsewhere = returns(500).with_columns(city=pl.lit("qingdao"))
    pl.concat([before, elsewhere]).write_parquet(last_good / "tables" / "annual_returns.parquet")
    after.write_parquet(work / "tables" / "annual_returns.parquet")
    return failed(checks_from_json(guard_drift(work, run, last_good)))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (returns(), {}),
        (returns(180), {}),
        (returns(179), {"rows-fewer": "warning"}),
        (returns(100), {"rows-fewer": "warning"}),
        (returns(99), {"rows-fewer": "warning", "rows-halved": "critical"}),
        (returns(400), {}),
        (returns(401), {"rows-doubled": "warning"}),
        (returns(revenue=None), {"blanks-flooded": "critical", "blanks-more": "warning"}),
        (returns(revenue=Decimal(1500)), {}),
        (returns(revenue=Decimal(1501)), {"mean-shifted": "warning"}),
        (returns(revenue=Decimal("0.10")), {"mean-shifted": "warning", "mean-unit-slip": "critical"}),
        (returns(revenue=Decimal(10_000_000)), {"mean-shifted": "warning", "mean-unit-slip": "critical"}),
        (returns(productivity_grade="A"), {"words-shifted": "warning"}),
    ],
)
def test_a_change_beyond_its_limit_is_found(
    tmp_path: Path, run: ScreeningRun, after: pl.DataFrame, expected: dict[str, str]
) -> None:
    assert guard_against(tmp_path, run, returns(), after) == expected


def test_a_list_of_fewer_than_a_hundred_rows_may_change_as_it_likes(tmp_path: Path, run: ScreeningRun) -> None:
    assert guard_against(tmp_path, run, returns(99), returns(1, revenue=Decimal(1))) == {}


def test_the_day_of_the_run_changes_nothing(tmp_path: Path, run: ScreeningRun) -> None:
    other_day = ScreeningRun(run.run_id, dt.date(2026, 1, 1), run.inbox, run.out, run.cities)
    assert guard_against(tmp_path, other_day, returns(), returns()) == {}
