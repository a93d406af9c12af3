"""附则（五）of the Shaoxing document: one title at a higher level or grade pays the difference."""

from __future__ import annotations

from collections.abc import Iterable

from tests.evaluator.claims import BARRED, NOT_ADDITIONAL, UNSTATED, Claim
from tests.evaluator.clauses import TitleClause, event_key
from tests.evaluator.facts import Dossier, Event, Payment, wan
from tests.evaluator.limits import close, groups_of
from tests.evaluator.titles import HOLDING, LEVEL_OF_TITLE, Stream, plain_grade


class Family:
    """The rungs of one title, for one object where it is given to objects."""

    def __init__(self, clauses: Iterable[TitleClause], name: str, thing: str | None) -> None:
        self.clauses = [clause for clause in clauses if clause.family == name]
        self.thing = thing
        self.closed: set[str] = set()  # events whose claim gave way to another of this run

    def paid(self, payments: Iterable[Payment]) -> dict[int, int]:
        """What was received for each rung, under whatever document."""
        found: dict[int, int] = {}
        for payment in payments:
            level = payment.level or LEVEL_OF_TITLE.get(payment.item)
            grade = plain_grade(payment.item, payment.grade)
            rung = self._rung(payment.item, level, grade, payment.thing)
            if rung is not None:
                found[rung] = found.get(rung, 0) + payment.amount
        return found

    def known_figure_below(self, stream: Stream, claim: Claim) -> int | None:
        """The highest figure of a lower rung known to have been reached by another event, in whatever year."""
        held = [each for each in stream.events if each.kind in HOLDING and event_key(each) not in self.closed]
        reached = [self._rung_of(event) for event in held if event_key(event) != claim.key]
        lower = [
            wan(clause.amount or 0) for clause in self.clauses if clause.rung in reached and clause.rung < claim.rung
        ]
        return max(lower, default=None)

    def _rung_of(self, event: Event) -> int | None:
        return self._rung(event.programme, event.level, event.grade, event.thing)

    def _rung(self, programme: str, level: str | None, grade: str | None, thing: str | None) -> int | None:
        if None not in (thing, self.thing) and thing != self.thing:
            return None
        for clause in self.clauses:
            is_of_clause = programme == clause.programme and clause.level in (None, level)
            if is_of_clause and (not clause.grades or grade in clause.grades):
                return clause.rung
        return None


def top_up(dossier: Dossier, stream: Stream, claims: Iterable[Claim], clauses: Iterable[TitleClause]) -> None:
    """Reduce the claims of every family to what they add; barred claims have nothing to add."""
    table = list(clauses)
    every = list(claims)
    climbing = [claim for claim in every if claim.certainty != UNSTATED and claim.disposition != BARRED]
    for group in groups_of(climbing, lambda claim: (claim.family, claim.thing)):
        family = Family(table, group[0].family, group[0].thing)
        family.closed = {claim.key for claim in every if claim.disposition == NOT_ADDITIONAL}
        if dossier.payments is None:
            _leave_open(stream, family, group)
        else:
            _deduct(family.paid(dossier.payments), group)


def _leave_open(stream: Stream, family: Family, climb: list[Claim]) -> None:
    """No ledger at all: whether the lower rung was paid is unknown, so only the difference shows."""
    standing = [claim for claim in climb if claim.disposition != NOT_ADDITIONAL]
    for claim in standing:
        below = family.known_figure_below(stream, claim)
        if below is not None and claim.figure is not None:
            claim.verdict = None
            claim.award = max(claim.figure - below, 0)
    _show_added(standing, {})


def _deduct(paid: dict[int, int], climb: list[Claim]) -> None:
    """The highest rung pays the difference; what lower ones were paid stands, and no more of them is due."""
    standing = [claim for claim in climb if claim.disposition != NOT_ADDITIONAL]
    due = [claim for claim in standing if claim.counts]
    top = max((claim.rung for claim in due), default=0)
    for claim in due:
        if claim.rung < top:
            _leave_at_paid(claim, paid.get(claim.rung, 0))
        else:
            others = sum(amount for rung, amount in paid.items() if rung != claim.rung)
            claim.award = max((claim.figure or 0) - others, 0)
    _show_added(standing, paid)


def _show_added(claims: list[Claim], paid: dict[int, int]) -> None:
    """An open rung shows what it adds to what is due or was received for the others."""
    due = sum(claim.award or 0 for claim in claims if claim.counts and claim.rung not in paid)
    for claim in claims:
        if claim.verdict is None and claim.figure is not None:
            others = due + sum(amount for rung, amount in paid.items() if rung != claim.rung)
            claim.award = max(min(claim.award or 0, claim.figure - others), 0)


def _leave_at_paid(claim: Claim, paid: int) -> None:
    if paid == 0:
        close(claim)
    else:
        claim.award = min(claim.figure or 0, paid)
