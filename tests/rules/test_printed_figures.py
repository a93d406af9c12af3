"""Figures are read as the law prints them, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from screening.contract.money import PrintedFigureError
from screening.rules.printed_figures import count_from_printed, figure_from_printed, points_from_printed
from screening.rules.vocabulary import Unit


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("180天", 180),
        ("10万条", 100_000),
        ("1.5万条", 15_000),
        ("1000亿", 100_000_000_000),
        ("百", None),
        ("5", 5),
        ("100家", 100),
        ("60平方米", 60),
        ("3个月", 3),
        ("1.5家", None),
        ("-5家", None),
        ("5头", None),
        ("5 家", None),
        ("", None),
    ],
)
def test_a_count_is_a_figure_with_a_counting_word(text: str, count: int | None) -> None:
    if count is None:
        with pytest.raises(PrintedFigureError):
            count_from_printed(text)
    else:
        assert count_from_printed(text) == count


def test_points_are_printed_as_points_or_as_a_share() -> None:
    assert points_from_printed("2个百分点") == points_from_printed("2%") == 200
    assert points_from_printed("0.5个百分点") == 50
    with pytest.raises(PrintedFigureError):
        points_from_printed("2点")


def test_a_figure_is_read_in_the_unit_of_its_fact() -> None:
    assert figure_from_printed("300万元", Unit.MONEY) == 300_000_000
    assert figure_from_printed("12%", Unit.SHARE) == 1_200
    assert figure_from_printed("90天", Unit.COUNT) == 90


@pytest.mark.parametrize(("text", "unit"), [("12%", Unit.MONEY), ("300万元", Unit.COUNT), ("300", Unit.TEXT)])
def test_a_figure_of_another_unit_is_refused(text: str, unit: Unit) -> None:
    with pytest.raises(PrintedFigureError):
        figure_from_printed(text, unit)
