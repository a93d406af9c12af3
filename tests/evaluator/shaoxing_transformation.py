"""五 of the Shaoxing document: digital, data, green, design and services."""

from __future__ import annotations

from typing import Final

from tests.evaluator.claims import EXACT, UNSTATED, UPPER_BOUND, Verdict
from tests.evaluator.clauses import FIRST, WORK, has_role, is_confirmed, titled
from tests.evaluator.facts import Dossier, Event
from tests.evaluator.shaoxing_titles import graded, ladder, prizes
from tests.evaluator.titles import Stream

UB: Final = UPPER_BOUND
NATION: Final = "国家级"
PROVINCE: Final = "省级"
CITY: Final = "市级"
GREEN_KINDS: Final = ("绿色低碳企业", "绿色工厂", "绿色产品", "绿色园区", "绿色供应链管理企业", "绿色设计示范企业")
DESIGN_PRIZES: Final = (
    *("红点奖", "IF设计奖", "中国设计智造奖", "红星奖", "中国优秀工业设计奖", "G-mark奖", "IDEA", "金顶奖"),
    *("金剪刀奖", "国际A级设计大赛奖", "台湾金点设计奖", "好设计"),
)


def _holds_platform_title(dossier: Dossier, _: Event) -> Verdict:
    """十八: a municipal or higher 智能工厂, 5G工厂, 工业互联网平台 or 云上企业 held at the as-of date.

    No list that names the firm is no proof that it holds none.
    """
    stream = Stream(dossier.events, dossier.as_of)
    named = ("智能工厂", "5G全连接工厂", "工业互联网平台", "制造业“云上企业”")
    return any(stream.is_held(programme, levels=(CITY, PROVINCE, NATION)) for programme in named) or None


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
        prizes("十九", "数据大赛", level, *amounts, family="数据大赛")
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
