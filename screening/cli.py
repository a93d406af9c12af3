"""The command line: arguments in, an exit code out. Nothing heavy is imported before a command is known."""

from __future__ import annotations

import argparse
import importlib
import logging
import re
import sys
import traceback
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from zoneinfo import ZoneInfo

from screening import __version__
from screening.failures import Failure, RulebookInvalid

EXIT_CODES: Final = """\
退出码：0 完成（个别文件或行可能被搁置，均已列出）；2 用法错误；3 被质量关卡拒绝或暂缓；
4 规则库无效；5 另一次运行占用输出文件夹；1 其他错误。"""

if TYPE_CHECKING:
    _Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

_CITY: Final = re.compile(r"[a-z][a-z0-9-]*")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code of its outcome."""
    arguments = build_parser().parse_args(argv)
    _log_to_stderr()
    try:
        command = importlib.import_module(f"screening.commands.{arguments.module}")
        code: int = command.run(arguments)
        return code
    except BrokenPipeError:  # the reader of our output went away (… | head)
        sys.stderr.close()
        return 1
    except Exception as error:
        return _report(error, with_traceback=arguments.debug)


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command and option."""
    parser = argparse.ArgumentParser(
        prog="screening",
        description="按惠企政策文件对登记企业做夜间批量筛查：资格判定、金额测算、报表。",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"screening {__version__}")
    parser.add_argument("--debug", action="store_true", help="程序错误时显示完整调用栈")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    _add_run(commands)
    _add_validate(commands)
    _add_explain(commands)
    _add_policies(commands)
    _add_diff(commands)
    _add_status(commands)
    _add_release(commands)
    _add_ingest_database(commands)
    _add_sample(commands)
    _add_stage(commands)
    return parser


def _add_run(commands: _Commands) -> None:
    parser = commands.add_parser("run", help="执行一整晚：读取、检查、筛查、报表、发布")
    parser.set_defaults(module="run_night")
    _add_night_options(parser)


def _add_validate(commands: _Commands) -> None:
    parser = commands.add_parser("validate", help="只读取并检查收件箱，不筛查、不发布")
    parser.set_defaults(module="validate_inbox")
    _add_inbox(parser)
    _add_cities(parser)
    parser.add_argument(
        "--as-of", type=_date, default=_today(), metavar="YYYY-MM-DD", help="截止日期；不填为今天（北京时间）"
    )


def _add_explain(commands: _Commands) -> None:
    parser = commands.add_parser("explain", help="说明一家企业得到什么、差在哪里，逐条列出条款与数值")
    parser.set_defaults(module="explain_enterprise")
    parser.add_argument("uscc", help="统一社会信用代码")
    parser.add_argument("--out", type=Path, metavar="DIR", help="读取该输出文件夹中的运行结果")
    parser.add_argument("--run", metavar="RUN", help="运行编号；不填为最新一次")
    parser.add_argument("--inbox", type=Path, metavar="DIR", help="直接由收件箱计算（须同时给出 --as-of）")
    parser.add_argument("--as-of", type=_date, metavar="YYYY-MM-DD", help="截止日期，与 --inbox 同用")
    _add_cities(parser)
    parser.add_argument("--include-drafts", action="store_true", help="同时筛查征求意见稿，与 --inbox 同用")


def _add_policies(commands: _Commands) -> None:
    parser = commands.add_parser("policies", help="查看规则库")
    parser.set_defaults(module="show_policies")
    actions = parser.add_subparsers(title="操作", metavar="操作", dest="action", required=True)
    actions.add_parser("list", help="列出政策文件")
    show = actions.add_parser("show", help="列出一份文件的条款与事项")
    show.add_argument("policy", metavar="ID", help="政策文件编号，如 weihai-2023")
    for name, text in (("coverage", "条款覆盖情况"), ("readings", "条文歧义与所取理解")):
        _add_policy_choice(actions.add_parser(name, help=text))
    verify = actions.add_parser("verify", help="核对规则库；给出 --texts 时与正式文本逐条核对")
    verify.add_argument("--texts", type=Path, metavar="DIR", help="存放政策正式文本的文件夹")
    verify.add_argument("--stamp", action="store_true", help="逐条复读之后，把所核文本的校验值登记进规则库")
    export = actions.add_parser("export", help="导出政策事项清单")
    export.add_argument("--format", choices=("csv", "xlsx"), required=True)
    export.add_argument("--out", type=Path, metavar="FILE", required=True)
    _add_policy_choice(export)


def _add_diff(commands: _Commands) -> None:
    parser = commands.add_parser("diff", help="比较两次运行：哪些金额变了、原因是什么")
    parser.set_defaults(module="diff_runs")
    parser.add_argument("before", metavar="RUN_A", help="较早的运行编号")
    parser.add_argument("after", metavar="RUN_B", help="较晚的运行编号")
    _add_out(parser)


def _add_status(commands: _Commands) -> None:
    parser = commands.add_parser("status", help="最新一次运行、报表位置、暂缓的运行")
    parser.set_defaults(module="show_status")
    _add_out(parser)


