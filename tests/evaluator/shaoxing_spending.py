"""二, 四, 十一, 十二 and 十九 of the Shaoxing document: returns, spendings, entry into the statistics."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from tests.evaluator.claims import (
    EXACT,
    INDUSTRY,
    MANUFACTURING,
    UNSTATED,
    UPPER_BOUND,
    Claim,
    Force,
    Verdict,
    all_of,
    any_of,
    is_industry,
    share,
)
from tests.evaluator.evidence import Article, is_known, is_over
from tests.evaluator.facts import Dossier, Return, Spending, wan
from tests.evaluator.growth import highest_new_line
from tests.evaluator.limits import cap_each_year
from tests.evaluator.titles import Stream

YI: Final = 10_000
_SOFTWARE_LINES: Final = tuple(wan(line) for line in (1000, 2000, 5000, 10_000))
_REVENUE_LINES: Final = tuple(wan(line * YI) for line in (10, 50, 100, 500))
_MASTER_SHARES: Final = {"国家级": 100, "省级": 80, "市级": 60}


def other_claims(dossier: Dossier, stream: Stream, force: Force) -> list[Claim]:
    """Claims that rest neither on a title alone nor on a project."""
    return [
        *_software(dossier, stream, force),
        *_rent(dossier, stream, force),
        *_booths(dossier, stream, force),
        *_revenue(dossier, force),
        *_entry(dossier, force),
        *_incubated(dossier, stream, force),
    ]


def _is_software_firm(stream: Stream) -> Verdict:
    return all_of(stream.has_standing("软件企业评估"), stream.has_standing("省经济和信息化数据服务平台"))


def _software(dossier: Dossier, stream: Stream, force: Force) -> Iterator[Claim]:
    """二: software revenue passes a line for the first time; only the top figure of the scale is printed."""
    article = Article(dossier, force, "二")
    for each in dossier.returns:
        _, passed = highest_new_line(dossier, each, lambda one: one.software_revenue, _SOFTWARE_LINES)
        yield article.on_return("", each, UPPER_BOUND, wan(500), passed, _is_software_firm(stream))


def _rent(dossier: Dossier, stream: Stream, force: Force) -> list[Claim]:
    article = Article(dossier, force, "二")
    claims = [
        article.on_spending(
            "", each, UPPER_BOUND, _rent_subsidy(each), _is_leased_in_time(each), _is_software_firm(stream)
        )
        for each in dossier.spendings_of("房租")
    ]
    cap_each_year(claims, wan(6))
    return claims


def _is_leased_in_time(rent: Spending) -> Verdict:
    known = all_of(is_known(rent.area), is_known(rent.months))
    return all_of(known, None if rent.lease_year is None else rent.lease_year <= 8)


def _rent_subsidy(rent: Spending) -> int | None:
    """10 yuan a square metre and month, 6万, and all (years 1 to 5) or half (6 to 8) of the rent: the least of them."""
    if rent.area is None or rent.months is None or rent.lease_year is None:
        return None
    by_area = (rent.area * rent.months * 1000).quantize(Decimal(1), ROUND_HALF_UP)
    of_rent = share(rent.amount, 100 if rent.lease_year <= 5 else 50)
    return min(int(by_area), wan(6), of_rent or 0)


def _booths(dossier: Dossier, stream: Stream, force: Force) -> Iterator[Claim]:
    """四: the booth at a fair of arts and crafts of a city or above, by the highest level the master holds."""
    article = Article(dossier, force, "四")
    held = [level for level in _MASTER_SHARES if stream.is_held("工艺美术大师", levels=(level,))]
    for each in dossier.spendings_of("展位费"):
        for level in held[:1] or _MASTER_SHARES:
            is_fair = None if each.thing is None else "工艺美术" in each.thing
            is_master = True if held else None
            yield article.on_spending(level, each, EXACT, share(each.amount, _MASTER_SHARES[level]), is_fair, is_master)


def _revenue(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """十一: a line of revenue passed for the first time, and every further 100亿 above 500亿."""
    article = Article(dossier, force, "十一")
    is_maker = is_industry(dossier, *MANUFACTURING)
    for each in dossier.returns:
        conditions = (is_maker, _is_counted_locally(each))
        _, passed = highest_new_line(dossier, each, lambda one: one.revenue, _REVENUE_LINES)
        yield article.on_return("", each, UNSTATED, None, passed, *conditions)
        steps = _new_steps(dossier, each)
        if each.revenue is not None and steps != 0:
            figure = None if steps is None else wan(50) * steps
            yield article.on_return("百亿", each, UPPER_BOUND, figure, is_known(steps), *conditions)


def _is_counted_locally(of_year: Return) -> Verdict:
    """A single firm; a group only where half of its manufacturing revenue is local."""
    is_single = None if of_year.scope is None else of_year.scope == "单体"
    is_local = None if of_year.local_share is None else of_year.local_share >= 5000
    return any_of(is_single, is_local)


def _new_steps(dossier: Dossier, of_year: Return) -> int | None:
    """Full 100亿 above 500亿 that no earlier year known had; None where no earlier year is known."""
    steps = _steps(of_year.revenue or 0)
    earlier = [one.revenue for one in dossier.returns if one.year < of_year.year and one.revenue is not None]
    if steps == 0:
        return 0
    return max(steps - _steps(max(earlier)), 0) if earlier else None


def _steps(revenue: int) -> int:
    return max(revenue - wan(500 * YI), 0) // wan(100 * YI)


def _entry(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """十二: newly above scale in the year; each county decides what it gives."""
    entered = dossier.above_scale_on
    if entered is not None:
        article = Article(dossier, force, "十二")
        yield article.on_enterprise("", entered, UNSTATED, None, is_industry(dossier, *INDUSTRY), key="首次纳统")


def _incubated(dossier: Dossier, stream: Stream, force: Force) -> Iterator[Claim]:
    """十九: what grew out of a prize-winning data project earns over 100万."""
    article = Article(dossier, force, "十九")
    won = {each.thing for each in stream.new_events("数据大赛") if each.level in _MASTER_SHARES}
    for each in dossier.spendings_of("孵化项目营业收入"):
        has_won = True if each.thing is not None and each.thing in won else None
        yield article.on_spending("", each, EXACT, wan(5), is_over(each.amount, wan(100)), has_won)
