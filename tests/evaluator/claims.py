"""A claim: one clause met, or perhaps met, by one row of evidence, with its money as it goes through the steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from tests.evaluator.facts import Dossier, Span

Verdict = bool | None  # None: a fact or a judgement is open

EXACT: Final = "exact"
UPPER_BOUND: Final = "upper_bound"
UNSTATED: Final = "unstated"
PAYABLE: Final = "payable"
NOT_ADDITIONAL: Final = "not_additional"
SETTLED: Final = "settled"
BARRED: Final = "barred"


def all_of(*verdicts: Verdict) -> Verdict:
    """No where one says no; open where one is open."""
    if False in verdicts:
        return False
    return None if None in verdicts else True


def any_of(*verdicts: Verdict) -> Verdict:
    """Yes where one says yes; open where one is open."""
    if True in verdicts:
        return True
    return None if None in verdicts else False


def negate(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


@dataclass(frozen=True)
class Force:
    """The period in which a document is in force, both ends included; a draft without one has no ends."""

    first: dt.date = dt.date.min
    last: dt.date = dt.date.max

    def has_lapsed(self, as_of: dt.date) -> bool:
        return as_of > self.last

    def decides(self, on: Span, as_of: dt.date) -> Verdict:
        """What the dates alone say of an event (readings 1.8, 1.9)."""
        if as_of < self.first or not on.overlaps(self.first, self.last):
            return False
        return None if self.has_lapsed(as_of) else True

    def screens(self, year: int, as_of: dt.date) -> bool:
        """Award years looked at: from the first of force to that of the as-of date."""
        return self.first.year <= year <= as_of.year


@dataclass
class Claim:
    """`figure` is the clause's own amount in fen after its own ceiling, `award` what is left of it."""

    article: str
    item: str  # orders claims of equal figure
    year: int
    verdict: Verdict
    certainty: str
    figure: int | None
    table: str = ""
    key: str = ""
    programme: str | None = None
    level: str | None = None
    grade: str | None = None
    thing: str | None = None
    person: str | None = None
    rung: int = 0
    family: str = ""
    project: str | None = None
    investment: str | None = None  # the project-year whose money it rewards
    pays_enterprise: bool = True
    has_lapsed: bool = False
    award: int | None = None
    disposition: str = PAYABLE
    received: int = 0

    def __post_init__(self) -> None:
        self.award = self.figure

    @property
    def order(self) -> tuple[str, str, str]:
        """Orders equal figures: by item, then evidence (readings 1.13)."""
        return article_number(self.article), self.item, self.key

    @property
    def counts(self) -> bool:
        """Met, with a figure that is still due: what fills ceilings and displaces others."""
        return self.verdict is True and self.award is not None and self.disposition == PAYABLE


_TENS: Final = ("", "十", "二十")
_ONES: Final = ("", *"一二三四五六七八九")
_NUMBERS: Final = {
    tens + ones: str(10 * place + digit) for place, tens in enumerate(_TENS) for digit, ones in enumerate(_ONES)
}


def article_number(article: str) -> str:
    """An article in the digits that begin its items' ids."""
    return _NUMBERS.get(article, article)


def is_registered(dossier: Dossier) -> Verdict:
    """注销, 吊销 and 迁出 are out (readings 1.14); a blank status bars nobody."""
    return dossier.status not in ("注销", "吊销", "迁出")


def is_paid_subject(dossier: Dossier, *types: str) -> Verdict:
    """A clause that names a recipient other than 企业 pays that kind only; a blank type is unknown here."""
    return None if dossier.subject_type is None else dossier.subject_type in types


def is_industry(dossier: Dossier, *prefixes: str) -> Verdict:
    return None if dossier.industry is None else dossier.industry.startswith(prefixes)


MANUFACTURING: Final = tuple(f"{division}" for division in range(13, 44))
INDUSTRY: Final = tuple(f"{division:02d}" for division in range(6, 47))


def share(amount: int | None, percent: int) -> int | None:
    """A percentage of an amount, half a fen rounded up."""
    return None if amount is None else (amount * percent + 50) // 100


def at_most(amount: int | None, cap: int) -> int | None:
    return None if amount is None else min(amount, cap)
