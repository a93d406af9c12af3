"""One enterprise's night in words: what it gets, what it misses and by how much, article by article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from screening.contract.result_tables import Determination
from screening.failures import WrongUse
from screening.reports.claim_lines import adjustments_phrase, amount_phrase, needs_phrase, printed_amount
from screening.reports.labels import DISPOSITIONS, FACT_LABELS, POLICY_STATUSES

_TABLES: Final = ("enterprise_totals", "awards", "determinations", "near_misses")


class UnknownEnterpriseError(WrongUse):
    """The credit code stands in no register of the run."""


@dataclass(frozen=True, slots=True)
class EnterpriseNight:
    """All result rows of one enterprise, with the names of the policy documents by their ids."""

    uscc: str
    name: str
    city: str
    tables: Mapping[str, pl.DataFrame]
    documents: Mapping[str, str]


def select_enterprise(
    uscc: str, register: pl.LazyFrame, tables: Mapping[str, pl.LazyFrame], documents: Mapping[str, str]
) -> EnterpriseNight:
    """The rows of one enterprise in the result tables of a run. Raises UnknownEnterpriseError."""
    found = register.filter(pl.col("uscc") == uscc).select("name", "city").collect()
    if found.is_empty():
        raise UnknownEnterpriseError(f"企业名录中没有统一社会信用代码 {uscc}，请核对 18 位代码")
    own = {name: tables[name].filter(pl.col("uscc") == uscc).collect() for name in _TABLES}
    return EnterpriseNight(uscc, found["name"][0], found["city"][0], own, documents)


def explain(night: EnterpriseNight) -> Iterator[str]:
    """Lines in Chinese: totals per award year, then what is claimable, what is open, what is missed and why."""
    yield f"{night.name}（{night.uscc}，{night.city}）"
    yield from _totals(night.tables["enterprise_totals"])
    awards = _with_phrases(night.tables["awards"])
    is_eligible = pl.col("determination") == Determination.ELIGIBLE.value
    yield from _section("可享受", awards.filter(is_eligible), night)
    yield from _section("待核实（补齐数据或部门认定后可能享受）", awards.filter(~is_eligible), night)
    yield from _near_misses(night)
    missed = night.tables["determinations"].filter(pl.col("determination") == Determination.INELIGIBLE.value)
    yield from _section("不符合", missed, night)
    if night.tables["determinations"].is_empty():
        yield "没有任何数据行涉及政策事项：名单、项目、收支、年度数据中均无该企业可对应的记录。"


def _totals(totals: pl.DataFrame) -> Iterator[str]:
    shown = ["exact_total", "upper_bound_total", "undetermined_total", "received_total"]
    phrased = totals.sort("award_year").with_columns(printed_amount(pl.col(name)) for name in shown)
    for row in phrased.iter_rows(named=True):
        yield (
            f"{row['award_year']} 年度合计：确定额 {row['exact_total']}，含上限 {row['upper_bound_total']}，"
            f"待核 {row['undetermined_total'] or '—'}，已兑付 {row['received_total'] or '—'}"
        )


def _with_phrases(awards: pl.DataFrame) -> pl.DataFrame:
    return awards.with_columns(
        amount_said=amount_phrase(),
        needs_said=needs_phrase(),
        adjusted=adjustments_phrase(),
        entitlement_said=printed_amount(pl.col("entitlement")),
        received_said=printed_amount(pl.col("received")),
        outstanding_said=printed_amount(pl.col("outstanding")),
    )


def _section(title: str, rows: pl.DataFrame, night: EnterpriseNight) -> Iterator[str]:
    if rows.is_empty():
        return
    yield ""
    yield f"【{title}】{rows.height} 项"
    for row in rows.sort("award_year", "item_id", "evidence_key").iter_rows(named=True):
        yield from _item(row, night)


def _item(row: dict[str, Any], night: EnterpriseNight) -> Iterator[str]:
    status = "" if row["policy_status"] == "in_force" else f"，{POLICY_STATUSES[row['policy_status']]}"
    amount = f"：{row['amount_said']}" if "amount_said" in row else ""
    yield f"- {row['award_year']} 年度 {row['item_title']}{amount}"
    yield f"    依据：{_clause(row, night)}{status}"
    yield from (f"    {reason}" for reason in row["reasons"])
    yield from _money(row)
    yield from (f"    提示：{flag}" for flag in row["flags"])


def _clause(row: dict[str, Any], night: EnterpriseNight) -> str:
    return f"{night.documents.get(row['policy_id'], row['policy_id'])}条款{row['article']}"


def _money(row: dict[str, Any]) -> Iterator[str]:
    if "amount_said" not in row:
        return
    if row["adjusted"]:
        yield f"    按条款 {row['entitlement_said']}；调整：{row['adjusted'].replace(chr(10), ';')}"
    if row["determination"] == Determination.ELIGIBLE.value:
        paid = "" if row["received_said"] is None else f"，已兑付 {row['received_said']}"
        left = "" if row["outstanding_said"] is None else f"，尚余 {row['outstanding_said']}"
        yield f"    处理：{DISPOSITIONS[row['disposition']]}{paid}{left}"
    if row["needs_said"]:
        yield f"    {row['needs_said']}"


def _near_misses(night: EnterpriseNight) -> Iterator[str]:
    misses = night.tables["near_misses"]
    if misses.is_empty():
        return
    yield ""
    yield f"【差一点】{misses.height} 项"
    for row in misses.sort("award_year", "item_id", "evidence_key", "fact").iter_rows(named=True):
        yield f"- {row['award_year']} 年度 {row['item_title']}"
        yield f"    依据：{_clause(row, night)}"
        fact = FACT_LABELS.get(row["fact"], row["fact"])
        yield f"    {fact}：要求 {row['required']}，实际 {row['seen']}，相差 {row['gap']}"
