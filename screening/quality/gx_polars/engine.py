"""PolarsExecutionEngine: one lazy frame, its reference frames, and the query that answers a bundle of metrics.

Great Expectations gathers the aggregates of a whole suite and hands them over as one bundle, so a
suite costs one pass over the frame. Rests on `ExecutionEngine.resolve_metric_bundle`, which is not
documented: the version is pinned and a test compares every expectation with GX's own pandas engine.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final, NoReturn, TypeAlias

import polars as pl
from great_expectations.execution_engine.execution_engine import ExecutionEngine, MetricComputationConfiguration
from great_expectations.expectations.row_conditions import (
    AndCondition,
    ComparisonCondition,
    Condition,
    NullityCondition,
    Operator,
    OrCondition,
    PassThroughCondition,
    deserialize_row_condition,
)
from great_expectations.validator.metric_configuration import MetricConfigurationID

# A metric still to be computed: an aggregate over the frame, or a query of its own with one row and column.
Aggregate: TypeAlias = pl.Expr | pl.LazyFrame

_COMPARISONS: Final[dict[Operator, Callable[[Any, Any], Any]]] = {
    Operator.EQUAL: operator.eq,
    Operator.NOT_EQUAL: operator.ne,
    Operator.LESS_THAN: operator.lt,
    Operator.LESS_THAN_OR_EQUAL: operator.le,
    Operator.GREATER_THAN: operator.gt,
    Operator.GREATER_THAN_OR_EQUAL: operator.ge,
    Operator.IN: lambda column, values: column.is_in(values),
    Operator.NOT_IN: lambda column, values: ~column.is_in(values),
}
# As in GX's pandas engine: a missing value differs from every value.
_TRUE_OF_NULL: Final = frozenset({Operator.NOT_EQUAL, Operator.NOT_IN})


class RowConditionError(ValueError):
    """A row condition is not one of the structured forms."""


class ColumnMissingError(ValueError):
    """An expectation names a column or a reference that is not there; said in Chinese, as reports show it."""


class PolarsExecutionEngine(ExecutionEngine[pl.Expr]):
    """Answers metrics about one frame; `references` are the frames that referential expectations name."""

    def __init__(self, frame: pl.LazyFrame, references: Mapping[str, pl.LazyFrame] | None = None) -> None:
        super().__init__(name="polars")
        self.frame = frame
        self.schema = frame.collect_schema()
        self.references = references or {}

    def get_batch_data_and_markers(self, batch_spec: object) -> NoReturn:
        """Never called: the frame is given at construction, one engine per frame."""
        raise NotImplementedError(f"the frame is given at construction; no batch is loaded from {batch_spec!r}")

    def require_columns(self, names: Sequence[str]) -> None:
        """Raise ColumnMissingError where the frame lacks one of the columns."""
        missing = [name for name in names if name not in self.schema]
        if missing:
            raise ColumnMissingError(f"缺少列 {'、'.join(missing)}，现有 {'、'.join(self.schema)}")

    def require_resolvable(self, aggregate: Aggregate) -> None:
        """Raise polars.exceptions.PolarsError where the types of the columns do not allow the aggregate.

        One that fails only in the bundle would make GX compute every other one by itself, three times over.
        """
        if isinstance(aggregate, pl.Expr):
            pl.LazyFrame(schema=self.schema).select(aggregate).collect_schema()

    def reference_column(self, reference: str, column: str) -> pl.LazyFrame:
        """The one column of a reference frame; ColumnMissingError where either is missing."""
        if reference not in self.references:
            raise ColumnMissingError(f"没有对照表 {reference}，现有 {'、'.join(sorted(self.references))}")
        frame = self.references[reference]
        if column not in frame.collect_schema():
            raise ColumnMissingError(f"对照表 {reference} 缺少列 {column}")
        return frame.select(column)

    def row_filter(self, domain_kwargs: Mapping[str, Any]) -> pl.Expr | None:
        """The rows that the expectation's row condition keeps, never null; None where it has no condition."""
        condition = deserialize_row_condition(domain_kwargs.get("row_condition"))
        if condition is None:
            return None
        if not isinstance(condition, Condition) or isinstance(condition, PassThroughCondition):
            raise RowConditionError(
                f"row condition {condition!r}: write it as comparison, nullity, and, or; query strings are not read"
            )
        return self.condition_to_filter_clause(condition)

    def resolve_metric_bundle(
        self, metric_fn_bundle: Sequence[MetricComputationConfiguration]
    ) -> dict[MetricConfigurationID, Any]:
        """The value of every aggregate of the bundle, in one run over the frame and its references."""
        aggregates: list[Aggregate] = [configuration.metric_fn for configuration in metric_fn_bundle]
        ids = [configuration.metric_configuration.id for configuration in metric_fn_bundle]
        return dict(zip(ids, self._collect(aggregates), strict=True))

    def _collect(self, aggregates: Sequence[Aggregate]) -> list[Any]:
        over_frame = {str(at): it for at, it in enumerate(aggregates) if isinstance(it, pl.Expr)}
        queries = {str(at): it for at, it in enumerate(aggregates) if isinstance(it, pl.LazyFrame)}
        plans = [self.frame.select(**over_frame), *queries.values()] if over_frame else list(queries.values())
        frames = pl.collect_all(plans, engine="streaming")
        values = frames.pop(0).row(0, named=True) if over_frame else {}
        values |= {at: frame.item() for at, frame in zip(queries, frames, strict=True)}
        return [values[str(at)] for at in range(len(aggregates))]

    def _comparison_condition_to_filter_clause(self, condition: ComparisonCondition) -> pl.Expr:
        self.require_columns([condition.column.name])
        comparison = Operator(condition.operator)
        clause: pl.Expr = _COMPARISONS[comparison](pl.col(condition.column.name), condition.parameter)
        return clause.fill_null(comparison in _TRUE_OF_NULL)

    def _nullity_condition_to_filter_clause(self, condition: NullityCondition) -> pl.Expr:
        self.require_columns([condition.column.name])
        column = pl.col(condition.column.name)
        return column.is_null() if condition.is_null else column.is_not_null()

    def _and_condition_to_filter_clause(self, condition: AndCondition) -> pl.Expr:
        return reduce(operator.and_, map(self.condition_to_filter_clause, condition.conditions))

    def _or_condition_to_filter_clause(self, condition: OrCondition) -> pl.Expr:
        return reduce(operator.or_, map(self.condition_to_filter_clause, condition.conditions))
