"""The expectations and refusals that are our own: references, schemas, row conditions, keywords."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from screening.quality.gx_polars import import_great_expectations

import_great_expectations()

from great_expectations.expectations.row_conditions import PassThroughCondition  # noqa: E402

from screening.quality.gx_polars.engine import PolarsExecutionEngine, RowConditionError  # noqa: E402
from screening.quality.gx_polars.validate import (  # noqa: E402
    InvalidExpectationError,
    build_expectation,
    validate_frame,
)
from tests.quality.pandas_engine import ROW, pandas_verdicts  # noqa: E402

LISTED = pl.DataFrame({ROW: [1, 2, 3, 4], "uscc": ["A", "B", None, "Z"]})
REGISTER = pl.DataFrame({"code": ["B", "A", "A", None]})
FORMAT = {"result_format": "COMPLETE", "unexpected_index_column_names": [ROW]}


def verdict(frame: pl.DataFrame, expectation_type: str, **kwargs: Any) -> dict[str, Any]:
    expectation = build_expectation(expectation_type, kwargs, "asked")
    (found,) = validate_frame(frame.lazy(), [expectation], {"register": REGISTER.lazy()}, FORMAT)
    return found


def test_values_outside_the_reference_fail_as_values_outside_a_set_do() -> None:
    asked = {"column": "uscc", "reference": "register", "reference_column": "code"}
    found = verdict(LISTED, "expect_column_values_to_be_in_reference", **asked)
    as_set = {"column": "uscc", "value_set": ["A", "B"]}
    (on_pandas,) = pandas_verdicts(LISTED, [("expect_column_values_to_be_in_set", as_set)])
    assert found["success"] is on_pandas.passed is False
    assert [row[ROW] for row in found["result"]["unexpected_index_list"]] == list(on_pandas.failing_rows or ()) == [4]
    assert found["result"]["missing_count"] == on_pandas.missing_count == 1


@pytest.mark.parametrize(("mostly", "passes"), [(2 / 3, True), (0.67, False)])
def test_a_share_outside_the_reference_may_be_allowed(mostly: float, passes: bool) -> None:
    found = verdict(
        LISTED,
        "expect_column_values_to_be_in_reference",
        column="uscc",
        reference="register",
        reference_column="code",
        mostly=mostly,
    )
    assert found["success"] is passes


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"reference": "registry", "reference_column": "code"}, "没有对照表 registry"),
        ({"reference": "register", "reference_column": "uscc"}, "对照表 register 缺少列 uscc"),
    ],
)
def test_a_reference_that_is_not_there_is_named(asked: dict[str, str], message: str) -> None:
    found = verdict(LISTED, "expect_column_values_to_be_in_reference", column="uscc", **asked)
    assert found["success"] is False
    assert message in str(found["exception_info"])


@pytest.mark.parametrize(
    ("column_types", "forbidden", "faults"),
    [
        ({"uscc": "String"}, [], []),
        ({"uscc": "String", ROW: "Int32"}, [], ["row：应为 Int32，实为 Int64"]),
        ({"name": "String"}, [], ["name：应为 String，没有这一列"]),
        ({}, ["uscc", "phone"], ["uscc：不得出现在本表"]),
    ],
)
def test_a_schema_names_each_fault(column_types: dict[str, str], forbidden: list[str], faults: list[str]) -> None:
    found = verdict(LISTED, "expect_table_to_match_schema", column_types=column_types, forbidden_columns=forbidden)
    assert (found["success"], found["result"]["observed_value"]) == (not faults, faults)


def test_a_query_string_as_row_condition_is_refused() -> None:
    engine = PolarsExecutionEngine(LISTED.lazy())
    for condition in ("uscc == 'A'", PassThroughCondition(pass_through_filter="uscc == 'A'")):
        with pytest.raises(RowConditionError, match="query strings are not read"):
            engine.row_filter({"row_condition": condition})


def test_a_column_of_the_wrong_type_fails_its_own_expectation_only() -> None:
    expectations = [
        build_expectation("expect_column_values_to_match_regex", {"column": ROW, "regex": "1"}, "wrong"),
        build_expectation("expect_column_values_to_not_be_null", {"column": ROW}, "right"),
    ]
    wrong, right = validate_frame(LISTED.lazy(), expectations, {}, FORMAT)
    assert (wrong["success"], right["success"]) == (False, True)
    assert "raised_exception" in str(wrong["exception_info"])


@pytest.mark.parametrize(
    ("expectation_type", "kwargs"),
    [
        ("expect_columns_to_be_fine", {}),
        ("expect_column_values_to_not_be_null", {}),
        ("expect_column_values_to_not_be_null", {"column": "uscc", "colour": "red"}),
        ("expect_column_values_to_be_between", {"column": "uscc"}),
    ],
)
def test_an_expectation_that_cannot_be_built_is_named(expectation_type: str, kwargs: dict[str, Any]) -> None:
    with pytest.raises(InvalidExpectationError, match="asked: "):
        build_expectation(expectation_type, kwargs, "asked")


def test_failing_rows_come_in_the_order_of_the_frame_and_no_more_than_asked_for() -> None:
    frame = pl.DataFrame({ROW: range(1000), "uscc": ["A", "A"] * 500})
    expectation = build_expectation("expect_column_values_to_be_unique", {"column": "uscc"}, "unique")
    bounded = {"result_format": "SUMMARY", "unexpected_index_column_names": [ROW], "partial_unexpected_count": 3}
    (found,) = validate_frame(frame.lazy(), [expectation], {}, bounded)
    assert found["result"]["unexpected_count"] == 1000
    assert found["result"]["partial_unexpected_index_list"] == [{"uscc": "A", ROW: number} for number in range(3)]
