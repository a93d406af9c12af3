"""Every expectation of Great Expectations' own that we use gives on Polars what it gives on its pandas engine."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any, Final

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.quality.suites import SUPPORTED_TYPES
from tests.quality.pandas_engine import ROW, Case, Verdict, pandas_verdicts, polars_verdicts

FRAME: Final = pl.DataFrame(
    [
        #  code       grade  revenue         share  rank  start             finish            first  second
        (1, "9137A", "A", Decimal("0.00"), 0, 1, dt.date(2024, 1, 1), dt.date(2024, 2, 1), "甲", "甲"),
        (2, "9137B", "B", Decimal("100.00"), 5000, 2, dt.date(2024, 1, 1), dt.date(2024, 1, 1), "甲", "乙"),
        (3, "9137B", "E", Decimal("-0.01"), 10000, 3, dt.date(2024, 3, 1), dt.date(2024, 2, 1), None, "乙"),
        (4, None, None, None, 10001, None, None, dt.date(2024, 2, 1), None, None),
        (5, None, "A", Decimal("99.99"), -1, 0, dt.date(2024, 1, 2), None, "乙", "乙"),
        (6, "37 91", "a", Decimal("100.01"), None, 1, None, None, "丙", None),
        (7, "", "", None, 7, 9, dt.date(1989, 12, 31), dt.date(2026, 1, 1), "乙", "乙"),
    ],
    schema={
        ROW: pl.Int64,
        "code": pl.String,
        "grade": pl.String,
        "revenue": pl.Decimal(18, 2),
        "share": pl.Int64,
        "rank": pl.Int64,
        "start": pl.Date,
        "finish": pl.Date,
        "first": pl.String,
        "second": pl.String,
    },
    orient="row",
)
EMPTY: Final = FRAME.clear()


def compare(column: str, operator: str, parameter: object) -> dict[str, object]:
    return {"type": "comparison", "column": {"name": column}, "operator": operator, "parameter": parameter}


def is_null(column: str, *, wanted: bool) -> dict[str, object]:
    return {"type": "nullity", "column": {"name": column}, "is_null": wanted}


PAIR: Final = {"column_A": "finish", "column_B": "start"}
CASES: Final[list[Case]] = [
    ("expect_column_values_to_not_be_null", {"column": "code"}),
    ("expect_column_values_to_not_be_null", {"column": "code", "mostly": 0.7}),
    ("expect_column_values_to_not_be_null", {"column": "code", "mostly": 0.72}),
    ("expect_column_values_to_be_null", {"column": "first"}),
    ("expect_column_values_to_be_unique", {"column": "code"}),
    ("expect_column_values_to_be_unique", {"column": ROW}),
    ("expect_column_values_to_match_regex", {"column": "code", "regex": "^9137[A-Z]$"}),
    ("expect_column_values_to_match_regex", {"column": "code", "regex": r"\S"}),
    ("expect_column_values_to_not_match_regex", {"column": "code", "regex": "^9137"}),
    ("expect_column_values_to_be_in_set", {"column": "grade", "value_set": ["A", "B", "C", "D"]}),
    ("expect_column_values_to_be_in_set", {"column": "grade", "value_set": ["A", "B", "C", "D"], "mostly": 0.5}),
    ("expect_column_values_to_be_in_set", {"column": "share", "value_set": [0, 7]}),
    ("expect_column_values_to_not_be_in_set", {"column": "grade", "value_set": ["E", ""]}),
    ("expect_column_values_to_be_between", {"column": "revenue", "min_value": 0}),
    ("expect_column_values_to_be_between", {"column": "revenue", "min_value": 0, "max_value": 100}),
    ("expect_column_values_to_be_between", {"column": "revenue", "max_value": 100, "strict_max": True}),
    ("expect_column_values_to_be_between", {"column": "share", "min_value": 0, "max_value": 10000}),
    ("expect_column_values_to_be_between", {"column": "share", "min_value": 0, "strict_min": True}),
    ("expect_column_values_to_be_between", {"column": "start", "min_value": dt.date(1990, 1, 1)}),
    ("expect_column_values_to_be_between", {"column": "finish", "max_value": dt.date(2024, 2, 1)}),
    ("expect_column_pair_values_to_be_equal", {"column_A": "first", "column_B": "second"}),
    ("expect_column_pair_values_to_be_equal", {"column_A": "first", "column_B": "second", "ignore_row_if": "neither"}),
    ("expect_column_pair_values_a_to_be_greater_than_b", PAIR),
    ("expect_column_pair_values_a_to_be_greater_than_b", PAIR | {"or_equal": True}),
    ("expect_column_pair_values_a_to_be_greater_than_b", PAIR | {"ignore_row_if": "either_value_is_missing"}),
    ("expect_compound_columns_to_be_unique", {"column_list": ["first", "second"]}),
    ("expect_compound_columns_to_be_unique", {"column_list": ["first", "second"], "ignore_row_if": "never"}),
    (
        "expect_compound_columns_to_be_unique",
        {"column_list": ["first", "code"], "ignore_row_if": "any_value_is_missing"},
    ),
    ("expect_table_columns_to_match_set", {"column_set": ["code", "absent"], "exact_match": False}),
    ("expect_table_columns_to_match_set", {"column_set": ["code", "grade"], "exact_match": False}),
    ("expect_table_columns_to_match_set", {"column_set": ["code", "grade"], "exact_match": True}),
    ("expect_table_row_count_to_be_between", {"min_value": 1}),
    ("expect_table_row_count_to_be_between", {"min_value": 1, "max_value": 6}),
]
CONDITIONS: Final = [
    compare("grade", "==", "A"),
    compare("grade", "!=", "A"),
    compare("share", ">", 0),
    compare("share", ">=", 5000),
    compare("rank", "<", 2),
    compare("rank", "<=", 2),
    compare("grade", "IN", ["A", "E"]),
    compare("grade", "NOT_IN", ["A", "E"]),
    is_null("first", wanted=True),
    is_null("first", wanted=False),
    {"type": "and", "conditions": [compare("share", ">", 0), is_null("first", wanted=False)]},
    {"type": "or", "conditions": [compare("grade", "==", "E"), is_null("first", wanted=True)]},
]
OURS: Final = {"expect_column_values_to_be_in_reference", "expect_table_to_match_schema"}


OF_EACH_KIND: Final[list[Case]] = [
    ("expect_column_values_to_not_be_null", {"column": "code"}),
    ("expect_column_values_to_be_between", {"column": "revenue", "min_value": 0, "max_value": 100}),
    ("expect_column_values_to_be_unique", {"column": "second"}),
    ("expect_column_pair_values_to_be_equal", {"column_A": "first", "column_B": "second"}),
    ("expect_compound_columns_to_be_unique", {"column_list": ["first", "second"]}),
    ("expect_table_row_count_to_be_between", {"min_value": 3}),
]
CONDITIONED: Final[list[Case]] = [
    (kind, kwargs | {"row_condition": condition}) for condition in CONDITIONS for kind, kwargs in OF_EACH_KIND
]


@cache
def both_engines(frame: str, cases: str) -> list[tuple[Verdict, Verdict]]:
    frames, suites = {"rows": FRAME, "empty": EMPTY}, {"plain": CASES, "conditioned": CONDITIONED}
    on_polars = polars_verdicts(frames[frame], suites[cases])
    return list(zip(on_polars, pandas_verdicts(frames[frame], suites[cases]), strict=True))


def numbered(cases: list[Case]) -> list[object]:
    return [pytest.param(number, id=f"{kind}-{kwargs}") for number, (kind, kwargs) in enumerate(cases)]


@pytest.mark.parametrize("case", numbered(CASES))
def test_same_verdict_and_same_failing_rows(case: int) -> None:
    on_polars, on_pandas = both_engines("rows", "plain")[case]
    assert on_polars == on_pandas


@pytest.mark.parametrize("case", numbered(CONDITIONED))
def test_a_row_condition_keeps_the_same_rows(case: int) -> None:
    on_polars, on_pandas = both_engines("rows", "conditioned")[case]
    assert on_polars == on_pandas


@pytest.mark.parametrize("case", numbered(CASES))
def test_an_empty_frame_has_the_same_verdict(case: int) -> None:
    on_polars, on_pandas = both_engines("empty", "plain")[case]
    assert on_polars.passed == on_pandas.passed


def test_every_supported_expectation_is_compared_or_is_our_own() -> None:
    assert {expectation_type for expectation_type, _ in CASES} | OURS == SUPPORTED_TYPES


WORDS: Final = st.none() | st.sampled_from(["A", "B", "", "甲", "9137A"])
DAYS: Final = st.none() | st.dates(dt.date(2023, 12, 30), dt.date(2024, 1, 3))
ROWS: Final = st.lists(st.tuples(WORDS, WORDS, st.none() | st.integers(-2, 3), DAYS, DAYS), min_size=1, max_size=8)
ON_ROWS: Final[list[Case]] = [
    ("expect_column_values_to_be_unique", {"column": "code"}),
    ("expect_column_values_to_be_in_set", {"column": "code", "value_set": ["A", "甲"], "mostly": 0.5}),
    ("expect_column_values_to_match_regex", {"column": "code", "regex": "[A-Z甲]$"}),
    ("expect_column_values_to_be_between", {"column": "share", "min_value": -1, "max_value": 2, "strict_max": True}),
    ("expect_column_pair_values_to_be_equal", {"column_A": "first", "column_B": "code"}),
    ("expect_column_pair_values_a_to_be_greater_than_b", PAIR | {"or_equal": True}),
    ("expect_compound_columns_to_be_unique", {"column_list": ["first", "code"]}),
    ("expect_column_values_to_not_be_null", {"column": "code", "row_condition": compare("share", "!=", 1)}),
]


@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_any_small_frame_has_the_same_verdicts_and_failing_rows(rows: list[tuple[Any, ...]]) -> None:
    columns = ["code", "first", "share", "start", "finish"]
    placed = [(number, *row) for number, row in enumerate(rows)]
    frame = pl.DataFrame(placed, schema=FRAME.select(ROW, *columns).schema, orient="row")
    assert polars_verdicts(frame, ON_ROWS) == pandas_verdicts(frame, ON_ROWS)
