"""What can be claimed, in words: amounts exact to the fen, kinds never mixed, what is missing named."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import polars as pl
import pytest

from screening.contract.money import YUAN
from screening.contract.result_tables import RESULT_TABLES
from screening.reports.claim_lines import (
    adjustments_phrase,
    amount_phrase,
    claims_by_enterprise,
    needs_phrase,
    printed_amount,
)
from tests.reports.sample_results import ITEMS, award_row, firms_of

OPEN: Final = {"determination": "undetermined"}
NO_FIGURE: Final = {"award": None, "entitlement": None, "outstanding": None}


def award(**changes: Any) -> dict[str, Any]:
    """An exact, payable award of 50,000 yuan, changed."""
    return award_row(next(firms_of("weihai")), ITEMS["weihai"][3], 11) | {"match_class": "code"} | changes


def frame_of(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=RESULT_TABLES["awards"])


def phrase(expression: pl.Expr, **changes: Any) -> str:
    text: str = frame_of(award(**changes)).select(expression.alias("text")).item()
    return text


@pytest.mark.parametrize(
    ("yuan", "printed"),
    [
        ("1000000", "100万元"),
        ("125000", "12.5万元"),
        ("1234500", "123.45万元"),
        ("10000", "1万元"),
        ("9999.99", "9,999.99元"),
        ("12345.67", "12,345.67元"),
        ("12345678", "12,345,678元"),
        ("500.50", "500.50元"),
        ("0.07", "0.07元"),
        ("0", "0元"),
        ("123456780000", "12,345,678万元"),
        ("999999999999999.99", "999,999,999,999,999.99元"),
        (None, None),
    ],
)
def test_an_amount_is_printed_to_the_fen(yuan: str | None, printed: str | None) -> None:
    values = pl.Series("yuan", [None if yuan is None else Decimal(yuan)], dtype=YUAN)
    assert values.to_frame().select(printed_amount(pl.col("yuan"))).item() == printed


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({}, "确定额5万元"),
        ({"certainty": "upper_bound"}, "上限5万元"),
        ({"certainty": "unstated"} | NO_FIGURE, "未明示金额"),
        (OPEN, "待核（核实后5万元）"),
        (OPEN | {"certainty": "upper_bound"}, "待核（核实后上限5万元）"),
        (OPEN | {"certainty": "unstated"} | NO_FIGURE, "待核（金额未明示）"),
        (OPEN | NO_FIGURE, "待核（金额未定）"),
    ],
)
def test_the_kind_of_an_amount_is_always_said(changes: dict[str, Any], printed: str) -> None:
    assert phrase(amount_phrase(), **changes) == printed


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({}, ""),
        (OPEN | {"missing_facts": ["plan_lists", "accepted_on"]}, "缺数据：列入计划、验收日期"),
        (OPEN | {"judgements": ["成效显著"]}, "须部门认定：成效显著"),
        (OPEN | {"missing_facts": ["revenue"], "judgements": ["择优"]}, "缺数据：营业收入；须部门认定：择优"),
        ({"missing_facts": ["plan_lists"]}, "补数据可能增加：列入计划"),
        (OPEN, "逐项核实，见“事项明细”"),
        ({"match_class": "former_name"}, "名单按“曾用名”匹配，先核对企业"),
        ({"match_class": "exact_name"}, ""),
        ({"match_class": None}, ""),
        (OPEN | {"missing_facts": ["a_fact_without_label"]}, "缺数据：a_fact_without_label"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], printed: str) -> None:
    assert phrase(needs_phrase(), **changes) == printed


def test_adjustments_are_one_a_line_with_their_sign() -> None:
    cut = {"reason": "全文件封顶", "amount": Decimal("-20000"), "source": "附则"}
    more = {"reason": "补差", "amount": Decimal("500.50"), "source": "附则"}
    assert phrase(adjustments_phrase(), adjustments=[cut, more]) == "全文件封顶 -2万元\n补差 +500.50元"
    assert phrase(adjustments_phrase()) == ""


def test_lines_are_numbered_certain_sums_first_and_needs_carry_the_same_number() -> None:
    rows = [
        award(determination="undetermined", judgements=["成效显著"], evidence_key="1"),
        award(certainty="upper_bound", award=Decimal(3_000_000), evidence_key="2"),
        award(award=Decimal(60_000), evidence_key="3", item_name="一号线"),
        award(disposition="settled", evidence_key="4"),
    ]
    claims = claims_by_enterprise(frame_of(*rows), most_lines=12).row(0, named=True)
    assert claims["claims"].split("\n") == [
        "1. 确定额6万元 首次纳统奖励〔一号线〕（2025年，条款八）",
        "2. 确定额5万元 首次纳统奖励〔年产11万件智能化生产线〕（2025年，条款八） 已兑付",
        "3. 上限300万元 首次纳统奖励〔年产11万件智能化生产线〕（2025年，条款八）",
        "4. 待核（核实后5万元） 首次纳统奖励〔年产11万件智能化生产线〕（2025年，条款八）",
    ]
    assert claims["needs"] == "4. 须部门认定：成效显著"


def test_a_part_that_was_paid_stands_in_the_line() -> None:
    rows = frame_of(award(item_name=None, received=Decimal(20_000), outstanding=Decimal(30_000)))
    claims = claims_by_enterprise(rows, most_lines=12)
    assert claims["claims"].item() == "1. 确定额5万元 首次纳统奖励（2025年，条款八） 已兑付2万元，尚余3万元"


def test_lines_beyond_a_cell_are_counted() -> None:
    rows = frame_of(*(award(evidence_key=str(number)) for number in range(5)))
    lines = claims_by_enterprise(rows, most_lines=2)["claims"].item().split("\n")
    assert lines[2:] == ["……另有 3 项，见“事项明细”"]


def test_lines_do_not_depend_on_the_order_of_rows() -> None:
    rows = frame_of(*(award(evidence_key=str(number), award=Decimal(number)) for number in range(9)))
    assert claims_by_enterprise(rows, 12).equals(claims_by_enterprise(rows.reverse(), 12))
