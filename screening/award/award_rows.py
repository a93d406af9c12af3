"""The award rows of one document and the adjustments made to them, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from screening.award.entitlement import entitlement
from screening.contract.result_tables import Determination, Disposition
from screening.determination.conditions import ConditionContext
from screening.determination.determine import DeterminedGroup

ROW_ORDER: Final = ("uscc", "item_id", "award_year", "evidence_table", "evidence_key")

_COLUMNS: Final = (
    "policy_id",
    "policy_status",
    "article",
    "item_id",
    "item_title",
    "uscc",
    "name",
    "district",
    "subject_type",
    "above_scale_on",
    "award_year",
    "determination",
    "reasons",
    "missing_facts",
    "judgements",
    "flags",
    "near_miss",
    "evidence_table",
    "evidence_key",
    "match_class",
    "programme",
    "level",
    "grade",
    "item_name",
    "object_key",
    "project_id",
    "certainty",
    "channel",
    "pays_enterprises",
    "is_investment",
    "ownership",
    "industry_code",
    "entitlement_fen",
)

ADJUSTMENT_COLUMNS: Final = {
    "row_no": pl.Int64,
    "step": pl.Int64,
    "reason": pl.String,
    "amount_fen": pl.Int64,
    "source": pl.String,
}


@dataclass(frozen=True, slots=True)
class AwardRows:
    """Rows (one per determination, ineligible ones included) and adjustments of one document.

    rows: `_COLUMNS`, `row_no`, `award_fen` (what is left so far; null where no figure), `disposition`.
    adjustments: `ADJUSTMENT_COLUMNS`; for each row entitlement + sum of its adjustments = award.
    """

    rows: pl.DataFrame
    adjustments: pl.DataFrame

    def adjust(self, changes: pl.DataFrame, *, source: str, disposition: Disposition | None = None) -> AwardRows:
        """Rows after the changes (`row_no`, `amount_fen`, `reason`); a change of nothing is none."""
        real = changes.filter(pl.col("amount_fen") != 0).select("row_no", "amount_fen", "reason").sort("row_no")
        noted = real.select(
            "row_no",
            pl.lit(self.adjustments.height, dtype=pl.Int64).alias("step"),
            "reason",
            "amount_fen",
            pl.lit(source).alias("source"),
        )
        rows = self.rows.join(
            real.select("row_no", change="amount_fen"), on="row_no", how="left", maintain_order="left"
        )
        rows = rows.with_columns(pl.coalesce(pl.col("award_fen") + pl.col("change"), "award_fen").alias("award_fen"))
        changed = replace(self, rows=rows.drop("change"), adjustments=pl.concat([self.adjustments, noted]))
        return changed if disposition is None else changed.dispose(changes["row_no"], disposition)

    def dispose(self, row_numbers: pl.Series, disposition: Disposition) -> AwardRows:
        """Rows with the disposition of some of them changed."""
        is_meant = pl.col("row_no").is_in(row_numbers.implode())
        changed = pl.when(is_meant).then(pl.lit(disposition.value)).otherwise("disposition")  # null: never null
        return replace(self, rows=self.rows.with_columns(changed.alias("disposition")))

    def flag(self, row_numbers: pl.Series, text: str) -> AwardRows:
        """Rows with a remark added to some of them."""
        if row_numbers.is_empty():
            return self
        is_meant = pl.col("row_no").is_in(row_numbers.implode())
        flags = pl.when(is_meant).then(pl.concat_list("flags", pl.lit(text))).otherwise("flags")  # null: never null
        return replace(self, rows=self.rows.with_columns(flags.alias("flags")))

    def leave_open(self, row_numbers: pl.Series, missing_fact: str) -> AwardRows:
        """Eligible rows made undetermined for a fact that only the award stage asks for."""
        if row_numbers.is_empty():
            return self
        is_meant = pl.col("row_no").is_in(row_numbers.implode())
        determination = (
            pl.when(is_meant).then(pl.lit(Determination.UNDETERMINED.value)).otherwise("determination")
        )  # null: never null
        missing = (
            pl.when(is_meant).then(pl.concat_list("missing_facts", pl.lit(missing_fact))).otherwise("missing_facts")
        )  # null: never null
        return replace(
            self, rows=self.rows.with_columns(determination.alias("determination"), missing.alias("missing_facts"))
        )

    def determined(self) -> pl.DataFrame:
        """Eligible rows with a figure that still count."""
        return self._counting(Determination.ELIGIBLE)

    def open(self) -> pl.DataFrame:
        """Undetermined rows with a figure: they use up nothing and displace nothing."""
        return self._counting(Determination.UNDETERMINED)

    def _counting(self, determination: Determination) -> pl.DataFrame:
        counts = (pl.col("disposition") == Disposition.PAYABLE.value) & pl.col("award_fen").is_not_null()
        return self.rows.filter((pl.col("determination") == determination.value) & counts)


def award_rows(groups: Iterable[DeterminedGroup], context: ConditionContext) -> AwardRows:
    """All determination rows of a document with what each clause gives by itself."""
    frames = [_with_entitlement(group, context) for group in groups]
    rows = pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(_COLUMNS, pl.String))
    ordered = rows.sort(ROW_ORDER).with_row_index("row_no").with_columns(pl.col("row_no").cast(pl.Int64))
    no_figure = pl.col("determination") == Determination.INELIGIBLE.value
    return AwardRows(
        ordered.with_columns(
            pl.when(~no_figure).then("entitlement_fen").alias("award_fen"),
            pl.lit(Disposition.PAYABLE.value).alias("disposition"),
        ),
        pl.DataFrame(schema=ADJUSTMENT_COLUMNS),
    )


def _with_entitlement(determined: DeterminedGroup, context: ConditionContext) -> pl.DataFrame:
    figure = entitlement(determined.group.shape.award, context).cast(pl.Int64).alias("entitlement_fen")
    rows = determined.rows.with_columns(figure)
    missing: Sequence[str] = [c for c in ("level", "grade") if c not in rows.columns]
    return rows.with_columns(pl.lit(None, dtype=pl.String).alias(c) for c in missing).select(_COLUMNS)
