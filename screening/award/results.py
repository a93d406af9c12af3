"""The frames of a city in the shape of the result tables: yuan, sorted, complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.award.totals import enterprise_totals
from screening.contract.money import to_yuan
from screening.contract.result_tables import RESULT_TABLES, SORT_KEYS
from screening.determination.fact_tables import FactTables
from screening.screening_run import ScreeningRun

UNMATCHED_PAYMENTS: Final = "unmatched_payments"


@dataclass(frozen=True, slots=True)
class ScreenedDocument:
    """What one policy document gives: rows with what was received, adjustments, and what payments were for."""

    rows: pl.DataFrame
    adjustments: pl.DataFrame
    payment_items: pl.DataFrame  # payment_no, item_id: what each payment could be for
    assigned: pl.DataFrame  # payment_no, row_no, amount_fen: the award it was counted for


def result_tables(
    screened: Sequence[ScreenedDocument], facts: FactTables, run: ScreeningRun, city: str
) -> dict[str, pl.DataFrame]:
    """Result tables of a city from its screened documents, and the payments that belong to no award."""
    frames = [_with_adjustments(document.rows, document.adjustments) for document in screened if len(document.rows)]
    if not frames:
        empty = {
            name: pl.DataFrame(schema=RESULT_TABLES[name])
            for name in ("determinations", "awards", "enterprise_totals", "near_misses")
        }
        return empty | {UNMATCHED_PAYMENTS: _unmatched(screened, facts, city)}
    rows = pl.concat(frames).with_columns(run_id=pl.lit(run.run_id), as_of=pl.lit(run.as_of), city=pl.lit(city))
    awards = rows.filter(pl.col("determination") != "ineligible")
    totals = enterprise_totals(awards).with_columns(
        run_id=pl.lit(run.run_id), as_of=pl.lit(run.as_of), city=pl.lit(city)
    )
    return {
        "determinations": _in_shape(rows, "determinations"),
        "awards": _in_shape(_in_yuan(awards), "awards"),
        "enterprise_totals": _in_shape(_totals_in_yuan(totals), "enterprise_totals"),
        "near_misses": _in_shape(_near_misses(rows), "near_misses"),
        UNMATCHED_PAYMENTS: _unmatched(screened, facts, city),
    }


def _with_adjustments(rows: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """Rows with their adjustments as one list of structs, in the order they were made."""
    listed = (
        adjustments.sort("row_no", "step")
        .with_columns(amount=to_yuan(pl.col("amount_fen")))
        .group_by("row_no", maintain_order=True)
        .agg(pl.struct("reason", "amount", "source").alias("adjustments"))
    )
    none = pl.lit([], dtype=RESULT_TABLES["awards"]["adjustments"])
    joined = rows.join(listed, on="row_no", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("adjustments", none).alias("adjustments"))


def _in_yuan(rows: pl.DataFrame) -> pl.DataFrame:
    money = {
        "entitlement": "entitlement_fen",
        "award": "award_fen",
        "received": "received_fen",
        "outstanding": "outstanding_fen",
    }
    return rows.with_columns(to_yuan(pl.col(fen)).alias(yuan) for yuan, fen in money.items())


def _totals_in_yuan(totals: pl.DataFrame) -> pl.DataFrame:
    return totals.with_columns(to_yuan(pl.col(name)).alias(name) for name in totals.columns if name.endswith("_total"))


def _near_misses(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("near_miss").is_not_null()).unnest("near_miss")


def _in_shape(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    schema = RESULT_TABLES[table]
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(SORT_KEYS[table])


def _unmatched(screened: Sequence[ScreenedDocument], facts: FactTables, city: str) -> pl.DataFrame:
    """Payments counted for no award: for no item of any document, or for an item with no award in this run."""
    no_payment = facts.ledger.select("payment_no").clear()
    named = pl.concat([no_payment, *(document.payment_items.select("payment_no") for document in screened)]).unique()
    assigned = pl.concat([no_payment, *(document.assigned.select("payment_no") for document in screened)]).unique()
    is_named = pl.col("payment_no").is_in(named["payment_no"].implode())
    reason = (
        pl.when(is_named).then(pl.lit("有对应事项，本次无对应应得")).otherwise(pl.lit("无对应事项"))
    )  # null: never null
    columns = ["uscc", "document", "item", "level", "grade", "item_name", "award_year", "paid_on"]
    rest = facts.ledger.join(assigned, on="payment_no", how="anti").sort("payment_no")
    return rest.select(
        pl.lit(city).alias("city"), *columns, to_yuan(pl.col("amount_fen")).alias("amount"), reason.alias("reason")
    )
