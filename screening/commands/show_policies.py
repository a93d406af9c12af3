"""`screening policies …`: the rulebook for people."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from screening.failures import RulebookInvalid, WrongUse
from screening.rules.apply_readings import list_readings
from screening.rules.coverage import coverage_register, coverage_totals
from screening.rules.export_items import export_items, write_items_csv
from screening.rules.load_rulebook import load_rulebook
from screening.rules.loaded_rulebook import Rulebook
from screening.rules.show_policy import list_policies, show_policy
from screening.rules.stamp_texts import stamp
from screening.rules.verify_texts import verify


class NoSuchPolicyError(WrongUse):
    """The rulebook has no policy document of that id."""


class TextsNotGivenError(WrongUse):
    """Hashes are to be stamped, but no folder of texts is given."""


def run(arguments: argparse.Namespace) -> int:
    """Print, export or verify what is asked for."""
    return _ACTIONS[arguments.action](arguments, load_rulebook())


def _list(_: argparse.Namespace, rulebook: Rulebook) -> int:
    _print_table(list_policies(rulebook))
    return 0


def _show(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    (policy_id,) = _known([arguments.policy], rulebook)
    print(show_policy(rulebook.policies[policy_id]))
    return 0


def _coverage(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    register = _chosen(coverage_register(rulebook), arguments, rulebook)
    _print_table(register)
    _print_table(coverage_totals(register))
    return 0


def _readings(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    _print_table(_chosen(list_readings(rulebook), arguments, rulebook))
    return 0


def _export(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    items = export_items(rulebook, None if arguments.policy is None else _known(arguments.policy, rulebook))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    if arguments.format == "csv":
        write_items_csv(items, arguments.out)
    else:
        from screening.reports.policy_items import write_items_workbook

        write_items_workbook(items, rulebook, arguments.out)
    print(f"已导出 {items.height} 项：{arguments.out}")
    return 0


def _verify(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    print(f"规则库有效：版本 {rulebook.version}，{len(rulebook.policies)} 份政策文件，校验值 {rulebook.sha256}")
    for warning in rulebook.warnings:
        print(f"提醒：{warning}")
    if arguments.stamp and arguments.texts is None:
        raise TextsNotGivenError("--stamp 须同时给出 --texts：登记的是所核文本的校验值")
    if arguments.texts is None:
        return 0
    if arguments.stamp:
        print(f"已登记 {len(stamp(rulebook, arguments.texts))} 个文件")
        rulebook = load_rulebook()
    findings = verify(rulebook, arguments.texts)
    for finding in findings:
        print("\t".join((finding.policy_id, finding.article or "", finding.message)))
    print(f"与正式文本核对：{len(findings)} 处不符" if findings else "与正式文本核对：逐条相符")
    return RulebookInvalid.exit_code if findings else 0


def _chosen(table: pl.DataFrame, arguments: argparse.Namespace, rulebook: Rulebook) -> pl.DataFrame:
    if arguments.policy is None:
        return table
    return table.filter(pl.col("policy_id").is_in(_known(arguments.policy, rulebook)))


def _known(policy_ids: list[str], rulebook: Rulebook) -> list[str]:
    unknown = sorted(set(policy_ids) - set(rulebook.policies))
    if unknown:
        raise NoSuchPolicyError(f"规则库中没有 {'、'.join(unknown)}；现有：{'、'.join(rulebook.policies)}")
    return policy_ids


def _print_table(table: pl.DataFrame) -> None:
    """Tab-separated with a heading: it reads in a terminal and pastes into a sheet."""
    sys.stdout.write(table.write_csv(separator="\t", quote_style="never"))


_ACTIONS: Final[Mapping[str, Callable[[argparse.Namespace, Rulebook], int]]] = {
    "list": _list,
    "show": _show,
    "coverage": _coverage,
    "readings": _readings,
    "export": _export,
    "verify": _verify,
}
