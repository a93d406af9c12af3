"""六 of the Shaoxing document: quality, brands, standards."""

from __future__ import annotations

from typing import Final

from tests.evaluator.claims import EXACT, UNSTATED, UPPER_BOUND
from tests.evaluator.clauses import FIRST, WORK, has_role, is_led, numbered, titled
from tests.evaluator.shaoxing_titles import GROWTH, INNOVATION, graded, ladder
from tests.evaluator.shaoxing_transformation import TRANSFORMATION

UB: Final = UPPER_BOUND
NATION: Final = "国家级"
PROVINCE: Final = "省级"
CITY: Final = "市级"
_COMMITTEE: Final = "专业标准化技术委员会"
_COMMITTEES: Final = (
    ((NATION, "技术委员会"), 50, 20),
    ((NATION, "分技术委员会"), 20, 10),
    ((PROVINCE, "技术委员会"), 20, 10),
    ((NATION, "工作组"), 10, 5),
    ((PROVINCE, "分技术委员会"), 10, 5),
)

QUALITY: Final = (
    graded("二十三", EXACT, "中国质量奖", "中国质量奖", NATION, ("提名奖", 100), ("质量奖", 150), novelty=WORK),
    graded(
        "二十三", EXACT, "省政府质量奖", "省政府质量奖", PROVINCE, ("管理创新奖", 30), ("质量奖", 100), novelty=WORK
    ),
    ladder(
        "二十三",
        EXACT,
        "市质量奖",
        ("质量管理创新企业（组织）", CITY, 20),
        ("质量管理卓越企业（组织）", CITY, 50),
        novelty=WORK,
    ),
    titled("二十四", EXACT, ("“浙江制造精品”", None, 20), novelty=WORK, family="品字标"),
    titled("二十四", UB, ("“品字标”企业", None, 20), family="品字标"),
    titled("二十四", EXACT, ("“品字标”授权", None, 5), family="品字标"),
    titled("二十四", EXACT, ("中国品牌价值榜", None, 10)),
    titled("二十四", UNSTATED, ("绿色产品认证", None, None), ("“碳足迹标识”认证", None, None), novelty=FIRST),
    titled("二十四", UNSTATED, ("“同线同标同质”公共信息服务平台", None, None), novelty=WORK),
)

STANDARDS: Final = (
    *(
        titled(
            "二十五",
            UB,
            ("标准制修订", level, amount),
            novelty=WORK,
            conditions=(has_role("主导"),),
            family="标准",
            rung=1,
        )
        for level, amount in (("国际", 50), (NATION, 30), ("行业", 20), (PROVINCE, 10))
    ),
    *(
        titled("二十五", UB, ("标准制修订", level, amount), novelty=WORK, conditions=(has_role("参与"),), family="标准")
        for level, amount in (("国际", 25), (NATION, 10), ("行业", 5))
    ),
    titled("二十五", UB, ("“浙江制造”标准", None, 30), novelty=WORK, conditions=(has_role("主导"),)),
    *(
        titled(
            "二十五",
            EXACT,
            ("中国标准创新贡献奖", NATION, amount),
            novelty=WORK,
            grades=(grade,),
        )
        for grade, amount in (("一等奖", 50), ("二等奖", 20), ("三等奖", 10))
    ),
    *(
        titled("二十五", EXACT, ("标准创新贡献奖", level, amount), novelty=WORK, grades=(grade,))
        for level, grade, amount in (
            (PROVINCE, "重大贡献奖", 30),
            (PROVINCE, "优秀贡献奖", 10),
            (CITY, "重大贡献奖", 50),
            (CITY, "优秀贡献奖", 20),
        )
    ),
    ladder(
        "二十五",
        EXACT,
        "标准化试点",
        ("标准化试点项目", CITY, 10),
        ("标准化试点项目", PROVINCE, 30),
        ("标准化试点项目", NATION, 50),
        novelty=WORK,
    ),
    *(
        titled("二十五", EXACT, (_COMMITTEE, level, once), grades=(grade,), conditions=(is_led,))
        for (level, grade), once, _ in _COMMITTEES
    ),
    *(
        titled(
            "二十五",
            EXACT,
            (_COMMITTEE, level, yearly),
            grades=(grade,),
            conditions=(is_led,),
            is_yearly=True,
            is_open_before=True,
        )
        for (level, grade), _, yearly in _COMMITTEES
    ),
    titled("二十五", EXACT, ("“浙江标准”", None, 10), novelty=WORK),
    graded("二十五", EXACT, "标准创新型企业", "标准创新型企业", None, ("中级", 20), ("高级", 50), novelty=FIRST),
    titled("二十五", UB, ("企业标准“领跑者”", None, 10)),
)

TITLES: Final = numbered(*GROWTH, *INNOVATION, *TRANSFORMATION, *QUALITY, *STANDARDS)
