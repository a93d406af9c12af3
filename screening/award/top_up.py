"""Top-up on promotion: a title at a higher level or grade pays what the lower has not already paid.

附则 五 of shaoxing-2025 and readings 5: the difference to what was actually received for the lower rung,
not below nothing; both rungs due and neither paid: the higher only; no ledger at all and a lower rung
known: undetermined, showing the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.award.award_rows import AwardRows
from screening.award.ledger import assign_payments
from screening.award.stacking import KEY_OF, members, public_ids, rank_by_figure
from screening.contract.money import fen_from_printed
from screening.contract.result_tables import Disposition
from screening.determination.events import RECOGNISES
from screening.determination.fact_tables import FactTables
from screening.determination.item_groups import names_its_level_and_grade, public_id, title_items
from screening.rules import policy_item as rule
from screening.rules.loaded_rulebook import LoadedPolicy

LEDGER: Final = "awards_received"
_RUNG: Final = ["uscc", "object_key", "known_rung"]


@dataclass(frozen=True, slots=True)
class Payments:
    """The ledger and which items of the document each payment could be for."""

    ledger: pl.DataFrame
    items: pl.DataFrame  # payment_no, item_id


def paid_rungs(awards: AwardRows, families: Sequence[rule.TopUp], policy_id: str, payments: Payments) -> pl.Series:
    """`row_no` of the rows of top-up families that the ledger shows paid, in whole or part."""
    items = public_ids(policy_id, [item for family in families for item in family.items])
    of_families = payments.items.filter(pl.col("item_id").is_in(items))
    return assign_payments(awards, payments.ledger, of_families)["row_no"]


def top_up(
    awards: AwardRows, family: rule.TopUp, loaded: LoadedPolicy, facts: FactTables, payments: Payments
) -> AwardRows:
    """Awards of a family of rungs with the higher paying only the difference."""
    keys = [KEY_OF[key] for key in family.per]
    rungs = _rungs(family, loaded)
    due = members(awards.determined(), loaded.policy.id, family.items, keys).join(rungs, on="item_id", how="left")
    ranked = rank_by_figure(due, keys, ["rung"])
    highest, lower = ranked.filter(pl.col("place") == 0), ranked.filter(pl.col("place") > 0)
    source = f"附则(五)：{family.as_printed}"
    if not facts.has_ledger:
        known = _known_rungs(loaded, facts, rungs)
        unpaid = known.join(_displaced(awards, rungs), on=_RUNG, how="anti", nulls_equal=True)
        open_rows = members(awards.open(), loaded.policy.id, family.items, keys).join(rungs, on="item_id", how="left")
        awards, opened = _reduce_by_known(awards, pl.concat([highest.drop("place"), open_rows]), unpaid, keys, source)
        return awards.leave_open(opened.join(highest, on="row_no", how="semi")["row_no"], LEDGER)
    paid = _paid_by_rung(payments, rungs, keys)
    open_rows = members(awards.open(), loaded.policy.id, family.items, keys).join(rungs, on="item_id", how="left")
    awards = _close_lower(awards, lower, paid, keys, source)
    awards = _deduct(awards, highest, paid, keys, source)
    return _show_difference(awards, open_rows, highest, paid, keys, source)


def _show_difference(
    awards: AwardRows, open_rows: pl.DataFrame, highest: pl.DataFrame, paid: pl.DataFrame, keys: list[str], source: str
) -> AwardRows:
    """An undetermined rung shows what it would add: to the rung now due, else to what was received for others."""
    due = highest.select(*keys, due_fen="award_fen")
    received = open_rows.join(paid, on=keys, how="inner", nulls_equal=True).filter(
        pl.col("paid_rung") != pl.col("rung")
    )
    others = received.group_by("row_no").agg(pl.col("paid_fen").sum())
    seen = open_rows.join(due, on=keys, how="left", nulls_equal=True).join(others, on="row_no", how="left")
    known = seen.with_columns(before=pl.coalesce("due_fen", "paid_fen")).filter(pl.col("before").is_not_null())
    changes = known.select(
        "row_no",
        amount_fen=-pl.col("before").clip(upper_bound=pl.col("award_fen")),
        reason=pl.lit("同一认定其他等次已兑付或应得，只示差额"),
    )
    return awards.adjust(changes, source=source)


def _displaced(awards: AwardRows, rungs: pl.DataFrame) -> pl.DataFrame:
    """Rungs of this run that an exclusive group has already made not additional: they were not paid before."""
    lost = awards.rows.filter(disposition=Disposition.NOT_ADDITIONAL.value)
    return lost.join(rungs, on="item_id", how="inner").select("uscc", "object_key", known_rung="rung").unique()


def _rungs(family: rule.TopUp, loaded: LoadedPolicy) -> pl.DataFrame:
    """`item_id`, `rung`, `rung_fen`: the family's items from the lowest to the highest, and the sum each prints."""
    items = {item.id: item for _, item in loaded.items()}
    rows = [
        (public_id(loaded.policy.id, name), rung, _printed_sum(items[name].award))
        for rung, name in enumerate(family.items)
    ]
    return pl.DataFrame(rows, schema={"item_id": pl.String, "rung": pl.Int64, "rung_fen": pl.Int64}, orient="row")


