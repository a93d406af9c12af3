"""The nightly screening: every task is one stage of `screening`, run as its own process; only paths pass between them.

Parsing this file imports nothing of the project. The scheduler needs no more than Airflow; the command may
live in another environment (SCREENING_COMMAND).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from airflow.sdk import (
    Connection,
    CronTriggerTimetable,
    Param,
    RetryDecision,
    RetryPolicy,
    TriggerRule,
    dag,
    get_current_context,
    task,
    task_group,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
COMMAND = os.environ.get("SCREENING_COMMAND") or str(Path(sys.executable).with_name("screening"))
RETRY_MINUTES = int(os.environ.get("SCREENING_RETRY_MINUTES", "5"))
INBOX = os.environ.get("SCREENING_INBOX", "/var/lib/screening/inbox")
OUT = os.environ.get("SCREENING_OUT", "/var/lib/screening/out")

# Cities whose tables come from PostgreSQL, and the Airflow connection that says where (else the environment does).
DATABASE_CITIES = os.environ.get("SCREENING_DATABASE_CITIES", "").split()
DATABASE_CONNECTION = os.environ.get("SCREENING_DATABASE_CONNECTION")
SKIP = "exit 99"  # what a bash task ends with that has nothing to do

DUTY_NOTE = """\
# 早班值守说明

每天北京时间 02:00 运行。每个任务是 `screening stage …` 的一个阶段，可单独重跑；已完成的阶段会自动跳过。
结果在输出文件夹的 `runs/<运行编号>/`，`latest` 写着最新一次的编号；报表在其中的 `reports/`。

- **全部成功**：结果已发布。打开 `reports/` 中的数据质量，看提醒项。
- **某市 `guard_inputs` 失败（退出码 3）**：该市的输入数据未通过关卡，该市暂缓；其他市照常发布，
  最后的 `publish` 以失败提示。任务日志写明哪项检查、多少行、样例、怎么改。
  请数据提供单位更正后放回收件箱，以同一 `as_of` 重新触发。
- **某市 `guard_results` 失败（退出码 3）**：该市结果异常，该市暂缓，其他市照常发布。样例见数据质量报表；
  要看该市全部结果，以 `screening run --city 该市` 单独运行：没有其他城市时整次运行进入 `held/<运行编号>/`。
- **`publish` 失败（退出码 3）并提示“暂缓，等待人工放行”**：结果或与上一次运行相比的变动超过界限，
  整次运行进入 `held/<运行编号>/`，`latest` 不变。打开其中的“变动情况”工作簿，按原因核对；
  确认无误则执行 `screening release 运行编号 --out 输出文件夹`，有误则更正后重跑。
- **`ingest_database` 失败**：数据库连不上或表不合约定，自动重试两次；收件箱保持原样，当晚不再往下运行，
  以免用昨天的数据冒充今天的。恢复后清除失败任务即可。
- **退出码 4**：规则库无效，日志列出文件与键。退回上一版规则库，或改正后重跑。
- **退出码 5**：另一次运行占用输出文件夹，稍后自动重试；若一直如此，查是否有人手工执行 `screening run`。
- **`take_in` 提示收件箱发生变化**：读取过程中有人改了文件。待文件放齐后重新触发整个 DAG。
- **其他失败**：机器问题（磁盘、内存、网络），自动重试两次；之后清除失败任务即可续跑，
  结果与未中断时逐字节相同。

