"""潍政字〔2022〕25号, from its text and readings 1 and 4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from tests.evaluator.claims import (
    EXACT,
    INDUSTRY,
    UNSTATED,
    UPPER_BOUND,
    Claim,
    Force,
    Verdict,
    all_of,
    any_of,
    at_most,
    is_industry,
    negate,
    share,
)
from tests.evaluator.clauses import WORK, has_role, is_confirmed, numbered, title_claims, titled
from tests.evaluator.evidence import Article, is_known, reaches
from tests.evaluator.facts import Dossier, Event, wan
from tests.evaluator.limits import cap_for_life, settle
from tests.evaluator.titles import Stream

POLICY: Final = "weifang-2022"
DOCUMENT: Final = "潍政字〔2022〕25号"
FORCE: Final = Force(dt.date(2022, 9, 23), dt.date(2025, 12, 31))
UB: Final = UPPER_BOUND
NATION: Final = "国家级"
PROVINCE: Final = "省级"
CITY: Final = "市级"
MEASURES: Final = "保障措施(二)"


def _is_industrial(dossier: Dossier, _: Event) -> Verdict:
    return is_industry(dossier, *INDUSTRY)


_ORGANISERS: Final = ("集群促进机构", "机构", "社会组织", "行业协会", "平台")
_GREEN: Final = ("绿色工厂", "绿色供应链管理企业", "水效“领跑者”", "能效“领跑者”")
_DESIGN: Final = (
    ("工业设计研究院", PROVINCE),
    ("工业设计中心", CITY),
    ("工业设计公共服务平台", CITY),
)
_BASES: Final = ("中小企业公共服务示范平台", "小型微型企业创业创新示范基地")

TITLES: Final = numbered(
    titled("1", EXACT, ("智能制造示范工厂", NATION, 50), ("智能制造优秀场景", NATION, 20)),
    titled("1", EXACT, ("智能工厂", PROVINCE, 30), ("智能制造场景", PROVINCE, 10), ("数字化车间", PROVINCE, 10)),
    titled("1", EXACT, ("智能制造系统解决方案供应商", PROVINCE, 10)),
    titled("2", UB, ("跨行业跨领域工业互联网平台", NATION, 300), ("特色专业型工业互联网平台", NATION, 300)),
    titled("2", UB, ("工业互联网平台", NATION, 300), ("工业互联网平台", PROVINCE, 20)),
    *(
        titled("3", UNSTATED, (programme, level, None), conditions=(_is_industrial, is_confirmed))
        for programme in _GREEN
        for level in (NATION, PROVINCE)
    ),
    titled("3", UNSTATED, ("绿色园区", NATION, None), ("绿色园区", PROVINCE, None), conditions=(is_confirmed,)),
    *(titled("4", UNSTATED, (programme, level, None)) for programme, level in _DESIGN),
    titled("4", UNSTATED, ("优秀工业设计项目", CITY, None), novelty=WORK),
    *(
        titled("6", EXACT, (f"服务型制造示范{kind}", NATION, 50), (f"服务型制造示范{kind}", PROVINCE, 20))
        for kind in ("企业", "平台", "项目")
    ),
    *(
        titled("8", EXACT, ("标准制修订", level, amount), novelty=WORK, conditions=(has_role("主导"),))
        for level, amount in (("国际", 50), (NATION, 30), ("行业", 20))
    ),
    titled("10", UB, ("先进制造业集群", NATION, 100), subjects=_ORGANISERS),
    titled("10", UB, ("特色产业集群", PROVINCE, 50)),
    titled(MEASURES, UB, ("制造业单项冠军示范企业", NATION, 80)),
    titled(MEASURES, UB, ("制造业单项冠军企业", NATION, 80), ("制造业单项冠军企业", PROVINCE, 50)),
    titled(
        MEASURES, UB, ("专精特新“小巨人”企业", NATION, 80), ("独角兽企业", PROVINCE, 100), ("瞪羚企业", PROVINCE, 20)
    ),
    *(titled(MEASURES, EXACT, (programme, NATION, 30), (programme, PROVINCE, 15)) for programme in _BASES),
)
REVIEWED: Final = numbered(
    titled(MEASURES, UB, ("制造业单项冠军示范企业", NATION, 20), is_review=True),
    titled(MEASURES, UB, ("制造业单项冠军企业", NATION, 20), ("制造业单项冠军企业", PROVINCE, 10), is_review=True),
    titled(MEASURES, UB, ("专精特新“小巨人”企业", NATION, 20), ("专精特新中小企业", PROVINCE, 10), is_review=True),
    titled(MEASURES, UB, ("独角兽企业", PROVINCE, 10), ("瞪羚企业", PROVINCE, 10), is_review=True),
)

FIRST_SETS: Final = numbered(
    titled("6", EXACT, ("首台（套）技术装备", PROVINCE, None), ("首台（套）关键零部件", PROVINCE, None), novelty=WORK)
)


def weifang_claims(dossier: Dossier) -> list[Claim]:
    """Every claim under the document; without a stacking rule they add up."""
    stream = Stream(dossier.events, dossier.as_of)
    claims = [
        *title_claims(dossier, stream, FORCE, TITLES + REVIEWED),
        *_upgrades(dossier),
        *_node(dossier, stream),
        *_premiums(dossier, stream),
        *_entry(dossier),
    ]
    claims = [claim for claim in claims if claim.verdict is not False]
    settle(claims, dossier.payments or (), lambda payment: payment.document == DOCUMENT)
    return claims


def _upgrades(dossier: Dossier) -> list[Claim]:
    """1: up to 10 % of the new equipment, 500万 for a project's life."""
    article = Article(dossier, FORCE, "1")
    claims = [
        article.on_project("", each, UB, at_most(share(each.equipment, 10), wan(500)), is_known(each.equipment))
        for each in dossier.projects
        if each.type == "技术改造"
    ]
    cap_for_life(claims, wan(500), lambda claim: claim.project)
    return claims


