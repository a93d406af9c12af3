"""The Weihai draft of 2021, from its text and readings 1 and 3; it has no period of force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.evaluator.claims import EXACT, UNSTATED, UPPER_BOUND, Claim, Force, Verdict, at_most, share
from tests.evaluator.clauses import WORK, numbered, title_claims, titled
from tests.evaluator.evidence import Article, is_known, reaches
from tests.evaluator.facts import Dossier, Project, Return, wan
from tests.evaluator.growth import grew_by
from tests.evaluator.limits import cap_for_life
from tests.evaluator.titles import Stream

POLICY: Final = "weihai-2021-draft"
FORCE: Final = Force()
UB: Final = UPPER_BOUND
NATION: Final = "国家级"
PROVINCE: Final = "省级"
CITY: Final = "市级"

TITLES: Final = numbered(
    titled("10", UB, ("制造业单项冠军示范企业", NATION, 100)),
    titled("10", UB, ("制造业单项冠军企业", NATION, 100), ("专精特新“小巨人”企业", NATION, 50)),
    titled("10", UB, ("制造业单项冠军企业", PROVINCE, 20), ("独角兽企业", PROVINCE, 100)),
    titled("10", UB, ("瞪羚企业", PROVINCE, 20), ("专精特新中小企业", PROVINCE, 10)),
    titled(
        "11", UB, *(("制造业创新中心", level, sum_) for level, sum_ in ((NATION, 500), (PROVINCE, 300), (CITY, 200)))
    ),
    titled("11", UB, ("技术创新示范企业", NATION, 100), ("技术创新示范企业", PROVINCE, 50)),
    titled(
        "13",
        EXACT,
        ("中国质量奖", NATION, 50),
        ("省长质量奖", PROVINCE, 10),
        novelty=WORK,
        grades=("提名奖",),
    ),
    *(
        titled("13", EXACT, (programme, NATION, 100), (programme, PROVINCE, 30))
        for programme in ("检验检测中心", "产业计量测试中心", "检测重点实验室")
    ),
    *(
        titled("14", UB, *((programme, level, 100) for level in (CITY, PROVINCE, NATION)))
        for programme in ("智能工厂", "数字化车间", "无人工厂", "无人车间")
    ),
    titled("15", UB, ("跨行业跨领域工业互联网平台", NATION, 200), ("特色专业型工业互联网平台", NATION, 200)),
    *(
        titled("18", UB, *((programme, level, 50) for level in (CITY, PROVINCE, NATION)))
        for programme in ("绿色工厂", "绿色园区", "绿色供应链管理企业")
    ),
    titled("20", UB, *(("工业设计中心", level, sum_) for level, sum_ in ((NATION, 200), (PROVINCE, 50), (CITY, 30)))),
)


def draft_claims(dossier: Dossier) -> list[Claim]:
    """Every claim under the draft."""
    stream = Stream(dossier.events, dossier.as_of)
    claims = [
        *title_claims(dossier, stream, FORCE, TITLES),
        *_targets(dossier),
        *_innovative(dossier, stream),
        *_newly_above_scale(dossier),
        *_projects(dossier),
    ]
    return [claim for claim in claims if claim.verdict is not False]


def _targets(dossier: Dossier) -> Iterator[Claim]:
    """7: firms of the pool that reach their target, firms of the reserve that grow by a tenth."""
    article = Article(dossier, FORCE, "7")
    for each in dossier.returns:
        if each.target_pool == "入库":
            yield article.on_return("1", each, UNSTATED, None, _reaches_target(each))
        if each.target_pool == "后备库":
            yield article.on_return("2", each, UB, wan(20), grew_by(dossier, each.year, 10))


def _reaches_target(of_year: Return) -> Verdict:
    if of_year.revenue is None or of_year.revenue_target is None:
        return None
    return reaches(of_year.revenue, of_year.revenue_target)


def _innovative(dossier: Dossier, stream: Stream) -> Iterator[Claim]:
    """8: each year in the innovators' pool in which the firm grows by 15 %."""
    article = Article(dossier, FORCE, "8")
    for event in stream.new_events("创新型企业"):
        for year in range(event.on.first.year, dossier.as_of.year + 1):
            yield article.on_standing("", event, year, UNSTATED, None, grew_by(dossier, year, 15))


def _newly_above_scale(dossier: Dossier) -> Iterator[Claim]:
    """9: three years from the entry into the statistics; who meets the conditions is judged."""
    entered = dossier.above_scale_on
    if entered is None:
        return
    article = Article(dossier, FORCE, "9")
    for each in dossier.returns:
        if entered.first.year <= each.year <= entered.first.year + 2:
            yield article.on_return("", each, UNSTATED, None, None)


def _projects(dossier: Dossier) -> Iterator[Claim]:
    for type_, clause in _PROJECTS.items():
        article, rate, base, cap, is_judged = clause
        claims = [
            _project(Article(dossier, FORCE, article), each, rate, base, cap, each.confirmed if is_judged else True)
            for each in dossier.projects
            if each.type == type_
        ]
        cap_for_life(claims, wan(cap), lambda claim: claim.project)
        yield from claims


# Type of project: article, percentage (none: a sum), base, ceiling per project in 万元, whether it is judged.
_PROJECTS: Final = {
    "骨干膨胀": ("7", 5, "equipment", 300, False),
    "关键核心技术攻关": ("12", None, "", 50, True),
    "智能化改造": ("14", 10, "equipment", 300, True),
    "行业级工业互联网平台": ("15", 20, "invested", 100, False),
    "企业级工业互联网平台": ("15", 15, "invested", 50, False),
    "节能示范": ("18", None, "", 50, False),
}


def _project(article: Article, project: Project, rate: int | None, base: str, cap: int, judged: Verdict) -> Claim:
    if rate is None:
        return article.on_project(project.type, project, UB, wan(cap), judged)
    invested = project.equipment if base == "equipment" else project.invested
    return article.on_project(
        project.type, project, UB, at_most(share(invested, rate), wan(cap)), is_known(invested), judged
    )
