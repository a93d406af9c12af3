"""`screening diff`: which lines moved between two runs, by how much, and why."""

from __future__ import annotations

import argparse

from screening.changes import CAUSE_LABELS, ScreenedRun, find_changes
from screening.commands.movement_table import movement_lines
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
    for line in movement_lines(changes):
        print(line)
    print("城市\t统一社会信用代码\t企业名称\t年度\t事项\t变化\t变化前上限\t变化后上限\t原因")
    for row in changes.iter_rows(named=True):
        print(_line(row))
    return 0


def _line(row: dict[str, object]) -> str:
    label = {"added": "新增", "removed": "消失", "amount": "金额变化"}[str(row["change"])]
    before, after = (
        "—" if row[f"upper_bound_{side}"] is None else f"{row[f'upper_bound_{side}']:,}" for side in ("before", "after")
    )
    cause = CAUSE_LABELS[str(row["cause"])]
    shown = (row["city"], row["uscc"], row["name"], row["award_year"], row["item_id"], label, before, after, cause)
    return "\t".join(str(value) for value in shown)
