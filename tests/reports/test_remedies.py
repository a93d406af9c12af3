"""What a clerk is told to do about each kind of fault."""

from __future__ import annotations

import msgspec
import polars as pl
import pytest

from screening.reports.remedies import RemediesError, advice_on, load_remedies, parse_remedies


def advice(reason: str, table: str = "enterprises", column: str = "uscc") -> str:
    frame = pl.DataFrame({"table": [table], "column": [column], "reason": [reason]})
    found: str = frame.select(advice_on(pl.col("reason"), load_remedies())).item()
    return found


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("成立日期：读不出日期，或日期不存在（“2010-02-30”）", "2024-05-31"),
        ("成立日期：只有年份或年月，需要具体日期（“2010年”）", "写到日"),
        ("年度：读不出日期，或日期不存在（“二三”）", "四位数的年份"),
        ("是否首次：应为 是 或 否（“也许”）", "“是”或“否”"),
        ("统一社会信用代码：在工作簿中是数值，代码不可信，请按文本重新填报", "“文本”格式"),
        ("统一社会信用代码：代码曾按数值存放（科学计数法或小数），末尾各位已失真，请按文本重新填报", "“文本”格式"),
        ("统一社会信用代码：疑似个人身份证号，不是统一社会信用代码", "个人证件号"),
        ("统一社会信用代码：是9位组织机构代码，不是统一社会信用代码", "旧号码"),
        ("统一社会信用代码：是15位旧注册号，不是统一社会信用代码", "旧号码"),
        ("统一社会信用代码：统一社会信用代码应为18位", "填满18位"),
        ("统一社会信用代码：含统一社会信用代码不使用的字符（I、O、S、V、Z或符号）", "I、O、S、V、Z"),
        ("行业代码：不是国民经济行业代码（如 C3670 或 3670）（“36”）", "GB/T 4754-2017"),
        ("金额：读不出金额（“约三百”）", "1200万元"),
        ("金额：金额为负（“-1”）", "不能为负"),
        ("金额：金额大得不可能（“9e20”）", "单位是元还是万元"),
        ("标识注册量：应为整数（“1.5”）", "整数"),
        ("排名：应从1起计（“0”）", "从 1 起"),
        ("本地制造业营收占比：分不清是比例还是百分数，请写明 %（“0.8”）", "百分号"),
        ("本地制造业营收占比：读不出占比（“大部分”）", "百分数"),
        ("数量：读不出数字（“许多”）", "数字"),
        ("缺少统一社会信用代码", "营业执照"),
        ("缺少认定日期", "必须有内容"),
        ("统一社会信用代码 9137：2行内容不一致（企业名称），均不采用：甲", "完全一致"),
        ("该行有9列，表头有8列", "不能在更正表里改"),
        ("引号不成对，无法分列", "不能在更正表里改"),
        ("更正编号：写法不对，应原样保留所给的编号（“x”）", "原样复制"),
        ("更正编号：所指的行不在收件目录的这张表里（“x”）", "删去这一行更正"),
        ("更正编号：所指的行内容已变，不能用这份更正替换（“x”）", "改过"),
        ("更正编号：所指的行本身是一行更正，应填最初那一行的编号（“x”）", "最初那一行"),
        ("更正编号：同一行有几份更正，内容不一致，均不采用：甲、乙", "只留一份"),
        ("一种新的问题", "对照原始凭证"),
    ],
)
def test_every_kind_of_fault_has_its_own_advice(reason: str, word: str) -> None:
    assert word in advice(reason)


def test_a_column_of_closed_words_names_them() -> None:
    assert advice("缺少类别", "expenditures", "kind").endswith("省级保险补偿、活动费用。")
    assert "可填" not in advice("缺少类别", "sanctions", "kind")


def test_unknown_keys_and_columns_are_errors() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        parse_remedies("remedies: []\nother: 核对\nwords: {}\nmore: 1")
    with pytest.raises(RemediesError, match=r"enterprises\.colour、firms\.name"):
        parse_remedies("remedies: []\nother: 核对\nwords: {enterprises: {colour: [红]}, firms: {name: [甲]}}")
