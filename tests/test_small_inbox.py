"""The committed inbox gives the awards worked out by hand, whatever the order of its files' rows."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from pathlib import Path

import polars as pl
import pytest

from screening.award.screen_city import screen_city
from screening.contract.money import YUAN
from screening.intake.read_inbox import read_city
from screening.rules.load_rulebook import load_rulebook
from screening.screening_run import ScreeningRun

SMALL = Path(__file__).parents[1] / "sample_data" / "small"
AS_OF = dt.date(2025, 11, 30)
ANSWER = ["certainty", "entitlement", "award", "disposition"]


def awards_of(inbox: Path, city: str) -> pl.DataFrame:
    """The awards of one city of an inbox on the night of the sample."""
    intake = read_city(inbox, city)
    read = {source.table for source in intake.sources}
    run = ScreeningRun("small", AS_OF, inbox, inbox, (city,))
    tables = {name: frame for name, frame in intake.tables.items() if name in read}
    return screen_city(tables, load_rulebook(), run, city)["awards"]


def expected_awards(city: str) -> pl.DataFrame:
    """The awards of a city as worked out by hand."""
    table = pl.read_csv(SMALL / "expected_awards.csv", infer_schema=False).filter(city=city)
    return table.with_columns(pl.col("award_year").cast(pl.Int32), pl.col("entitlement", "award").cast(YUAN))


@pytest.mark.parametrize("city", ["weihai", "shaoxing"])
def test_every_award_is_the_one_worked_out_by_hand(city: str) -> None:
    expected, awards = expected_awards(city), awards_of(SMALL, city)
    assert awards.height == expected.height
    for row in expected.iter_rows(named=True):
        found = awards.filter(
            pl.col("item_title").str.contains(row["item_title_contains"], literal=True),
            uscc=row["uscc"],
            article=row["article"],
            award_year=row["award_year"],
            determination=row["determination"],
        )
        assert found.select(ANSWER).to_dicts() == [{name: row[name] for name in ANSWER}], row["worked_out"]


@pytest.mark.parametrize("city", ["weihai", "shaoxing"])
def test_the_order_of_rows_and_files_changes_nothing(city: str, tmp_path: Path) -> None:
    shutil.copytree(SMALL / city, tmp_path / city)
    for file in (tmp_path / city).glob("*.csv"):
        heading, *rows = file.read_text("utf-8").splitlines()
        random.Random(7).shuffle(rows)
        # Cut in two: several files of one table are read together.
        half = len(rows) // 2
        file.write_text("\n".join([heading, *rows[:half]]) + "\n", "utf-8")
        file.with_stem(f"{file.stem}-续").write_text("\n".join([heading, *rows[half:]]) + "\n", "utf-8")
    assert awards_of(tmp_path, city).equals(awards_of(SMALL, city))
