"""Registers the metrics of the Polars engine with Great Expectations, under GX's own metric names.

`register_metric` and the way GX calls a metric are not documented: all that rests on them is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

import polars as pl
from great_expectations.core.metric_function_types import MetricFunctionTypes, MetricPartialFunctionTypes
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.metric_provider import MetricProvider
from great_expectations.expectations.registry import register_metric
from great_expectations.validator.metric_configuration import MetricConfiguration

from screening.quality.gx_polars.engine import Aggregate, PolarsExecutionEngine
from screening.quality.gx_polars.row_metrics import ROW_METRICS, Kwargs, RowMetric

Answer: TypeAlias = Callable[[PolarsExecutionEngine, Kwargs], Any]

_TABLE_KEYS: Final = ("batch_id", "table", "row_condition", "condition_parser")
_FAILING_COUNT: Final = "unexpected_count"


class AggregateMetric(MetricProvider):
    """A metric that joins the bundle: the base class asks for its expression under '<name>.aggregate_fn'."""


class DirectMetric(MetricProvider):
    """A metric that needs no query."""


class FailingRowsMetric(MetricProvider):
    """A metric about the failing rows; it waits for their count."""

    @classmethod
    def _get_evaluation_dependencies(
        cls,
        metric: MetricConfiguration,
        configuration: ExpectationConfiguration | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> dict[str, MetricConfiguration]:
        row_metric, _, _ = metric.metric_name.rpartition(".")
        values = {key: value for key, value in metric.metric_value_kwargs.items() if key != "result_format"}
        count = MetricConfiguration(f"{row_metric}.{_FAILING_COUNT}", metric.metric_domain_kwargs, values)
        return {_FAILING_COUNT: count}


class _Metric(NamedTuple):
    name: str
    domain_keys: tuple[str, ...] = ()
    value_keys: tuple[str, ...] = ()


@cache
def register_metrics() -> None:
    """Register every metric of the engine; a second call does nothing."""
    for metric in ROW_METRICS:
        _register_row_metric(metric)
    _register_aggregate(_Metric("table.row_count"), _count_rows)
    _register(_Metric("table.columns"), DirectMetric, _direct(lambda engine, _: list(engine.schema)))
    _register(_Metric("table.column_types", (), ("include_nested",)), DirectMetric, _direct(_column_types))


def _register_row_metric(metric: RowMetric) -> None:
    domain, values = metric.domain_keys, metric.value_keys
    shown = (*values, "result_format")
    _register_aggregate(_Metric(f"{metric.name}.{_FAILING_COUNT}", domain, values), metric.count_failing)
    if "ignore_row_if" in domain:
        _register_aggregate(_Metric(f"{metric.name}.filtered_row_count", domain, shown), metric.count_considered)
    answers: dict[str, Answer] = {
        "unexpected_values": metric.failing_values,
        "unexpected_index_list": metric.failing_row_keys,
        "unexpected_index_query": lambda engine, kwargs: None,
    }
    for suffix, answer in answers.items():
        _register(_Metric(f"{metric.name}.{suffix}", domain, shown), FailingRowsMetric, _if_any_fail(answer))


def _register_aggregate(metric: _Metric, build: Callable[[PolarsExecutionEngine, Kwargs], Aggregate]) -> None:
    partial = metric._replace(name=f"{metric.name}.{MetricPartialFunctionTypes.AGGREGATE_FN.metric_suffix}")
    _register(partial, AggregateMetric, _partial(build))
    _register(metric, AggregateMetric, None)


def _register(metric: _Metric, metric_class: type[MetricProvider], provider: Callable[..., Any] | None) -> None:
    is_partial = metric_class is AggregateMetric
    register_metric(
        metric_name=metric.name,
        metric_domain_keys=(*_TABLE_KEYS, *metric.domain_keys),
        metric_value_keys=metric.value_keys,
        execution_engine=PolarsExecutionEngine,
        metric_class=metric_class,
        metric_provider=provider,
        metric_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN if is_partial else MetricFunctionTypes.VALUE,
    )


# --- what GX calls, and how: keywords only, more of them than any of these asks for -----------------


def _partial(build: Callable[[PolarsExecutionEngine, Kwargs], Aggregate]) -> Callable[..., Any]:
    def provide(
        execution_engine: PolarsExecutionEngine, metric_domain_kwargs: Kwargs, metric_value_kwargs: Kwargs, **_: object
    ) -> tuple[Aggregate, dict[str, Any], dict[str, Any]]:
        aggregate = build(execution_engine, {**metric_domain_kwargs, **metric_value_kwargs})
        execution_engine.require_resolvable(aggregate)
        return aggregate, {}, {}

    return provide


def _direct(answer: Answer) -> Callable[..., Any]:
    def provide(
        execution_engine: PolarsExecutionEngine, metric_domain_kwargs: Kwargs, metric_value_kwargs: Kwargs, **_: object
    ) -> Any:
        return answer(execution_engine, {**metric_domain_kwargs, **metric_value_kwargs})

    return provide


def _if_any_fail(answer: Answer) -> Callable[..., Any]:
    ask = _direct(answer)

    def provide(metrics: Mapping[str, int], **asked: Any) -> Any:
        return ask(**asked) if metrics[_FAILING_COUNT] else []

    return provide


# --- metrics of the table as a whole ----------------------------------------------------------------


def _count_rows(engine: PolarsExecutionEngine, kwargs: Kwargs) -> Aggregate:
    kept = engine.row_filter(kwargs)
    return pl.len() if kept is None else kept.sum()


def _column_types(engine: PolarsExecutionEngine, kwargs: Kwargs) -> list[dict[str, str]]:
    return [{"name": name, "type": str(dtype)} for name, dtype in engine.schema.items()]
