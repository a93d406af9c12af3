"""From a result of Great Expectations to a Check: what was seen, in Chinese, and a sample of failing rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from screening.quality.checks import Check
from screening.quality.suites import Suite, SuiteExpectation

SAMPLE_SIZE: Final = 20
# A share says that a whole export is broken only where this many rows say so; fewer are rows to put right.
FEWEST_ROWS_OF_A_BROKEN_EXPORT: Final = 20


def result_format(suite: Suite) -> dict[str, Any]:
    """What Great Expectations shall return: counts, and the keys of the first failing rows."""
    return {
        "result_format": "SUMMARY",
        "unexpected_index_column_names": suite.meta.row_key,
        "partial_unexpected_count": SAMPLE_SIZE,
    }


def to_check(city: str, suite: Suite, expectation: SuiteExpectation, verdict: Mapping[str, Any]) -> Check:
    """The check of one expectation; `verdict` is GX's result as a mapping (success, result, exception_info)."""
    result = verdict["result"]
    return Check(
        city=city,
        stage=suite.meta.stage,
        table=suite.meta.table,
        id=expectation.meta.id,
        expectation=expectation.type,
        column=", ".join(judged_columns(expectation.kwargs)),
        severity="warning" if _is_share_of_few(expectation, result) else expectation.severity,
        passed=bool(verdict["success"]),
        observed=_error_message(verdict["exception_info"]) or _describe(result),
        unexpected_count=result.get("unexpected_count"),
        sample=tuple(_sample(suite, expectation, result.get("partial_unexpected_index_list") or ())),
        why=expectation.meta.why,
        what_to_do=expectation.meta.what_to_do,
    )


def _is_share_of_few(expectation: SuiteExpectation, result: Mapping[str, Any]) -> bool:
    """Whether an expectation that only a share of rows meet it fails on too few rows to stop a city."""
    unexpected: int | None = result.get("unexpected_count")
    return "mostly" in expectation.kwargs and unexpected is not None and unexpected < FEWEST_ROWS_OF_A_BROKEN_EXPORT


def judged_columns(kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns that an expectation is about; none where it is about the table."""
    single = (kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs)
    return (*single, *kwargs.get("column_list", ()))


def _sample(suite: Suite, expectation: SuiteExpectation, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    # Rows not accepted yet may hold anything, a person's id number among it: only where they stand is shown.
    judged = () if suite.meta.stage == "raw" else judged_columns(expectation.kwargs)
    shown = dict.fromkeys((*suite.meta.row_key, *judged))
    for row in rows:
        yield ", ".join(f"{name}={'空' if row[name] is None else row[name]}" for name in shown if row[name] != "")


def _describe(result: Mapping[str, Any]) -> str:
    if "unexpected_count" in result:
        return f"{result['unexpected_count']} 行不符，共 {result['element_count']} 行"
    observed = result.get("observed_value")
    if isinstance(observed, int):
        return f"共 {observed} 行"
    mismatched = result.get("details", {}).get("mismatched", {})
    faults = [f"缺少列 {name}" for name in mismatched.get("missing", ())] if mismatched else observed
    return "；".join(map(str, faults or ())) or "相符"


def _error_message(exception_info: Mapping[str, Any]) -> str | None:
    """Why an expectation could not be computed, or None; GX nests the reason under the id of a metric or not."""
    infos = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    # Polars adds the query plan below the first line.
    messages = sorted({str(info["exception_message"]).partition("\n")[0] for info in infos if info["raised_exception"]})
    return f"无法检查：{'；'.join(messages)}" if messages else None
