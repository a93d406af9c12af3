"""绍兴市 先进制造业强市建设“4151”计划专项政策 (2025), from its text and readings 1 and 5."""

from __future__ import annotations

import datetime as dt
from typing import Final

from tests.evaluator.claims import Claim, Force
from tests.evaluator.clauses import title_claims
from tests.evaluator.facts import Dossier, Payment, wan
from tests.evaluator.limits import bar, cap_each_year, groups_of, is_payment_of, keep_highest, settle
from tests.evaluator.shaoxing_bars import is_barred, is_out_of_scope
from tests.evaluator.shaoxing_investment import cap_projects, investment_claims, keep_larger_supplement
from tests.evaluator.shaoxing_quality import TITLES
from tests.evaluator.shaoxing_spending import other_claims
from tests.evaluator.titles import Stream
from tests.evaluator.top_up import top_up

POLICY: Final = "shaoxing-2025"
FORCE: Final = Force(dt.date(2025, 1, 1), dt.date(2026, 12, 31))

# Families in which one award stands and none is deducted from another.
SAME_TIME: Final = ("数字化示范园区", "大赛")
ONE_ONLY: Final = ("500强", "品字标", "标准", "数据大赛")


def shaoxing_claims(dossier: Dossier) -> list[Claim]:
    """Every claim, after no-double, top-up, ceilings, bars and what was received."""
    stream = Stream(dossier.events, dossier.as_of)
    titles = list(title_claims(dossier, stream, FORCE, TITLES))
    claims = [*titles, *investment_claims(dossier, FORCE), *other_claims(dossier, stream, FORCE)]
    claims = [claim for claim in claims if claim.verdict is not False]
    _bar(dossier, claims)
    _no_double(claims, dossier.payments)
    cap_projects(claims)
    top_up(dossier, stream, [claim for claim in claims if claim.family and claim.family not in ONE_ONLY], TITLES)
    cap_each_year((claim for claim in claims if claim.item == "信息化"), wan(150))
    settle(claims, dossier.payments or (), lambda _: True)
    return claims


def _no_double(claims: list[Claim], paid: tuple[Payment, ...] | None) -> None:
    """附则（五）: the same investment, the same standard, the same list, the same prize: the highest only."""
    keep_larger_supplement(claims)
    invested = [claim for claim in claims if claim.investment is not None]
    for group in groups_of(invested, lambda claim: claim.investment):
        keep_highest(group)
    for group in groups_of((claim for claim in claims if claim.family in SAME_TIME), _same_time):
        keep_highest(group if paid is None else [claim for claim in group if not is_paid(claim, paid)])
    for family in ONE_ONLY:
        of_family = [claim for claim in claims if claim.family == family]
        for group in groups_of(of_family, _matter):
            keep_highest(group)


def _same_time(claim: Claim) -> object:
    """同年认定, or one project of the contest: the higher, unless a lower one was paid."""
    return (claim.family, claim.year) if claim.family == "数字化示范园区" else (claim.family, claim.thing)


def is_paid(claim: Claim, payments: tuple[Payment, ...]) -> bool:
    return any(is_payment_of(payment, claim) for payment in payments)


def _matter(claim: Claim) -> object:
    """What counts as one: the brands, the lists of a year, a standard, a project that won prizes."""
    if claim.family == "品字标":
        return None
    return claim.year if claim.family == "500强" else claim.thing


def _bar(dossier: Dossier, claims: list[Claim]) -> None:
    if not dossier.is_enterprise:
        return
    for claim in (each for each in claims if each.pays_enterprise):
        if is_out_of_scope(dossier) or is_barred(dossier, claim.year):
            bar([claim])