def _printed_sum(award: rule.Award) -> int | None:
    return fen_from_printed(award.amount) if isinstance(award, rule.Fixed | rule.Ceiling) else None


def _paid_by_rung(payments: Payments, rungs: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """What was received for each rung: keys, `paid_rung`, `paid_fen`. A payment counts for one rung, the highest."""
    rung = payments.items.join(rungs, on="item_id", how="inner").group_by("payment_no").agg(pl.col("rung").max())
    return (
        payments.ledger.join(rung, on="payment_no", how="inner")
        .group_by(*keys, paid_rung=pl.col("rung"))
        .agg(paid_fen=pl.col("amount_fen").sum())
    )


def _close_lower(awards: AwardRows, lower: pl.DataFrame, paid: pl.DataFrame, keys: list[str], source: str) -> AwardRows:
    """A lower rung keeps what was paid for it; the rest is the higher rung's."""
    own = paid.rename({"paid_rung": "rung"})
    seen = lower.join(own, on=[*keys, "rung"], how="left", nulls_equal=True, maintain_order="left")
    kept = pl.coalesce("paid_fen", pl.lit(0)).clip(upper_bound=pl.col("award_fen"))
    reason = pl.lit("同一认定已晋升到高等次，按高等次计")
    changes = seen.select("row_no", "paid_fen", amount_fen=kept - pl.col("award_fen"), reason=reason)
    unpaid = changes.filter(pl.col("paid_fen").is_null())
    part_paid = changes.filter(pl.col("paid_fen").is_not_null())
    return awards.adjust(unpaid, source=source, disposition=Disposition.NOT_ADDITIONAL).adjust(part_paid, source=source)


def _deduct(awards: AwardRows, highest: pl.DataFrame, paid: pl.DataFrame, keys: list[str], source: str) -> AwardRows:
    """The highest rung now due less what was received for the others: lower ones, or a higher one of before."""
    others = highest.join(paid, on=keys, how="inner", nulls_equal=True).filter(pl.col("paid_rung") != pl.col("rung"))
    received = others.group_by("row_no").agg(pl.col("paid_fen").sum(), pl.col("award_fen").first())
    changes = received.select(
        "row_no",
        amount_fen=-pl.col("paid_fen").clip(upper_bound=pl.col("award_fen")),
        reason=pl.lit("同一认定其他等次已兑付，只补差额"),
    )
    return awards.adjust(changes, source=source)


def _known_rungs(loaded: LoadedPolicy, facts: FactTables, rungs: pl.DataFrame) -> pl.DataFrame:
    """Rungs an enterprise is known to have reached, in this run or long before."""
    family_items = title_items(loaded).join(rungs, on="item_id", how="inner")
    held = facts.events.filter(pl.col("event").is_in(RECOGNISES)).join(family_items, on="programme_title", how="inner")
    known = held.filter(names_its_level_and_grade())
    return known.select("uscc", "object_key", known_rung="rung", known_fen="rung_fen").unique()


def _reduce_by_known(
    awards: AwardRows, rows: pl.DataFrame, known: pl.DataFrame, keys: list[str], source: str
) -> tuple[AwardRows, pl.DataFrame]:
    """No ledger: where a lower rung is known, what was paid for it is not, and only the difference is sure.

    Gives the awards and the rows (`row_no`) so reduced.
    """
    below = rows.join(known, on=keys, how="inner", nulls_equal=True).filter(pl.col("known_rung") < pl.col("rung"))
    lower = below.group_by("row_no").agg(pl.col("known_fen").max(), pl.col("award_fen").first())
    changes = lower.select(
        "row_no",
        amount_fen=-pl.col("known_fen").clip(upper_bound=pl.col("award_fen")),
        reason=pl.lit("低等次已认定而无兑付台账，示差额"),
    )
    return awards.adjust(changes, source=source), lower.select("row_no").sort("row_no")
