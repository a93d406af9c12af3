"""Figures are found in a text in every way the law writes them, and never inside a longer number."""

from __future__ import annotations

import pytest

from screening.rules.text_figures import amounts_printed, is_figure_printed, is_word_printed, parse_amount, spell_out
from screening.rules.vocabulary import Unit


def test_sums_are_found_with_blanks_inside_and_in_lists_that_print_the_unit_once() -> None:
    spelt = spell_out("奖励 500 万元,分别给予20、40、60万元和1.5亿元,每平方米10元")
    assert sorted(amounts_printed(spelt)) == [1_000, 20_000_000, 40_000_000, 60_000_000, 500_000_000, 15_000_000_000]


def test_a_list_may_print_wan_with_each_member_and_yuan_once() -> None:
    assert sorted(amounts_printed(spell_out("不超过100万、20万元"))) == [20_000_000, 100_000_000]


@pytest.mark.parametrize(
    ("figure", "unit", "text", "is_printed"),
    [
        ("50万元", Unit.MONEY, "最高500万元", False),
        ("500万元", Unit.MONEY, "最高500万元", True),
        ("0.5亿元", Unit.MONEY, "奖励5000万元", True),
        ("5%", Unit.SHARE, "按15%补助", False),
        ("15%", Unit.SHARE, "按15%补助", True),
        ("2个百分点", Unit.SHARE, "增加2个百分点", True),
        ("2个百分点", Unit.SHARE, "按12%", False),
        ("10%", Unit.SHARE, "按10%、20%", True),
        ("5家", Unit.COUNT, "25家", False),
        ("25家", Unit.COUNT, "25家", True),
        ("2级", Unit.COUNT, "二级及以上", True),
        ("2年", Unit.COUNT, "连续两年", True),
        ("2年", Unit.COUNT, "第三年", False),
        ("10万条", Unit.COUNT, "达到10万条", True),
        ("1000亿", Unit.COUNT, "超过千亿的", True),
        ("100亿", Unit.COUNT, "超过百亿的", True),
        ("3级", Unit.COUNT, "2、3、4级", True),
        ("5级", Unit.COUNT, "2、3、4级", False),
    ],
)
def test_a_figure_is_printed_or_it_is_not(figure: str, unit: Unit, text: str, is_printed: bool) -> None:
    assert is_figure_printed(figure, unit, spell_out(text)) is is_printed


@pytest.mark.parametrize(
    ("word", "text", "is_printed"),
    [
        ("一等奖", "获一、二、三等奖的", True),
        ("三等奖", "获一、二、三等奖的", True),
        ("特等奖", "获一、二、三等奖的", False),
        ("四星级", "三、四、五星级园区", True),
        ("银奖", "金、银、铜奖", True),
        ("3级", "三级认证", True),
        ("AAA级", "AAA级及以上", True),
        ("工厂级", "车间级、工厂级", True),
        ("平台级", "车间级、工厂级", False),
    ],
)
def test_grades_are_found_in_lists_and_as_numerals(word: str, text: str, is_printed: bool) -> None:
    assert is_word_printed(word, spell_out(text)) is is_printed


def test_figures_that_are_no_money_parse_as_none() -> None:
    assert parse_amount("30亿元") == 300_000_000_000
    assert parse_amount("4000家") is None
