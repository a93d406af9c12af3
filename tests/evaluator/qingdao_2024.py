"""The Qingdao draft of 2024: titles, and the order of the steps; from its text and readings 1 and 4."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tests.evaluator.claims import EXACT, PAYABLE, UNSTATED, UPPER_BOUND, Claim, Verdict
from tests.evaluator.clauses import FIRST, WORK, TitleClause, is_confirmed, numbered, title_claims, titled
from tests.evaluator.facts import Dossier, Event
from tests.evaluator.limits import bar, groups_of, keep_highest, settle
from tests.evaluator.qingdao_evidence import FORCE, evidence_claims
from tests.evaluator.titles import Stream

POLICY: Final = "qingdao-2024-draft"
DOCUMENT: Final = "青岛市加快推进新型工业化若干政策措施"
NATION: Final = "国家级"
PROVINCE: Final = "省级"


def _both(article: str, *programmes: str) -> Iterable[TitleClause]:
    for programme in programmes:
        yield from titled(article, EXACT, (programme, NATION, 100), (programme, PROVINCE, 50))


def _is_in_top_ten(_: Dossier, event: Event) -> Verdict:
    return None if event.rank is None else event.rank <= 10


_GREEN: Final = ("绿色工厂", "绿色园区", "绿色供应链管理企业", "绿色设计示范企业", "绿色制造相关荣誉称号")
_TEXTILE: Final = "纺织服装创意设计{}园区（平台）"
_CONVERGENCE: Final = "新一代信息技术与制造业融合发展试点示范"

TITLES: Final = numbered(
    titled("2", EXACT, ("制造业单项冠军企业", NATION, 200), ("制造业单项冠军企业", PROVINCE, 50)),
    titled("3", EXACT, ("智能制造示范工厂", NATION, 100), ("智能制造系统解决方案揭榜优胜单位", NATION, 50)),
    titled("4", EXACT, ("先进制造业集群", NATION, 500), subjects=("集群促进机构",)),
    titled("4", EXACT, ("产业链高质量发展促进机构", None, 50), subjects=("集群促进机构", "机构"), says_subject=True),
    _both("6", *_GREEN),
    titled("7", EXACT, ("重点培育纺织服装百家品牌", NATION, 50)),
    titled("7", EXACT, (_TEXTILE.format("示范"), NATION, 100), (_TEXTILE.format("试点"), NATION, 50)),
    titled("9", EXACT, ("中国软件百强", NATION, 100), ("国家鼓励的重点软件企业", NATION, 100), novelty=FIRST),
    titled("10", EXACT, ("工业软件优秀产品", None, 50), novelty=WORK, family="软件产品"),
    titled("10", EXACT, ("新型信息消费示范项目", None, 50)),
    titled("10", EXACT, ("首版次软件", PROVINCE, 50), novelty=WORK, conditions=(_is_in_top_ten,)),
    titled("11", EXACT, ("开源项目接收", None, 30), novelty=WORK),
    titled("13", EXACT, ("制造业创新中心", PROVINCE, 500), subjects=("企业",)),
    titled("13", UNSTATED, ("制造业创新中心", NATION, None), conditions=(is_confirmed,)),
    _both("14", "工业设计中心", "工业设计研究院", "技术创新示范企业"),
    _both("15", "服务型制造示范企业", "服务型制造示范平台", "服务型制造示范项目"),
    titled("17", EXACT, ("5G全连接工厂", NATION, 100), ("5G行业应用创新推广中心", PROVINCE, 100)),
    titled("17", EXACT, ("数字领航企业", NATION, 100), family="数字领航"),
    titled("17", EXACT, (_CONVERGENCE, NATION, 100), grades=("数字领航",), names_grade=True, family="数字领航"),
    titled("18", EXACT, ("跨行业跨领域工业互联网平台", NATION, 1000)),
    titled("18", EXACT, ("特色专业型工业互联网平台", NATION, 100), family="特色专业型"),
    titled("18", EXACT, (_CONVERGENCE, NATION, 100), grades=("特色专业型",), names_grade=True, family="特色专业型"),
    titled("20", UPPER_BOUND, ("数字经济园区", PROVINCE, 200)),
    titled("21", UPPER_BOUND, ("产业大脑", PROVINCE, 200)),
)


def qingdao_claims(dossier: Dossier) -> list[Claim]:
    """Every claim under the draft, after every ceiling, the factor and what was received."""
    stream = Stream(dossier.events, dossier.as_of)
    titles = list(title_claims(dossier, stream, FORCE, TITLES))
    for group in groups_of((claim for claim in titles if claim.family), _matter):
        keep_highest(group)
    claims = [claim for claim in [*titles, *evidence_claims(dossier, stream)] if claim.verdict is not False]
    _apply_productivity(dossier, claims)
    settle(claims, dossier.payments or (), lambda payment: payment.document == DOCUMENT)
    return claims


def _matter(claim: Claim) -> tuple[object, ...]:
    """One achievement: a product, or a title under its two names."""
    return claim.family, claim.thing if claim.family == "软件产品" else None


def _apply_productivity(dossier: Dossier, claims: list[Claim]) -> None:
    """26: grade C gets 80 %, D nothing; not on investment (5), nor on others than enterprises; unrated is in full."""
    if not dossier.is_enterprise:
        return
    for claim in claims:
        if claim.article == "5" or not claim.pays_enterprise:
            continue
        grade = _latest_grade(dossier, claim.year)
        if grade == "D" and claim.disposition == PAYABLE:
            bar([claim])
        elif grade == "C" and claim.award is not None:
            claim.award = (claim.award * 80 + 50) // 100


def _latest_grade(dossier: Dossier, award_year: int) -> str | None:
    """The latest grade known of a year up to the award year."""
    graded = [each for each in dossier.returns if each.year <= award_year and each.productivity_grade is not None]
    return max(graded, key=lambda each: each.year).productivity_grade if graded else None
