"""Official texts are cut at their own numbering, whatever the crawl left around them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from screening.rules.official_texts import (
    Numbering,
    fold_text,
    numbering_of,
    read_text,
    split_articles,
    split_sentences,
    text_sha256,
)

BRACKETED = """
首页 > 政策文件
样例市促进制造业若干措施

一、支持企业

（一）支持甲。对甲奖励50万元。
（二）支持乙。对乙奖励
20万元。
二、支持项目
（三）支持丙。1.对丙补助。
三、附则
（一）本措施自公布之日起施行。
（二）由样例局解释。
打印本页 关闭窗口
"""
DOTTED = """
一、总体要求
（一）水平提升。到2025年达到100家。
二、重点任务
(一)提升技术
引言。
1. 推动甲。对甲奖励 50 万元。
(二)提升产品
2．推动乙。对乙按1.5%补助，
分两年。
三、保障措施
（一）加强领导。成立专班。
（二）加大扶持。奖励30万元。（责任单位：样例局）
其他事项按本意见执行。
"""


def test_articles_in_brackets_run_through_the_chapters_and_the_supplement_counts_anew() -> None:
    articles = split_articles(_folded(BRACKETED), Numbering(is_dotted=False, supplement="附则"))
    assert list(articles) == ["一", "二", "三", "附则(一)", "附则(二)"]
    assert articles["二"] == "(二)支持乙。对乙奖励\n20万元。"
    assert articles["三"] == "(三)支持丙。1.对丙补助。"
    assert articles["附则(二)"] == "(二)由样例局解释。"


def test_articles_with_dots_end_where_a_section_begins() -> None:
    articles = split_articles(_folded(DOTTED), Numbering(is_dotted=True, supplement="保障措施"))
    assert list(articles) == ["1", "2", "保障措施(一)", "保障措施(二)"]
    assert articles["1"] == "1. 推动甲。对甲奖励 50 万元。"
    assert articles["2"] == "2.推动乙。对乙按1.5%补助,\n分两年。"
    assert articles["保障措施(二)"].endswith("(责任单位:样例局)")


def test_without_a_supplement_chapters_only_end_articles() -> None:
    assert list(split_articles(_folded(BRACKETED), Numbering(is_dotted=False, supplement=None))) == ["一", "二", "三"]


def test_a_text_without_articles_has_none() -> None:
    assert split_articles("没有编号。", Numbering(is_dotted=True, supplement=None)) == {}


@pytest.mark.parametrize(
    ("labels", "numbering"),
    [
        (["一", "二", "附则(一)"], Numbering(is_dotted=False, supplement="附则")),
        (["1", "2"], Numbering(is_dotted=True, supplement=None)),
        (["1", "保障措施(二)"], Numbering(is_dotted=True, supplement="保障措施")),
    ],
)
def test_the_numbering_is_seen_from_the_labels(labels: list[str], numbering: Numbering) -> None:
    assert numbering_of(labels) == numbering
    orders = [(False, 2), (True, 3)] if numbering.supplement else [(False, 2)]
    expected = {"附则": ["二", "附则(三)"], "保障措施": ["2", "保障措施(三)"], None: ["2"]}
    assert [numbering.label(order) for order in orders] == expected[numbering.supplement]


def test_blanks_widths_and_punctuation_do_not_change_the_hash() -> None:
    assert text_sha256("奖励 50 万元,分 两年。") == text_sha256("奖励５０万元，分两年")
    assert text_sha256("按1.5%补助") != text_sha256("按15%补助")
    assert text_sha256("按10%补助") != text_sha256("按10补助")
    assert fold_text("“A类” 企业（含）") == "a类企业含"


def test_sentences_end_at_full_stops_and_semicolons_not_at_line_breaks() -> None:
    assert split_sentences("对甲奖\n励50万元;对乙\n奖励。") == ["对甲奖励50万元;", "对乙奖励。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_read_in_either_encoding_with_widths_folded(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("[bookmark: _GoBack]（一）奖励５０万元".encode(encoding))
    assert read_text(path) == "(一)奖励50万元"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
