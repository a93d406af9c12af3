"""A list is a stream of events: what is new, first, revoked on a day (readings 1.7, 1.11)."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from screening.contract.source_tables import RECOGNITIONS, typed_schema
from screening.determination.events import events_known
from screening.rules.policy_item import Programme

FIRM = "91371000MA00000001"
AS_OF = dt.date(2025, 11, 30)


@pytest.fixture
def programmes() -> dict[str, Programme]:
    known = [
        Programme(title="绿色工厂", levels=["省级", "国家级"]),
        Programme(title="质量奖", is_work=True),
        Programme(title="数字化车间", is_per_object=True),
    ]
    return {programme.title: programme for programme in known}


def stream(*events: tuple[str, str | None, str | None, str], **columns: object) -> pl.DataFrame:
    """Events as (programme, level, event, day) of one firm."""
    rows = [
        {
            "uscc": FIRM,
            "name": "威海样例机械有限公司",
            "programme_title": programme,
            "level": level,
            "event": event,
            "recognised_on": dt.date.fromisoformat(day),
            "recognised_on_through": dt.date.fromisoformat(day),
            "recognised_on_precision": "day",
            "match_class": "code",
            "city": "weihai",
            "file": "名单.csv",
            "sheet": "",
            "row_number": number + 2,
            **columns,
        }
        for number, (programme, level, event, day) in enumerate(events)
    ]
    schema = typed_schema(RECOGNITIONS) | {"match_class": pl.String(), "programme_title": pl.String()}
    return pl.DataFrame(rows, schema=schema)


def history(rows: pl.DataFrame, programmes: dict[str, Programme], as_of: dt.date = AS_OF) -> list[tuple[object, ...]]:
    """(day, event, held before, ever before, revoked before, revoked on) of each event, by day."""
    events = events_known(rows, programmes, as_of).sort("recognised_on", "event")
    return events.select(
        pl.col("recognised_on").cast(pl.String),
        "event",
        "held_before",
        "ever_before",
        "revoked_before",
        pl.col("revoked_on").cast(pl.String),
    ).rows()


def test_a_title_recognised_again_was_held_before(programmes: dict[str, Programme]) -> None:
    rows = stream(("绿色工厂", "省级", "新认定", "2021-03-01"), ("绿色工厂", "省级", None, "2024-03-01"))
    assert history(rows, programmes) == [
        ("2021-03-01", "新认定", False, False, False, None),
        ("2024-03-01", "新认定", True, True, False, None),
    ]


def test_another_level_is_another_title(programmes: dict[str, Programme]) -> None:
    rows = stream(("绿色工厂", "省级", "新认定", "2021-03-01"), ("绿色工厂", "国家级", "新认定", "2024-03-01"))
    assert [row[2:4] for row in history(rows, programmes)] == [(False, False), (False, False)]


def test_a_title_regained_after_revocation_is_neither_held_nor_untouched(programmes: dict[str, Programme]) -> None:
    rows = stream(
        ("绿色工厂", "省级", "新认定", "2021-03-01"),
        ("绿色工厂", "省级", "取消", "2022-03-01"),
        ("绿色工厂", "省级", "新认定", "2024-03-01"),
    )
    assert history(rows, programmes) == [
        ("2021-03-01", "新认定", False, False, False, "2022-03-01"),
        ("2022-03-01", "取消", True, True, False, None),
        ("2024-03-01", "新认定", False, True, True, None),
    ]


@pytest.mark.parametrize(("days", "events"), [(180, 1), (181, 2)])
def test_the_same_event_within_180_days_is_one_and_the_earliest_date_counts(
    programmes: dict[str, Programme], days: int, events: int
) -> None:
    first = dt.date(2024, 1, 10)
    again = first + dt.timedelta(days=days)
    rows = stream(("绿色工厂", "省级", "新认定", str(first)), ("绿色工厂", "省级", "新认定", str(again)))
    seen = history(rows, programmes)
    assert (len(seen), seen[0][0]) == (events, "2024-01-10")


def test_a_review_is_not_merged_into_the_recognition(programmes: dict[str, Programme]) -> None:
    rows = stream(("绿色工厂", "省级", "新认定", "2024-01-10"), ("绿色工厂", "省级", "复核通过", "2024-02-10"))
    assert [row[1] for row in history(rows, programmes)] == ["新认定", "复核通过"]


def test_a_revocation_without_level_ends_no_level_for_certain(programmes: dict[str, Programme]) -> None:
    rows = stream(
        ("绿色工厂", "省级", "新认定", "2023-01-10"),
        ("绿色工厂", None, "取消", "2024-01-10"),
        ("绿色工厂", "省级", "新认定", "2025-01-10"),
    )
    events = events_known(rows, programmes, AS_OF).filter(event="新认定").sort("recognised_on")
    assert events["revoked_on"].to_list() == [None, None]
    assert events["perhaps_revoked_on"].to_list() == [dt.date(2024, 1, 10), None]
    # What may have been regained is neither held nor new (readings 1.7).
    assert events["revoked_before"].to_list() == [False, True]


def test_an_event_after_the_as_of_date_is_not_known(programmes: dict[str, Programme]) -> None:
    rows = stream(("绿色工厂", "省级", "新认定", "2023-01-10"), ("绿色工厂", "省级", "取消", "2025-01-10"))
    on_the_day = history(rows, programmes, dt.date(2025, 1, 10))
    the_day_before = history(rows, programmes, dt.date(2025, 1, 9))
    assert (on_the_day[0][5], the_day_before[0][5]) == ("2025-01-10", None)


def test_two_workshops_are_two_titles_and_the_same_workshop_is_one(programmes: dict[str, Programme]) -> None:
    first = stream(("数字化车间", None, "新认定", "2022-01-10"), item_name="一号车间")
    other = stream(("数字化车间", None, "新认定", "2024-01-10"), item_name="二号车间")
    again = stream(("数字化车间", None, "新认定", "2025-01-10"), item_name="（一号）车间")
    assert [row[2] for row in history(pl.concat([first, other, again]), programmes)] == [False, False, True]


def test_a_candidate_match_is_no_event(programmes: dict[str, Programme]) -> None:
    rows = stream(("绿色工厂", "省级", "新认定", "2024-01-10")).with_columns(match_class=pl.lit("candidate"))
    assert history(rows, programmes) == []


def test_the_order_of_the_rows_changes_nothing(programmes: dict[str, Programme]) -> None:
    rows = stream(
        ("绿色工厂", "省级", "新认定", "2021-03-01"),
        ("绿色工厂", "省级", "取消", "2022-03-01"),
        ("绿色工厂", "省级", "新认定", "2024-03-01"),
        ("绿色工厂", "国家级", None, "2024-05-01"),
    )
    assert events_known(rows, programmes, AS_OF).equals(events_known(rows.reverse(), programmes, AS_OF))
