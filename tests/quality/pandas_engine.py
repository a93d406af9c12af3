"""The same expectations validated by Great Expectations' own pandas engine and by ours, in comparable form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import polars as pl

from screening.quality.gx_polars import import_great_expectations

import_great_expectations()

import numpy as np  # noqa: E402 - after Great Expectations, whose import is made quiet
import pandas as pd  # type: ignore[import-untyped]  # noqa: E402 - comes with Great Expectations, without types
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine  # noqa: E402
from great_expectations.validator.validator import Validator  # noqa: E402

from screening.quality.gx_polars.validate import build_expectation, validate_frame  # noqa: E402

Case: TypeAlias = tuple[str, dict[str, Any]]  # type of an expectation and its keywords
ROW = "row"  # column that tells the rows of a compared frame apart
_FORMAT = {"result_format": "COMPLETE", "unexpected_index_column_names": [ROW]}


@dataclass(frozen=True)
class Verdict:
    """What an expectation found: passed or not, rows in it, rows left out for nulls, which rows failed."""

    passed: bool
    element_count: int | None
    missing_count: int | None
    failing_rows: tuple[int, ...] | None
    values: tuple[Any, ...] | None


def polars_verdicts(frame: pl.DataFrame, cases: Sequence[Case]) -> list[Verdict]:
    """The verdict of the Polars engine on each case."""
    expectations = [build_expectation(kind, kwargs, kind) for kind, kwargs in cases]
    results = validate_frame(frame.lazy(), expectations, {}, _FORMAT)
    return [_verdict(result["success"], result["result"], result["exception_info"]) for result in results]


def pandas_verdicts(frame: pl.DataFrame, cases: Sequence[Case]) -> list[Verdict]:
    """The verdict of GX's pandas engine on each case; dates become datetimes, which is what it compares."""
    engine = PandasExecutionEngine()
    engine.load_batch_data("frame", _to_pandas(frame))
    configurations = []
    for number, (kind, kwargs) in enumerate(cases):
        expectation = build_expectation(kind, {key: _as_datetime(value) for key, value in kwargs.items()}, kind)
        configurations.append(expectation.configuration)
        configurations[-1].id = str(number)
    results = Validator(execution_engine=engine).graph_validate(configurations, {"result_format": dict(_FORMAT)})
    by_number = {int(result["expectation_config"].id): result for result in results}
    ordered = [by_number[number] for number in range(len(cases))]
    return [_verdict(result["success"], result["result"], result["exception_info"]) for result in ordered]


def _verdict(passed: bool, result: dict[str, Any], exception_info: dict[str, Any]) -> Verdict:
    assert exception_info.get("raised_exception") is False, exception_info
    rows, values = result.get("unexpected_index_list"), result.get("unexpected_list")
    return Verdict(
        passed=passed,
        element_count=result.get("element_count"),
        missing_count=result.get("missing_count"),
        failing_rows=None if rows is None else tuple(row[ROW] for row in rows),
        values=None if values is None else tuple(_plain(value) for value in values),
    )


def _plain(value: Any) -> Any:
    """A value as both engines could have returned it: missing as None, days as dates, numbers as numbers."""
    if isinstance(value, dict):
        return tuple(sorted((key, _plain(part)) for key, part in value.items()))
    if isinstance(value, tuple | list):
        return tuple(map(_plain, value))
    if pd.isna(value):
        return None
    return pd.Timestamp(value).date() if isinstance(value, np.datetime64 | dt.datetime) else value


def _as_datetime(value: Any) -> Any:
    return dt.datetime(value.year, value.month, value.day) if isinstance(value, dt.date) else value  # noqa: DTZ001


def _to_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    columns = {}
    for name, dtype in frame.schema.items():
        values = frame[name].to_list()
        columns[name] = pd.to_datetime(pd.Series(values)) if dtype == pl.Date else pd.Series(values)
    return pd.DataFrame(columns)
