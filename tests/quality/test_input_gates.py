"""The gates of the input tables: clean rows pass, each planted fault fails the one expectation that is about it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from screening.contract.source_tables import SOURCE_TABLES
from tests.quality.frames import SECOND, UNKNOWN, clean_frame, failed, frame_of, guard, rows_of, with_fault

TOMORROW = dt.date(2025, 12, 1)


@pytest.mark.parametrize("table", SOURCE_TABLES)
@pytest.mark.parametrize("stage", ["raw", "accepted"])
def test_clean_rows_pass(stage: str, table: str) -> None:
    assert failed(guard(stage, table, clean_frame(stage, table))) == {}


@pytest.mark.parametrize("table", sorted(set(SOURCE_TABLES) - {"enterprises"}))
def test_a_table_that_a_city_does_not_have_passes(table: str) -> None:
    assert failed(guard("accepted", table, clean_frame("accepted", table).clear())) == {}


@pytest.mark.parametrize(
    ("table", "fault", "expected"),
    [
        ("enterprises", {"uscc": SECOND}, {"uscc-unique": "critical"}),
        ("enterprises", {"city": "qingdao"}, {"city": "critical"}),
        ("enterprises", {"name": None}, {"name-present": "critical"}),
        (
            "enterprises",
            {"registered_on": TOMORROW},
            {"registered-on-known": "warning", "registered-on-before-above-scale-on-through": "warning"},
        ),
        ("enterprises", {"operating_status": "不详"}, {"status-known": "warning"}),
        ("enterprises", {"industry_code": "制造业"}, {"industry-form": "warning"}),
        ("recognitions", {"match_class": "candidate"}, {"unmatched-without-code": "critical"}),
        ("recognitions", {"uscc": UNKNOWN}, {"matched-in-register": "critical"}),
        ("recognitions", {"recognised_on": dt.date(1989, 12, 31)}, {"recognised-on-range": "warning"}),
        (
            "recognitions",
            {"recognised_on": TOMORROW, "recognised_on_through": TOMORROW},
            {"recognised-on-known": "warning"},
        ),
        ("recognitions", {"recognised_on_through": dt.date(2024, 4, 30)}, {"recognised-on-through": "critical"}),
        ("recognitions", {"valid_until": dt.date(2024, 4, 30)}, {"recognised-on-before-valid-until": "warning"}),
        ("recognitions", {"rank": 0}, {"rank-positive": "critical"}),
        (
            "annual_returns",
            {"revenue": Decimal("-0.01"), "local_contribution": None},
            {"revenue-not-negative": "critical"},
        ),
        ("annual_returns", {"local_contribution": Decimal("80000000.01")}, {"contribution-within-revenue": "warning"}),
        ("annual_returns", {"year": 2024}, {"enterprise-year-unique": "critical"}),
        ("annual_returns", {"year": 2027}, {"year-known": "warning"}),
        ("annual_returns", {"year": 1899}, {"year-range": "critical"}),
        ("annual_returns", {"year": 2101}, {"year-range": "critical", "year-known": "warning"}),
        ("annual_returns", {"local_manufacturing_share": 10001}, {"manufacturing-share-range": "critical"}),
        ("annual_returns", {"uscc": UNKNOWN}, {"in-register-share": "warning", "in-register": "warning"}),
        ("projects", {"completed_on": dt.date(2023, 12, 31)}, {"started-on-before-completed-on": "warning"}),
        ("projects", {"equipment_investment": Decimal("-1.00")}, {"equipment-investment-not-negative": "critical"}),
        ("expenditures", {"kind": "招待费"}, {"kind-listed": "warning"}),
        ("expenditures", {"months": Decimal("12.5")}, {"months-in-year": "warning"}),
        ("sanctions", {"removed_on": dt.date(2024, 4, 30)}, {"listed-on-before-removed-on": "warning"}),
        ("awards_received", {"paid_on": TOMORROW}, {"paid-on-known": "warning"}),
        ("awards_received", {"amount": None}, {"amount-present": "critical"}),
        ("rulings", {"kind": "other"}, {"kind-listed": "warning"}),
    ],
)
def test_a_planted_fault_is_found(table: str, fault: dict[str, Any], expected: dict[str, str]) -> None:
    assert failed(guard("accepted", table, with_fault("accepted", table, fault))) == expected


@pytest.mark.parametrize(
    "on_the_limit",
    [
        ("recognitions", {"recognised_on": dt.date(1990, 1, 1)}),
        ("recognitions", {"recognised_on": dt.date(2025, 11, 30), "recognised_on_through": dt.date(2025, 11, 30)}),
        ("annual_returns", {"revenue": Decimal("0.00"), "local_contribution": Decimal("0.00")}),
        ("annual_returns", {"local_manufacturing_share": 10000}),
        ("expenditures", {"months": Decimal("0")}),
        ("projects", {"completed_on": dt.date(2024, 1, 1)}),
        ("enterprises", {"industry_code": "C3670"}),
    ],
)
def test_a_value_on_the_limit_passes(on_the_limit: tuple[str, dict[str, Any]]) -> None:
    table, change = on_the_limit
    assert failed(guard("accepted", table, with_fault("accepted", table, change))) == {}


def test_an_empty_register_stops_the_city() -> None:
    for stage in ("raw", "accepted"):
        checks = guard(stage, "enterprises", clean_frame(stage, "enterprises").clear())
        assert failed(checks) == {"rows-present": "critical"}


@pytest.mark.parametrize(
    ("set_aside", "expected"),
    [
        (2, {}),
        (3, {"set-aside-share": "warning"}),
        (20, {"set-aside-share": "warning"}),
        (21, {"set-aside-share": "warning", "set-aside-share-high": "critical"}),
    ],
)
def test_the_share_of_rows_set_aside_warns_above_two_and_stops_above_twenty_in_a_hundred(
    set_aside: int, expected: dict[str, str]
) -> None:
    (row,) = rows_of("raw", "projects")
    rows = [row | {"row_number": number + 2, "is_row_set_aside": number < set_aside} for number in range(100)]
    assert failed(guard("raw", "projects", frame_of("raw", "projects", rows))) == expected


@pytest.mark.parametrize(("set_aside", "severity"), [(1, "warning"), (19, "warning"), (20, "critical")])
def test_a_share_stops_a_city_only_where_twenty_rows_say_so(set_aside: int, severity: str) -> None:
    (row,) = rows_of("raw", "projects")
    rows = [row | {"row_number": number + 2, "is_row_set_aside": True} for number in range(set_aside)]
    checks = failed(guard("raw", "projects", frame_of("raw", "projects", rows)))
    assert checks["set-aside-share-high"] == severity


def test_a_contact_column_stops_the_city() -> None:
    with_phone = clean_frame("accepted", "enterprises").with_columns(contact_phone=pl.lit("13800000001"))
    checks = guard("accepted", "enterprises", with_phone)
    assert failed(checks) == {"schema": "critical"}
    assert not any("13800000001" in str(check) for check in checks)


def test_a_column_of_another_type_is_named() -> None:
    frame = clean_frame("accepted", "projects").with_columns(pl.col("equipment_investment").cast(pl.Float64))
    (schema,) = [check for check in guard("accepted", "projects", frame) if not check.passed]
    assert schema.id == "schema"
    assert schema.observed == "equipment_investment：应为 Decimal(precision=18, scale=2)，实为 Float64"


def test_a_missing_column_fails_what_is_about_it_and_nothing_else() -> None:
    checks = guard("accepted", "rulings", clean_frame("accepted", "rulings").drop("ruled_on"))
    assert failed(checks) == {"schema": "critical", "ruled-on-known": "warning"}
    (about_it,) = [check for check in checks if check.id == "ruled-on-known"]
    assert about_it.observed.startswith("无法检查：缺少列 ruled_on，现有 kind、key、")
