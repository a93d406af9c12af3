"""The editable table of source offices."""

from __future__ import annotations

import msgspec
import polars as pl
import pytest

from screening.contract.offices import OfficesError, load_offices, parse_offices, with_office
from screening.contract.source_tables import SOURCE_TABLES

_ALL = "\n".join(f"  {name}: 统计局" for name in SOURCE_TABLES)


def test_every_table_has_an_office_and_a_city_may_name_its_own() -> None:
    offices = load_offices()
    assert {offices.office_of("weihai", table) for table in ("recognitions", "projects")} == {"工业和信息化局"}
    assert offices.office_of("shaoxing", "recognitions") == "经济和信息化局"
    assert offices.office_of("shaoxing", "enterprises") == "市场监督管理局"
    assert offices.office_of("weihai", None) == "未知来源"


def test_rows_get_the_office_of_their_city_and_table() -> None:
    frame = pl.DataFrame({"city": ["weihai", "weihai", "shaoxing"], "table": ["projects", None, "projects"]})
    named = with_office(
        frame, parse_offices(f"tables:\n{_ALL}\ncities: {{shaoxing: {{projects: 经信局}}}}\nunknown: 某处")
    )
    assert named["office"].to_list() == ["统计局", "某处", "经信局"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"tables:\n{_ALL}\nunknown: 某处\noffice: 统计局", "unknown field"),
        (f"tables:\n{_ALL}\nunknown: [某处]", "Expected `str`"),
        (f"tables:\n{_ALL}", "unknown"),
    ],
)
def test_an_unknown_key_or_a_wrong_type_is_an_error(text: str, problem: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=problem):
        parse_offices(text)


def test_every_wrong_table_and_name_is_said_at_once() -> None:
    text = "tables: {enterprises: 市监局, firms: 统计局}\ncities: {weihai: {lists: 工信局}}\nunknown: ../局"
    with pytest.raises(OfficesError) as caught:
        parse_offices(text)
    for word in ("tables 缺少 recognitions", "firms", "weihai", "lists", "../局"):
        assert word in str(caught.value)