def _node(dossier: Dossier, stream: Stream) -> Iterator[Claim]:
    """2: a node of the identifier system: connected, in step, a million resolutions, judged effective; once."""
    article = Article(dossier, FORCE, "2")
    for event in stream.holding_events("接入国家顶级节点"):
        in_step = stream.has_standing("实时数据同步")
        not_revoked = negate(stream.is_revoked(event))
        claims = [
            article.on_standing(
                "节点", event, year, UB, wan(100), not_revoked, in_step, _has_million(dossier, year), event.confirmed
            )
            for year in range(event.on.first.year, dossier.as_of.year + 1)
        ]
        met = [claim for verdict in (True, None) for claim in claims if claim.verdict is verdict]
        yield from met[:1]


def _has_million(dossier: Dossier, year: int) -> Verdict:
    """Resolutions of all known years up to this one."""
    known = [one.resolutions for one in dossier.returns if one.year <= year and one.resolutions is not None]
    return reaches(sum(known), 1_000_000) if known else None


def _premiums(dossier: Dossier, stream: Stream) -> Iterator[Claim]:
    """6: a fifth of the premium of a first set in the year it was listed, where the province has compensated."""
    for clause in FIRST_SETS:
        for claim in title_claims(dossier, stream, FORCE, [clause]):
            of_thing = [each for each in dossier.spendings if each.year == claim.year and each.thing == claim.thing]
            premiums = [each.amount for each in of_thing if each.kind == "保费" and claim.thing is not None]
            has_row = any(each.kind == "省级保险补偿" and claim.thing is not None for each in of_thing)
            is_compensated = any_of(has_row, stream.is_thing_held("首台（套）保险补偿", PROVINCE, claim.thing)) or None
            claim.verdict = all_of(claim.verdict, is_compensated, True if premiums else None)
            claim.figure = at_most(share(sum(premiums), 20), wan(100)) if premiums else None
            claim.award = claim.figure
            yield claim


def _entry(dossier: Dossier) -> Iterator[Claim]:
    """保障措施（二）: newly above scale, if its results are steady; no figure."""
    if dossier.above_scale_on is not None:
        article = Article(dossier, FORCE, MEASURES)
        is_industrial = is_industry(dossier, *INDUSTRY)
        yield article.on_enterprise("", dossier.above_scale_on, UNSTATED, None, is_industrial, None, key="首次纳统")
