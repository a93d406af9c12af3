"""Figures printed in an official text: sums, shares, counts and grades, lists of them spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from screening.contract.money import PrintedFigureError, fen_from_printed
from screening.rules.article_numbers import chinese_numeral
from screening.rules.printed_figures import points_from_printed
from screening.rules.vocabulary import Unit

_AMOUNT: Final = re.compile(r"\d+(?:\.\d+)?(?:亿|万)?元")
_SHARE: Final = re.compile(r"\d+(?:\.\d+)?(?:%|个百分点)")
_NUMBER: Final = r"\d+(?:\.\d+)?"
_MEMBER: Final = "[一二三四五六七八九十特金银铜]{1,2}"
# 20、40、60万元 and 100万、20万元 print the unit once; 一、二、三等奖 and 三、四、五星级 the word.
_UNIT_ONCE: Final = re.compile(rf"((?:{_NUMBER}[、和])+)({_NUMBER})(亿元|万元|元|%|级|年|天|家|名|个百分点)")
_YUAN_ONCE: Final = re.compile(rf"((?:{_NUMBER}[万亿][、和])+)({_NUMBER}[万亿])(元)")
_WORD_ONCE: Final = re.compile(rf"((?:{_MEMBER}[、和])+)({_MEMBER})(等奖|星级|级|奖)")
_LISTS: Final = (_UNIT_ONCE, _YUAN_ONCE, _WORD_ONCE)
_FIGURE: Final = re.compile(r"(\d+)(\D*)")
_WRITTEN: Final = {1: ("一",), 2: ("二", "两"), 100: ("百",), 1000: ("千",)}


def spell_out(text: str) -> str:
    """The text without blanks, and after it every member of its lists with the unit or word printed once."""
    compact = "".join(text.split())
    members = [f"{member}{word}" for pattern in _LISTS for member, word in _members(pattern, compact)]
    return "|".join([compact, *members])


def _members(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for found in pattern.finditer(text):
        for member in (*re.split("[、和]", found[1]), found[2]):
            if member:
                yield member, found[3]


def amounts_printed(spelt: str) -> dict[int, str]:
    """Sums of money a spelt-out text prints: fen → as printed."""
    return {fen_from_printed(found[0]): found[0] for found in _AMOUNT.finditer(spelt)}


def is_figure_printed(figure: str, unit: Unit, spelt: str) -> bool:
    """Whether a spelt-out text prints this figure, in whatever way of writing it."""
    match unit:
        case Unit.MONEY:
            return fen_from_printed(figure) in amounts_printed(spelt)
        case Unit.SHARE:
            return points_from_printed(figure) in {points_from_printed(found[0]) for found in _SHARE.finditer(spelt)}
        case _:
            return any(_stands_alone(way, spelt) for way in _ways_to_write(figure))


def is_word_printed(word: str, spelt: str) -> bool:
    """Whether a spelt-out text prints a grade, its digits as digits or as Chinese numerals: 2级, 二级."""
    return any(way in spelt for way in _ways_to_write(word))


def parse_amount(text: str) -> int | None:
    """Fen of a printed sum; None where the text is a figure of another kind (4000家)."""
    try:
        return fen_from_printed(text)
    except PrintedFigureError:
        return None


def _ways_to_write(figure: str) -> Iterator[str]:
    """A figure as given, then with its number as Chinese writes it: 2级 → 二级, 两级; 1000亿 → 千亿."""
    yield figure
    found = _FIGURE.fullmatch(figure)
    if found is None:
        return
    number, word = int(found[1]), found[2]
    written = _WRITTEN.get(number) or ((chinese_numeral(number),) if 1 <= number <= 99 else ())
    yield from (f"{numeral}{word}" for numeral in written)


def _stands_alone(figure: str, text: str) -> bool:
    """Whether the figure is printed and is not the end of a longer number (5家 in 25家)."""
    return re.search(rf"(?<![\d.]){re.escape(figure)}", text) is not None
