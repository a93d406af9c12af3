"""The Qingdao draft of 2024: revenue, projects, spendings, and titles that multiply a spending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from tests.evaluator.claims import (
    EXACT,
    MANUFACTURING,
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
from tests.evaluator.clauses import WORK, TitleClause, is_confirmed, numbered, title_claims, titled
from tests.evaluator.designers import designer_claims
from tests.evaluator.evidence import Article, is_known
from tests.evaluator.facts import Dossier, Event, Return, wan
from tests.evaluator.growth import highest_new_line
from tests.evaluator.limits import cap_each_year, cap_for_life, cap_together, groups_of, keep_highest
from tests.evaluator.titles import Stream

FORCE: Final = Force(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
NATION: Final = "国家级"
PROVINCE: Final = "省级"
YI: Final = 10_000
_REVENUE: Final = {
    wan(line * YI): wan(sum_) for line, sum_ in ((1000, 500), (500, 300), (200, 200), (100, 100), (50, 50))
}
_MARKET_PLAN: Final = "市工业和信息化局年度市场开拓计划"


def evidence_claims(dossier: Dossier, stream: Stream) -> list[Claim]:
    """Claims that rest neither on a title alone; after the ceilings of each article."""
    return [
        *_revenue(dossier),
        *_renovation(dossier),
        *_sales(dossier, stream),
        *designer_claims(dossier, stream, FORCE),
        *_models(dossier, stream),
        *_node(dossier, stream),
        *_data_maturity(dossier, stream),
        *_fairs(dossier),
        *_association_events(dossier),
    ]


def _is_large_maker(dossier: Dossier, year: int) -> Verdict:
    """规上制造业 of a year: by that year's return, or in the statistics by then."""
    of_year = dossier.return_of(year)
    stated = None if of_year is None else of_year.above_scale
    entered = dossier.above_scale_on
    by_entry = None if entered is None else entered.first.year <= year
    said = [verdict for verdict in (stated, by_entry) if verdict is not None]
    return all_of(is_industry(dossier, *MANUFACTURING), any(said) if said else None)


def _revenue(dossier: Dossier) -> Iterator[Claim]:
    """1: the highest line of revenue exceeded for the first time."""
    article = Article(dossier, FORCE, "1")
    for each in dossier.returns:
        line, passed = highest_new_line(dossier, each, _revenue_of, list(_REVENUE), is_strict=True)
        figure = None if line is None else _REVENUE[line]
        yield article.on_return("", each, EXACT, figure, passed, _is_large_maker(dossier, each.year))


def _revenue_of(of_year: Return) -> int | None:
    return of_year.revenue


def _renovation(dossier: Dossier) -> list[Claim]:
    """5: 12 % of the year's equipment, 600万 a firm and year; a major project up to 2000万 instead."""
    article = Article(dossier, FORCE, "5")
    ordinary, major = [], []
    for each in dossier.projects:
        conditions = (is_known(each.equipment), each.confirmed, _is_large_maker(dossier, each.year))
        of_equipment = share(each.equipment, 12)
        if each.type == "技术改造":
            ordinary.append(article.on_project("1", each, EXACT, of_equipment, *conditions))
        if each.type == "重大技改":
            major.append(article.on_project("2", each, EXACT, at_most(of_equipment, wan(2000)), *conditions))
            ordinary.append(article.on_project("3", each, EXACT, at_most(of_equipment, wan(600)), *conditions))
    claims = [claim for claim in ordinary + major if claim.verdict is not False]
    for group in groups_of(claims, lambda claim: claim.key):
        keep_highest(group)
    cap_each_year((claim for claim in claims if claim.item != "2"), wan(600))
    cap_for_life((claim for claim in claims if claim.item == "2"), wan(2000), lambda claim: claim.project)
    return claims


_OF_SALES: Final = (
    ("6", "工业节能降碳技术装备推荐目录", NATION, ("高效节能装备",), 200),
    ("16", "首台（套）技术装备", PROVINCE, (), 150),
    ("16", "首台（套）关键零部件", PROVINCE, (), 100),
)


def _sales(dossier: Dossier, stream: Stream) -> Iterator[Claim]:
    """6 and 16: 5 % of the product's sales in the year of its listing."""
    for article, programme, level, grades, cap in _OF_SALES:
        clauses = numbered(titled(article, EXACT, (programme, level, None), novelty=WORK, grades=grades))
        for claim in title_claims(dossier, stream, FORCE, clauses):
            sales = _spent(dossier, claim.year, "产品销售额", thing=claim.thing)
            yield _on_base(claim, share(sales, 5), cap)


