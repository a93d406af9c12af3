"""What folding makes equal, what it keeps apart, and what it finds inside a name."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.intake.fold_names import annotated_names, fold_name, is_branch, other_company_form, split_names

# Where names come from: Chinese, letters and digits of both widths, punctuation, brackets, blanks, invisible signs.
SIGNS = "威海甲乙机械（中国）(原名)【】［］有限责任公司股份简称、;；·.-—“”\"' \u3000\u200b\ufeffＡaｂ９9ⅣＢß&＆"


def folded(*names: str | None) -> list[str | None]:
    return pl.DataFrame({"n": names}, schema={"n": pl.String}).select(fold_name(pl.col("n"))).to_series().to_list()


def of(expr: pl.Expr, name: str) -> object:
    return pl.DataFrame({"n": [name]}).select(expr).item()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("威海甲（中国）有限公司", "威海甲(中国)有限公司"),
        ("威海甲【中国】有限公司", "威海甲(中国)有限公司"),
        ("威海甲有限责任公司", "威海甲有限公司"),
        ("威海 甲　有限\u200b公司", "威海甲有限公司"),
        ("威海“甲”有限公司", "威海甲有限公司"),
        ("威海甲·乙有限公司。", "威海甲乙有限公司"),
        ("ＡＢＣ（威海）有限公司", "abc(威海)有限公司"),
        ("威海甲有限公司（原威海乙有限公司）", "威海甲有限公司"),
        ("威海甲有限公司（原：威海乙(集团)有限公司）（简称：甲公司集团）", "威海甲有限公司"),
        ("威海甲有限责任公司荣成分公司", "威海甲有限公司荣成分公司"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    first, second = folded(one, other)
    assert first == second is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("威海甲有限公司", "甲有限公司"),
        ("威海甲有限公司", "威海市甲有限公司"),
        ("威海甲（中国）有限公司", "威海甲有限公司"),
        ("威海甲（一）有限公司", "威海甲（二）有限公司"),
        ("威海甲股份有限公司", "威海甲有限公司"),
        ("威海甲有限公司", "威海甲有限公司分公司"),
        ("威海（原点）投资中心（有限合伙）", "威海"),
        ("威海甲中心（原点）", "威海甲中心"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    first, second = folded(one, other)
    assert first != second


def test_nothing_is_left_of_a_name_without_letters_and_digits() -> None:
    assert folded(None, "", "　", "（）", "——") == [None] * 5


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(SIGNS, max_size=30) | st.text(max_size=20), min_size=1, max_size=50))
def test_folding_twice_is_folding_once(names: list[str]) -> None:
    once = folded(*names)
    assert folded(*once) == once


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("威海甲有限公司（原威海乙厂公司）", ["威海乙厂公司"]),
        ("威海甲有限公司（曾用名：威海乙机械厂、威海丙机械厂）", ["威海乙机械厂", "威海丙机械厂"]),
        ("威海甲有限公司（现更名为威海丁有限责任公司）", ["威海丁有限公司"]),
        ("威海甲医院（第二名称：威海乙医院）", ["威海乙医院"]),
        ("威海甲有限公司（原威海乙机械厂）（简称甲公司集团）", ["威海乙机械厂"]),
        ("威海甲有限公司（简称：甲公司集团）", None),
        ("威海甲有限公司（中国）", None),
        ("威海甲有限公司", None),
    ],
)
def test_other_names_are_read_from_annotations(name: str, others: list[str] | None) -> None:
    found = of(annotated_names(pl.col("n")), name)
    assert (found.to_list() if isinstance(found, pl.Series) else found) == others


def test_former_names_are_cut_at_every_separator_and_folded() -> None:
    found = of(split_names(pl.col("n")), "甲厂;乙厂； 丙 厂、丁厂,戊厂，；")
    assert isinstance(found, pl.Series) and found.to_list() == ["甲厂", "乙厂", "丙厂", "丁厂", "戊厂"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("威海甲有限公司", "威海甲股份有限公司"),
        ("威海甲股份有限公司", "威海甲有限公司"),
        ("威海甲股份有限公司荣成分公司", "威海甲有限公司荣成分公司"),
        ("威海甲公司", None),
        ("威海甲厂", None),
    ],
)
def test_the_other_company_form_is_the_same_name_but_for_stock_or_limited(name: str, other: str | None) -> None:
    assert of(other_company_form(pl.col("n")), name) == other


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("威海甲有限公司荣成分公司", True),
        ("威海甲有限公司(高区)分公司", True),
        ("威海甲厂第一分厂", True),
        ("威海甲有限公司文登营业部", True),
        ("威海甲有限公司驻济南办事处", True),
        ("威海甲有限公司机械厂", True),
        ("威海甲有限公司", False),
        ("威海甲有限公司(集团)", False),
        ("威海甲投资中心(有限合伙)", False),
        ("威海甲厂", False),
    ],
)
def test_a_dependent_unit_is_told_from_an_enterprise(name: str, is_one: bool) -> None:
    assert of(is_branch(pl.col("n")), name) is is_one
