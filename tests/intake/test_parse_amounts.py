"""Figures of cells: yuan, counts, shares."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.intake.parse_amounts import MAX_YUAN, Parsed, parse_count, parse_money, parse_number, parse_share
from tests.intake.parsed_texts import parse_texts


def _read(
    texts: list[str | None], parse: Callable[[str, pl.Expr], Parsed] = parse_money
) -> list[tuple[object, str | None, bool | None]]:
    return parse_texts(texts, parse).rows()


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1234.56", "1234.56"),
        ("1,234,567.8", "1234567.80"),
        ("１，２３４．５", "1234.50"),
        ("￥100", "100.00"),
        ("¥ 1 000", "1000.00"),
        ("人民币5万元", "50000.00"),
        ("120万", "1200000.00"),
        ("1.5亿元", "150000000.00"),
        ("12.3456万元", "123456.00"),
        ("300百万元", "300000000.00"),
        ("5千元", "5000.00"),
        ("3亿元整", "300000000.00"),
        ("0", "0.00"),
        (".5", "0.50"),
    ],
)
def test_an_amount_is_read_in_yuan(text: str, yuan: str) -> None:
    assert _read([text]) == [(Decimal(yuan), None, False)]


@pytest.mark.parametrize(
    ("text", "yuan", "is_rounded"),
    [("0.004", "0.00", True), ("0.005", "0.01", True), ("1.005", "1.01", True), ("1.01", "1.01", False)],
)
def test_an_amount_finer_than_a_fen_goes_to_the_nearest_half_up(text: str, yuan: str, is_rounded: bool) -> None:
    assert _read([text]) == [(Decimal(yuan), None, is_rounded)]


@pytest.mark.parametrize(
    "text", ["abc", "1,2", "12,34.5", "1e5", "1.2E+07", "10万美元", "约100万元", "1-2", "--5", "第5"]
)
def test_what_is_no_amount_is_a_fault_and_no_amount(text: str) -> None:
    assert [row[:2] for row in _read([text])] == [(None, "读不出金额")]


@pytest.mark.parametrize("text", ["-0.01", "-5万元", "(1,000)", "－5"])
def test_a_negative_amount_is_a_fault(text: str) -> None:
    assert [row[:2] for row in _read([text])] == [(None, "金额为负")]


def test_an_amount_is_possible_up_to_where_rates_are_exact() -> None:
    assert _read([str(MAX_YUAN), str(MAX_YUAN + 1)]) == [
        (Decimal(MAX_YUAN), None, False),
        (None, "金额大得不可能", False),
    ]


def test_an_empty_cell_is_unknown_and_no_fault() -> None:
    assert [row[:2] for row in _read([None])] == [(None, None)]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=MAX_YUAN * 100), min_size=1, max_size=50))
def test_every_amount_in_fen_comes_back_however_it_is_written(fen: list[int]) -> None:
    yuan = [Decimal(amount) / 100 for amount in fen]
    for written in (
        [f"{amount:.2f}" for amount in yuan],
        [f"{amount:,.2f}元" for amount in yuan],
        [f"{amount / 10_000:f}万元" for amount in yuan],
        [f"{amount / 100_000_000:f}亿" for amount in yuan],
    ):
        assert _read(list(written)) == [(amount, None, False) for amount in yuan]


@pytest.mark.parametrize(
    ("text", "count"),
    [("3", 3), ("第3名", 3), ("第二名", 2), ("第十年", 10), ("12.5万次", 125_000), ("1.2亿", 120_000_000), ("3.0", 3)],
)
def test_a_count_is_a_whole_number(text: str, count: int) -> None:
    assert _read([text], parse_count) == [(count, None, False)]


@pytest.mark.parametrize(("text", "fault"), [("3.5", "应为整数"), ("-1", "数字为负"), ("三个", "读不出数字")])
def test_what_is_no_count_is_a_fault(text: str, fault: str) -> None:
    assert [row[:2] for row in _read([text], parse_count)] == [(None, fault)]


@pytest.mark.parametrize("column", ["rank", "lease_year"])
def test_a_place_and_a_year_of_a_lease_count_from_one(column: str) -> None:
    def read(text: str) -> object:
        return _read([text], lambda _, cell: parse_count(column, cell))[0][1]

    assert (read("0"), read("1"), read("-1")) == ("应从1起计", None, "数字为负")


def test_a_number_keeps_four_places() -> None:
    assert _read(["1200.5㎡", "0.00005"], parse_number) == [
        (Decimal("1200.5000"), None, False),
        (Decimal("0.0001"), None, True),
    ]


@pytest.mark.parametrize(
    ("text", "points"),
    [("55.5%", 5550), ("0.555", 5550), ("１００％", 10_000), ("1", 10_000), ("0", 0), ("5‰", 50), ("55.5", 5550)],
)
def test_a_share_is_read_in_basis_points(text: str, points: int) -> None:
    assert _read([text], parse_share) == [(points, None, False)]


def test_a_share_is_never_rounded_up_to_a_line_it_misses() -> None:
    assert _read(["49.996%", "50%"], parse_share) == [(4999, None, True), (5000, None, False)]


def test_a_share_beyond_the_whole_is_a_fault() -> None:
    assert _read(["100.01%"], parse_share) == [(None, "占比大得不可能", False)]


def test_small_bare_shares_beside_percentages_are_not_guessed() -> None:
    rows = _read(["60", "0.5", "0.5%"], parse_share)
    assert [row[:2] for row in rows] == [(6000, None), (None, "分不清是比例还是百分数，请写明 %"), (50, None)]