def _on_base(claim: Claim, figure: int | None, cap: int) -> Claim:
    """The claim with a figure that rests on a spending; open where there is none."""
    claim.figure = claim.award = at_most(figure, wan(cap))
    claim.verdict = all_of(claim.verdict, is_known(figure))
    return claim


def _spent(dossier: Dossier, year: int, *kinds: str, thing: str | None) -> int | None:
    """What was spent, or sold, on an object in a year; None where no row names the object."""
    rows = [each for each in dossier.spendings_of(*kinds) if each.year == year and each.thing == thing]
    return sum(each.amount for each in rows) if rows and thing is not None else None


def _spent_in_all(dossier: Dossier, year: int, *kinds: str) -> int | None:
    rows = [each for each in dossier.spendings_of(*kinds) if each.year == year]
    return sum(each.amount for each in rows) if rows else None


def _models(dossier: Dossier, stream: Stream) -> list[Claim]:
    """12: half of the local computing cost of each year, once however many models, 300万 a builder and year."""
    claims = []
    for kind in ("通用", "行业"):
        clauses = numbered(
            titled("12", EXACT, ("大模型", None, None), grades=(kind,), conditions=(is_confirmed,), is_yearly=True)
        )
        for claim in title_claims(dossier, stream, FORCE, clauses):
            cost = _spent_in_all(dossier, claim.year, "本地算力成本", "算力成本")
            claim.figure = claim.award = share(cost, 50)
            claim.verdict = all_of(claim.verdict, is_known(cost))
            claims.append(claim)
    for group in groups_of(claims, lambda claim: claim.year):
        keep_highest(group)
    cap_each_year(claims, wan(300))
    return claims


def _node(dossier: Dossier, stream: Stream) -> Iterator[Claim]:
    """18: a fifth of what a node newly connected cost to build."""
    for claim in title_claims(dossier, stream, FORCE, numbered(titled("18", EXACT, ("接入国家顶级节点", None, None)))):
        yield _on_base(claim, share(_spent_in_all(dossier, claim.year, "建设费用"), 20), 300)


def _data_maturity(dossier: Dossier, stream: Stream) -> Iterator[Claim]:
    """19: what the first assessment ever at grade 2 or above cost."""
    clause = _DCMM[0]
    passed = [each for each in stream.holding_events("DCMM") if each.grade in clause.grades]
    for claim in title_claims(dossier, stream, FORCE, _DCMM):
        event = next(each for each in stream.new_events("DCMM") if _is_of(claim, each))
        if not any(each.on.first < event.on.first for each in passed):
            yield _on_base(claim, _spent(dossier, claim.year, "评估费用", thing=claim.thing), 10)


def _is_of(claim: Claim, event: Event) -> bool:
    return event.on.printed in claim.key and (claim.grade, claim.thing) == (event.grade, event.thing)


_DCMM: Final[tuple[TitleClause, ...]] = numbered(
    titled("19", UPPER_BOUND, ("DCMM", None, None), novelty=WORK, grades=("2级", "3级", "4级", "5级"))
)


def _fairs(dossier: Dossier) -> list[Claim]:
    """23: the booth at a fair of the year's plan that an association organises, 10万 a fair."""
    article = Article(dossier, FORCE, "23")
    claims = []
    for each in dossier.spendings_of("展位费"):
        is_planned = None if each.plans is None else any("市场开拓计划" in plan for plan in each.plans)
        by_association = None if each.organiser is None else "协会" in each.organiser
        claim = article.on_spending("1", each, UPPER_BOUND, at_most(each.amount, wan(10)), is_planned, by_association)
        claim.thing = each.thing
        claims.append(claim)
    for group in groups_of(claims, lambda claim: (claim.year, claim.thing)):
        cap_together(group, wan(10))
    return claims


def _association_events(dossier: Dossier) -> list[Claim]:
    """23: what an association's event cost, 30万 an event."""
    article = Article(dossier, FORCE, "23")
    is_association = is_paid_subject(dossier, "行业协会")
    claims = []
    for each in dossier.spendings_of("活动费用"):
        claim = article.on_spending("2", each, UPPER_BOUND, at_most(each.amount, wan(30)), is_association)
        claim.thing, claim.pays_enterprise = each.thing, False
        claims.append(claim)
    for group in groups_of(claims, lambda claim: (claim.year, claim.thing)):
        cap_together(group, wan(30))
    return claims
