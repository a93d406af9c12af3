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
from screening.rules.resolve_programmes import resolve_programmes

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
