"""The district of an enterprise from its column, else from its code, else unknown."""

from __future__ import annotations

import polars as pl
import pytest

from screening.intake.districts import DISTRICT_WARNING, add_canonical_district
from screening.intake.divisions import read_divisions
from screening.intake.fold_names import fold_name
from tests.credit_codes import credit_code

CITIES = ("weihai", "qingdao", "weifang", "shaoxing")


def district(city: str, written: str | None, division: str | None = None) -> str | None:
    value: str | None = answer(city, written, division)[0]
    return value


def answer(city: str, written: str | None, division: str | None = None) -> tuple[str | None, str | None]:
    """District and warning of one enterprise."""
    code = None if division is None else credit_code(1, division)
    frame = pl.DataFrame({"district": [written], "uscc": [code]}, schema={"district": pl.String, "uscc": pl.String})
    return add_canonical_district(frame, city).select("district", DISTRICT_WARNING).row(0)


@pytest.mark.parametrize(
    ("city", "written", "name"),
    [
        ("weihai", "环翠区", "环翠区"),
        ("weihai", " 环翠 ", "环翠区"),
        ("weihai", "威海市环翠区", "环翠区"),
        ("weihai", "山东省威海市荣成市", "荣成市"),
        ("weihai", "371003", "文登区"),
        ("weihai", "371083000000", "乳山市"),
        ("weihai", "高区", "威海火炬高技术产业开发区"),
        ("weihai", "威海火炬高技术产业开发区管委会", "威海火炬高技术产业开发区"),
        ("weihai", "371072", "威海经济技术开发区"),
        ("weihai", "临港区", "威海临港经济技术开发区"),
        ("weihai", "南海新区", "威海南海新区"),
        ("qingdao", "西海岸新区", "黄岛区"),
        ("qingdao", "高新区", "青岛高新技术产业开发区"),
        ("weifang", "高新区", "潍坊高新技术产业开发区"),
        ("weifang", "滨海区", "潍坊滨海经济技术开发区"),
        ("weifang", "峡山", "潍坊峡山生态经济开发区"),
        ("shaoxing", "越城", "越城区"),
        ("shaoxing", "滨海新区", "绍兴滨海新区"),
    ],
)
def test_the_column_is_read_by_name_short_name_alias_and_code(city: str, written: str, name: str) -> None:
    assert answer(city, written) == (name, None)


@pytest.mark.parametrize(
    ("city", "written", "name"),
    [
        ("weihai", "文登市", "文登区"),
        ("weihai", "371081", "文登区"),
        ("qingdao", "即墨市", "即墨区"),
        ("qingdao", "胶南市", "黄岛区"),
        ("qingdao", "四方区", "市北区"),
        ("shaoxing", "绍兴县", "柯桥区"),
        ("shaoxing", "上虞市", "上虞区"),
        ("weifang", "寿光县", "寿光市"),
    ],
)
def test_an_abolished_county_is_read_as_the_one_it_lives_on_in(city: str, written: str, name: str) -> None:
    assert answer(city, written) == (name, None)


@pytest.mark.parametrize(
    ("city", "division", "name"),
    [
        ("weihai", "371002", "环翠区"),
        ("weihai", "371081", "文登区"),
        ("shaoxing", "330621", "柯桥区"),
        ("qingdao", "370282", "即墨区"),
        ("weihai", "371000", None),  # the city alone: a third of Weihai's codes
        ("qingdao", "370206", None),  # 沧口区 was divided
        ("weifang", "370729", None),  # 五莲县 belongs to another city
        ("weihai", "370202", None),  # registered elsewhere
        ("weihai", None, None),
    ],
)
def test_without_the_column_the_code_decides_where_its_county_lives_on(
    city: str, division: str | None, name: str | None
) -> None:
    assert answer(city, None, division) == (name, None)


def test_the_column_goes_before_the_code() -> None:
    assert district("weihai", "高区", "371002") == "威海火炬高技术产业开发区"


@pytest.mark.parametrize("written", ["威海市", "威海", "371000", "山东省威海市"])
def test_the_city_in_the_column_says_nothing_and_the_code_decides(written: str) -> None:
    assert answer("weihai", written, "371002") == ("环翠区", None)
    assert answer("weihai", written, "371000") == (None, None)


def test_what_is_no_district_of_the_city_is_warned_of_and_the_code_decides() -> None:
    assert answer("weihai", "羊亭镇", "371002") == (
        "环翠区",
        "所在区县“羊亭镇”不是本市的区县或开发区，已按信用代码归入：环翠区",
    )
    assert answer("weihai", "即墨区", "371000") == (
        None,
        "所在区县“即墨区”不是本市的区县或开发区，已按信用代码归入：未知",
    )


@pytest.mark.parametrize("city", CITIES)
def test_every_renamed_division_lives_on_in_a_living_one_of_its_city(city: str) -> None:
    divisions = read_divisions().filter(city=city)
    living = set(divisions.filter(status="live")["name"])
    assert set(divisions.filter(status="renamed")["successor"]) <= living
    assert divisions.filter(pl.col("status") != "renamed")["successor"].is_null().all()
    assert set(divisions["status"]) <= {"live", "renamed", "split", "moved"}


@pytest.mark.parametrize("city", CITIES)
def test_no_spelling_means_two_districts_of_a_city(city: str) -> None:
    divisions = read_divisions().filter((pl.col("city") == city) & (pl.col("kind") != "prefecture"))
    today = pl.when(pl.col("status") == "live").then(pl.col("name")).otherwise(pl.col("successor"))
    spellings = divisions.select(
        district=today, spelling=pl.concat_list("name", pl.col("aliases").fill_null("").str.split("；"))
    ).explode("spelling")
    meant = spellings.drop_nulls().with_columns(fold_name(pl.col("spelling"))).drop_nulls()
    assert meant.group_by("spelling").agg(pl.col("district").n_unique()).filter(pl.col("district") > 1).is_empty()


def test_no_code_stands_for_two_divisions() -> None:
    assert read_divisions()["code"].drop_nulls().is_duplicated().any() is False
