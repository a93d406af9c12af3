"""Titles that 绍兴市 先进制造业强市建设“4151”计划专项政策 (2025) rewards, article by article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.evaluator.claims import EXACT, MANUFACTURING, UNSTATED, UPPER_BOUND, Verdict, all_of, is_industry
from tests.evaluator.clauses import (
    FIRST,
    WORK,
    Condition,
    TitleClause,
    is_led,
    titled,
)
from tests.evaluator.facts import Dossier, Event
from tests.evaluator.titles import Stream

UB: Final = UPPER_BOUND
NATION: Final = "国家级"
PROVINCE: Final = "省级"
CITY: Final = "市级"

Rung = tuple[str, str, int]  # programme, level, 万元


def ladder(article: str, certainty: str, family: str, *rungs: Rung, **rest: Any) -> Iterator[TitleClause]:
    """Rungs of one title, lowest first: a higher one pays the difference."""
    for place, rung in enumerate(rungs):
        yield from titled(article, certainty, rung, family=family, rung=place, **rest)


def graded(
    article: str, certainty: str, family: str, programme: str, level: str | None, *grades: tuple[str, int], **rest: Any
) -> Iterator[TitleClause]:
    """Grades of one title, lowest first."""
    first_rung = rest.pop("first_rung", 0)
    for place, (grade, amount) in enumerate(grades, start=first_rung):
        yield from titled(
            article,
            certainty,
            (programme, level, amount),
            family=family,
            rung=place,
            grades=(grade,),
            **rest,
        )


def prizes(article: str, programme: str, level: str, *amounts: int, **rest: Any) -> Iterator[TitleClause]:
    """First, second and third prize of a contest; its rungs follow the figures."""
    for place, amount in enumerate(amounts, start=1):
        yield from titled(
            article,
            EXACT,
            (programme, level, amount),
            novelty=WORK,
            grades=(f"{'零一二三'[place]}等奖",),
            rung=amount,
            **rest,
        )


def holds(*programmes: str) -> Condition:
    """Standing of all these names; unknown where no list speaks of it."""

    def is_held(dossier: Dossier, _: Event) -> Verdict:
        stream = Stream(dossier.events, dossier.as_of)
        return all_of(*(stream.has_standing(programme) for programme in programmes))

    return is_held


def is_manufacturer(dossier: Dossier, _: Event) -> Verdict:
    return is_industry(dossier, *MANUFACTURING)


def had_firms(least: int) -> Condition:
    """So many firms took part."""
    return lambda _, event: None if event.quantity is None else event.quantity >= least


SOFTWARE_FIRM: Final = holds("软件企业评估", "省经济和信息化数据服务平台")
TOP_500: Final = ("世界500强", "中国企业500强", "中国制造业企业500强", "中国民营企业制造业500强")

GROWTH: Final = (
    titled("一", EXACT, ("印染化工（化学纤维）企业规范名单", None, 50)),
    titled("二", UB, ("电子信息百强企业", NATION, 100), ("电子信息产业百家重点企业", PROVINCE, 50), novelty=FIRST),
    titled("二", UB, ("软件能力成熟度评估（CSMM）", None, 30), ("信息技术服务标准（ITSS）", None, 30), novelty=FIRST),
    titled("二", UB, ("产品主数据标准（CPMS）优秀创新应用案例", None, 15), novelty=WORK, levels=(PROVINCE, NATION)),
    titled("二", UB, ("产品主数据标准（CPMS）", None, 10), novelty=WORK),
    titled("二", UB, ("中国软件名园", NATION, 500)),
    ladder(
        "四",
        EXACT,
        "工作室",
        ("历史经典产业传承创新工作室", CITY, 20),
        ("历史经典产业传承创新工作室", PROVINCE, 30),
    ),
    *(
        titled("四", UB, (programme, None, 1), novelty=WORK, grades=(medal,), levels=(CITY, PROVINCE, NATION))
        for programme in ("工艺美术精品展", "工艺美术技能大赛")
        for medal in ("金奖", "银奖", "铜奖")
    ),
    titled("六", EXACT, ("产业链上下游企业共同体", PROVINCE, 50), grades=("牵头",)),
    titled("六", EXACT, ("“十链百场万企”活动", PROVINCE, 25), novelty=WORK, conditions=(had_firms(100), is_led)),
    titled("六", EXACT, ("“十链百场万企”活动", CITY, 15), novelty=WORK, conditions=(had_firms(50), is_led)),
    titled("七", UB, ("“专精特新”产业园", PROVINCE, 100), ("特色产业园区", CITY, 20)),
    ladder("七", UB, "数字化示范园区", ("数字化示范园区", CITY, 20), ("数字化示范园区", PROVINCE, 50)),
    titled("七", EXACT, ("小微企业园", PROVINCE, 10), conditions=(lambda _, event: event.grade is None,)),
    graded(
        "七", EXACT, "小微企业园", "小微企业园", None, ("三星级", 20), ("四星级", 40), ("五星级", 60), names_grade=True
    ),
    titled("七", EXACT, ("小型微型企业创业创新示范基地", NATION, 100)),
    titled("十一", UB, *((name, None, 1000) for name in TOP_500), conditions=(is_manufacturer,), family="500强"),
    titled("十一", EXACT, ("制造业“领航企业”", NATION, 200), ("“雄鹰企业”", PROVINCE, 100)),
    ladder("十一", EXACT, "链主", ("链主", CITY, 20), ("链主", PROVINCE, 100), ("链主", NATION, 200)),
    titled("十一", EXACT, ("民营经济总部领军企业", PROVINCE, 50)),
    titled("十二", EXACT, ("制造业单项冠军企业", NATION, 200), ("制造业单项冠军培育企业", PROVINCE, 20)),
    titled("十二", EXACT, ("专精特新“小巨人”企业", NATION, 150), ("专精特新中小企业", PROVINCE, 10)),
    titled("十二", UB, ("“隐形冠军”企业", PROVINCE, 80)),
    *(
        prizes("十二", "中小企业创新创业大赛", level, *amounts, family="大赛")
        for level, amounts in ((NATION, (100, 50, 30)), (PROVINCE, (50, 20, 10)), (CITY, (20, 10, 5)))
    ),
    graded("十二", EXACT, "管理标杆", "企业管理标杆企业", None, ("四星级", 5), ("五星级", 10), names_grade=True),
    *(
        titled("十二", EXACT, ("企业管理标杆企业", level, 50), family="管理标杆", rung=rung)
        for rung, level in enumerate((PROVINCE, NATION), start=2)
    ),
)

INNOVATION: Final = (
    ladder("十四", UB, "制造业创新中心", ("制造业创新中心", PROVINCE, 500), ("制造业创新中心", NATION, 1000)),
    ladder("十四", EXACT, "产业创新中心", ("产业创新中心", PROVINCE, 100), ("产业创新中心", NATION, 500)),
    ladder(
        "十四",
        UB,
        "技术中心",
        ("企业技术中心", CITY, 5),
        ("企业技术中心", PROVINCE, 20),
        ("企业技术中心", NATION, 100),
    ),
    titled("十四", UB, ("重点产业技术联盟依托单位", PROVINCE, 10)),
    ladder("十四", UB, "技术创新示范", ("技术创新示范企业", PROVINCE, 30), ("技术创新示范企业", NATION, 100)),
    titled("十五", UB, ("优秀工业新产品（新技术）", PROVINCE, 20), ("重点技术创新项目", PROVINCE, 10), novelty=WORK),
    titled("十五", UB, ("重点高新技术产品开发项目", PROVINCE, 5), ("工业新产品（新技术）", PROVINCE, 2), novelty=WORK),
    *(
        titled("十五", UNSTATED, (programme, level, None), novelty=WORK)
        for programme in ("首台（套）整机设备", "新材料首批次产品", "首版次软件")
        for level in ("国际", "国内", PROVINCE)
    ),
    titled("十五", UB, ("首台（套）整机设备", CITY, 30), novelty=WORK),
    ladder(
        "十五",
        UB,
        "关键零部件",
        *(("首台（套）关键零部件", level, amount) for level, amount in ((CITY, 10), (PROVINCE, 25))),
        *(("首台（套）关键零部件", level, amount) for level, amount in (("国内", 50), ("国际", 100))),
        novelty=WORK,
    ),
)
