"""Exclusive groups: of several rows for one matter the highest counts, the others stay visible.

Determined rows are compared by figure, a tie goes to the exact one; an undetermined or unstated row never
displaces (readings 1.13).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from screening.award.award_rows import AwardRows
from screening.award.limits import limit_open_rows
from screening.contract.result_tables import Certainty, Disposition
from screening.determination.item_groups import public_id
from screening.rules import policy_item as rule

KEY_OF: Final = {
    "enterprise": "uscc",
    "award_year": "award_year",
    "project": "project_id",
    "object": "object_key",
    "event": "evidence_key",
    "programme": "programme",
}


def public_ids(policy_id: str, items: Sequence[str]) -> list[str]:
    """Public ids of a document's items."""
    return [public_id(policy_id, item) for item in items]


def members(rows: pl.DataFrame, policy_id: str, items: Sequence[str], keys: Sequence[str]) -> pl.DataFrame:
    """Rows of these items; a row without a project stands in no group of projects, rows without an object in one."""
    is_member = pl.col("item_id").is_in(public_ids(policy_id, items))
    is_grouped = pl.col("project_id").is_not_null() if "project_id" in keys else pl.lit(True)
    return rows.filter(is_member & is_grouped)


def keep_highest(
    awards: AwardRows, group: rule.HighestOnly, policy_id: str, article: str, paid_rungs: pl.Series
) -> AwardRows:
    """Awards with all but the highest of each group made `not_additional`.

    paid_rungs: rows of a top-up family that were paid; they are left to it, which deducts what was received.
    """
    keys = [KEY_OF[key] for key in group.per]
    determined = members(awards.determined(), policy_id, group.items, keys)
    ranked = rank_by_figure(determined, keys)
    winners = ranked.filter(pl.col("place") == 0)
    is_left_to_top_up = pl.col("row_no").is_in(paid_rungs.implode())
    losers = ranked.filter((pl.col("place") > 0) & ~is_left_to_top_up).join(
        winners.select(*keys, winner="item_title"), on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    source = f"{article}：{group.as_printed}"
    lost = losers.select(
        "row_no",
        amount_fen=-pl.col("award_fen"),
        reason=pl.concat_str([pl.lit("同一事项就高不重复，已按“"), "winner", pl.lit("”计")]),
    )
    awards = awards.adjust(lost, source=source, disposition=Disposition.NOT_ADDITIONAL)
    return _cut_open_rows(awards, winners, group, policy_id, source)


def _cut_open_rows(
    awards: AwardRows, winners: pl.DataFrame, group: rule.HighestOnly, policy_id: str, source: str
) -> AwardRows:
    """An undetermined row shows what it would give on top of the row that counts."""
    keys = [KEY_OF[key] for key in group.per]
    open_rows = members(awards.open(), policy_id, group.items, keys)
    own = open_rows.with_columns(own="award_fen")
    cut = limit_open_rows(own, winners, keys, "own").with_columns(reason=pl.lit("同一事项就高，只示超出已定金额的部分"))
    return awards.adjust(cut, source=source)


def rank_by_figure(rows: pl.DataFrame, keys: Sequence[str], then_highest: Sequence[str] = ()) -> pl.DataFrame:
    """Rows with `place` (0 for the one that counts) within their group; equal figures by `then_highest`."""
    is_bound = pl.col("certainty") != Certainty.EXACT.value
    order = ["award_fen", *then_highest, "is_bound", "item_id", "evidence_key"]
    descending = [True, *(True for _ in then_highest), False, False, False]
    return (
        rows.with_columns(is_bound.alias("is_bound"))
        .sort(order, descending=descending)
        .with_columns(pl.int_range(pl.len()).over(keys).alias("place"))
        .drop("is_bound")
    )


def flag_overlap(awards: AwardRows, overlap: rule.Overlap, policy_id: str) -> AwardRows:
    """Awards flagged where several of these items are due to one enterprise in one year; nothing is deducted."""
    keys = ["uscc", "award_year"]
    due = members(awards.determined(), policy_id, overlap.items, keys)
    several = due.filter(pl.col("item_id").n_unique().over(keys) > 1)
    return awards.flag(several["row_no"], f"疑似同一成果：{overlap.as_printed}，分别计列，请核")
