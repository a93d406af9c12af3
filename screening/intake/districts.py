"""The district of an enterprise under one name: county-level division or development zone of its city.

The register's own column decides; a credit code says where the firm was registered, which is often only the
city and never a zone, so it fills the gap only where its division is a county that lives on.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from screening.intake.credit_codes import division_of_code
from screening.intake.divisions import read_divisions
from screening.intake.fill_in import fill_in
from screening.intake.fold_names import fold_name

DISTRICT_WARNING: Final = "district_warning"

_ALIAS_SEPARATOR: Final = "；"
_ADMINISTRATION: Final = r"(?:管理委员会|管委会?|人民政府)$"
_CODE: Final = r"^(\d{6})(?:\d{6})?$"  # the twelve digits of statistics begin with the six of GB/T 2260


def add_canonical_district(register: pl.DataFrame, city: str) -> pl.DataFrame:
    """The register of a city with `district` as divisions.csv names it, null where unknown, and
    `district_warning` (Chinese, or null) where the column held something that is no district of the city.
    """
    names = _district_by_spelling(city)
    written = fold_name(pl.col("district")).str.replace(_ADMINISTRATION, "").str.replace(_CODE, "${1}")
    below_city = written.str.replace(_prefix(city), "")
    by_column = pl.coalesce(_look_up(written, names), _look_up(below_city, names))
    by_code = _look_up(division_of_code(pl.col("uscc")), _district_by_code(city))
    is_strange = by_column.is_null() & (below_city != "")
    text = "所在区县“{}”不是本市的区县或开发区，已按信用代码归入：{}"
    warning = fill_in(text, "district", by_code.fill_null("未知"))
    return register.with_columns(
        district=pl.coalesce(by_column, by_code), **{DISTRICT_WARNING: pl.when(is_strange).then(warning)}
    )


def _look_up(text: pl.Expr, names: dict[str, str]) -> pl.Expr:
    return text.replace_strict(names, default=None, return_dtype=pl.String)


@cache
def _district_by_code(city: str) -> dict[str, str]:
    """Living district by county code, through at most one succession."""
    counties = _living(city).filter(pl.col("kind") == "county").drop_nulls("code")
    return dict(zip(counties["code"], counties["district"], strict=True))


@cache
def _district_by_spelling(city: str) -> dict[str, str]:
    """Living district by each folded spelling: code, name, alias, county name without its last character."""
    living = _living(city)
    short = pl.when((pl.col("kind") == "county") & (pl.col("name").str.len_chars() > 2)).then(
        pl.col("name").str.replace("[市区县]$", "")
    )
    spellings = pl.concat_list("code", "name", short, pl.col("aliases").fill_null("").str.split(_ALIAS_SEPARATOR))
    pairs = living.select("district", spelling=spellings).explode("spelling")
    pairs = pairs.with_columns(fold_name(pl.col("spelling"))).drop_nulls("spelling").unique()
    pairs = pairs.filter(~pl.col("spelling").is_in(sorted(_city_spellings(city))))  # 威海市 was a county's name too
    return dict(zip(pairs["spelling"], pairs["district"], strict=True))


def _living(city: str) -> pl.DataFrame:
    """Divisions of the city below itself that live on, with the `district` they are today."""
    divisions = read_divisions().filter((pl.col("city") == city) & (pl.col("kind") != "prefecture"))
    today = pl.when(pl.col("status") == "live").then(pl.col("name")).otherwise(pl.col("successor"))
    return divisions.with_columns(district=today).drop_nulls("district")


@cache
def _city_spellings(city: str) -> frozenset[str]:
    """How the city itself is written: a value that names it says nothing about the district."""
    named = read_divisions().filter((pl.col("city") == city) & (pl.col("kind") == "prefecture"))
    return frozenset({*named["name"], *named["name"].str.replace("市$", ""), *named["code"].drop_nulls()})


def _prefix(city: str) -> str:
    """Pattern of province and city before a district."""
    names = "|".join(sorted(_city_spellings(city), key=len, reverse=True))
    return rf"^(?:\p{{Han}}{{2,3}}省)?(?:{names})?"
