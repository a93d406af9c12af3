"""Open problems of a run by office."""

from __future__ import annotations

from typing import Any

import polars as pl

from screening.contract.result_tables import QUARANTINE
from screening.open_problems import count_open_problems


def record(table: str, *, aside: bool, is_open: bool = True, city: str = "weihai") -> dict[str, Any]:
    return {"city": city, "table": table, "is_row_set_aside": aside, "is_open": is_open, "reasons": ["某"]}


def entry(office: str, table: str | None, *counts: int, city: str = "weihai") -> dict[str, Any]:
    names = ("rows_set_aside", "cells_emptied", "files_refused")
    return {"city": city, "office": office, "table": table, **dict(zip(names, counts, strict=True))}


def test_open_rows_cells_and_refused_files_are_counted_by_city_office_and_table() -> None:
    rows = [
        record("enterprises", aside=True),
        record("enterprises", aside=False),
        record("enterprises", aside=True, is_open=False),
        record("recognitions", aside=False, city="shaoxing"),
        record("sanctions", aside=True, is_open=False),
    ]
    refused = [
        {"city": "weihai", "file": "weihai/企业名录-旧.xlsx", "reason": "有密码"},
        {"city": "weihai", "file": "weihai/通知.csv", "reason": "看不出是哪张表"},
    ]
    assert count_open_problems(pl.DataFrame(rows, schema=QUARANTINE), refused) == [
        entry("经济和信息化局", "recognitions", 0, 1, 0, city="shaoxing"),
        entry("市场监督管理局", "enterprises", 1, 1, 1),
        entry("未知来源", None, 0, 0, 1),
    ]


def test_a_night_without_problems_has_none() -> None:
    assert count_open_problems(pl.DataFrame(schema=QUARANTINE), []) == []
