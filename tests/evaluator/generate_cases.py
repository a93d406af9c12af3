"""Seeded batches of invented enterprises; a batch shares its city, as-of date and whether there is a ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from tests.evaluator import generate_qingdao, generate_shaoxing, generate_weifang, generate_weihai
from tests.evaluator.random_facts import Dice, Row
from tests.rulebook_case import CaseData

BATCH: Final = 50

_Tables = Callable[[Dice], dict[str, Any]]
_Ledger = Callable[[Dice, list[Row]], list[Row]]


@dataclass(frozen=True)
class City:
    """How enterprises of a city are invented: its period of force, the as-of dates tried, the makers of rows."""

    name: str
    period: tuple[dt.date, dt.date]
    as_of: tuple[dt.date, ...]
    tables: _Tables
    ledger: _Ledger


@dataclass(frozen=True)
class Batch:
    """Enterprises screened in one run."""

    city: str
    as_of: dt.date
    with_drafts: bool
    cases: list[CaseData]


CITIES: Final = (
    City(
        "weihai",
        generate_weihai.PERIOD,
        (
            *(dt.date(2025, 11, 30),) * 3,
            dt.date(2024, 6, 30),
            dt.date(2026, 2, 24),
            dt.date(2026, 2, 25),
            dt.date(2023, 2, 24),
        ),
        generate_weihai.weihai_tables,
        generate_weihai.ledger,
    ),
    City(
        "shaoxing",
        generate_shaoxing.PERIOD,
        (
            *(dt.date(2026, 6, 30),) * 4,
            dt.date(2025, 11, 30),
            dt.date(2026, 12, 31),
            dt.date(2027, 1, 1),
            dt.date(2024, 12, 31),
        ),
        generate_shaoxing.shaoxing_tables,
        generate_shaoxing.ledger,
    ),
    City(
        "qingdao",
        generate_qingdao.PERIOD,
        (
            *(dt.date(2026, 6, 30),) * 4,
            dt.date(2025, 11, 30),
            dt.date(2026, 12, 31),
            dt.date(2027, 1, 1),
            dt.date(2023, 12, 31),
        ),
        generate_qingdao.qingdao_tables,
        generate_qingdao.ledger,
    ),
    City(
        "weifang",
        generate_weifang.PERIOD,
        (
            *(dt.date(2025, 11, 30),) * 3,
            dt.date(2024, 6, 30),
            dt.date(2025, 12, 31),
            dt.date(2026, 1, 1),
            dt.date(2022, 9, 22),
        ),
        generate_weifang.weifang_tables,
        generate_weifang.ledger,
    ),
)


def batches(enterprises: int, seed: int, city: str | None = None) -> Iterator[Batch]:
    """Batches that hold so many enterprises in all, of every city in turn or of one."""
    cities = [each for each in CITIES if city in (None, each.name)]
    for number, start in enumerate(range(0, enterprises, BATCH)):
        yield _batch(cities[number % len(cities)], f"{seed}-{number}", min(BATCH, enterprises - start))


def _batch(city: City, name: str, size: int) -> Batch:
    random = Random(name)
    as_of = random.choice(city.as_of)
    # After the end of a document nothing is due, so that what an unledgered rung adds is nobody's question.
    has_ledger = random.random() < 0.6 or as_of > city.period[1]
    with_drafts = random.random() < 0.5
    cases = [_case(city, f"{name}-{place}", as_of, has_ledger, with_drafts) for place in range(size)]
    return Batch(city.name, as_of, with_drafts, cases)


def _case(city: City, name: str, as_of: dt.date, has_ledger: bool, with_drafts: bool) -> CaseData:
    dice = Dice(name, as_of, *city.period)
    tables = city.tables(dice)
    ledger = city.ledger(dice, tables.get("recognitions", [])) if has_ledger else None
    return CaseData(case=name, as_of=as_of, include_drafts=with_drafts, expect={}, awards_received=ledger, **tables)
