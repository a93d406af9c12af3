"""Closed words of cells."""

from __future__ import annotations

import polars as pl
import pytest

from screening.intake.parse_words import normalise_words, parse_boolean
from tests.intake.parsed_texts import parse_texts


def _word(column: str, text: str) -> str | None:
    word: str | None = pl.DataFrame({"text": [text]}).select(normalise_words(column, pl.col("text"))).item()
    return word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("是", True),
        ("√", True),
        ("Y", True),
        ("1", True),
        ("ＴＲＵＥ", True),
        ("否", False),
        ("×", False),
        ("no", False),
        ("0", False),
    ],
)
def test_yes_and_no_are_read_in_every_form(text: str, value: bool) -> None:
    assert parse_texts([text], parse_boolean).row(0) == (value, None, False)


def test_an_unclear_answer_is_neither_yes_nor_no() -> None:
    rows = parse_texts(["也许", None], parse_boolean).select("x", "fault").rows()
    assert rows == [(None, "应为 是 或 否"), (None, None)]


@pytest.mark.parametrize(
    ("column", "text", "word"),
    [
        ("level", "国家", "国家级"),
        ("level", "省", "省级"),
        ("level", "区级", "县级"),
        ("level", "部级", "部级"),
        ("event", "通过复核", "复核通过"),
        ("event", "撤销", "取消"),
        ("event", "复核未通过", "复核未通过"),
        ("grade", "３级", "3级"),
        ("grade", "aaa级", "AAA级"),
        ("operating_status", "吊销，未注销", "吊销"),
        ("operating_status", "存续（在营、开业、在册）", "存续"),
        ("operating_status", "歇业", "歇业"),
        ("productivity_grade", "d类", "D"),
        ("productivity_grade", "未评价", None),
        ("subject_type", "企业法人", "企业"),
        ("kind", "严重失信名单", "严重失信"),
        ("kind", "安全生产严重失信主体名单", "严重失信"),
        ("kind", "市场监督管理严重违法失信名单", "严重违法失信"),
        ("kind", "移出严重违法失信名单", "移出严重违法失信名单"),
        ("kind", "失信被执行人", "失信被执行人"),
        ("kind", "技术服务费", "技术服务费"),
        ("type", "智能化改造项目", "智能化改造"),
        ("type", "技术改造 ", "技术改造"),
        ("type", "项目", "项目"),
        ("type", "“循环经济‘850’工程”项目", "循环经济850工程"),
        ("type", "循环经济“850”工程", "循环经济850工程"),
        ("type", "“新星”产业集群", "新星产业集群"),
        ("type", "循环经济工程", "循环经济工程"),
        ("role", "牵头", "牵头"),
    ],
)
def test_words_are_put_in_the_contracts_spelling_only_where_certain(column: str, text: str, word: str | None) -> None:
    assert _word(column, text) == word
