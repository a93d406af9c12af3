"""The workbook of changes: the cause table first, then who came, who went, and every line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening.contract.result_tables import CHANGES, MOVEMENTS
from screening.reports.change_report import write_changes
from tests.reports.read_back import read_rows, read_texts
from tests.reports.sample_results import read_sample_run

_LINE: Final = {
    "city": "weihai",
    "uscc": "91371002000000001X",
    "name": "威海示例海岬精密机械有限公司",
    "award_year": 2024,
    "item_id": "weihai-2023/1-01",
    "cause": "data",
}
_ADDED: Final = _LINE | {
    "change": "added",
    "enterprise_change": "newly_in",
    "exact_after": Decimal("100000.00"),
    "upper_bound_after": Decimal("300000.00"),
}
_REMOVED: Final = _LINE | {
    "uscc": "91371002000000002X",
    "name": "=威海示例云帆智能装备有限公司",
    "change": "removed",
    "enterprise_change": "dropped_out",
    "exact_before": Decimal("0.00"),
    "upper_bound_before": Decimal("70000.00"),
    "cause": "policy_period",
}
_RAISED: Final = _LINE | {
    "uscc": "91371002000000003X",
    "change": "amount",
    "exact_before": Decimal("100.00"),
    "exact_after": Decimal("100.01"),
    "upper_bound_before": Decimal("100.00"),
    "upper_bound_after": Decimal("100.01"),
}
_MOVEMENT: Final = {"city": "weihai", "measure": "dropped_out", "before": 8, "moved": 1, "share": 1250}


def _write(path: Path, lines: list[dict[str, Any]], movements: list[dict[str, Any]], **run: Any) -> Path:
    changes = pl.DataFrame([dict.fromkeys(CHANGES) | line for line in lines], schema=CHANGES)
    moved = pl.DataFrame(movements, schema=MOVEMENTS)
    record = read_sample_run() | {"compared_with": "2025-11-29-000000000000"} | run
    write_changes(path, changes=changes, movements=moved, run=record)
    return path


def test_the_cause_table_puts_what_the_data_moved_first(tmp_path: Path) -> None:
    expected = _MOVEMENT | {"cause": "policy_period", "is_expected": True}
    from_nothing = _MOVEMENT | {"cause": "data", "is_expected": False, "before": 0, "share": 10_000}
    rows = read_rows(_write(tmp_path / "a.xlsx", [], [expected, from_nothing]), "按原因")
    assert [(row["来自"], row["原因"], row["指标"]) for row in rows] == [
        ("数据或程序", "企业数据变化", "退出企业（家）"),
        ("数据之外", "政策生效或失效", "退出企业（家）"),
    ]
    assert [(row["原有"], row["变动"], row["占原有"]) for row in rows] == [(0, 1, "—"), (8, 1, 0.125)]


def test_who_came_and_who_went_stand_with_what_they_are_or_were_granted(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.xlsx", [_ADDED, _REMOVED, _RAISED], [])
    (came,), (went,) = read_rows(path, "新进入企业"), read_rows(path, "退出企业")
    assert (came["统一社会信用代码"], came["确定金额（元）"], came["含上限金额（元）"]) == (
        _LINE["uscc"],
        100000,
        300000,
    )
    assert (went["企业名称"], went["含上限金额（元）"]) == ("=威海示例云帆智能装备有限公司", 70000)
    assert went["原因"] == "政策生效或失效"


def test_a_sum_that_a_run_has_not_is_no_zero(tmp_path: Path) -> None:
    lines = read_rows(_write(tmp_path / "a.xlsx", [_ADDED, _REMOVED, _RAISED], []), "逐项变动")
    assert [row["变化"] for row in lines] == ["新增", "消失", "金额变化"]
    assert [(row["原含上限金额（元）"], row["现含上限金额（元）"]) for row in lines] == [
        ("—", 300000),
        (70000, "—"),
        (100, 100.01),
    ]


def test_a_first_run_says_that_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.xlsx", [], [], compared_with=None)
    assert any("首次运行，没有可比较的运行" in text for text in read_texts(path))
    assert [row["城市"] for row in read_rows(path, "逐项变动")] == ["无"]
