"""What is known of one enterprise: plain values, money in fen, None for unknown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from tests.rulebook_case import Row

FEN_PER_WAN = 1_000_000


@dataclass(frozen=True)
class Span:
    """The first and the last day a date can mean: one day, a month or a year."""

    first: dt.date
    last: dt.date
    printed: str

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        return self.first <= last and first <= self.last


@dataclass(frozen=True)
class Event:
    """One row of a published list, canonical title."""

    programme: str
    kind: str
    on: Span
    level: str | None = None
    grade: str | None = None
    rank: int | None = None
    thing: str | None = None  # the product, project, standard or scene recognised
    role: str | None = None
    quantity: int | None = None
    first_time: bool | None = None
    confirmed: bool | None = None
    person: str | None = None


@dataclass(frozen=True)
class Project:
    """One year of a project."""

    id: str
    type: str
    year: int
    equipment: int | None
    invested: int | None
    fixed_assets: int | None
    plans: frozenset[str] | None
    own_land: bool | None
    endogenous: bool | None
    confirmed: bool | None
    agreed_start: dt.date | None
    started: dt.date | None
    agreed_completion: dt.date | None
    completed: dt.date | None
    accepted: Span | None
    retired_net_value: int | None


@dataclass(frozen=True)
class Return:
    """The figures an enterprise reported for a year."""

    year: int
    revenue: int | None
    software_revenue: int | None
    local_contribution: int | None
    productivity_grade: str | None
    local_share: int | None  # basis points
    registrations: int | None
    resolutions: int | None
    revenue_target: int | None
    above_scale: bool | None
    target_pool: str | None
    scope: str | None


@dataclass(frozen=True)
class Spending:
    """One invoice or figure."""

    row: Row
    year: int
    kind: str
    amount: int
    level: str | None
    plans: frozenset[str] | None
    organiser: str | None
    confirmed: bool | None
    thing: str | None
    area: Decimal | None
    unit_rent: int | None
    months: Decimal | None
    lease_year: int | None


@dataclass(frozen=True)
class Payment:
    """A line of the ledger of what was paid."""

    document: str
    item: str
    level: str | None
    grade: str | None
    thing: str | None
    amount: int
    paid_on: dt.date
    year: int | None


@dataclass(frozen=True)
class Sanction:
    """An entry of a list of dishonest or abnormal enterprises."""

    kind: str
    listed_on: dt.date
    removed_on: dt.date | None


@dataclass(frozen=True)
class Dossier:
    """Everything known of one enterprise on the as-of date. `payments` is None where there is no ledger at all."""

    as_of: dt.date
    with_drafts: bool
    status: str | None
    subject_type: str | None
    industry: str | None
    ownership: str | None
    registered_on: dt.date | None
    above_scale_on: Span | None
    events: tuple[Event, ...]
    projects: tuple[Project, ...]
    returns: tuple[Return, ...]
    spendings: tuple[Spending, ...]
    sanctions: tuple[Sanction, ...]
    payments: tuple[Payment, ...] | None

    def return_of(self, year: int) -> Return | None:
        return next((each for each in self.returns if each.year == year), None)

    def spendings_of(self, *kinds: str) -> list[Spending]:
        return [each for each in self.spendings if each.kind in kinds]

    @property
    def is_enterprise(self) -> bool:
        """A blank type is an enterprise for ceilings, factors and bars (readings 1.14)."""
        return self.subject_type in (None, "企业")


def wan(figure: int | str) -> int:
    """Fen of 万元."""
    return int(Decimal(figure) * FEN_PER_WAN)


def year_span(year: int) -> Span:
    """A date known by its year only."""
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31), str(year))
