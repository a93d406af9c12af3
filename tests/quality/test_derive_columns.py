"""The columns made for the suites: check characters, sums of adjustments, totals recomputed from their lines."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from screening.quality.derive_columns import derive_check_columns, has_check_digit, sum_award_lines
from tests.quality.frames import FIRST, clean_frame, frame_of, rows_of


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("91350100M000100Y43", True),  # the example of GB 32100-2015
        ("91350100M000100Y44", False),
        ("91350100M000100Y34", False),  # two neighbours swapped
        (FIRST, True),
        ("91350100M000100Y4", None),
        ("91350100M000100YO3", None),  # the letter O is in no code
        ("", None),
        (None, None),
    ],
)
def test_the_check_character_of_a_code(code: str | None, expected: bool | None) -> None:
    frame = pl.DataFrame({"uscc": [code]}, schema={"uscc": pl.String})
    assert frame.select(has_check_digit(pl.col("uscc"))).item() is expected


def lines(*changes: dict[str, object]) -> pl.DataFrame:
    """Award lines of 100 yuan, exact, eligible, payable, in force, but for the changes."""
    (line,) = rows_of("results", "awards")
    plain = line | {"certainty": "exact", "award": Decimal("100.00")}
    return frame_of("results", "awards", [plain | change for change in changes])


@pytest.mark.parametrize(
    ("change", "exact", "upper_bound", "draft_exact", "draft_upper_bound"),
    [
        ({}, "100", "100", "0", "0"),
        ({"certainty": "upper_bound"}, "0", "100", "0", "0"),
        ({"certainty": "unstated", "award": None}, "0", "0", "0", "0"),
        ({"disposition": "settled"}, "100", "100", "0", "0"),
        ({"policy_status": "draft"}, "0", "0", "100", "100"),
        ({"policy_status": "draft", "certainty": "upper_bound"}, "0", "0", "0", "100"),
    ],
)
def test_what_a_line_adds_to_the_totals(
    change: dict[str, object], exact: str, upper_bound: str, draft_exact: str, draft_upper_bound: str
) -> None:
    sums = sum_award_lines(lines(change).lazy()).collect().row(0, named=True)
    assert [sums[name] for name in ("exact_of_lines", "upper_bound_of_lines")] == [Decimal(exact), Decimal(upper_bound)]
    drafts = [sums[name] for name in ("draft_exact_of_lines", "draft_upper_bound_of_lines")]
    assert drafts == [Decimal(draft_exact), Decimal(draft_upper_bound)]


@pytest.mark.parametrize(
    "change",
    [
        {"determination": "undetermined"},
        {"policy_status": "lapsed"},
        {"determination": "undetermined", "policy_status": "lapsed"},
        {"disposition": "barred"},
        {"disposition": "not_additional"},
    ],
)
def test_lines_that_stand_in_no_total_of_awards(change: dict[str, object]) -> None:
    sums = sum_award_lines(lines(change).lazy()).collect().row(0, named=True)
    awarded = ("exact_of_lines", "upper_bound_of_lines", "draft_exact_of_lines", "draft_upper_bound_of_lines")
    assert [sums[name] for name in awarded] == [Decimal(0)] * 4


@pytest.mark.parametrize(
    ("change", "undetermined"),
    [
        ({}, "0"),
        ({"determination": "undetermined"}, "100"),
        ({"determination": "undetermined", "certainty": "upper_bound"}, "100"),
        ({"determination": "undetermined", "certainty": "unstated", "award": None}, "0"),
        ({"determination": "undetermined", "policy_status": "draft"}, "0"),
        ({"determination": "undetermined", "disposition": "not_additional"}, "0"),
    ],
)
def test_what_a_line_adds_to_what_is_open(change: dict[str, object], undetermined: str) -> None:
    sums = sum_award_lines(lines(change).lazy()).collect()
    assert sums["undetermined_of_lines"].to_list() == [Decimal(undetermined)]


@pytest.mark.parametrize(
    ("change", "received"),
    [
        ({}, "30"),
        ({"determination": "undetermined"}, "30"),
        ({"disposition": "not_additional"}, "30"),
        ({"disposition": "barred"}, "0"),
        ({"policy_status": "draft"}, "0"),
        ({"policy_status": "lapsed"}, "0"),
        ({"received": None}, "0"),
    ],
)
def test_what_a_line_adds_to_what_was_received(change: dict[str, object], received: str) -> None:
    sums = sum_award_lines(lines({"received": Decimal("30.00")} | change).lazy()).collect()
    assert sums["received_of_lines"].to_list() == [Decimal(received)]


def test_totals_without_a_counted_line_are_compared_with_zero() -> None:
    references = {"awards": lines({"disposition": "barred"}).lazy()}
    frame = clean_frame("results", "enterprise_totals").lazy()
    totals = derive_check_columns("results", "enterprise_totals", frame, references)
    assert totals.select("exact_of_lines", "draft_exact_of_lines").collect().row(0) == (Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("adjustments", "expected"),
    [([], "1200000.00"), (["-200000.00", "0.01"], "1000000.01"), (["-1200000.00"], "0.00")],
)
def test_adjustments_are_added_to_the_entitlement(adjustments: list[str], expected: str) -> None:
    made = [{"reason": "封顶", "amount": Decimal(amount), "source": "文末"} for amount in adjustments]
    rows = lines({"adjustments": made})
    references = {
        "enterprises": clean_frame("accepted", "enterprises").lazy(),
        "enterprise_totals": clean_frame("results", "enterprise_totals").lazy(),
    }
    derived = derive_check_columns("results", "awards", rows.lazy(), references).collect()
    assert derived["adjusted_entitlement"].to_list() == [Decimal(expected)]


def test_a_table_without_derived_columns_is_left_as_it_is() -> None:
    frame = clean_frame("accepted", "projects")
    assert derive_check_columns("accepted", "projects", frame.lazy(), {}).collect().equals(frame)
