"""Expectations that Great Expectations has not: a frame of a given schema, values known to a reference frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation, ColumnMapExpectation


class ExpectColumnValuesToBeInReference(ColumnMapExpectation):
    """Expect each value to stand in `reference_column` of the reference frame of that name; nulls are left out.

    The set stays in the query: a million codes in a `value_set` would take a minute.
    """

    reference: str
    reference_column: str

    map_metric: ClassVar[str] = "column_values.in_reference"
    success_keys: ClassVar[tuple[str, ...]] = ("reference", "reference_column", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", "reference", "reference_column")


class ExpectTableToMatchSchema(BatchExpectation):
    """Expect every column of `column_types` with its Polars type, and none of `forbidden_columns`; others may stand.

    The observed value is the list of faults, in Chinese.
    """

    column_types: dict[str, str]
    forbidden_columns: list[str]

    metric_dependencies: ClassVar[tuple[str, ...]] = ("table.column_types",)
    success_keys: ClassVar[tuple[str, ...]] = ("column_types", "forbidden_columns")
    args_keys: ClassVar[tuple[str, ...]] = ("column_types", "forbidden_columns")

    def _validate(
        self,
        metrics: Mapping[str, Any],
        runtime_configuration: Mapping[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        seen = {column["name"]: column["type"] for column in metrics["table.column_types"]}
        faults = [
            f"{name}：应为 {expected}，{f'实为 {seen[name]}' if name in seen else '没有这一列'}"
            for name, expected in self.column_types.items()
            if seen.get(name) != expected
        ]
        faults += [f"{name}：不得出现在本表" for name in self.forbidden_columns if name in seen]
        return {"success": not faults, "result": {"observed_value": faults}}
