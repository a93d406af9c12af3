"""`screening explain`: one enterprise, from the tables of a run or computed for the occasion."""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path

import polars as pl

from screening.explain import EnterpriseNight, UnknownEnterpriseError, explain, select_enterprise
from screening.failures import WrongUse
from screening.plan_run import NightRequest, document_names
from screening.run_folder import published_run
from screening.stage_files import read_json

_RESULTS = ("enterprise_totals", "awards", "determinations", "near_misses")


def run(arguments: argparse.Namespace) -> int:
    """Print what the enterprise gets and misses."""
    uscc = unicodedata.normalize("NFKC", arguments.uscc).strip().upper()
    night = _computed(arguments, uscc) if arguments.inbox is not None else _published(arguments, uscc)
    print("\n".join(explain(night)))
    return 0


def _published(arguments: argparse.Namespace, uscc: str) -> EnterpriseNight:
    if arguments.out is None:
        raise WrongUse("请给出 --out（读取已有运行结果），或 --inbox 与 --as-of（当场计算）")
    folder: Path = published_run(arguments.out, arguments.run)
    record = read_json(folder / "run.json")
    tables = {name: pl.scan_parquet(folder / f"{name}.parquet") for name in _RESULTS}
    register = pl.scan_parquet(folder / "tables" / "enterprises.parquet")
    return select_enterprise(uscc, register, tables, document_names(record["rulebook"]))


def _computed(arguments: argparse.Namespace, uscc: str) -> EnterpriseNight:
    from screening.pipeline import screen_enterprise  # the whole engine, which reading a run does not need

    if arguments.as_of is None:
        raise WrongUse("由收件箱计算时必须给出 --as-of YYYY-MM-DD")
    request = NightRequest(
        inbox=arguments.inbox,
        out=arguments.inbox,  # nothing is written
        as_of=arguments.as_of,
        cities=tuple(sorted(set(arguments.city))),
        include_drafts=arguments.include_drafts,
    )
    found = screen_enterprise(request, uscc)
    if found is None:
        raise UnknownEnterpriseError(f"各市企业名录中没有统一社会信用代码 {uscc}，请核对 18 位代码")
    tables = {name: frame.lazy() for name, frame in found.results.items()}
    return select_enterprise(uscc, found.register.lazy(), tables, document_names(found.plan.rulebook))
