"""Figures of conditions and awards as the law prints them, read in the unit of their fact."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from screening.contract.money import PrintedFigureError, basis_points_from_printed, fen_from_printed
from screening.rules.vocabulary import Unit

_MULTIPLES: Final = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000, "千亿": 100_000_000_000}
_COUNT_WORDS: Final = "家个条次天级年月名项场件人种台批户座位㎡"
_PRINTED_COUNT: Final = re.compile(
    rf"(?P<figure>\d+(?:\.\d+)?)(?P<multiple>千亿|千|万|亿|)(?:[{_COUNT_WORDS}]|平方米|个月)?"
)
_PRINTED_POINTS: Final = re.compile(r"(?P<figure>\d+(?:\.\d{1,2})?)个百分点")


def count_from_printed(text: str) -> int:
    """Whole number of a count as a rule prints it: ``"10万条"`` gives 100_000, ``"180天"`` 180.

    Raises PrintedFigureError where the text is not a figure with 万 or 亿 and a counting word, or no whole number.
    """
    found = _PRINTED_COUNT.fullmatch(text)
    if found is None:
        raise PrintedFigureError(f"count {text!r}: expected a figure and a counting word, as in '180天' or '10万条'")
    count = Decimal(found["figure"]) * _MULTIPLES[found["multiple"]]
    if count != count.to_integral_value():
        raise PrintedFigureError(f"count {text!r}: not a whole number")
    return int(count)


def points_from_printed(text: str) -> int:
    """Basis points of what is added to a rate: ``"2个百分点"`` or ``"6%"`` gives 200 or 600.

    Raises PrintedFigureError where the text is neither.
    """
    found = _PRINTED_POINTS.fullmatch(text)
    return int(Decimal(found["figure"]) * 100) if found else basis_points_from_printed(text)


def figure_from_printed(text: str, unit: Unit) -> int:
    """A printed figure in the integers of its unit: fen of money, basis points of a share, a plain count.

    Raises PrintedFigureError where the text does not read in that unit, or the unit has no figures.
    """
    match unit:
        case Unit.MONEY:
            return fen_from_printed(text)
        case Unit.COUNT:
            return count_from_printed(text)
        case Unit.SHARE:
            return points_from_printed(text)
        case _:
            raise PrintedFigureError(f"figure {text!r}: a {unit} fact is not compared with figures")
