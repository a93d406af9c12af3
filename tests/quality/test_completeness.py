"""Completeness by district and month: what is whole on average and lacks a county or a month is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from screening.quality.completeness import COMPLETENESS, profile_completeness
from screening.quality.gates import SUITES, run_gate
from tests.quality.frames import AS_OF, CITY, clean_frame, failed

Frames = dict[str, pl.LazyFrame]


def register(**districts: int) -> pl.DataFrame:
    """Firms by district, all with an industry and a status; codes are numbers in order."""
    (row, *_) = clean_frame("accepted", "enterprises").to_dicts()
    names = [district for district, count in districts.items() for _ in range(count)]
    rows = [row | {"uscc": f"{at:018}", "district": name or None} for at, name in enumerate(names)]
    return pl.DataFrame(rows, schema=clean_frame("accepted", "enterprises").schema)


def returns(*usccs: int, year: int = 2024) -> pl.DataFrame:
    """A return of the year by each of the firms."""
    (row, *_) = clean_frame("accepted", "annual_returns").to_dicts()
    rows = [row | {"uscc": f"{at:018}", "year": year} for at in usccs]
    return pl.DataFrame(rows, schema=clean_frame("accepted", "annual_returns").schema)


def names(month: dt.date, matched: int, others: int, **other: Any) -> pl.DataFrame:
    """Rows of a list dated in a month, so many of them tied to an enterprise."""
    (row, *_) = clean_frame("accepted", "recognitions").to_dicts()
    usccs = ["1"] * matched + [None] * others
    rows = [row | {"uscc": uscc, "recognised_on": month} | other for uscc in usccs]
    return pl.DataFrame(rows, schema=clean_frame("accepted", "recognitions").schema)


def profile(**tables: pl.DataFrame) -> pl.DataFrame:
    frame = profile_completeness({name: table.lazy() for name, table in tables.items()}, CITY)
    assert frame.schema == pl.Schema(COMPLETENESS)
    return frame


def judge(**tables: pl.DataFrame) -> set[str]:
    """Ids of the expectations that fail, all of them warnings."""
    suite = SUITES / "accepted" / "completeness.json"
    faults = failed(run_gate(suite, profile(**tables).lazy(), as_of=AS_OF, city=CITY, references={}))
    assert set(faults.values()) <= {"warning"}
    return set(faults)


def test_every_living_county_is_counted_also_where_it_has_no_firm() -> None:
    rows = profile(enterprises=register(环翠区=3, 高新区=1)).filter(pl.col("measure") == "rows")
    assert dict(rows.select("part", "rows").iter_rows()) == {"环翠区": 3, "文登区": 0, "荣成市": 0, "乳山市": 0}


def test_a_county_without_a_firm_is_said() -> None:
    assert judge(enterprises=register(环翠区=1, 文登区=1, 荣成市=1, 乳山市=1)) == set()
    assert judge(enterprises=register(环翠区=1, 文登区=1, 荣成市=1)) == {"district-present"}


def test_a_share_is_that_of_the_newest_year() -> None:
    frame = profile(
        enterprises=register(环翠区=4, 文登区=4),
        annual_returns=pl.concat([returns(0, 1, 2, 4), returns(5, 6, 7, year=2023)]),
    ).filter(pl.col("measure") == "returned")
    assert frame.select("part", "rows", "share", "share_of_city", "shortfall").rows() == [
        ("文登区", 4, 2500, 5000, 2500),
        ("环翠区", 4, 7500, 5000, -2500),
    ]


@pytest.mark.parametrize(
    ("firms", "sent", "expected"),
    [
        (50, 21, set()),  # the county 4,200 and the city 73 of 102, 7,156: 2,956 more
        (50, 20, {"district-returned"}),  # 4,000 and 72 of 102, 7,058: 3,058 more
        (49, 0, set()),  # fewer than fifty firms say little
    ],
)
def test_a_county_that_sent_few_returns_is_said(firms: int, sent: int, expected: set[str]) -> None:
    enterprises = register(环翠区=firms, 文登区=50, 荣成市=1, 乳山市=1)
    sending = returns(*range(sent), *range(firms, firms + 52))
    assert judge(enterprises=enterprises, annual_returns=sending) == expected


def test_a_county_whose_register_lacks_a_column_is_said() -> None:
    blank = register(环翠区=60).with_columns(industry_code=pl.lit(None, pl.String))
    whole = register(环翠区=0, 文登区=120, 荣成市=1, 乳山市=1)
    assert judge(enterprises=pl.concat([blank, whole])) == {"district-filled"}
    assert judge(enterprises=pl.concat([blank.head(49), whole])) == set()


def test_firms_without_a_district_are_a_part_of_their_own() -> None:
    frame = profile(enterprises=register(**{"": 2, "环翠区": 1})).filter(pl.col("column") == "industry_code")
    assert frame.select("part", "rows").rows() == [("环翠区", 1), ("（区县不详）", 2)]


def test_a_month_whose_names_fit_nobody_is_said() -> None:
    good, bad = dt.date(2024, 4, 1), dt.date(2024, 5, 20)
    assert judge(recognitions=pl.concat([names(good, 100, 0), names(bad, 0, 20)])) == {"month-matched"}
    assert judge(recognitions=pl.concat([names(good, 100, 0), names(bad, 0, 19)])) == set()
    # Half of all is matched, so a month with a fifth lies exactly three tenths below.
    assert judge(recognitions=pl.concat([names(good, 80, 20), names(bad, 20, 80)])) == set()
    assert judge(recognitions=pl.concat([names(good, 82, 20), names(bad, 20, 82)])) == {"month-matched"}


def test_a_day_known_by_its_year_alone_is_of_no_month() -> None:
    rows = names(dt.date(2024, 1, 1), 0, 40, recognised_on_precision="year")
    assert profile(recognitions=rows).is_empty()


def test_tables_without_rows_say_nothing() -> None:
    empty = register().clear()
    assert profile(enterprises=empty, annual_returns=returns()).filter(pl.col("measure") != "rows").is_empty()
