"""Dates of cells in every form people write."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.intake.parse_dates import parse_date, parse_period, parse_year
from tests.intake.parsed_texts import parse_texts

_DAY = dt.date(2024, 5, 1)
_MONTH = (dt.date(2024, 5, 1), dt.date(2024, 5, 31), "month")
_YEAR = (dt.date(2024, 1, 1), dt.date(2024, 12, 31), "year")


def _period(*texts: str | None) -> list[tuple[dt.date | None, dt.date | None, str | None]]:
    return parse_texts(texts, parse_period).drop("fault", "rounded").rows()


def _date(text: str | None, coarse: str | None = None) -> tuple[dt.date | None, str | None]:
    date, fault, _ = parse_texts([text], partial(parse_date, coarse=coarse)).row(0)
    return date, fault


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01",
        "2024-5-1",
        "2024/5/1",
        "2024.5.1",
        "2024．05．01",
        "20240501",
        "2024年5月1日",
        "2024 年 5 月 1 日",
        "2024年5月1号",
        "２０２４年５月１日",
        "二〇二四年五月一日",
        "2024-05-01 08:30:00",
        "2024/5/1 0:00",
        "2024-05-01T08:30:00.000+08:00",
        "2024年5月1日 8时30分",
        "45413",
        "45413.75",
        "45413.0",
    ],
)
def test_a_day_is_read_in_every_form(text: str) -> None:
    assert _period(text) == [(_DAY, _DAY, "day")]
    assert _date(text) == (_DAY, None)


@pytest.mark.parametrize(
    "text", ["2024年5月", "2024-05", "2024/5", "2024.05", "202405", "2024年05月", "二〇二四年五月"]
)
def test_a_month_keeps_its_precision(text: str) -> None:
    assert _period(text) == [_MONTH]


@pytest.mark.parametrize("text", ["2024", "2024年", "2024年度", "2024.0", "二〇二四年"])
def test_a_year_keeps_its_precision(text: str) -> None:
    assert _period(text) == [_YEAR]


def test_a_month_that_lost_its_nought_is_only_a_year() -> None:
    assert _period("2024.1") == [_YEAR]
    assert _period("2024.10") == [(dt.date(2024, 10, 1), dt.date(2024, 10, 31), "month")]


def test_the_last_day_of_february_follows_the_year() -> None:
    assert [through for _, through, _ in _period("2024年2月", "2023年2月")] == [
        dt.date(2024, 2, 29),
        dt.date(2023, 2, 28),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2024-13-01",
        "2024-02-30",
        "5/1/2024",
        "24-5-1",
        "240501",
        "1899-12-31",
        "2101-01-01",
        "2024年第一季度",
        "待公布",
        "9999",
    ],
)
def test_what_is_no_date_is_a_fault(text: str) -> None:
    assert _date(text) == (None, "读不出日期，或日期不存在")


@pytest.mark.parametrize("text", ["2024年5月", "2024"])
def test_a_date_from_which_days_are_counted_needs_its_day(text: str) -> None:
    assert _date(text) == (None, "只有年份或年月，需要具体日期")


def test_a_date_that_only_orders_events_may_be_a_month() -> None:
    assert _date("2024年5月", "first") == (dt.date(2024, 5, 1), None)
    assert _date("2024年5月", "last") == (dt.date(2024, 5, 31), None)
    assert _date("2024", "last") == (dt.date(2024, 12, 31), None)


@pytest.mark.parametrize("text", ["长期", "长期有效", None])
def test_no_end_is_no_date_and_no_fault(text: str | None) -> None:
    assert _date(text, "last") == (None, None)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024),
        ("2024年", 2024),
        ("2024年度", 2024),
        ("2024-05-01", 2024),
        ("2024.0", 2024),
        ("45413", None),
        ("24", None),
    ],
)
def test_a_year_is_read_and_a_serial_number_is_none(text: str, year: int | None) -> None:
    read, fault, _ = parse_texts([text], parse_year).row(0)
    assert (read, fault is not None) == (year, year is None)


_DATES = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))


@settings(max_examples=50, deadline=None)
@given(st.lists(_DATES, min_size=1, max_size=30))
def test_every_day_comes_back_however_it_is_written(days: list[dt.date]) -> None:
    for form in (
        "{0:%Y-%m-%d}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}/{0.month}/{0.day}",
        "{0:%Y%m%d}",
        "{0} 00:00:00",
    ):
        assert [first for first, _, _ in _period(*(form.format(day) for day in days))] == days


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=30))
def test_any_text_is_a_date_or_a_fault_and_never_both(texts: list[str]) -> None:
    rows = parse_texts(texts, parse_period).select("x", "fault").rows()
    assert all((date is None) != (fault is None) for date, fault in rows)
