"""Invented facts, biased to the interesting: on and around limits and dates, unknown, reported twice, revoked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, TypeVar

Choice = TypeVar("Choice")
Row = dict[str, Any]

_GAPS = (30, 179, 180, 181, 365, 500)


class Dice:
    """Seeded choices for one enterprise of a run."""

    def __init__(self, seed: str, as_of: dt.date, first: dt.date, last: dt.date) -> None:
        self.random = Random(seed)
        self.as_of = as_of
        self.edges = [first, last, as_of]
        self.years = list(range(first.year - 1, min(last, as_of).year + 1))

    def pick(self, choices: Sequence[Choice]) -> Choice:
        return self.random.choice(choices)

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def maybe(self, value: Choice, percent: int = 85) -> Choice | None:
        """The value, or now and then unknown."""
        return value if self.chance(percent) else None

    def flag(self) -> bool | None:
        return self.pick((True, True, True, False, None))

    def year(self) -> int:
        return self.pick(self.years)

    def some_years(self) -> list[int]:
        """One of the years looked at, or two."""
        return self.random.sample(self.years, k=min(self.pick((1, 1, 2)), len(self.years)))

    def day(self) -> dt.date:
        """A day in the years looked at, every fourth time at an edge of the period or the as-of date."""
        if self.chance(25):
            return self.pick(self.edges) + dt.timedelta(days=self.pick((-1, 0, 1)))
        return dt.date(self.year(), 1, 1) + dt.timedelta(days=self.random.randrange(365))

    def printed_date(self) -> dt.date | str:
        """A day, now and then a month or a year."""
        day = self.day()
        if self.chance(85):
            return day
        return self.pick((f"{day:%Y-%m}", f"{day:%Y}"))

    def yuan(self, *lines_wan: int) -> str | None:
        """An amount on, just under, just over or well over one of the lines, or unknown."""
        line = self.pick(lines_wan) * 1_000_000
        by = self.pick((-1, 0, 0, 1, line // 2, line * 3 // 7, line, -line // 3, self.random.randrange(line + 1)))
        return self.maybe(as_yuan(max(line + by, 0)))


def as_yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}元"


def chain_of_title(dice: Dice, title: Row, other_levels: Sequence[str], kinds: Sequence[str] = ()) -> list[Row]:
    """Events of one title as lists report them: once, twice, reviewed, revoked, regained, raised to another level."""
    kind = dice.pick(kinds or _CHAINS)
    start = dice.day()
    later = start + dt.timedelta(days=dice.pick(_GAPS))
    latest = later + dt.timedelta(days=dice.pick(_GAPS))
    if kind == "once":
        return [title | {"recognised_on": dice.printed_date()}]
    levels = sorted({*other_levels, title["level"]}) if other_levels else []
    if kind == "levels" and len(levels) > 1:
        pair = zip(dice.random.sample(levels, k=2), (start, later), strict=True)
        return [title | {"level": level, "recognised_on": on} for level, on in pair]
    events = {
        "twice": ("新认定", "新认定"),
        "reviewed": ("新认定", "复核通过", "新认定"),
        "review only": ("复核通过",),
        "revoked": ("新认定", "取消"),
        "regained": ("新认定", "取消", "新认定"),
        "moved": ("迁入", "新认定"),
        "left": ("新认定", "迁出"),
        "renamed": ("新认定", "更名"),
    }.get(kind, ("新认定",))
    return [
        title | {"event": event, "recognised_on": on} for event, on in zip(events, (start, later, latest), strict=False)
    ]


_CHAINS = (
    *("once",) * 8,
    *("levels",) * 4,
    *("twice",) * 3,
    "reviewed",
    "review only",
    "revoked",
    "regained",
    "moved",
    "left",
    "renamed",
)


def different_titles(chains: Iterable[list[Row]]) -> list[Row]:
    """The events of the chains, one chain a programme: two of one title could overlap within the 180 days."""
    first: dict[str, list[Row]] = {}
    for chain in chains:
        first.setdefault(chain[0]["programme"], chain)
    return [event for chain in first.values() for event in chain]


def titles_of_one_event(recognitions: list[Row]) -> list[Row]:
    """新认定 events that alone bear their title, level and grade, so that a payment can be theirs only."""
    count = Counter((row["programme"], row.get("level"), row.get("grade")) for row in recognitions)
    vague = {row["programme"] for row in recognitions if None in (row.get("level", ""), row.get("grade", ""))}
    return [
        row
        for row in recognitions
        if count[row["programme"], row.get("level"), row.get("grade")] == 1
        and row["programme"] not in vague
        and row.get("event", "新认定") == "新认定"
    ]
