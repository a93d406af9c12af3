"""Industry codes of GB/T 4754-2017 and the lists of the rulebook."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

import screening
from screening.intake.industry_codes import normalise_industry_code

INDUSTRIES = Path(screening.__file__).parent / "rulebook" / "code_lists" / "industries.csv"


def read(code: str | None) -> str | None:
    frame = pl.DataFrame({"c": [code]}, schema={"c": pl.String})
    value: str | None = frame.select(normalise_industry_code(pl.col("c"))).item()
    return value


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("C3670", "3670"),
        ("3670", "3670"),
        ("c367", "367"),
        ("367", "367"),
        ("C36", "36"),
        (" Ｃ３６７０ ", "3670"),
        ("A0111", "0111"),
        ("B0610", "0610"),
        ("T9700", "9700"),
    ],
)
def test_the_section_letter_and_blanks_go_and_the_digits_stay(written: str, digits: str) -> None:
    assert read(written) == digits


@pytest.mark.parametrize("written", [None, "", "C", "C3", "36701", "9800", "00", "机械", "36.7", "U3670"])
def test_what_is_no_code_is_unknown(written: str | None) -> None:
    assert read(written) is None


@pytest.mark.parametrize("written", ["D3670", "A111", "C44", "B1310", "D4710"])
def test_a_letter_that_contradicts_its_division_leaves_the_code_unknown(written: str) -> None:
    assert read(written) is None


@pytest.mark.parametrize(
    ("section", "first", "last"),
    [
        ("A", 1, 5),
        ("B", 6, 12),
        ("C", 13, 43),
        ("D", 44, 46),
        ("F", 51, 52),
        ("I", 63, 65),
        ("J", 66, 69),
        ("K", 70, 70),
    ],
)
def test_each_section_reaches_from_its_first_to_its_last_division(section: str, first: int, last: int) -> None:
    assert read(f"{section}{first:02d}") == f"{first:02d}"
    assert read(f"{section}{last:02d}") == f"{last:02d}"
    assert read(f"{section}{first - 1:02d}") is None
    assert read(f"{section}{last + 1:02d}") is None


def prefixes(name: str) -> list[str]:
    with INDUSTRIES.open(encoding="utf-8", newline="") as file:
        return [row["code_prefix"] for row in csv.DictReader(file) if row["list"] == name]


def divisions(first: int, last: int) -> list[str]:
    return [f"{number:02d}" for number in range(first, last + 1)]


def test_manufacturing_is_section_c_and_industry_is_sections_b_c_and_d() -> None:
    assert prefixes("制造业") == divisions(13, 43)
    assert prefixes("工业") == divisions(6, 46)


def test_integrated_circuits_are_made_or_designed() -> None:
    assert prefixes("集成电路") == ["3973", "6520"]


def test_the_six_industries_of_the_scope_are_the_sum_of_each() -> None:
    each = {
        "房地产": ["70"],
        "金融": divisions(66, 69),
        "通信": ["63"],
        "电力": ["44"],
        "石化": ["25"],
        "烟草": ["16", "5128", "5129"],
    }
    assert {name: prefixes(name) for name in each} == each
    assert prefixes("六大行业") == [prefix for codes in each.values() for prefix in codes]
