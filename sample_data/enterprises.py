"""Registers of invented enterprises: codes with valid check characters, names in real patterns, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
import yaml

WORDS: Final[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text("utf-8"))

_CODE_PLACES: Final = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))  # GB 32100-2015: no I O S V Z
_CODE_WEIGHTS: Final = np.array([pow(3, place, 31) for place in range(17)])
_ORGANISATION_WEIGHTS: Final = np.array([3, 7, 9, 10, 5, 8, 4, 2])  # GB 11714
_VALUES: Final = np.array([int(place, 36) for place in _CODE_PLACES])  # GB 11714 skips no letter
_MA: Final = tuple(int(np.flatnonzero(letter == _CODE_PLACES)[0]) for letter in "MA")  # registered since 2015
_X: Final = int(np.flatnonzero(_CODE_PLACES == "X")[0])
_NUMBERS, _STEP = 90_000_000, 61_803_399
_DIGITS_ONLY: Final = 0.75  # share of organisation codes of digits; a quarter of all codes end up all digits

Choice = np.random.Generator


@dataclass(frozen=True, slots=True)
class Share:
    """How often something is so in real registers."""

    no_district: float = 0.05
    no_industry: float = 0.04
    section_letter: float = 0.3
    former_name: float = 0.06
    bracketed_place: float = 0.08
    above_scale: float = 0.25
    left: float = 0.04


def make_enterprises(city: str, count: int, choice: Choice, share: Share | None = None) -> pl.DataFrame:
    """`count` enterprises of a city under the English headings of the contract, contacts included."""
    share = share or Share()
    words = WORDS["cities"][city]
    trades = WORDS["trades"]
    trade = choice.integers(0, len(trades), count)
    industry = np.array([t["industry"] for t in trades])[trade]
    lettered = np.char.add(np.where(industry < "4", "C", ""), industry)
    register = pl.DataFrame(
        {
            "uscc": _codes(np.array(words["divisions"]), count, choice),
            "name": _names(words["place"], np.array([t["word"] for t in trades])[trade], choice, share),
            "district": choice.choice(words["districts"], count),
            "subject_type": choice.choice(["企业", ""], count, p=[0.7, 0.3]),
            "industry_code": np.where(choice.random(count) < share.section_letter, lettered, industry),
            "ownership": choice.choice(WORDS["ownership"], count),
            "registered_on": _days("1996-01-01", "2024-12-31", count, choice),
            "operating_status": choice.choice(["存续", "在业", "注销", "迁出"], count, p=[0.7, 0.26, 0.03, 0.01]),
            "above_scale_on": _days("2015-01-01", "2025-10-31", count, choice),
            "contact_name": _people(count, choice),
            "contact_phone": [f"1990000{number:04d}" for number in choice.integers(0, 10_000, count)],
        }
    )
    return _with_gaps(register, choice, share)


def _with_gaps(register: pl.DataFrame, choice: Choice, share: Share) -> pl.DataFrame:
    """Blanks as real registers have them, and former names of some."""
    count = register.height
    draws = {
        name: pl.Series(choice.random(count)) for name in ("district", "industry_code", "above_scale_on", "former")
    }
    former = pl.col("name").str.replace("智能|精密|新", "").str.replace("有限责任公司|股份有限公司", "有限公司")
    is_above = (draws["above_scale_on"] < share.above_scale) & (pl.col("above_scale_on") > pl.col("registered_on"))
    is_renamed = (draws["former"] < share.former_name) & (former != pl.col("name"))
    return register.with_columns(
        pl.when(draws["district"] >= share.no_district).then("district").alias("district"),
        pl.when(draws["industry_code"] >= share.no_industry).then("industry_code").alias("industry_code"),
        pl.when(is_above).then("above_scale_on").alias("above_scale_on"),
        pl.when(is_renamed).then(former).alias("former_names"),
        pl.when(pl.col("subject_type") != "").then("subject_type").alias("subject_type"),
    )


def _codes(divisions: np.ndarray[Any, Any], count: int, choice: Choice) -> np.ndarray[Any, Any]:
    """Distinct unified social credit codes (GB 32100-2015) with organisation codes after GB 11714."""
    # A step prime to the range visits every number once.
    number = (np.arange(count, dtype=np.int64) * _STEP + choice.integers(0, _NUMBERS)) % _NUMBERS + 10_000_000
    of_digits = np.stack([number // 10**place % 10 for place in range(8)], axis=1)
    since_2015 = np.stack([np.full(count, place) for place in _MA] + [number // 31**n % 31 for n in range(6)], axis=1)
    eight = np.where((choice.random(count) < _DIGITS_ONLY)[:, None], of_digits, since_2015)
    check = (11 - (_VALUES[eight] * _ORGANISATION_WEIGHTS).sum(axis=1) % 11) % 11
    organisation = np.concatenate([eight, np.where(check == 10, _X, check)[:, None]], axis=1)
    division = np.array([[int(d) for d in code] for code in divisions])[choice.integers(0, len(divisions), count)]
    head = np.broadcast_to(np.array([9, 1]), (count, 2))
    body = np.concatenate([head, division, organisation], axis=1)
    last = (31 - (body * _CODE_WEIGHTS).sum(axis=1) % 31) % 31
    places = np.ascontiguousarray(_CODE_PLACES[np.concatenate([body, last[:, None]], axis=1)])
    return places.view("<U18").ravel()


def _names(place: str, trade: np.ndarray[Any, Any], choice: Choice, share: Share) -> pl.Series:
    """Distinct names; a second firm of a name would be a question to a person, so its brand is longer."""
    count = len(trade)
    parts = {part: choice.choice(WORDS[part], count) for part in ("first", "second", "third")}
    is_bracketed = pl.Series(choice.random(count) < share.bracketed_place)
    brand = pl.concat_str("first", "second", "third", "more")
    drawn = pl.DataFrame(parts | {"trade": trade, "form": choice.choice(WORDS["forms"], count)})
    again = pl.int_range(pl.len()).over("first", "second", "third", "trade", "form")
    named = drawn.with_columns(again=again).join(_syllables_added(), on="again", how="left", maintain_order="left")
    plain = pl.concat_str(pl.lit(place), brand, "trade", "form")
    bracketed = pl.concat_str(brand, pl.lit(f"（{place}）"), "trade", "form")
    return named.select(pl.when(is_bracketed).then(bracketed).otherwise(plain).alias("name")).to_series()


def _syllables_added() -> pl.DataFrame:
    """What the brand of the n-th firm of a name has more: nothing, one syllable, two."""
    one = WORDS["second"]
    more = ["", *one, *(first + second for first in one for second in one)]
    return pl.DataFrame({"again": range(len(more)), "more": more})


def _days(first: str, last: str, count: int, choice: Choice) -> pl.Series:
    start, end = np.datetime64(first), np.datetime64(last)
    return pl.Series(start + choice.integers(0, (end - start).astype(int) + 1, count).astype("timedelta64[D]"))


def _people(count: int, choice: Choice) -> list[str]:
    surnames, given = choice.choice(WORDS["surnames"], count), choice.choice(WORDS["given"], count)
    return [f"{surname}{name}（样例）" for surname, name in zip(surnames, given, strict=True)]
