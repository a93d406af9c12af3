"""Article labels as printed (七, 10, 保障措施(二), 附则(四)): their number, and their order in a document."""

from __future__ import annotations

import re
from typing import Final

_NUMERALS: Final = "〇一二三四五六七八九"
_DIGITS: Final = {digit: number for number, digit in enumerate(_NUMERALS)}
_LABEL: Final = re.compile(r"(?P<part>保障措施|附则)?(?P<open>\()?(?P<number>[一二三四五六七八九十]+|\d+)(?(open)\))")


def number_from_chinese(text: str) -> int:
    """The number 1 to 99 a Chinese numeral writes: 七 gives 7, 二十七 gives 27. ValueError where it is none."""
    tens, ten, ones = text.rpartition("十")
    if not re.fullmatch(r"[一二三四五六七八九]?", tens) or not re.fullmatch(r"[一二三四五六七八九]?", ones):
        raise ValueError(f"{text!r} is not a Chinese numeral of 1 to 99")
    if not text:
        raise ValueError("an empty text is not a Chinese numeral")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)


def chinese_numeral(number: int) -> str:
    """The Chinese numeral of a number from 1 to 99: 27 gives 二十七. ValueError outside."""
    if not 1 <= number <= 99:
        raise ValueError(f"{number} has no Chinese numeral of 1 to 99")
    tens, ones = divmod(number, 10)
    return f"{_NUMERALS[tens] if tens > 1 else ''}{'十' if tens else ''}{_NUMERALS[ones] if ones else ''}"


def article_order(label: str) -> tuple[bool, int]:
    """Whether the article stands in 保障措施 or 附则, and its number: a key that sorts as the document does.

    ValueError where the label is not written as the contract prints it.
    """
    found = _LABEL.fullmatch(label)
    if found is None or bool(found["part"]) != bool(found["open"]):
        raise ValueError(f"article {label!r}: expected a label as 七, 10, 保障措施(二) or 附则(四)")
    number = found["number"]
    return bool(found["part"]), int(number) if number.isdecimal() else number_from_chinese(number)


def item_prefix(label: str) -> str:
    """What ids of items of an article begin with: 七 gives "7-", 附则(四) gives "b4-"."""
    is_supplement, number = article_order(label)
    return f"{'b' if is_supplement else ''}{number}-"
