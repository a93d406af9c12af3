"""What a run says beside its results."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from screening.contract.source_tables import SOURCE_TABLES, typed_schema
from screening.rules.load_rulebook import load_rulebook
from screening.rules.loaded_rulebook import Rulebook
from screening.screening_notes import take_notes
from screening.screening_run import ScreeningRun
from tests.small_inbox import HAIJIA, YUNFAN


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


def _run(as_of: str, *, include_drafts: bool = False) -> ScreeningRun:
    day = dt.date.fromisoformat(as_of)
    return ScreeningRun("id", day, Path("in"), Path("out"), ("weihai",), include_drafts=include_drafts)


def _table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    schema = typed_schema(SOURCE_TABLES[name])
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema, orient="row")


@pytest.mark.parametrize("day", ["2023-02-25", "2026-02-24"])
def test_a_day_in_the_period_of_a_document_is_no_warning(rulebook: Rulebook, day: str) -> None:
    assert take_notes({}, rulebook, _run(day), "weihai")["warnings"] == []


@pytest.mark.parametrize("day", ["2023-02-24", "2026-02-25"])
def test_a_day_outside_every_document_is_said(rulebook: Rulebook, day: str) -> None:
    (warning,) = take_notes({}, rulebook, _run(day), "weihai")["warnings"]
    assert warning.startswith(f"截止日期 {day} 不在任何政策文件的有效期内")


def test_a_city_with_drafts_only_is_told_so_unless_they_are_asked_for(rulebook: Rulebook) -> None:
    (warning,) = take_notes({}, rulebook, _run("2025-11-30"), "qingdao")["warnings"]
    assert "只有征求意见稿" in warning
    assert take_notes({}, rulebook, _run("2025-11-30", include_drafts=True), "qingdao")["warnings"] == []


def test_enterprises_without_any_productivity_grade_are_counted_where_a_grade_bars(rulebook: Rulebook) -> None:
    tables = {
        "enterprises": _table("enterprises", {"uscc": HAIJIA}, {"uscc": YUNFAN}),
        "annual_returns": _table(
            "annual_returns",
            {"uscc": HAIJIA, "year": 2023, "productivity_grade": None},
            {"uscc": HAIJIA, "year": 2024, "productivity_grade": "A"},
            {"uscc": YUNFAN, "year": 2024, "productivity_grade": None},
        ),
    }
    (warning,) = take_notes(tables, rulebook, _run("2025-11-30"), "shaoxing")["warnings"]
    assert warning.startswith("2 家企业中 1 家没有任何年度的亩均评价")
    assert take_notes(tables, rulebook, _run("2025-11-30"), "weihai")["warnings"] == []


def test_titles_nobody_knows_are_listed_with_the_nearest(rulebook: Rulebook) -> None:
    lists = _table("recognitions", {"city": "weihai", "programme": "智能制造示范工长", "name": "甲"})
    tables = {"recognitions": lists.with_columns(programme_title=pl.lit(None, pl.String))}
    (unknown,) = take_notes(tables, rulebook, _run("2025-11-30"), "weihai")["unknown_programmes"]
    assert (unknown["city"], unknown["programme"], unknown["rows"]) == ("weihai", "智能制造示范工长", 1)
    assert "智能制造示范工厂" in unknown["nearest"]


def test_what_was_noted_before_comes_first(rulebook: Rulebook) -> None:
    warnings = take_notes({}, rulebook, _run("2030-01-01"), "weihai", ["先前"])["warnings"]
    assert warnings[0] == "先前"
    assert len(warnings) == 2
