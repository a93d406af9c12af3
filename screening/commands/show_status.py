"""`screening status`: the newest run, what is held, where the reports are."""

from __future__ import annotations

import argparse
from typing import Any

from screening.run_folder import held_path, held_runs, published_run
from screening.stage_files import read_json


def run(arguments: argparse.Namespace) -> int:
    """Print the latest run with its totals and reports, then the runs that wait for a person."""
    folder = published_run(arguments.out, None)
    record: dict[str, Any] = read_json(folder / "run.json")
    print(f"最新运行 {record['run_id']}（截止 {record['as_of']}，规则库 {record['rulebook']['version']}）")
    print("城市\t政策年度\t企业数\t确定额（元）\t含上限（元）\t待核（元）")
    for city, years in record["totals"].items():
        for year, total in years.items():
            figures = (total["exact_total"], total["upper_bound_total"], total["undetermined_total"])
            print("\t".join([city, year, str(total["enterprises"]), *(figure or "—" for figure in figures)]))
    print("报表：")
    for report in sorted((folder / "reports").iterdir()):
        print(f"  {report}")
    for held in held_runs(arguments.out):
        print(f"暂缓，等待人工放行（screening release {held}）：{held_path(arguments.out, held) / 'reports'}")
    return 0
