"""Validates a frame against expectations in one lazy query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from great_expectations.compatibility.pydantic import ValidationError
from great_expectations.exceptions.exceptions import ExpectationNotFoundError
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.registry import get_expectation_impl
from great_expectations.validator.validator import Validator

from screening.quality.gx_polars import expectations as _own  # noqa: F401 - to define an expectation is to register it
from screening.quality.gx_polars.engine import PolarsExecutionEngine
from screening.quality.gx_polars.registration import register_metrics


class InvalidExpectationError(ValueError):
    """An expectation's type is unknown to Great Expectations, or its keywords are not those of the type."""


class _QuietValidator(Validator):
    def _determine_progress_bars(self) -> bool:
        return False


def build_expectation(expectation_type: str, kwargs: Mapping[str, Any], name: str) -> Expectation:
    """The expectation of that type; InvalidExpectationError, with its name in the suite, where there is none such."""
    try:
        return get_expectation_impl(expectation_type)(**kwargs)
    except (ExpectationNotFoundError, ValidationError) as error:
        raise InvalidExpectationError(f"{name}: {error}") from error


def validate_frame(
    frame: pl.LazyFrame,
    expectations: Sequence[Expectation],
    references: Mapping[str, pl.LazyFrame],
    result_format: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """GX's result of each expectation, in the order given: `success`, `result`, `exception_info`.

    An expectation that cannot be computed (no such column, wrong type) comes back failed, its reason in
    `exception_info`. `result_format` is GX's; failing rows are named by `unexpected_index_column_names`.
    """
    register_metrics()
    configurations = [expectation.configuration for expectation in expectations]
    for number, configuration in enumerate(configurations):
        configuration.id = str(number)  # GX returns results in an order of its own
    validator = _QuietValidator(execution_engine=PolarsExecutionEngine(frame, references))
    results = validator.graph_validate(configurations, {"result_format": dict(result_format), "catch_exceptions": True})
    by_id = {result["expectation_config"].id: result for result in results}
    ordered = [by_id[configuration.id] for configuration in configurations]
    return [{key: result[key] for key in ("success", "result", "exception_info")} for result in ordered]
