"""Check: the verdict of one expectation on one table of one city, as run.json and the reports carry it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

import msgspec

Stage: TypeAlias = Literal["raw", "accepted", "drift", "results"]
Severity: TypeAlias = Literal["critical", "warning"]


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation and what was seen: a critical one that failed stops, a warning travels into the report.

    `unexpected_count` is null where the expectation is about the table and not its rows; `sample` names
    at most 20 failing rows by key columns, never by contacts. `observed`, `why`, `what_to_do` are Chinese.
    """

    city: str
    stage: Stage
    table: str
    id: str
    expectation: str
    column: str
    severity: Severity
    passed: bool
    observed: str
    unexpected_count: int | None
    sample: tuple[str, ...]
    why: str
    what_to_do: str

    @property
    def is_critical_failure(self) -> bool:
        """Whether it stops the city or the run."""
        return self.severity == "critical" and not self.passed


def checks_to_json(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """The checks as run.json holds them, in the order given."""
    return [asdict(check) | {"sample": list(check.sample)} for check in checks]


def checks_from_json(rows: Sequence[object]) -> list[Check]:
    """The checks of run.json; msgspec.ValidationError where a row is not one."""
    return msgspec.convert(rows, list[Check])
