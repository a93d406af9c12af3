"""`screening stage …`: one stage of a night in its own process, as the scheduler calls it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Final

from screening import pipeline
from screening.commands.night_request import request_of
from screening.commands.outcome import check_line, report_night
from screening.plan_run import InboxError, Plan, read_plan
from screening.run_folder import hold_folder, work_path
from screening.run_record import city_checks, critical_failures

_OF_CITY: Final[dict[str, Callable[[Plan, str], None]]] = {
    "take-in": pipeline.take_in,
    "guard-inputs": pipeline.guard_inputs,
    "screen": pipeline.screen,
    "guard-results": pipeline.guard_results,
}
_OF_RUN: Final[dict[str, Callable[[Plan], None]]] = {
    "assemble": pipeline.assemble,
    "guard-movements": pipeline.guard_movements,
    "write-reports": pipeline.write_reports,
}


def run(arguments: argparse.Namespace) -> int:
    """Run one stage; a stage of a night that is already finished does nothing."""
    if arguments.stage == "plan":
        return _plan(arguments)
    plan = read_plan(arguments.work)
    with hold_folder(plan.run.out, is_shared=arguments.stage != "publish"):
        if arguments.stage == "publish":
            return report_night(pipeline.publish(plan))
        if pipeline.find_finished(plan) is None:
            _run_unfinished(plan, arguments)
    return 0


def _plan(arguments: argparse.Namespace) -> int:
    """Plan the night; the last line printed is the work orders, one per city, as JSON."""
    with hold_folder(arguments.out, is_shared=True):
        plan = pipeline.plan_night(request_of(arguments))
        if not plan.run.cities:
            raise InboxError(f"收件箱中没有可筛查的城市；规则库不认识：{'、'.join(plan.cities_without_policy)}")
        run = plan.run
    work = str(work_path(run.out, run.run_id).resolve())
    print(json.dumps([{"work": work, "city": city} for city in run.cities]))
    return 0


def _run_unfinished(plan: Plan, arguments: argparse.Namespace) -> None:
    if arguments.stage in _OF_RUN:  # a run that waits for a person is still drawn: `publish` says that it is held
        _OF_RUN[arguments.stage](plan)
        return
    _OF_CITY[arguments.stage](plan, arguments.city)
    if arguments.stage.startswith("guard-"):
        failures = critical_failures(city_checks(plan, arguments.city))
        if failures:
            lines = "\n".join(f"  {check_line(check)}" for check in failures)
            raise pipeline.CityHeldError(f"{arguments.city} 未通过质量关卡：\n{lines}")
