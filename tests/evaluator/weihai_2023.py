"""威政办发〔2023〕7号, from its text and readings 1 and 2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from tests.evaluator.claims import (
    INDUSTRY,
    UNSTATED,
    UPPER_BOUND,
    Claim,
    Force,
    Verdict,
    all_of,
    at_most,
    is_industry,
    is_paid_subject,
    share,
)
from tests.evaluator.clauses import title_claims
from tests.evaluator.evidence import Article, is_known, is_over, reaches
from tests.evaluator.facts import Dossier, Return, wan
from tests.evaluator.growth import grew_by, passes_first
from tests.evaluator.limits import cap_each_year, cap_for_life, cap_together, groups_of, keep_highest, settle
from tests.evaluator.titles import Stream
from tests.evaluator.weihai_titles import CERTIFICATES, TITLES

POLICY: Final = "weihai-2023"
DOCUMENT: Final = "威政办发〔2023〕7号"
FORCE: Final = Force(dt.date(2023, 2, 25), dt.date(2026, 2, 24))
UB: Final = UPPER_BOUND


def weihai_claims(dossier: Dossier) -> list[Claim]:
    """Every claim under the document, after every ceiling and what was received."""
    stream = Stream(dossier.events, dossier.as_of)
    titles = list(title_claims(dossier, stream, FORCE, TITLES))
    keep_highest(claim for claim in titles if claim.family)
    groups = (_upgrades, _service_providers, _core_technology, _entry_into_statistics, _platforms, _resolution)
    others = [claim for group in groups for claim in group(dossier)]
    claims = [*titles, *_certificates(dossier, stream), *others]
    claims = [claim for claim in claims if claim.verdict is not False]
    _cap_by_contribution(dossier, claims)
    settle(claims, dossier.payments or (), lambda payment: payment.document == DOCUMENT)
    return claims


def _cap_by_contribution(dossier: Dossier, claims: list[Claim]) -> None:
    """The document's last paragraph: no more than the local contribution of the year before; enterprises only."""
    if not dossier.is_enterprise:
        return
    for group in groups_of((claim for claim in claims if claim.pays_enterprise), lambda claim: claim.year):
        before = dossier.return_of(group[0].year - 1)
        if before is not None and before.local_contribution is not None:
            cap_together(group, before.local_contribution)


def _certificates(dossier: Dossier, stream: Stream) -> list[Claim]:
    claims = list(title_claims(dossier, stream, FORCE, CERTIFICATES))
    cap_each_year(claims, wan(30))
    return claims


def _upgrades(dossier: Dossier) -> list[Claim]:
    article = Article(dossier, FORCE, "一")
    claims = [
        article.on_project("", each, UB, share(each.equipment, 10), each.confirmed, is_known(each.equipment))
        for each in dossier.projects
        if each.type == "智能化改造"
    ]
    cap_each_year(claims, wan(300))
    return claims


def _service_providers(dossier: Dossier) -> list[Claim]:
    article = Article(dossier, FORCE, "三")
    is_provider = is_paid_subject(dossier, "服务商", "企业", "机构", "平台", "社会组织")
    claims = [
        article.on_spending("", each, UB, share(each.amount, 5), each.confirmed, is_provider)
        for each in dossier.spendings_of("技术服务费")
    ]
    cap_each_year(claims, wan(20))
    return claims


def _core_technology(dossier: Dossier) -> list[Claim]:
    article = Article(dossier, FORCE, "五")
    claims = [
        article.on_project("", each, UB, wan(100), each.confirmed)
        for each in dossier.projects
        if each.type == "关键核心技术攻关"
    ]
    cap_for_life(claims, wan(100), lambda claim: claim.project)
    chains = Article(dossier, FORCE, "十三")
    of_chains = [each for each in dossier.projects if each.type == "重大强链补链延链固链"]
    return claims + [chains.on_project("", each, UNSTATED, None, each.confirmed) for each in of_chains]


def _platforms(dossier: Dossier) -> list[Claim]:
    """九: the investment of the year before, strictly over the line of its kind of platform."""
    article = Article(dossier, FORCE, "九")
    found = []
    for kind, line, cap in (("行业级工业互联网平台", 200, 100), ("企业级工业互联网平台", 100, 50)):
        claims = [
            article.on_project(
                kind,
                each,
                UB,
                at_most(share(each.invested, 15), wan(cap)),
                is_over(each.invested, wan(line)),
                year=each.year + 1,
            )
            for each in dossier.projects
            if each.type == kind
        ]
        cap_for_life(claims, wan(cap), lambda claim: claim.project)
        found += claims
    return found


def _entry_into_statistics(dossier: Dossier) -> Iterator[Claim]:
    """八: the entry itself, then growth in the first full year, then in both of the first two."""
    entered = dossier.above_scale_on
    if entered is None:
        return
    article = Article(dossier, FORCE, "八")
    is_industrial = is_industry(dossier, *INDUSTRY)
    yield article.on_enterprise("0", entered, UB, wan(5), is_industrial, key="首次纳统")
    # Entered before the period of force: whether growth after it is rewarded is open.
    was_entry_in_force = entered.overlaps(FORCE.first, FORCE.last) or None
    first, second = (dossier.return_of(entered.first.year + later) for later in (1, 2))
    grew_first = grew_by(dossier, entered.first.year + 1, 10)
    conditions = (is_industrial, was_entry_in_force, grew_first)
    if first is not None:
        yield article.on_return("1", first, UB, wan(5), *conditions)
    if second is not None:
        yield article.on_return("2", second, UB, wan(5), *conditions, grew_by(dossier, entered.first.year + 2, 10))


def _resolution(dossier: Dossier) -> Iterator[Claim]:
    """十二: both quantities of the year before reach their lines, together for the first time."""
    article = Article(dossier, FORCE, "十二")
    for each in dossier.returns:
        conditions = (is_industry(dossier, *INDUSTRY), passes_first(dossier, each, _resolves))
        yield article.on_return("", each, UB, wan(10), *conditions, lag=1)


def _resolves(of_year: Return) -> Verdict:
    return all_of(reaches(of_year.registrations, 100_000), reaches(of_year.resolutions, 20_000))
