"""`screening release`: publish a held run on a person's word, with what moved in front of them."""

from __future__ import annotations

import argparse
import getpass

from screening.commands.movement_table import movement_lines_of
from screening.commands.outcome import check_line
from screening.failures import HeldByGate
from screening.run_folder import held_run, hold_folder, latest_run, release
from screening.run_record import critical_failures
from screening.stage_files import read_json, write_json


class NothingToReleaseError(HeldByGate):
    """Every city of the run was refused at its inputs: there is nothing to publish."""


def run(arguments: argparse.Namespace) -> int:
    """Say what held the run and what moved, publish it, and note beside its tables who released it and when."""
    with hold_folder(arguments.out):
        folder = held_run(arguments.out, arguments.run)
        record = read_json(folder / "run.json")
        if not record["totals"]:
            raise NothingToReleaseError(f"{arguments.run}：各市均未通过输入检查，没有可发布的结果；请更正数据后重跑")
        failures = critical_failures(record["checks"])
        for check in failures:
            print(f"  未通过：{check_line(check)}")
        for line in movement_lines_of(folder):
            print(f"  变动：{line}")
        write_json(
            {
                "released_by": arguments.by or getpass.getuser(),
                "released_at": arguments.now.isoformat(timespec="seconds"),
                "against": [f"{check['city']} {check['table']} {check['id']}" for check in failures],
            },
            folder / "release.json",
        )
        print(f"已放行：{release(arguments.out, arguments.run)}")
        if latest_run(arguments.out) != arguments.run:
            print(f"最新运行仍为 {latest_run(arguments.out)}：其截止日期较晚")
    return 0
