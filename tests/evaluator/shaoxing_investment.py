"""三, 七, 八, 九, 十, 十七 and 二十 of the Shaoxing document: money for projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from tests.evaluator.claims import (
    EXACT,
    UNSTATED,
    UPPER_BOUND,
    Claim,
    Force,
    Verdict,
    all_of,
    any_of,
    at_most,
    share,
)
from tests.evaluator.early_start import early_claims, is_maker
from tests.evaluator.evidence import Article, is_known, reaches
from tests.evaluator.facts import Dossier, Project, wan
from tests.evaluator.limits import cap_for_life, groups_of, keep_highest

CITY_PLAN: Final = "市重点工业项目计划"
CONVERSION_PLAN: Final = "市数字化、智能化、绿色化改造重点项目计划"
CLUSTERS: Final = (
    "省级“415X”先进制造业产业集群核心区区域所属行业项目",
    "省级“415X”先进制造业产业集群协同区区域所属行业项目",
)
HYDROGEN_PLAN: Final = "氢能产业项目"
PILOT_ZONE: Final = "省级未来产业先导区所属行业项目"
NEW_STAR: Final = "“新星”产业集群区域所属行业项目"
PARK_PLAN: Final = "市级数字化示范园区年度计划"
CIRCULAR_PLAN: Final = "市级“循环经济‘850’工程建设计划”示范项目"
RETIREMENT_PLANS: Final = ("市级年度淘汰落后产能计划", "省级年度淘汰落后产能计划", "国家年度淘汰落后产能计划")
BOND_PLAN: Final = "国家工业领域“两新”超长期国债项目"


def investment_claims(dossier: Dossier, force: Force) -> list[Claim]:
    """Claims of every project-year, before any ceiling of a project's life."""
    makers = (_future_industries, _parks, _equipment, early_claims, _renewal, _digital, _green)
    return [claim for make in makers for claim in make(dossier, force)]


def keep_larger_supplement(claims: list[Claim]) -> None:
    """三: of hydrogen, pilot zone and new star a project-year gets the larger only."""
    for group in groups_of((claim for claim in claims if claim.article == "三"), lambda claim: claim.key):
        keep_highest(group)


def cap_projects(claims: list[Claim]) -> None:
    """The ceilings printed per project, for its life; a park is the enterprise itself, whatever its projects."""
    for item, cap in LIFE_CAPS.items():
        of_item = [claim for claim in claims if claim.item == item]
        cap_for_life(of_item, wan(cap), lambda claim: None if claim.item == "园区" else claim.project)


LIFE_CAPS: Final = {"1 氢能": 300, "2 先导区": 500, "3 新星": 500, "园区": 100, "两新": 500, "850": 100, "淘汰": 300}


def _is_in(project: Project, *plans: str) -> Verdict:
    """In one of the plan lists; a blank column is open."""
    return None if project.plans is None else not project.plans.isdisjoint(plans)


def _concerns(project: Project, type_: str, *plans: str) -> bool:
    """The type or a plan list names it."""
    return project.type == type_ or _is_in(project, *plans) is True


def _same_investment(claim: Claim) -> Claim:
    claim.investment = claim.key
    return claim


def _future_industries(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """三: 6 % more on top of 八, which a project of the firm's own making does not get."""
    article = Article(dossier, force, "三")
    kinds = (
        ("1 氢能", "氢能", HYDROGEN_PLAN),
        ("2 先导区", "未来产业先导区", PILOT_ZONE),
        ("3 新星", "新星产业集群", NEW_STAR),
    )
    for item, type_, plan in kinds:
        for each in dossier.projects:
            if _concerns(each, type_, plan) and each.endogenous is not True:
                is_listed = any_of(plan == HYDROGEN_PLAN, _is_in(each, plan))
                figure = at_most(share(each.equipment, 6), wan(LIFE_CAPS[item]))
                yield article.on_project(item, each, EXACT, figure, is_listed, _is_large(each), is_maker(dossier))


def _is_large(project: Project) -> Verdict:
    return reaches(project.equipment, wan(300))


def _parks(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """七: 30 % of what a digital model park cost, once it is in the plan and finished."""
    article = Article(dossier, force, "七")
    for each in dossier.projects:
        if _concerns(each, "数字化示范园区", PARK_PLAN):
            figure = at_most(share(each.invested, 30), wan(100))
            is_built = any_of(_has_passed(dossier, each.completed), _is_accepted(dossier, each))
            conditions = (_is_in(each, PARK_PLAN), is_built, is_known(each.invested))
            yield _same_investment(article.on_project("园区", each, EXACT, figure, *conditions))


def _is_accepted(dossier: Dossier, project: Project) -> Verdict:
    return _has_passed(dossier, None if project.accepted is None else project.accepted.first)


def _has_passed(dossier: Dossier, on: dt.date | None) -> Verdict:
    """A day up to the as-of date; a later one is not yet known."""
    return True if on is not None and on <= dossier.as_of else None


def _equipment(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """八: 6, 8 or 10 % of the equipment of the year; projects of the firm's own making by local rules."""
    article = Article(dossier, force, "八")
    for each in dossier.projects:
        if each.endogenous:
            yield article.on_project("内生", each, UNSTATED, None, is_maker(dossier))
        else:
            figure = at_most(share(each.equipment, _rate(each)), wan(1500))
            claim = article.on_project("设备", each, EXACT, figure, _is_large(each), is_maker(dossier))
            yield _same_investment(claim)


def _rate(project: Project) -> int:
    if _is_in(project, CITY_PLAN) and _is_in(project, *CLUSTERS):
        return 10
    return 8 if _is_in(project, CITY_PLAN, CONVERSION_PLAN) else 6


def _renewal(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """十: on top of the national bond money, at a ratio that is not printed."""
    article = Article(dossier, force, "十")
    for each in dossier.projects:
        if _concerns(each, "设备更新两新", BOND_PLAN):
            conditions = (_is_in(each, BOND_PLAN), is_maker(dossier))
            yield _same_investment(article.on_project("两新", each, UPPER_BOUND, wan(500), *conditions))


def _digital(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """十七: up to 30 % of an information project of at least 30万."""
    article = Article(dossier, force, "十七")
    for each in dossier.projects:
        if each.type == "信息化":
            conditions = (reaches(each.invested, wan(30)), is_maker(dossier))
            figure = share(each.invested, 30)
            yield _same_investment(article.on_project("信息化", each, UPPER_BOUND, figure, *conditions))


def _green(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """二十: circular-economy projects and retired capacity, in the plan and accepted."""
    article = Article(dossier, force, "二十")
    for each in dossier.projects:
        if _concerns(each, "循环经济850工程", CIRCULAR_PLAN):
            conditions = (_is_in(each, CIRCULAR_PLAN), _is_accepted(dossier, each), is_known(each.equipment))
            figure = at_most(share(each.equipment, 8), wan(100))
            yield _same_investment(article.on_project("850", each, EXACT, figure, *conditions))
        if _concerns(each, "淘汰落后产能", *RETIREMENT_PLANS):
            conditions = (
                _is_in(each, *RETIREMENT_PLANS),
                _is_accepted(dossier, each),
                is_known(each.retired_net_value),
            )
            figure = at_most(share(each.retired_net_value, 8), wan(300))
            yield article.on_project("淘汰", each, EXACT, figure, *conditions, all_of(is_maker(dossier)))
