"""Open problems by office over time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from screening.reports.problem_trend import open_problems_over_time
from screening.reports.quality_report import write_quality
from tests.reports.read_back import read_rows


def entry(office: str, table: str | None, *counts: int, city: str = "weihai") -> dict[str, Any]:
    names = ("rows_set_aside", "cells_emptied", "files_refused")
    return {"city": city, "office": office, "table": table, **dict(zip(names, counts, strict=True))}


def test_an_office_that_has_put_all_right_stands_at_zero_and_an_uncounted_run_at_unknown() -> None:
    before: list[dict[str, Any]] = [
        {"as_of": "2025-11-27", "cities": ["weihai"]},
        {"as_of": "2025-11-28", "cities": ["shaoxing"], "open_problems": []},
        {"as_of": "2025-11-29", "cities": ["weihai"], "open_problems": [entry("统计局", "annual_returns", 3, 2, 1)]},
    ]
    now = {"as_of": "2025-11-30", "cities": ["weihai"], "open_problems": [entry("财政局", "awards_received", 1, 0, 0)]}
    frame, dates = open_problems_over_time(now, before)
    assert dates == {"earlier_0": "2025-11-29", "earlier_1": "2025-11-28", "earlier_2": "2025-11-27"}
    assert frame.select("office", "open_problems", *dates).rows() == [
        ("统计局", 0, 6, None, None),
        ("财政局", 1, 0, None, None),
    ]


def test_the_quality_workbook_shows_this_run_and_those_before(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    earlier = [run | {"as_of": "2025-11-29", "open_problems": [entry("市场监督管理局", "enterprises", 4, 1, 0)]}]
    now = run | {"open_problems": [entry("市场监督管理局", "enterprises", 2, 1, 0)]}
    write_quality(tmp_path / "a.xlsx", quarantine=quarantine, run=now, earlier=earlier)
    row, total = read_rows(tmp_path / "a.xlsx", "未解决问题")
    assert (row["提供数据的单位"], row["表"], row["合计"], row["2025-11-29 合计"]) == (
        "市场监督管理局",
        "企业名录",
        3,
        5,
    )
    assert (total["整行未采用"], total["合计"], total["2025-11-29 合计"]) == (2, 3, 5)
