"""政策事项清单: every item of every article, as a workbook a bureau could publish."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import polars as pl

from screening.reports.workbook import Column, ReportBook, TableSheet
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook

_KINDS: Final = {
    "fixed": "定额",
    "ceiling": "上限",
    "rate": "比例",
    "per_unit": "按数量",
    "tiered": "取低",
    "unstated": "未明示",
    "none": "不设奖补",
}
_COMPUTABILITIES: Final = {"full": "可判定", "partial": "部分可判定", "none": "不可判定"}

_ITEMS: Final = (
    Column("article", "条款", "short", 9),
    Column("item_id", "事项编号", "code", 9),
    Column("title", "事项", "text", 30),
    Column("subject", "对象", "text", 14),
    Column("programme", "认定名称", "text", 20),
    Column("level", "级别", "short", 8),
    Column("grade", "等级", "short", 8),
    Column("kind", "金额性质", "short", 9),
    Column("amount", "金额（元）", "money", 15),
    Column("rate_percent", "比例（%）", "text", 8),
    Column("rate_base", "计算基数", "text", 14),
    Column("ceiling", "上限（元）", "money", 15),
    Column("ceiling_scope", "上限范围", "text", 12),
    Column("conditions", "条件", "text", 40),
    Column("state", "系统判定", "short", 10),
    Column("reason", "说明", "remark", 28),
)


def write_items_workbook(items: pl.DataFrame, rulebook: Rulebook, path: Path) -> None:
    """Write the items (`rules.export_items.export_items`), one sheet a policy document, in the order given."""
    policies = [rulebook.policies[policy_id] for policy_id in items["policy_id"].unique(maintain_order=True)]
    book = ReportBook("惠企政策事项清单", _newest_day(policies))
    for loaded in policies:
        book.add_table(_sheet_of(loaded), _in_words(items.filter(pl.col("policy_id") == loaded.policy.id)))
    book.save(path)


def _newest_day(policies: list[LoadedPolicy]) -> dt.date:
    """The day the workbook is dated by: when the newest of its documents was published, or came into force."""
    heads = [loaded.policy for loaded in policies]
    published = [head.published_on for head in heads if head.published_on is not None]
    return max(published + [head.force.start for head in heads if head.force is not None])


def _sheet_of(loaded: LoadedPolicy) -> TableSheet:
    policy = loaded.policy
    number = policy.document_number or "文号未载"
    force = "未定施行期" if policy.force is None else f"{policy.force.start} 至 {policy.force.end}"
    draft = "（征求意见稿，无效力）" if policy.status == "draft" else ""
    return TableSheet(policy.id, f"{policy.city_name}：{policy.title}{draft}", _ITEMS, f"{number}；{force}", 3)


def _in_words(items: pl.DataFrame) -> pl.DataFrame:
    return items.with_columns(
        kind=pl.col("amount_kind").replace_strict(_KINDS),
        state=pl.col("computability").replace_strict(_COMPUTABILITIES),
        rate_percent=pl.col("rate_percent").cast(pl.String),
    )
