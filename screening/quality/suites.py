"""Expectation suites as files: read strictly, so that nothing that a person wrote is silently left out.

Great Expectations drops an expectation whose type it does not know and the suite passes without it.
Here a type, a parameter, a key or a row condition outside the closed lists stops the load, with file and id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from screening.failures import Failure
from screening.quality.checks import Severity, Stage

# Each is compared with Great Expectations' own pandas engine in tests/quality, or, where it is ours, by hand.
SUPPORTED_TYPES: Final = frozenset(
    {
        "expect_column_pair_values_a_to_be_greater_than_b",
        "expect_column_pair_values_to_be_equal",
        "expect_column_values_to_be_between",
        "expect_column_values_to_be_in_reference",
        "expect_column_values_to_be_in_set",
        "expect_column_values_to_be_null",
        "expect_column_values_to_be_unique",
        "expect_column_values_to_match_regex",
        "expect_column_values_to_not_be_in_set",
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_not_match_regex",
        "expect_compound_columns_to_be_unique",
        "expect_table_columns_to_match_set",
        "expect_table_row_count_to_be_between",
        "expect_table_to_match_schema",
    }
)
ROW_CONDITION_TYPES: Final = frozenset({"comparison", "nullity", "and", "or"})
PARAMETER: Final = "$PARAMETER"


class SuiteError(Failure):
    """A suite file cannot be used as it stands; every fault of it is listed."""


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class ExpectationMeta(_Strict, frozen=True):
    """What people need beside the expectation: its name in the suite, why it matters, what to do (Chinese)."""

    id: str
    why: str
    what_to_do: str


class SuiteExpectation(_Strict, frozen=True):
    """One expectation: GX's type and keywords, whether its failure stops, and its meaning for people."""

    type: str
    kwargs: dict[str, Any]
    severity: Severity
    meta: ExpectationMeta


class SuiteMeta(_Strict, frozen=True):
    """Which frame the suite is for, the columns that name a failing row, the frames it refers to."""

    stage: Stage
    table: str
    row_key: list[str]
    references: list[str] = []


class Suite(_Strict, frozen=True):
    """A suite file, in the form that Great Expectations itself reads."""

    name: str
    meta: SuiteMeta
    expectations: list[SuiteExpectation]


def load_suite(path: Path, parameters: Mapping[str, Any]) -> Suite:
    """The suite with each `{"$PARAMETER": name}` replaced by its value.

    Raises SuiteError with every fault: unreadable JSON, unknown keys, types, parameters or row conditions,
    ids given twice, a blank sentence, a name other than `<stage>.<table>` of its path.
    """
    try:
        suite = msgspec.json.decode(path.read_bytes(), type=Suite)
    except (OSError, msgspec.DecodeError) as error:
        raise SuiteError(f"{path}: {error}") from error
    faults = [*_faults_of_suite(suite, path), *_faults_of_expectations(suite, parameters)]
    if faults:
        raise SuiteError("\n".join(f"{path}: {fault}" for fault in faults))
    filled = [
        msgspec.structs.replace(expectation, kwargs=_fill(expectation.kwargs, parameters))
        for expectation in suite.expectations
    ]
    return msgspec.structs.replace(suite, expectations=filled)


def _faults_of_suite(suite: Suite, path: Path) -> Iterator[str]:
    named = (suite.meta.stage, suite.meta.table)
    if named != (path.parent.name, path.stem) or suite.name != ".".join(named):
        yield f"named {suite.name!r} for {'/'.join(named)}; expected {path.parent.name}.{path.stem}"
    if not suite.expectations:
        yield "no expectations"
    for name, times in Counter(expectation.meta.id for expectation in suite.expectations).items():
        if times > 1:
            yield f"{name}: the id is given {times} times"


def _faults_of_expectations(suite: Suite, parameters: Mapping[str, Any]) -> Iterator[str]:
    for expectation in suite.expectations:
        for fault in _faults_of(expectation, parameters):
            yield f"{expectation.meta.id}: {fault}"
        reference = expectation.kwargs.get("reference")
        if reference is not None and reference not in suite.meta.references:
            yield f"{expectation.meta.id}: reference {reference!r} is not in the suite's meta.references"


def _faults_of(expectation: SuiteExpectation, parameters: Mapping[str, Any]) -> Iterator[str]:
    if expectation.type not in SUPPORTED_TYPES:
        yield f"type {expectation.type!r} is not one of {sorted(SUPPORTED_TYPES)}"
    if not (expectation.meta.why.strip() and expectation.meta.what_to_do.strip()):
        yield "why and what_to_do must be said"
    condition = expectation.kwargs.get("row_condition")
    if condition is not None and (not isinstance(condition, dict) or condition.get("type") not in ROW_CONDITION_TYPES):
        yield f"row_condition {condition!r}: expected an object of type {sorted(ROW_CONDITION_TYPES)}"
    for name in _parameters_in(expectation.kwargs):
        if name not in parameters:
            yield f"parameter {name!r} is not one of {sorted(parameters)}"


def _parameters_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if PARAMETER in value:
            yield str(value[PARAMETER])
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _parameters_in(part)


def _fill(value: Any, parameters: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        if PARAMETER in value:
            return parameters[value[PARAMETER]]
        return {key: _fill(part, parameters) for key, part in value.items()}
    return [_fill(part, parameters) for part in value] if isinstance(value, list) else value