def _add_release(commands: _Commands) -> None:
    parser = commands.add_parser("release", help="人工放行暂缓的运行：列出暂缓原因和变动，发布，并记下放行人")
    parser.set_defaults(module="release_run", now=datetime.now(ZoneInfo("Asia/Shanghai")))
    parser.add_argument("run", metavar="RUN", help="运行编号")
    parser.add_argument("--by", metavar="NAME", help="放行人（默认为当前系统用户）")
    _add_out(parser)


def _add_ingest_database(commands: _Commands) -> None:
    parser = commands.add_parser(
        "ingest-database", help="把 PostgreSQL 中的表导入收件箱（地址取自环境变量 SCREENING_DATABASE_URI）"
    )
    parser.set_defaults(module="ingest_database")
    _add_inbox(parser)
    parser.add_argument(
        "--city", type=_city, nargs="+", action="extend", required=True, metavar="C", help="城市，可多个"
    )
    parser.add_argument("--schema", metavar="NAME", help="该市的表所在的模式；不填为与城市同名的模式")


def _add_sample(commands: _Commands) -> None:
    parser = commands.add_parser("sample", help="生成示例收件箱（虚构企业）")
    parser.set_defaults(module="generate_sample")
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="写入的收件箱文件夹")
    parser.add_argument("--enterprises", type=int, metavar="N", default=200, help="每市企业数（默认 200）")
    parser.add_argument("--seed", type=int, default=2025, help="随机种子（默认 2025）")
    _add_cities(parser)


def _add_stage(commands: _Commands) -> None:
    parser = commands.add_parser("stage", help="执行夜间运行的一个阶段（供调度系统调用）")
    parser.set_defaults(module="run_stage")
    stages = parser.add_subparsers(title="阶段", metavar="阶段", dest="stage", required=True)
    plan = stages.add_parser("plan", help="计划运行；最后一行输出各市工作单（JSON）")
    _add_night_options(plan)
    for name, text in (
        ("take-in", "读取一市的收件箱"),
        ("guard-inputs", "检查一市的输入数据"),
        ("screen", "筛查一市"),
        ("guard-results", "检查一市的结果"),
    ):
        stage = stages.add_parser(name, help=text)
        _add_work(stage)
        stage.add_argument("--city", required=True, type=_city, metavar="C")
    for name, text in (
        ("assemble", "汇总各市"),
        ("guard-movements", "与上一次正常运行比较"),
        ("write-reports", "生成报表"),
        ("publish", "发布"),
    ):
        _add_work(stages.add_parser(name, help=text))


def _add_night_options(parser: argparse.ArgumentParser) -> None:
    _add_inbox(parser)
    _add_out(parser)
    parser.add_argument("--as-of", type=_date, required=True, metavar="YYYY-MM-DD", help="截止日期")
    _add_cities(parser)
    parser.add_argument(
        "--award-year", type=_year, nargs="+", action="extend", metavar="Y", help="政策年度，可多个；不填为全部有效年度"
    )
    parser.add_argument("--include-drafts", action="store_true", help="同时筛查征求意见稿（单独列示，不计入应付）")


def _add_inbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--inbox", type=Path, required=True, metavar="DIR", help="收件箱：<收件箱>/<城市>/<表名>…")


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="输出文件夹")


def _add_work(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="stage plan 输出的工作文件夹")


def _add_cities(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--city", type=_city, nargs="+", action="extend", default=[], metavar="C", help="城市，可多个；不填为全部"
    )


def _add_policy_choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policy", nargs="+", action="extend", metavar="ID", help="政策文件编号，可多个；不填为全部")


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise argparse.ArgumentTypeError(f"日期应写作 YYYY-MM-DD，收到 {text!r}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"没有这一天：{text}") from None


def _today() -> date:
    """The local date of the cities: the one place under screening/ that reads the clock."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _year(text: str) -> int:
    if not re.fullmatch(r"20\d{2}", text):
        raise argparse.ArgumentTypeError(f"年度应为四位数字，如 2025，收到 {text!r}")
    return int(text)


def _city(text: str) -> str:
    if not _CITY.fullmatch(text):
        raise argparse.ArgumentTypeError(f"城市应为收件箱中的文件夹名，如 weihai，收到 {text!r}")
    return text


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("screening").setLevel(logging.INFO)


def _report(error: Exception, *, with_traceback: bool) -> int:
    """Say what went wrong in one message on stderr; returns the exit code of its family.

    A traceback stands before the message only where it is asked for and nobody foresaw the error.
    """
    if isinstance(error, Failure):
        print(f"screening:{error}", file=sys.stderr)
        return error.exit_code
    if _is_rulebook_error(error):
        print(f"screening：规则库无效，未执行。{error}", file=sys.stderr)
        return RulebookInvalid.exit_code
    if isinstance(error, OSError):
        remedy = "请检查磁盘空间和权限，之后以同样参数重新运行即可续跑"
        print(f"screening：读写文件失败：{error}。{remedy}", file=sys.stderr)
        return 1
    if with_traceback:
        traceback.print_exception(error)
    print(f"screening：程序错误 {type(error).__name__}：{error}（加 --debug 显示细节）", file=sys.stderr)
    return 1


def _is_rulebook_error(error: Exception) -> bool:
    from screening.rules.load_rulebook import RulebookError

    return isinstance(error, RulebookError)
