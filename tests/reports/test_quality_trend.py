"""Trends: one mark a night, oldest first, as high as its rows, and nothing where a night says nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from screening.reports.quality_trend import HEIGHT, NIGHTS, check_trends, exact_total, last_nights, quarantine_trends

_KEY = ("weihai", "raw", "enterprises", "uscc-present")


def _night(as_of: str, *, rows: int | None = 0, severity: str = "warning", passed: bool = False) -> dict[str, Any]:
    check = dict(zip(("city", "stage", "table", "id"), _KEY, strict=True))
    return {
        "as_of": as_of,
        "checks": [check | {"severity": severity, "passed": passed, "unexpected_count": rows}],
        "counts": {"weihai": {"enterprises": {"quarantined": rows}}},
        "totals": {},
    }


def test_marks_stand_in_the_slot_of_their_night() -> None:
    nights = [_night("2025-11-28", passed=True), _night("2025-11-29", rows=3) | {"checks": []}, _night("2025-11-30")]
    trend = check_trends(nights)[_KEY]
    assert [(mark.x, mark.look) for mark in trend.marks] == [(4.5, "passed"), (22.5, "warning")]
    assert trend.rows == (0, None, 0)
    assert trend.width == 27


def test_a_bar_is_as_high_as_its_share_of_the_most_rows_and_never_too_low_to_see() -> None:
    nights = [_night("2025-11-28", rows=1), _night("2025-11-29", rows=500), _night("2025-11-30", rows=1000)]
    assert [mark.height for mark in check_trends(nights)[_KEY].marks] == [5, 10, HEIGHT]


def test_a_failure_that_is_not_about_rows_is_seen_too() -> None:
    (mark,) = check_trends([_night("2025-11-30", rows=None, severity="critical")])[_KEY].marks
    assert (mark.height, mark.look, mark.words) == (HEIGHT, "critical", "2025-11-30 严重未通过")


def test_a_check_is_the_same_only_in_its_city_stage_and_table_under_its_id() -> None:
    before = _night("2025-11-29", rows=3)
    for name in ("city", "stage", "table", "id"):
        other = before | {"checks": [before["checks"][0] | {name: "other"}]}
        assert check_trends([other, _night("2025-11-30")])[_KEY].rows == (None, 0)


def test_a_record_from_before_checks_had_an_id_leaves_a_gap() -> None:
    before = _night("2025-11-29", rows=3)
    del before["checks"][0]["id"]
    assert check_trends([before, _night("2025-11-30")])[_KEY].rows == (None, 0)


def test_no_quarantined_row_is_a_zero_and_a_table_not_read_is_a_gap() -> None:
    nights = [_night("2025-11-28", rows=0), _night("2025-11-29") | {"counts": {}}, _night("2025-11-30", rows=7)]
    trend = quarantine_trends(nights)["weihai", "enterprises"]
    assert trend.rows == (0, None, 7)
    assert [mark.height for mark in trend.marks] == [0, HEIGHT]
    assert trend.marks[-1].words == "2025-11-30 隔离 7 行"


@pytest.mark.parametrize(("earlier", "first"), [(0, "本次"), (12, "0"), (13, "0"), (14, "1")])
def test_at_most_fourteen_nights_are_shown(earlier: int, first: str) -> None:
    nights = last_nights({"as_of": "本次"}, [{"as_of": str(number)} for number in range(earlier)])
    assert nights[0]["as_of"] == first
    assert nights[-1]["as_of"] == "本次"
    assert len(nights) == min(earlier + 1, NIGHTS)


def test_a_total_is_the_sum_of_its_years_and_unknown_where_there_are_none() -> None:
    night = {"totals": {"weihai": {"2024": {"exact_total": "0.10"}, "2025": {"exact_total": "0.20"}}, "weifang": {}}}
    assert exact_total(night, "weihai") == Decimal("0.30")
    assert exact_total(night, "weifang") is None
    assert exact_total(night, "shaoxing") is None
