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
    has_role,
    is_confirmed,
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


def _prizes(article: str, programme: str, level: str, *amounts: int, **rest: Any) -> Iterator[TitleClause]:
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


def _holds_platform_title(dossier: Dossier, _: Event) -> Verdict:
    """十八: a municipal or higher 智能工厂, 5G工厂, 工业互联网平台 or 云上企业 held at the as-of date.

    No list that names the firm is no proof that it holds none.
    """
    stream = Stream(dossier.events, dossier.as_of)
    named = ("智能工厂", "5G全连接工厂", "工业互联网平台", "制造业“云上企业”")
    return any(stream.is_held(programme, levels=(CITY, PROVINCE, NATION)) for programme in named) or None


SOFTWARE_FIRM: Final = holds("软件企业评估", "省经济和信息化数据服务平台")
GREEN_KINDS: Final = ("绿色低碳企业", "绿色工厂", "绿色产品", "绿色园区", "绿色供应链管理企业", "绿色设计示范企业")
DESIGN_PRIZES: Final = (
    *("红点奖", "IF设计奖", "中国设计智造奖", "红星奖", "中国优秀工业设计奖", "G-mark奖", "IDEA", "金顶奖"),
    *("金剪刀奖", "国际A级设计大赛奖", "台湾金点设计奖", "好设计"),
)
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
        _prizes("十二", "中小企业创新创业大赛", level, *amounts, family="大赛")
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

TRANSFORMATION: Final = (
    graded("十七", EXACT, "5G", "5G全连接工厂", CITY, ("车间级", 10)),
    graded("十七", EXACT, "5G", "5G全连接工厂", PROVINCE, ("车间级", 15), first_rung=1),
    graded("十七", EXACT, "5G", "5G全连接工厂", CITY, ("工厂级", 30), first_rung=2),
    graded("十七", EXACT, "5G", "5G全连接工厂", PROVINCE, ("工厂级", 50), first_rung=3),
    titled("十七", EXACT, ("未来工厂", PROVINCE, 500)),
    ladder("十七", EXACT, "智能工厂", ("智能工厂", CITY, 30), ("智能工厂", PROVINCE, 50)),
    ladder("十七", EXACT, "数字化车间", ("数字化车间", CITY, 10), ("数字化车间", PROVINCE, 15)),
    titled("十七", UNSTATED, ("未来工厂试点企业", PROVINCE, None)),
    ladder("十七", UB, "工业互联网平台", ("工业互联网平台", CITY, 20), ("工业互联网平台", PROVINCE, 100)),
    *(
        ladder("十七", UB, programme, (programme, PROVINCE, 20), (programme, NATION, 50), novelty=WORK)
        for programme in ("工业互联网APP优秀解决方案", "工业软件优秀产品")
    ),
    titled("十七", EXACT, ("重点工业信息工程服务机构", PROVINCE, 30)),
    titled("十八", UB, ("制造业“云上企业”", PROVINCE, 20), ("大数据示范企业（项目）", PROVINCE, 20)),
    titled("十八", UB, ("制造业“云上企业”培育库", CITY, 5), ("首席数据官试点企业", PROVINCE, 10)),
    graded(
        "十八",
        UB,
        "DCMM",
        "DCMM",
        None,
        *((f"{grade}级", 50) for grade in (2, 3, 4, 5)),
        novelty=FIRST,
        conditions=(_holds_platform_title,),
    ),
    graded(
        "十八",
        UB,
        "两化融合",
        "“两化”融合管理体系贯标",
        None,
        *(("AA级", 10), ("AAA级", 30), ("AAAA级", 30), ("AAAAA级", 30)),
        novelty=FIRST,
    ),
    ladder(
        "十八",
        UB,
        "融合发展试点",
        ("新一代信息技术与制造业融合发展试点示范", PROVINCE, 10),
        ("新一代信息技术与制造业融合发展试点示范", NATION, 50),
    ),
    titled("十八", UB, ("工业互联网试点示范", NATION, 50), ("新型信息消费示范项目", PROVINCE, 20)),
    *(
        _prizes("十九", "数据大赛", level, *amounts, family="数据大赛")
        for level, amounts in ((NATION, (10, 8, 6)), (PROVINCE, (8, 6, 4)), (CITY, (3, 2, 1)))
    ),
    titled(
        "十九",
        EXACT,
        *(("数据领域社会类政企合作", level, amount) for level, amount in ((NATION, 10), (PROVINCE, 5), (CITY, 2))),
        conditions=(has_role("主导"),),
    ),
    titled("十九", EXACT, ("优秀数据产品", CITY, 1), novelty=WORK),
    titled("十九", EXACT, ("数据产业园", CITY, 10)),
    *(ladder("二十", EXACT, kind, (kind, CITY, 10), (kind, PROVINCE, 30), (kind, NATION, 50)) for kind in GREEN_KINDS),
    titled("二十", EXACT, ("节水型企业", PROVINCE, 10), ("自愿性清洁生产企业", PROVINCE, 5)),
    titled("二十", EXACT, ("能源管理体系认证", None, 5)),
    ladder("二十", UB, "领跑者", ("亩均效益“领跑者”", CITY, 20), ("亩均效益“领跑者”", PROVINCE, 30)),
    ladder(
        "二十一",
        EXACT,
        "工业设计中心",
        ("工业设计中心", CITY, 5),
        ("工业设计中心", PROVINCE, 20),
        ("工业设计中心", NATION, 100),
    ),
    ladder("二十一", EXACT, "工业设计研究院", ("工业设计研究院", PROVINCE, 20), ("工业设计研究院", NATION, 100)),
    titled("二十一", EXACT, *((prize, None, 5) for prize in DESIGN_PRIZES), novelty=WORK),
    titled("二十一", EXACT, ("国内外知名工业设计大赛奖项", None, 5), novelty=WORK, conditions=(is_confirmed,)),
    ladder(
        "二十一",
        EXACT,
        "服务平台",
        ("中小企业公共服务示范平台", PROVINCE, 10),
        ("中小企业公共服务示范平台", NATION, 30),
    ),
    titled(
        "二十一",
        UB,
        ("工业行业协会年度考核", CITY, 10),
        novelty=WORK,
        grades=("优秀",),
        subjects=("行业协会",),
        says_subject=True,
    ),
)
