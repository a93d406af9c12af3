"""附则（五）of the Shaoxing document: one title at a higher level or grade pays the difference."""

from __future__ import annotations

from collections.abc import Iterable

from tests.evaluator.claims import UNSTATED, Claim
from tests.evaluator.clauses import TitleClause
from tests.evaluator.facts import Dossier, Event, Payment, wan
from tests.evaluator.limits import close, groups_of
from tests.evaluator.titles import LEVEL_OF_TITLE, Stream, plain_grade


class Family:
    """The rungs of one title, for one object where it is given to objects."""

    def __init__(self, clauses: Iterable[TitleClause], name: str, thing: str | None) -> None:
        self.clauses = [clause for clause in clauses if clause.family == name]
        self.thing = thing

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

    def known_figure_below(self, stream: Stream, rung: int, before: str) -> int | None:
        """The highest figure of a lower rung known to have been reached earlier, in whatever year."""
        reached = [
            self._rung_of(event)
            for event in stream.events
            if event.kind == "新认定" and event.on.first.isoformat() < before
        ]
        lower = [wan(clause.amount or 0) for clause in self.clauses if clause.rung in reached and clause.rung < rung]
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
    """Reduce the claims of every family to what they add."""
    table = list(clauses)
    for group in groups_of(claims, lambda claim: (claim.family, claim.thing)):
        family = Family(table, group[0].family, group[0].thing)
        climb = [claim for claim in group if claim.certainty != UNSTATED]
        if dossier.payments is None:
            _leave_open(stream, family, climb)
        else:
            _deduct(family.paid(dossier.payments), climb)


def _leave_open(stream: Stream, family: Family, climb: list[Claim]) -> None:
    """No ledger at all: whether the lower rung was paid is unknown, so only the difference shows."""
    for claim in climb:
        below = family.known_figure_below(stream, claim.rung, claim.dated)
        if below is not None and claim.figure is not None:
            claim.verdict = None
            claim.award = max(claim.figure - below, 0)


def _deduct(paid: dict[int, int], climb: list[Claim]) -> None:
    for claim in climb:
        others = sum(amount for rung, amount in paid.items() if rung < claim.rung)
        if claim.rung not in paid:
            others += sum(amount for rung, amount in paid.items() if rung > claim.rung)
        claim.award = max((claim.figure or 0) - others, 0)
    due = [claim for claim in climb if claim.counts]
    top = max((claim.rung for claim in due), default=0)
    for claim in due:
        if claim.rung < top and claim.rung not in paid:
            close(claim)
