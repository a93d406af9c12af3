"""`screening diff`: which lines moved between two runs, by how much, and why."""

from __future__ import annotations

import argparse

import polars as pl

from screening.changes import CAUSE_LABELS, ScreenedRun, find_changes
from screening.run_folder import published_run


def run(arguments: argparse.Namespace) -> int:
    """Print the changes from RUN_A to RUN_B by city and cause, then line by line."""
    before, after = (
        ScreenedRun.read(published_run(arguments.out, name)) for name in (arguments.before, arguments.after)
    )
    changes = find_changes(before, after)
    if changes.is_empty():
        print("两次运行的应付金额没有差异。")
        return 0
    for row in _by_cause(changes).iter_rows(named=True):
        print(
            f"{row['city']} {CAUSE_LABELS[row['cause']]}：{row['lines']} 项，"
            f"确定金额 {row['exact']:+,} 元，含上限金额 {row['upper_bound']:+,} 元"
        )
    print("城市\t统一社会信用代码\t企业名称\t年度\t事项\t变化\t变化前上限\t变化后上限\t原因")
    for row in changes.iter_rows(named=True):
        print(_line(row))
    return 0


def _by_cause(changes: pl.DataFrame) -> pl.DataFrame:
    """Sums by city and cause; a line that was not there before or is not there now counts for nothing on that side."""

    def moved(kind: str) -> pl.Expr:
        return (pl.col(f"{kind}_after").sum() - pl.col(f"{kind}_before").sum()).alias(kind)

    return (
        changes.group_by("city", "cause")
        .agg(pl.len().alias("lines"), moved("exact"), moved("upper_bound"))
        .sort("city", "cause")
    )


def _line(row: dict[str, object]) -> str:
    label = {"added": "新增", "removed": "消失", "amount": "金额变化"}[str(row["change"])]
    before, after = (
        "—" if row[f"upper_bound_{side}"] is None else f"{row[f'upper_bound_{side}']:,}" for side in ("before", "after")
    )
    cause = CAUSE_LABELS[str(row["cause"])]
    shown = (row["city"], row["uscc"], row["name"], row["award_year"], row["item_id"], label, before, after, cause)
    return "\t".join(str(value) for value in shown)
