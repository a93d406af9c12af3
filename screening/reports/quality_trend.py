"""How checks, quarantined rows and totals stood on the last nights, as marks to be drawn in a row.

All of it is read from run.json of each night. A night that says nothing of a thing leaves a gap, never a zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from screening.reports.cover import RunRecord
from screening.reports.labels import SEVERITIES

NIGHTS: Final = 14
SLOT: Final = 9  # px from one night to the next
HEIGHT: Final = 20  # px above the base line, for the most rows

CheckKey: TypeAlias = tuple[str, str, str, str]
"""city, stage, table, id"""
Look: TypeAlias = Literal["passed", "warning", "critical", "count"]

_LOWEST: Final = 5  # px: one failing row among thousands is still seen
_PASSED: Final = "通过"
_QUARANTINED: Final = "隔离"
_NO_RECORD: Final = "无记录"
_VERDICTS: Final = (_PASSED, *(f"{word}未通过" for word in SEVERITIES.values()), _QUARANTINED, _NO_RECORD)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one night says of one thing: in a word, and how many rows it is about, if rows they are."""

    look: Look
    word: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A night in a row of nights: its middle and height in px, how it looks, and what it says in full."""

    x: float
    height: int
    look: Look
    words: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Marks of the nights that speak of a thing, oldest first; the width in px of all nights; a summary in words."""

    marks: tuple[Mark, ...]
    width: int
    summary: str
    rows: tuple[int | None, ...]  # of every night, null where it says nothing


def last_nights(run: RunRecord, earlier: Sequence[RunRecord]) -> tuple[RunRecord, ...]:
    """The run and at most thirteen before it, oldest first."""
    return (*earlier[1 - NIGHTS :], run)


def check_key(check: Mapping[str, Any]) -> CheckKey:
    """What the same check of two nights has in common."""
    return check["city"], check["stage"], check["table"], check.get("id", "")


def check_trends(nights: Sequence[RunRecord]) -> dict[CheckKey, Trend]:
    """The trend of every check of the last of the nights."""
    by_night = [{check_key(check): _standing(check) for check in night["checks"]} for night in nights]
    return {key: _draw(nights, [checks.get(key) for checks in by_night]) for key in by_night[-1]}


def quarantine_trends(nights: Sequence[RunRecord]) -> dict[tuple[str, str], Trend]:
    """The trend of quarantined rows by city and table of the last of the nights."""
    by_night = [dict(_quarantined(night)) for night in nights]
    return {key: _draw(nights, [counts.get(key) for counts in by_night]) for key in by_night[-1]}


def exact_total(night: RunRecord, city: str) -> Decimal | None:
    """Yuan of all award years of a city; null where the night has no totals of it."""
    years = night["totals"].get(city)
    return sum((Decimal(year["exact_total"]) for year in years.values()), Decimal(0)) if years else None


def _standing(check: Mapping[str, Any]) -> Standing:
    if check["passed"]:
        return Standing("passed", _PASSED, check["unexpected_count"])
    return Standing(check["severity"], SEVERITIES[check["severity"]], check["unexpected_count"])


def _quarantined(night: RunRecord) -> Iterable[tuple[tuple[str, str], Standing]]:
    for city, tables in night["counts"].items():
        for table, counts in tables.items():
            yield (city, table), Standing("count", _QUARANTINED, counts["quarantined"])


def _draw(nights: Sequence[RunRecord], standings: Sequence[Standing | None]) -> Trend:
    most = max((standing.rows or 0 for standing in standings if standing), default=0)
    marks = tuple(
        Mark(SLOT * at + SLOT / 2, _height(standing, most), standing.look, _words(night["as_of"], standing))
        for at, (night, standing) in enumerate(zip(nights, standings, strict=True))
        if standing
    )
    rows = tuple(standing.rows if standing else None for standing in standings)
    return Trend(marks, SLOT * len(nights), _summary(standings), rows)


def _height(standing: Standing, most: int) -> int:
    """Of the bar; 0 is a dot on the base line. A failure that is not about rows stands as high as the most rows."""
    if standing.look == "passed" or (standing.look == "count" and not standing.rows):
        return 0
    if not standing.rows:
        return HEIGHT
    return max(_LOWEST, HEIGHT * standing.rows // most)


def _words(as_of: str, standing: Standing) -> str:
    words = f"{as_of} {_verdict(standing)}"
    return words if standing.rows is None else f"{words} {standing.rows:,} 行"


def _summary(standings: Sequence[Standing | None]) -> str:
    counts = Counter(_verdict(standing) if standing else _NO_RECORD for standing in standings)
    words = (
        f"{word} {times} 次" for word, times in sorted(counts.items(), key=lambda entry: _VERDICTS.index(entry[0]))
    )
    return f"近 {len(standings)} 次运行：{'，'.join(words)}"


def _verdict(standing: Standing) -> str:
    return f"{standing.word}未通过" if standing.look in SEVERITIES else standing.word
