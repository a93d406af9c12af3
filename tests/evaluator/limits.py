"""Ceilings, exclusive groups and what was paid: readings 1.13 and 1.16, one enterprise at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from tests.evaluator.claims import BARRED, EXACT, NOT_ADDITIONAL, PAYABLE, SETTLED, UNSTATED, Claim
from tests.evaluator.facts import Payment
from tests.evaluator.titles import LEVEL_OF_TITLE, plain_grade


def groups_of(claims: Iterable[Claim], key: Callable[[Claim], Hashable]) -> list[list[Claim]]:
    """Claims that share a key, in order of first appearance."""
    found: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[key(claim)].append(claim)
    return list(found.values())


def cap_each_year(claims: Iterable[Claim], cap: int) -> None:
    """A ceiling per enterprise and award year over several rows."""
    for group in groups_of(claims, lambda claim: claim.year):
        cap_together(group, cap)


def cap_together(claims: list[Claim], cap: int) -> None:
    """Spread a ceiling pro rata, each rounded down, the remainder to the largest; open claims show what is left."""
    due = [claim for claim in claims if claim.counts]
    total = sum(claim.award or 0 for claim in due)
    if total > cap:
        _reduce(due, total, cap)
    left = max(cap - sum(claim.award or 0 for claim in due), 0)
    for claim in claims:
        if claim.verdict is None and claim.award is not None:
            claim.award = min(claim.award, left)


def _reduce(due: list[Claim], total: int, cap: int) -> None:
    largest = min(due, key=lambda claim: (-(claim.award or 0), claim.order))
    for claim in due:
        claim.award = (claim.award or 0) * cap // total
    largest.award = (largest.award or 0) + cap - sum(claim.award or 0 for claim in due)


def cap_for_life(claims: Iterable[Claim], cap: int, key: Callable[[Claim], Hashable]) -> None:
    """A ceiling of one project's life: earlier years first."""
    for group in groups_of(claims, key):
        left = cap
        for year in sorted({claim.year for claim in group}):
            of_year = [claim for claim in group if claim.year == year and claim.counts]
            cap_together(of_year, left)
            left -= sum(claim.award or 0 for claim in of_year)
        for claim in group:
            if claim.verdict is None and claim.award is not None:
                claim.award = min(claim.award, left)


def keep_highest(claims: Iterable[Claim]) -> None:
    """One matter, the highest counts; a tie goes to the exact figure.

    Open and unstated claims displace nothing; an open one shows what it would add to the one that stands.
    """
    group = [claim for claim in claims if claim.award is not None and claim.certainty != UNSTATED]
    due = [claim for claim in group if claim.counts]
    if not due:
        return
    due.sort(key=lambda claim: (-(claim.award or 0), claim.certainty != EXACT, -claim.rung, claim.order))
    for claim in due[1:]:
        close(claim)
    for claim in group:
        if claim.verdict is None and claim.disposition == PAYABLE:
            claim.award = max((claim.award or 0) - (due[0].award or 0), 0)


def close(claim: Claim) -> None:
    """Nothing more is due: another award of the same matter counts."""
    claim.award = 0
    claim.disposition = NOT_ADDITIONAL


def bar(claims: Iterable[Claim]) -> None:
    """The enterprise is barred: what it would have had stays visible, at nothing."""
    for claim in claims:
        claim.award = None if claim.award is None else 0
        claim.disposition = BARRED


def settle(claims: Iterable[Claim], payments: Iterable[Payment], documents: Callable[[Payment], bool]) -> None:
    """Set what was received against each award; paid in full is settled."""
    counted = [payment for payment in payments if documents(payment)]
    for claim in claims:
        claim.received = sum(payment.amount for payment in counted if is_payment_of(payment, claim))
        if claim.disposition == PAYABLE and claim.award is not None and claim.received >= max(claim.award, 1):
            claim.disposition = SETTLED


def is_payment_of(payment: Payment, claim: Claim) -> bool:
    """Same programme or article, level and grade; object and award year where the ledger names them."""
    if payment.item not in (claim.programme, claim.article):
        return False
    level = payment.level or LEVEL_OF_TITLE.get(payment.item)
    grade = plain_grade(payment.item, payment.grade)
    if claim.programme is not None and (level, grade) != (claim.level, claim.grade):
        return False
    if None not in (payment.thing, claim.thing) and payment.thing != claim.thing:
        return False
    return payment.year in (None, claim.year)
