"""Every title that a clause prints is a programme of the catalogue, and one that the same article speaks of."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
import yaml

from screening.rules.catalogue import catalogue_of
from screening.rules.load_rulebook import Rulebook, load_rulebook
from screening.rules.resolve_programmes import resolve_programmes, unknown_programmes

PRINTED: Final[dict[str, dict[str, list[str]]]] = yaml.safe_load(
    Path(__file__).with_name("printed_titles.yml").read_text(encoding="utf-8")
)
ARTICLES: Final = [(policy, article) for policy, articles in PRINTED.items() for article in articles]


@cache
def _rulebook() -> Rulebook:
    return load_rulebook()


def _resolve(*titles: str) -> list[dict[str, Any]]:
    blank = [None] * len(titles)
    schema = {"programme": pl.String, "level": pl.String, "grade": pl.String}
    frame = pl.DataFrame({"programme": titles, "level": blank, "grade": blank}, schema=schema)
    return resolve_programmes(frame, catalogue_of(_rulebook())).rows(named=True)


@pytest.mark.parametrize(("policy", "article"), ARTICLES)
def test_every_title_a_clause_prints_is_a_programme_of_its_article(policy: str, article: str) -> None:
    titles = PRINTED[policy][article]
    paid = {
        programme
        for of, item in _rulebook().policies[policy].items()
        if of.article == article
        for programme in item.programmes
    }
    assert [row["programme"] for row in _resolve(*titles) if row["programme_title"] not in paid] == []


@pytest.mark.parametrize(
    ("title", "level", "grade"),
    [
        ("国家级工业设计中心（研究院）", "国家级", None),
        ("省级工业设计中心(工业设计研究院)", "省级", None),
        ("山东省服务型制造示范企业（平台、项目）", "省级", None),
        ("“专精特新”产业园省级试点", "省级", None),
        ("省级重点工业信息工程服务机构(省级数字化服务商)", "省级", None),
        ("CMMI（能力成熟度模型集成）4级评估认证", None, "4级"),
        ("DCMM国家标准贯标三级", None, "3级"),
        ("全国专业标准化技术委员会", "国家级", "技术委员会"),
        ("省级标准化技术委员会", "省级", "技术委员会"),
        ("分技术委员会", None, "分技术委员会"),
        ("省级分技术委员会", "省级", "分技术委员会"),
        ("省优秀贡献奖", "省级", "优秀贡献奖"),
    ],
)
def test_a_printed_title_says_its_level_and_grade(title: str, level: str | None, grade: str | None) -> None:
    (row,) = _resolve(title)
    assert (row["level"], row["grade"]) == (level, grade)


def _resolve_one(title: str, grade: str | None = None) -> dict[str, Any]:
    schema = {"programme": pl.String, "level": pl.String, "grade": pl.String}
    frame = pl.DataFrame({"programme": [title], "level": [None], "grade": [grade]}, schema=schema)
    return resolve_programmes(frame, catalogue_of(_rulebook())).row(0, named=True)


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        ("优秀", ("工业行业协会年度考核", "市级", "优秀")),
        ("合格", ("行业协会", "市级", "合格")),
        (None, ("行业协会", "市级", None)),
    ],
)
def test_an_association_with_the_grade_the_clause_asks_for_is_the_outcome_of_its_assessment(
    grade: str | None, expected: tuple[str, str, str | None]
) -> None:
    row = _resolve_one("市级工业行业协会", grade)
    assert (row["programme_title"], row["level"], row["grade"]) == expected
    assert any("合读" in said for said in row["inferences"]) == (grade == "优秀")


def test_a_grade_is_not_read_into_a_title_that_has_grades_of_its_own() -> None:
    row = _resolve_one("省政府质量奖", "提名奖")
    assert (row["programme_title"], row["grade"]) == ("省政府质量奖", "提名奖")
    assert not any("合读" in said for said in row["inferences"])


@pytest.mark.parametrize(
    ("title", "nearest"),
    [
        # 青岛 16 prints machine and component in one breath and pays them differently: a row of both is of neither.
        ("首台（套）技术装备和关键核心零部件", {"首台（套）技术装备", "首台（套）关键零部件"}),
        # 潍坊 2 and 青岛 18 pay for the connection to the national top node: a node may not have it yet.
        ("标识解析二级节点", {"接入国家顶级节点"}),
        ("标识解析（行业）二级节点", {"接入国家顶级节点"}),
        # 绍兴 24 asks for it of whoever is on the platform; as a title it is that of 品字标企业 or of an authorisation.
        ("“浙江制造”认证", {"“品字标”企业", "“浙江制造精品”"}),
        # 绍兴 20 pays projects of the plan: in a list of titles it is none, in the table of projects it is a kind.
        ("“循环经济‘850’工程”项目", set()),
    ],
)
def test_a_title_that_may_be_several_is_none_and_is_reported_with_the_nearest(title: str, nearest: set[str]) -> None:
    schema = {"city": pl.String, "programme": pl.String, "level": pl.String, "grade": pl.String}
    frame = pl.DataFrame({"city": ["x"], "programme": [title], "level": [None], "grade": [None]}, schema=schema)
    catalogue = catalogue_of(_rulebook())
    (unknown,) = unknown_programmes(resolve_programmes(frame, catalogue), catalogue).rows(named=True)
    assert unknown["programme"] == title
    assert nearest <= set(unknown["nearest"])
