"""The cover says what a workbook is, as of when and from what; the notes say how to read it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from openpyxl import load_workbook

from screening.contract.result_tables import RESULT_TABLES
from screening.reports.cover import CoverSheet, Headline, cities_of, city_names, policies_of, write_notes
from screening.reports.workbook import ReportBook

AS_OF: Final = dt.date(2025, 11, 30)


def cover_of(path: Path, run: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of the cover of a workbook about Weihai."""
    book = ReportBook("威海市报表", AS_OF)
    cover = CoverSheet(book, run, ["weihai"])
    write_notes(book, "amounts", "limits")
    cover.fill([Headline("确定额合计（元）", 12345)])
    book.save(path)
    return list(load_workbook(path)["封面"].iter_rows(values_only=True))


def test_the_cover_tells_date_run_rulebook_documents_totals_and_sources(tmp_path: Path, run: dict[str, Any]) -> None:
    rows = cover_of(tmp_path / "a.xlsx", run)
    pairs = {row[0]: row[1] for row in rows}
    assert rows[0][0] == "威海市报表"
    assert rows[1][0] == "数据截至 2025年11月30日"
    assert pairs["确定额合计（元）"] == 12345
    assert pairs["运行编号"] == run["run_id"]
    assert pairs["规则库版本"] == run["rulebook"]["version"]
    assert pairs["规则库校验值"] == run["rulebook"]["sha256"]
    assert ("威政办发〔2023〕7号", "威海市支持工业经济高质量发展若干政策", "现行") in {row[:3] for row in rows}
    assert ("认定名单", "weihai/认定名单_1.xlsx", 20480, "1" * 64) in {row[:4] for row in rows}
    assert ("说明", "说明：怎样读这份表，它不能说明什么", 11) in {row[:3] for row in rows}


def test_the_cover_is_about_its_city_only(tmp_path: Path, run: dict[str, Any]) -> None:
    texts = {str(value) for row in cover_of(tmp_path / "a.xlsx", run) for value in row}
    assert not any("绍兴" in text or "shaoxing" in text for text in texts)


@pytest.mark.parametrize(
    ("include_drafts", "ids"), [(False, ["weihai-2023"]), (True, ["weihai-2021-draft", "weihai-2023"])]
)
def test_drafts_are_named_where_the_run_has_them(run: dict[str, Any], include_drafts: bool, ids: list[str]) -> None:
    run["include_drafts"] = include_drafts
    assert [policy["id"] for policy in policies_of(run, ["weihai"])] == ids


def test_many_sources_are_counted_and_pointed_to(tmp_path: Path, run: dict[str, Any]) -> None:
    source = run["inputs"][-1]
    run["inputs"] = [source | {"file": f"weihai/名单_{number:03d}.csv"} for number in range(60)]
    texts = [row[0] for row in cover_of(tmp_path / "a.xlsx", run)]
    assert "共 60 个文件，此处列前 24 个，其余见数据质量工作簿的“来源文件”。" in texts


def test_a_run_without_sources_says_so(tmp_path: Path, run: dict[str, Any]) -> None:
    run["inputs"] = []
    assert "无" in {row[0] for row in cover_of(tmp_path / "a.xlsx", run)}


def test_cities_are_those_of_the_frames_and_of_the_run_where_these_are_empty(run: dict[str, Any]) -> None:
    empty = pl.DataFrame(schema=RESULT_TABLES["awards"])
    assert cities_of(run, empty) == ("shaoxing", "weihai")
    assert cities_of(run, empty, pl.DataFrame({"city": ["weihai"]})) == ("weihai",)


def test_a_city_without_a_name_goes_by_its_code(run: dict[str, Any]) -> None:
    assert city_names(run, ["weihai", "elsewhere"]) == "威海市、elsewhere"
    for policy in run["rulebook"]["policies"]:
        del policy["city_name"]
    assert city_names(run, ["weihai"]) == "weihai"
