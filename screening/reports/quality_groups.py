"""The checks of a run as the quality page lists them: in words, by city, stage and table, the critical ones first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from screening.reports.cover import RunRecord, city_names
from screening.reports.labels import CHECK_STAGES, EXPECTATIONS, SEVERITIES, TABLES
from screening.reports.quality_trend import Trend, check_key, check_trends
from screening.reports.quality_words import column_words, sample_words

_STAGES: Final = tuple(CHECK_STAGES)
_NOT_IN_ANCHOR: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One check in words; `anchor` is its address on the page, `city`, `stage` and `table` stay codes."""

    city: str
    stage: str
    table: str
    anchor: str
    table_title: str
    question: str
    column: str
    is_failed: bool
    severity: str
    severity_word: str
    expectation: str
    id: str
    observed: str
    unexpected_count: int | None
    sample: tuple[str, ...]
    why: str
    what_to_do: str
    trend: Trend

    @property
    def is_critical_failure(self) -> bool:
        """Whether it stops its city or the run."""
        return self.is_failed and self.severity == "critical"


@dataclass(frozen=True, slots=True)
class Group:
    """Checks or groups of one city, stage or table, under its name."""

    name: str
    anchor: str
    parts: tuple[Group, ...]
    entries: tuple[CheckEntry, ...]


@dataclass(frozen=True, slots=True)
class Standings:
    """How many checks there are, and how many failed by severity; `anchor` is where to read of them."""

    checks: int
    critical: int
    warnings: int
    anchor: str

    @property
    def failed(self) -> int:
        """Failed checks of either severity."""
        return self.critical + self.warnings


def list_entries(nights: Sequence[RunRecord]) -> list[CheckEntry]:
    """Every check of the last night once: by city, stage and table, failed ones and critical ones first."""
    trends = check_trends(nights)
    entries = [_entry(check, trends[check_key(check)]) for check in nights[-1]["checks"]]
    tables = {table: at for at, table in enumerate(dict.fromkeys(entry.table for entry in entries))}
    return sorted(
        entries,
        key=lambda e: (
            *(e.city, _STAGES.index(e.stage), tables[e.table]),
            *(not e.is_failed, list(SEVERITIES).index(e.severity), e.id),
        ),
    )


def group_entries(entries: Iterable[CheckEntry], run: RunRecord, prefix: str) -> tuple[Group, ...]:
    """The entries by city, stage and table in the order given; anchors begin with `prefix`."""
    return tuple(
        Group(city_names(run, [city]), anchor_of(prefix, city), _stages(list(those), anchor_of(prefix, city)), ())
        for city, those in groupby(entries, key=lambda entry: entry.city)
    )


def count_entries(entries: Iterable[CheckEntry], city: str, stage: str | None = None) -> Standings:
    """Counts of a city, or of one of its stages. The anchor is that of its failures, else of what it passed."""
    those = [entry for entry in entries if entry.city == city and stage in (None, entry.stage)]
    critical = sum(entry.is_critical_failure for entry in those)
    warnings = sum(entry.is_failed for entry in those) - critical
    prefix = "failed" if critical + warnings else "passed"
    return Standings(len(those), critical, warnings, anchor_of(prefix, city, *([stage] if stage else [])))


def anchor_of(*parts: str) -> str:
    """An address on the page: letters, digits, characters of Chinese, and hyphens."""
    return "-".join(_NOT_IN_ANCHOR.sub("_", part) for part in parts)


def _stages(entries: Iterable[CheckEntry], prefix: str) -> tuple[Group, ...]:
    return tuple(
        Group(CHECK_STAGES[stage], anchor_of(prefix, stage), _tables(list(those), anchor_of(prefix, stage)), ())
        for stage, those in groupby(entries, key=lambda entry: entry.stage)
    )


def _tables(entries: Iterable[CheckEntry], prefix: str) -> tuple[Group, ...]:
    return tuple(
        Group(TABLES.get(table, table), anchor_of(prefix, table), (), tuple(those))
        for table, those in groupby(entries, key=lambda entry: entry.table)
    )


def _entry(check: Mapping[str, Any], trend: Trend) -> CheckEntry:
    return CheckEntry(
        city=check["city"],
        stage=check["stage"],
        table=check["table"],
        anchor=anchor_of("check", *check_key(check)),
        table_title=TABLES.get(check["table"], check["table"]),
        question=EXPECTATIONS.get(check["expectation"], check["expectation"]),
        column=column_words(check["column"]),
        is_failed=not check["passed"],
        severity=check["severity"],
        severity_word=SEVERITIES[check["severity"]],
        expectation=check["expectation"],
        id=check.get("id", ""),
        observed=str(check["observed"]),
        unexpected_count=check["unexpected_count"],
        sample=tuple(sample_words(str(row)) for row in check["sample"]),
        why=check["why"],
        what_to_do=check["what_to_do"],
        trend=trend,
    )
