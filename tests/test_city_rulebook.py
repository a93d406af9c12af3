"""Rulings on readings change the rulebook of the city that made them, and only where they fit."""

from __future__ import annotations

from typing import Any

import polars as pl

from screening.city_rulebook import rulebook_under_rulings
from screening.contract.source_tables import RULINGS, typed_schema
from screening.rules.rulebook_files import read_rulebook_files

FILES = read_rulebook_files()


def _rulings(*rows: dict[str, Any]) -> dict[str, pl.DataFrame]:
    schema = typed_schema(RULINGS)
    return {"rulings": pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema, orient="row")}


def test_without_rulings_it_is_the_rulebook_as_it_lies() -> None:
    for tables in ({}, _rulings()):
        rulebook, warnings = rulebook_under_rulings(FILES, tables)
        assert rulebook.sha256 == FILES.sha256
        assert warnings == []


def test_a_ruling_for_another_reading_switches_to_it() -> None:
    ruling = {"kind": "reading", "key": "weihai-2023/1-r1", "ruling": "按单个项目"}
    rulebook, warnings = rulebook_under_rulings(FILES, _rulings(ruling))
    (ceiling,) = (ceiling for ceiling in rulebook.policies["weihai-2023"].ceilings() if ceiling.id == "1-cap")
    assert ceiling.per == ["enterprise", "award_year", "project"]
    assert warnings == []


def test_a_ruling_that_fits_no_reading_is_a_warning_and_changes_nothing() -> None:
    rulings = _rulings(
        {"kind": "reading", "key": "weihai-2023/1-r1", "ruling": "另一种"},
        {"kind": "reading", "key": "weihai-2023/none", "ruling": "按单个项目"},
        {"kind": "condition", "key": "weihai-2023/1-01", "ruling": "是"},
    )
    rulebook, warnings = rulebook_under_rulings(FILES, rulings)
    assert rulebook.sha256 == FILES.sha256
    unread, unknown = warnings
    assert unread.startswith("复核结论未采用：规则库中没有“weihai-2023/1-r1”的理解“另一种”，应为：")
    assert "按单个项目" in unread
    assert unknown == "复核结论未采用：规则库中没有“weihai-2023/none”的理解“按单个项目”，没有这一处读法"
