"""Columns that a suite checks but a table does not hold, computed in Polars before it is validated.

Great Expectations compares columns of one frame. What stands in lists, in other tables or in a check
digit is made a column here; the judgement stays in the suite. No rule of the awards is used: totals
and adjustments are recomputed from the rows by the definitions of the contract alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import polars as pl

from screening.contract.result_tables import SORT_KEYS, Certainty, Determination, Disposition
from screening.quality.checks import Stage

Frames: TypeAlias = Mapping[str, pl.LazyFrame]

_TOTAL_KEYS: Final = SORT_KEYS["enterprise_totals"]
_ROW_KEYS: Final = SORT_KEYS["determinations"]
_COUNTED: Final = (Disposition.PAYABLE.value, Disposition.SETTLED.value)

# GB 32100-2015: weighted by powers of 3, the check character by 1, the eighteen add up to a multiple of 31.
_CODE_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS: Final = (*(pow(3, place, 31) for place in range(17)), 1)


def derive_check_columns(stage: Stage, table: str, frame: pl.LazyFrame, references: Frames) -> pl.LazyFrame:
    """The frame with the columns that the suite of this table checks; most tables need none.

    references: the frames that the suite names in `meta.references`, by table name.
    """
    derive = _DERIVATIONS.get((stage, table))
    return frame if derive is None else derive(frame, references)


def _enterprises(frame: pl.LazyFrame, references: Frames) -> pl.LazyFrame:
    return frame.with_columns(has_check_digit=has_check_digit(pl.col("uscc")))


def has_check_digit(uscc: pl.Expr) -> pl.Expr:
    """Whether the last of 18 characters is the check character of the others; null where the text is no code."""
    # Two characters at a time: half the look-ups of one by one.
    pairs = [uscc.str.slice(at, 2).replace_strict(_pair_values(at), default=None) for at in range(0, 18, 2)]
    return pl.sum_horizontal(pairs, ignore_nulls=False) % 31 == 0


def _pair_values(at: int) -> dict[str, int]:
    first, second = _CODE_WEIGHTS[at : at + 2]
    places = list(enumerate(_CODE_CHARACTERS))
    return {a + b: (i * first + j * second) % 31 for i, a in places for j, b in places}


def _determinations(frame: pl.LazyFrame, references: Frames) -> pl.LazyFrame:
    awards = references["awards"].select(*_ROW_KEYS, has_award=pl.lit(True))
    return frame.join(awards, on=_ROW_KEYS, how="left", maintain_order="left").with_columns(
        reasons_count=pl.col("reasons").list.len(),
        causes_count=pl.col("missing_facts").list.len() + pl.col("judgements").list.len(),
    )


def _awards(frame: pl.LazyFrame, references: Frames) -> pl.LazyFrame:
    status = references["enterprises"].select("uscc", register_status="operating_status")
    totals = references["enterprise_totals"].select(*_TOTAL_KEYS, has_total=pl.lit(True))
    adjusted = pl.col("entitlement") + pl.col("adjustments").list.eval(pl.element().struct.field("amount")).list.sum()
    return (
        frame.with_columns(adjusted_entitlement=adjusted)
        .join(status, on="uscc", how="left", maintain_order="left")
        .join(totals, on=_TOTAL_KEYS, how="left", maintain_order="left")
    )


def _enterprise_totals(frame: pl.LazyFrame, references: Frames) -> pl.LazyFrame:
    lines = sum_award_lines(references["awards"])
    sums = pl.selectors.ends_with("_of_lines")
    return frame.join(lines, on=_TOTAL_KEYS, how="left", maintain_order="left").with_columns(sums.fill_null(0))


def sum_award_lines(awards: pl.LazyFrame) -> pl.LazyFrame:
    """Per city, enterprise and award year what its totals must be, from the award rows (contract, section 2).

    Counted are rows that are payable or settled, whole; exact ones alone in the exact total, exact ones and upper
    bounds in the other, undetermined ones apart; policies in force and drafts apart, anything else in neither. What
    was received counts on every row of a policy in force that is not barred.
    """
    is_counted = pl.col("disposition").is_in(_COUNTED)
    is_eligible = is_counted & (pl.col("determination") == Determination.ELIGIBLE.value)
    is_open = is_counted & (pl.col("determination") == Determination.UNDETERMINED.value)
    is_exact = pl.col("certainty") == Certainty.EXACT.value
    is_bounded = is_exact | (pl.col("certainty") == Certainty.UPPER_BOUND.value)
    is_in_force, is_draft = (pl.col("policy_status") == status for status in ("in_force", "draft"))
    is_barred = pl.col("disposition") == Disposition.BARRED.value
    award = pl.col("award")
    return awards.group_by(_TOTAL_KEYS).agg(
        exact_of_lines=award.filter(is_eligible & is_exact & is_in_force).sum(),
        upper_bound_of_lines=award.filter(is_eligible & is_bounded & is_in_force).sum(),
        undetermined_of_lines=award.filter(is_open & is_bounded & is_in_force).sum(),
        received_of_lines=pl.col("received").filter(is_in_force & ~is_barred).sum(),
        draft_exact_of_lines=award.filter(is_eligible & is_exact & is_draft).sum(),
        draft_upper_bound_of_lines=award.filter(is_eligible & is_bounded & is_draft).sum(),
    )


def _quarantine(frame: pl.LazyFrame, references: Frames) -> pl.LazyFrame:
    return frame.with_columns(reasons_count=pl.col("reasons").list.len())


_DERIVATIONS: Final[dict[tuple[Stage, str], Callable[[pl.LazyFrame, Frames], pl.LazyFrame]]] = {
    ("accepted", "enterprises"): _enterprises,
    ("results", "determinations"): _determinations,
    ("results", "awards"): _awards,
    ("results", "enterprise_totals"): _enterprise_totals,
    ("results", "quarantine"): _quarantine,
}
