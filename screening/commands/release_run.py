"""`screening release`: publish a held run on a person's word."""

from __future__ import annotations

import argparse

from screening.failures import HeldByGate
from screening.run_folder import held_path, hold_folder, release
from screening.stage_files import read_json


class NothingToReleaseError(HeldByGate):
    """Every city of the run was refused at its inputs: there is nothing to publish."""


def run(arguments: argparse.Namespace) -> int:
    """Move the held run to the published ones and point `latest` at it."""
    with hold_folder(arguments.out):
        record = held_path(arguments.out, arguments.run) / "run.json"
        if record.exists() and not read_json(record)["totals"]:
            raise NothingToReleaseError(f"{arguments.run}：各市均未通过输入检查，没有可发布的结果；请更正数据后重跑")
        print(f"已放行：{release(arguments.out, arguments.run)}")
    return 0