手工运行时可给参数：`as_of`（截止日期，空为当天）、`cities`、`database_cities`、`award_years`、`include_drafts`、
`inbox`、`out`。
`out/work/` 中是未完成的运行，没有任务在跑时可以整个删除。
"""


class FailAtOnce(RetryPolicy):
    """Wrong use, a refusing gate and an invalid rulebook stay what they are however often they are tried."""

    exit_codes = frozenset({2, 3, 4})

    def evaluate(self, exception: BaseException, try_number: int, max_tries: int, context: Any = None) -> RetryDecision:
        """Fail on one of `exit_codes` of the command, else leave it to the number of retries."""
        found = re.search(r"exit code (\d+)", str(exception))
        if found and int(found[1]) in self.exit_codes:
            return RetryDecision.fail(f"exit code {found[1]}")
        return RetryDecision.default()


def stage(name: str, **options: str) -> str:
    """The shell command of one stage."""
    arguments = [f"--{option}={value}" for option, value in options.items()]
    return shlex.join([COMMAND, "--debug", "stage", name, *arguments])


def as_of_date(asked_for: str | None, run_after: dt.datetime) -> str:
    """The as-of date asked for, else the local date at which the run was due."""
    return asked_for or run_after.astimezone(SHANGHAI).date().isoformat()


def database_command(params: Mapping[str, Any]) -> str:
    """The shell command that fetches the tables of the database; one that skips its task where none are asked for."""
    if not params["database_cities"]:
        return SKIP
    if DATABASE_CONNECTION:  # into the environment of the command, where no log and no rendered field shows it
        os.environ["SCREENING_DATABASE_URI"] = Connection.get(DATABASE_CONNECTION).get_uri()
    cities = [f"--city={city}" for city in params["database_cities"]]
    return shlex.join([COMMAND, "--debug", "ingest-database", f"--inbox={params['inbox']}", *cities])


def night_options(params: Mapping[str, Any], run_after: dt.datetime) -> list[str]:
    """The options of the night that the parameters ask for."""
    return [
        f"--inbox={params['inbox']}",
        f"--out={params['out']}",
        f"--as-of={as_of_date(params['as_of'], run_after)}",
        *(f"--city={city}" for city in params["cities"]),
        *(f"--award-year={year}" for year in params["award_years"]),
        *(["--include-drafts"] if params["include_drafts"] else []),
    ]


@dag(
    dag_id="nightly_screening",
    schedule=CronTriggerTimetable("0 2 * * *", timezone="Asia/Shanghai"),
    start_date=dt.datetime(2025, 1, 1, tzinfo=SHANGHAI),
    catchup=False,
    max_active_runs=1,
    doc_md=DUTY_NOTE,
    default_args={"retries": 2, "retry_delay": dt.timedelta(minutes=RETRY_MINUTES), "retry_policy": FailAtOnce()},
    params={
        "as_of": Param(None, type=["null", "string"], format="date", description="截止日期，空为当天（北京时间）"),
        "cities": Param(
            [], type="array", items={"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}, description="城市，空为全部"
        ),
        "award_years": Param(
            [],
            type="array",
            items={"type": "integer", "minimum": 2000, "maximum": 2099},
            description="政策年度，空为全部",
        ),
        "database_cities": Param(
            DATABASE_CITIES,
            type="array",
            items={"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
            description="先从 PostgreSQL 导入收件箱的城市，空为不导入",
        ),
        "include_drafts": Param(False, type="boolean", description="同时筛查征求意见稿"),
        "inbox": Param(INBOX, type="string", minLength=1, description="收件箱文件夹"),
        "out": Param(OUT, type="string", minLength=1, description="输出文件夹"),
    },
)
def nightly_screening() -> None:  # noqa: C901  # every task is counted as a branch
    """Fetch, plan; per city take in, guard, screen, guard; then assemble, guard what moved, draw reports, publish."""

    @task.bash
    def ingest_database() -> str:
        return database_command(get_current_context()["params"])

    @task.bash(output_processor=json.loads, trigger_rule=TriggerRule.NONE_FAILED)
    def plan() -> str:
        context = get_current_context()
        options = night_options(context["params"], context["dag_run"].run_after)
        return shlex.join([COMMAND, "--debug", "stage", "plan", *options])

    @task_group
    def city_night(order: dict[str, str]) -> None:
        @task.bash
        def take_in(order: dict[str, str]) -> str:
            return stage("take-in", **order)

        @task.bash
        def guard_inputs(order: dict[str, str]) -> str:
            return stage("guard-inputs", **order)

        @task.bash
        def screen(order: dict[str, str]) -> str:
            return stage("screen", **order)

        @task.bash
        def guard_results(order: dict[str, str]) -> str:
            return stage("guard-results", **order)

        take_in(order) >> guard_inputs(order) >> screen(order) >> guard_results(order)

    # A city that a gate refused must not keep the others from being published; `assemble` itself refuses
    # to go on where a city is neither finished nor held.
    @task.bash(trigger_rule=TriggerRule.ALL_DONE_MIN_ONE_SUCCESS)
    def assemble(orders: list[dict[str, str]]) -> str:
        return stage("assemble", work=orders[0]["work"])

    @task.bash
    def guard_movements(orders: list[dict[str, str]]) -> str:
        return stage("guard-movements", work=orders[0]["work"])

    @task.bash
    def write_reports(orders: list[dict[str, str]]) -> str:
        return stage("write-reports", work=orders[0]["work"])

    @task.bash
    def publish(orders: list[dict[str, str]]) -> str:
        return stage("publish", work=orders[0]["work"])

    planned = plan()
    ingest_database() >> planned
    orders = cast("list[dict[str, str]]", planned)  # what the task will have returned when the next ones run
    (
        city_night.expand(order=orders)
        >> assemble(orders)
        >> guard_movements(orders)
        >> write_reports(orders)
        >> publish(orders)
    )


nightly_screening()
