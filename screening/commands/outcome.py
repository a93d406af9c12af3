"""What became of a night, for the person who started it or looks at the log in the morning."""

from __future__ import annotations

from typing import Any, Final

from screening.commands.movement_table import movement_lines_of
from screening.failures import HeldByGate
from screening.pipeline import Night
from screening.run_record import critical_failures
from screening.stage_files import read_json

_SHOWN: Final = 3


def report_night(night: Night) -> int:
    """Print where the run stands, its totals and warnings; 3 where it or one of its cities is held, else 0."""
    record: dict[str, Any] = read_json(night.folder / "run.json")
    state = "暂缓，等待人工放行（screening release）" if night.is_held else "已发布"
    print(f"运行 {night.plan.run.run_id} {state}：{night.folder}")
    for city, years in record["totals"].items():
        for year, total in years.items():
            print(
                f"  {city} {year} 年度：企业 {total['enterprises']} 家，"
                f"确定金额 {total['exact_total']} 元，含上限金额 {total['upper_bound_total']} 元"
            )
    for warning in record["warnings"]:
        print(f"  注意：{warning}")
    for check in critical_failures(record["checks"]):
        print(f"  未通过：{check_line(check)}")
    if night.is_held:
        for line in movement_lines_of(night.folder):
            print(f"  变动：{line}")
    return HeldByGate.exit_code if night.is_held or night.held_cities else 0


def check_line(check: dict[str, Any]) -> str:
    """One failed check as a line: where, what was seen, a sample, why it matters, what to do."""
    where = f"{check['city']} {check['table']}" + (f".{check['column']}" if check["column"] else "")
    sample = f"，例如 {'；'.join(check['sample'][:_SHOWN])}" if check["sample"] else ""
    return f"{where}（{check['id']}）：{check['observed']}{sample}。{check['why']}{check['what_to_do']}"
