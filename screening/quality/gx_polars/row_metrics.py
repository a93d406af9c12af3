"""The metrics behind row-by-row expectations: how many rows fail, which values, which rows, how many were judged.

A rule (`row_rules`) gives all four. The counts join the one query of a suite; values and rows are asked
for only where any row fails, so that clean data costs no second pass.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, TypeAlias

import polars as pl

from screening.quality.gx_polars import row_rules
from screening.quality.gx_polars.engine import Aggregate, PolarsExecutionEngine
from screening.quality.gx_polars.row_rules import ROW, RowDomain, RowRule

Kwargs: TypeAlias = Mapping[str, Any]

_COLUMN: Final = ("column",)
_PAIR: Final = ("column_A", "column_B", "ignore_row_if")
_LIST: Final = ("column_list", "ignore_row_if")

# Which rows with missing values an expectation over several columns leaves out.
_WITHOUT_ANY: Final = frozenset({"either_value_is_missing", "any_value_is_missing"})
_WITHOUT_ALL: Final = frozenset({"both_values_are_missing", "all_values_are_missing"})


@dataclass(frozen=True, slots=True)
class RowMetric:
    """A rule under GX's metric name, with the names of the keywords that GX hands over."""

    name: str
    domain_keys: tuple[str, ...]
    value_keys: tuple[str, ...]
    rule: RowRule
    judges_nulls: bool = False

    def count_failing(self, engine: PolarsExecutionEngine, kwargs: Kwargs) -> Aggregate:
        """How many of the considered rows fail."""
        failing = self.rule(self._domain(engine, kwargs))
        if isinstance(failing, pl.Expr):
            return failing.sum()
        # Named, so that the query reads these columns alone: len() by itself keeps the first of the frame.
        return failing.select(_columns(kwargs)).select(pl.len())

    def count_considered(self, engine: PolarsExecutionEngine, kwargs: Kwargs) -> Aggregate:
        """How many rows are considered."""
        considered = self._domain(engine, kwargs).considered
        return pl.len() if considered is None else considered.sum()

    def failing_values(self, engine: PolarsExecutionEngine, kwargs: Kwargs) -> list[Any]:
        """Values of the failing rows, in the frame's order, as many as the result format asks for."""
        columns = _columns(kwargs)
        rows = self._failing_rows(engine, kwargs).select(columns).collect(engine="streaming")
        if len(columns) == 1:
            return rows.to_series().to_list()
        return rows.to_dicts() if "column_list" in kwargs else rows.rows()

    def failing_row_keys(self, engine: PolarsExecutionEngine, kwargs: Kwargs) -> list[Any]:
        """Judged columns and key columns of each failing row; its position where no key columns are asked for."""
        keys = kwargs["result_format"].get("unexpected_index_column_names")
        rows = self._failing_rows(engine, kwargs)
        if keys is None:
            return rows.select(ROW).collect(engine="streaming").to_series().to_list()
        engine.require_columns(keys)
        shown = list(dict.fromkeys((*_columns(kwargs), *keys)))
        return rows.select(shown).collect(engine="streaming").to_dicts()

    def _failing_rows(self, engine: PolarsExecutionEngine, kwargs: Kwargs) -> pl.LazyFrame:
        failing = self.rule(self._domain(engine, kwargs))
        rows = engine.frame.with_row_index(ROW).filter(failing) if isinstance(failing, pl.Expr) else failing
        result_format = kwargs["result_format"]
        limit = None if result_format["result_format"] == "COMPLETE" else result_format["partial_unexpected_count"]
        return rows.sort(ROW) if limit is None else rows.sort(ROW).head(limit)

    def _domain(self, engine: PolarsExecutionEngine, kwargs: Kwargs) -> RowDomain:
        columns = _columns(kwargs)
        engine.require_columns(columns)
        masks = [mask for mask in (engine.row_filter(kwargs), self._null_filter(columns, kwargs)) if mask is not None]
        return RowDomain(engine, kwargs, columns, reduce(operator.and_, masks) if masks else None)

    def _null_filter(self, columns: tuple[str, ...], kwargs: Kwargs) -> pl.Expr | None:
        are_null = [pl.col(column).is_null() for column in columns]
        policy = kwargs.get("ignore_row_if")
        if policy in _WITHOUT_ANY or (policy is None and not self.judges_nulls):
            return ~pl.any_horizontal(are_null)
        return ~pl.all_horizontal(are_null) if policy in _WITHOUT_ALL else None


def _columns(kwargs: Kwargs) -> tuple[str, ...]:
    if "column_list" in kwargs:
        return tuple(kwargs["column_list"])
    return (kwargs["column"],) if "column" in kwargs else (kwargs["column_A"], kwargs["column_B"])


ROW_METRICS: Final = (
    RowMetric("column_values.nonnull", _COLUMN, (), row_rules.not_null, judges_nulls=True),
    RowMetric("column_values.null", _COLUMN, (), row_rules.null, judges_nulls=True),
    RowMetric("column_values.unique", _COLUMN, (), row_rules.unique),
    RowMetric("column_values.match_regex", _COLUMN, ("regex",), row_rules.match_regex),
    RowMetric("column_values.not_match_regex", _COLUMN, ("regex",), row_rules.not_match_regex),
    RowMetric("column_values.in_set", _COLUMN, ("value_set",), row_rules.in_set),
    RowMetric("column_values.not_in_set", _COLUMN, ("value_set",), row_rules.not_in_set),
    RowMetric(
        "column_values.between", _COLUMN, ("min_value", "max_value", "strict_min", "strict_max"), row_rules.between
    ),
    RowMetric("column_values.in_reference", _COLUMN, ("reference", "reference_column"), row_rules.in_reference),
    RowMetric("column_pair_values.equal", _PAIR, (), row_rules.pair_equal),
    RowMetric("column_pair_values.a_greater_than_b", _PAIR, ("or_equal",), row_rules.pair_greater),
    RowMetric("compound_columns.unique", _LIST, (), row_rules.unique),
)
