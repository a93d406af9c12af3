"""Titles, prizes and certificates that 威政办发〔2023〕7号 rewards, article by article."""

from __future__ import annotations

from typing import Final

from tests.evaluator.claims import UPPER_BOUND, Verdict, any_of, is_industry
from tests.evaluator.clauses import (
    FIRST,
    WORK,
    has_place,
    has_role,
    is_confirmed,
    numbered,
    says_no_grade,
    titled,
)
from tests.evaluator.facts import Dossier, Event
from tests.evaluator.titles import Stream

UB: Final = UPPER_BOUND
NATION: Final = "国家级"
PROVINCE: Final = "省级"


def _is_chip_maker(dossier: Dossier, _: Event) -> Verdict:
    has_standing = Stream(dossier.events, dossier.as_of).has_standing("集成电路企业")
    return any_of(has_standing, is_industry(dossier, "3973", "6520"))


_DESIGN_PRIZES: Final = (("中国优秀工业设计奖", (30, 20, 10)), ("“省长杯”工业设计大赛", (10, 5, 2)))

TITLES: Final = numbered(
    titled("二", UB, ("智能制造示范工厂", NATION, 100), ("智能制造优秀场景", NATION, 50)),
    titled("二", UB, ("智能制造标杆企业", PROVINCE, 50), ("智能工厂", PROVINCE, 30)),
    titled("二", UB, ("数字化车间", PROVINCE, 20), ("智能制造场景", PROVINCE, 10)),
    titled(
        "四", UB, ("制造业创新中心", NATION, 500), ("制造业创新中心", PROVINCE, 300), conditions=(has_role("牵头"),)
    ),
    titled("四", UB, ("工业设计中心", NATION, 100), ("技术创新示范企业", NATION, 100)),
    titled("四", UB, ("工业设计中心", PROVINCE, 20), ("技术创新示范企业", PROVINCE, 20)),
    titled("四", UB, ("工业企业“一企一技术”研发中心", PROVINCE, 20), ("软件工程技术中心", PROVINCE, 20)),
    titled("四", UB, ("部属平台", None, 500), conditions=(is_confirmed,)),
    *(
        titled("六", UB, (programme, None, amount), novelty=WORK, conditions=(has_place(place),))
        for programme, amounts in _DESIGN_PRIZES
        for place, amount in enumerate(amounts, start=1)
    ),
    titled("七", UB, ("制造业单项冠军示范企业", NATION, 100), ("制造业单项冠军产品", NATION, 50), novelty=FIRST),
    titled("七", UB, ("专精特新“小巨人”企业", NATION, 30), ("独角兽企业", PROVINCE, 100), novelty=FIRST),
    titled("七", UB, ("瞪羚企业", PROVINCE, 30), ("制造业单项冠军企业", PROVINCE, 30), novelty=FIRST),
    titled("七", UB, ("制造业单项冠军产品", PROVINCE, 20), ("专精特新中小企业", PROVINCE, 10), novelty=FIRST),
    titled("七", UB, ("制造业单项冠军企业", NATION, 100), novelty=FIRST, conditions=(is_confirmed,)),
    titled("十", UB, ("跨行业跨领域工业互联网平台", NATION, 500), lag=1),
    titled("十", UB, ("特色专业型工业互联网平台", NATION, 100), lag=1, family="特色专业型"),
    titled("十", UB, ("工业互联网试点示范", NATION, 50), ("工业互联网平台", PROVINCE, 20), lag=1),
    titled(
        "十",
        UB,
        ("新一代信息技术与制造业融合发展试点示范", NATION, 100),
        lag=1,
        family="特色专业型",
        grades=("特色专业型",),
        names_grade=True,
    ),
    titled(
        "十",
        UB,
        ("新一代信息技术与制造业融合发展试点示范", NATION, 50),
        lag=1,
        conditions=(says_no_grade("特色专业型"),),
    ),
    titled(
        "十",
        UB,
        ("新一代信息技术与制造业融合应用创新试点示范", PROVINCE, 20),
        lag=1,
        conditions=(says_no_grade("典型应用场景"),),
    ),
    titled(
        "十",
        UB,
        ("工业互联网示范标杆", NATION, 50),
        ("工业互联网示范标杆", PROVINCE, 20),
        lag=1,
        conditions=(is_confirmed,),
    ),
    *(
        titled("十一", UB, (programme, NATION, 50), (programme, PROVINCE, 20))
        for programme in ("大数据产业发展试点示范", "“晨星工厂”标杆", "大数据发展创新平台", "工业大数据平台示范")
    ),
    titled("十一", UB, ("大数据示范标杆", NATION, 50), ("大数据示范标杆", PROVINCE, 20), conditions=(is_confirmed,)),
    *(
        titled("十一", UB, (programme, None, amount), novelty=FIRST, grades=(f"{grade}级",))
        for programme, lowest in (("DCMM", 2), ("CMMI", 3))
        for grade, amount in enumerate((20, 30, 40), start=lowest)
    ),
    titled("十三", UB, ("链主", None, 100), conditions=(is_confirmed,)),
    titled(
        "十三",
        UB,
        ("小型微型企业创业创新示范基地", NATION, 50),
        ("中小企业公共服务示范平台", NATION, 50),
        novelty=FIRST,
    ),
    *(
        titled("十四", UB, (f"服务型制造示范{kind}", NATION, 100), (f"服务型制造示范{kind}", PROVINCE, 20))
        for kind in ("企业", "平台", "项目")
    ),
    titled("十五", UB, ("绿色设计示范企业", NATION, 50), novelty=FIRST),
    *(
        titled("十五", UB, (programme, NATION, 50), (programme, PROVINCE, 20), novelty=FIRST)
        for programme in ("绿色工厂", "绿色供应链管理企业")
    ),
    titled(
        "十六",
        UB,
        ("行业协会", "市级", 20),
        conditions=(is_confirmed,),
        subjects=("行业协会",),
        says_subject=True,
        is_yearly=True,
    ),
)
CERTIFICATES: Final = numbered(
    titled(
        "五",
        UB,
        ("集成电路布图设计登记证书", None, 20),
        novelty=WORK,
        is_per_piece=True,
        conditions=(_is_chip_maker, has_role("原始取得")),
    )
)
