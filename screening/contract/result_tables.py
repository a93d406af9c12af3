"""Columns of every frame a run emits, in order, with their types. Every table is sorted by its `SORT_KEYS`."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeAlias

import polars as pl

from screening.contract.money import YUAN

Schema: TypeAlias = dict[str, type[pl.DataType] | pl.DataType]


class Determination(StrEnum):
    """Whether an enterprise meets an item by one evidence row."""

    ELIGIBLE = "eligible"
    UNDETERMINED = "undetermined"
    INELIGIBLE = "ineligible"


class Certainty(StrEnum):
    """What kind of figure an award is; the three are never mixed."""

    EXACT = "exact"
    UPPER_BOUND = "upper_bound"
    UNSTATED = "unstated"


class Disposition(StrEnum):
    """What becomes of an award after everything."""

    PAYABLE = "payable"
    NOT_ADDITIONAL = "not_additional"
    SETTLED = "settled"
    BARRED = "barred"


class StakeKind(StrEnum):
    """What kind of figure a stake is: the loosest of the awards that would change, or why there is none."""

    EXACT = "exact"
    UPPER_BOUND = "upper_bound"
    UNDETERMINED = "undetermined"
    UNSTATED = "unstated"
    NONE = "none"  # no award would change
    UNKNOWN_PROGRAMME = "unknown_programme"  # the title on the list is in no catalogue


ADJUSTMENT: Final = pl.Struct({"reason": pl.String, "amount": YUAN, "source": pl.String})

DETERMINATIONS: Final[Schema] = {
    "run_id": pl.String,
    "as_of": pl.Date,
    "city": pl.String,
    "district": pl.String,
    "uscc": pl.String,
    "name": pl.String,
    "policy_id": pl.String,
    "policy_status": pl.String,  # in_force | draft | lapsed | not_yet_in_force
    "article": pl.String,
    "item_id": pl.String,
    "item_title": pl.String,
    "award_year": pl.Int32,
    "determination": pl.String,
    "reasons": pl.List(pl.String),  # 中文, one per condition: what was asked, what was seen
    "missing_facts": pl.List(pl.String),  # names of the input columns that would decide
    "judgements": pl.List(pl.String),  # conditions left to a department, as printed
    "flags": pl.List(pl.String),  # 中文 remarks that change no verdict
    "evidence_table": pl.String,
    "evidence_key": pl.String,
    "match_class": pl.String,
}

AWARDS: Final[Schema] = DETERMINATIONS | {
    "programme": pl.String,
    "level": pl.String,
    "grade": pl.String,
    "item_name": pl.String,
    "certainty": pl.String,
    "entitlement": YUAN,  # by the clause alone, after its own ceiling
    "award": YUAN,  # after everything; null where unstated or a fact is missing
    "disposition": pl.String,
    "received": YUAN,
    "outstanding": YUAN,
    "adjustments": pl.List(ADJUSTMENT),  # entitlement + sum of amounts = award, to the fen
    "channel": pl.String,
}

ENTERPRISE_TOTALS: Final[Schema] = {
    "run_id": pl.String,
    "as_of": pl.Date,
    "uscc": pl.String,
    "name": pl.String,
    "city": pl.String,
    "district": pl.String,
    "award_year": pl.Int32,
    "exact_total": YUAN,
    "upper_bound_total": YUAN,
    "unstated_items": pl.Int64,
    "undetermined_items": pl.Int64,
    "undetermined_total": YUAN,
    "received_total": YUAN,
    "items": pl.Int64,
    "draft_exact_total": YUAN,
    "draft_upper_bound_total": YUAN,
}

NEAR_MISSES: Final[Schema] = {
    "run_id": pl.String,
    "as_of": pl.Date,
    "city": pl.String,
    "district": pl.String,
    "uscc": pl.String,
    "name": pl.String,
    "policy_id": pl.String,
    "policy_status": pl.String,
    "article": pl.String,
    "item_id": pl.String,
    "item_title": pl.String,
    "award_year": pl.Int32,
    "fact": pl.String,
    "required": pl.String,
    "seen": pl.String,
    "gap": pl.String,
    "evidence_table": pl.String,
    "evidence_key": pl.String,
}

CELL_FAULT: Final = pl.Struct({"column": pl.String, "value": pl.String, "reason": pl.String})

QUARANTINE: Final[Schema] = {
    "city": pl.String,
    "table": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row_number": pl.Int64,
    "column": pl.String,  # empty where the whole row is at fault
    "is_row_set_aside": pl.Boolean,  # false: only the cell was emptied, the row is used
    "reasons": pl.List(pl.String),
    "row_text": pl.String,  # contacts and personal ids masked
    "faults": pl.List(CELL_FAULT),  # one per reason: the column (empty: the row), the cell's own text, masked
    "row_values": pl.String,  # JSON by heading: what a correction of the row starts from; null where none is offered
    "is_open": pl.Boolean,  # false where a correction took the row's place
    "corrects": pl.String,  # 更正编号 of a row that is itself a correction
    "corrected_by": pl.String,  # 中文 place of the correction that closed it
}

NAME_MATCHES: Final[Schema] = {
    "city": pl.String,
    "table": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row_number": pl.Int64,
    "list_name": pl.String,
    "uscc": pl.String,  # the enterprise, or for a candidate the one it might be
    "match_class": pl.String,
    "matched_name": pl.String,
    "similarity": pl.Int64,  # 0 to 100; null but for candidates
    "reason": pl.String,  # 中文: why a row is put to a person or stands with nobody; null where one enterprise is it
}

CHANGES: Final[Schema] = {
    "city": pl.String,
    "uscc": pl.String,
    "name": pl.String,
    "award_year": pl.Int32,
    "item_id": pl.String,
    "change": pl.String,  # added | removed | amount
    "enterprise_change": pl.String,  # newly_in | dropped_out; null where both runs grant it something
    "exact_before": YUAN,
    "exact_after": YUAN,
    "upper_bound_before": YUAN,
    "upper_bound_after": YUAN,
    "cause": pl.String,
}

# Beside the tables of a run: how much moved against the run it is compared with.
MOVEMENTS: Final[Schema] = {
    "city": pl.String,
    "measure": pl.String,  # newly_in | dropped_out (enterprises) | exact_yuan | upper_bound_yuan (whole yuan)
    "cause": pl.String,
    "is_expected": pl.Boolean,  # the cause lies not in the data of the night
    "before": pl.Int64,  # what the run before had in all
    "moved": pl.Int64,
    "share": pl.Int64,  # basis points of `before`, or of 1 where that is 0
}

# Beside the tables of a run: payments of the ledger that belong to no award of it, and why.
UNMATCHED_PAYMENTS: Final[Schema] = {
    "city": pl.String,
    "uscc": pl.String,
    "document": pl.String,
    "item": pl.String,
    "level": pl.String,
    "grade": pl.String,
    "item_name": pl.String,
    "award_year": pl.Int32,
    "paid_on": pl.Date,
    "amount": YUAN,
    "reason": pl.String,  # 中文
}

# Beside the tables of a run: what each question of the review workbook on a name would pay. In no total.
NAME_STAKES: Final[Schema] = {
    "city": pl.String,
    "key": pl.String,  # that of the ruling, as the workbook prints it
    "uscc": pl.String,  # the candidate
    "district": pl.String,
    "industry_code": pl.String,
    "stake": YUAN,  # what its awards would change by; negative where it would lose them; null where unknown
    "stake_kind": pl.String,  # a StakeKind
    "unstated_items": pl.Int64,  # awards without a figure among them, of which `stake` holds nothing
}

RESULT_TABLES: Final[dict[str, Schema]] = {
    "determinations": DETERMINATIONS,
    "awards": AWARDS,
    "enterprise_totals": ENTERPRISE_TOTALS,
    "near_misses": NEAR_MISSES,
    "quarantine": QUARANTINE,
    "name_matches": NAME_MATCHES,
    "changes": CHANGES,
}

_BY_ROW: Final = ("city", "uscc", "policy_id", "item_id", "award_year", "evidence_table", "evidence_key")
SORT_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "determinations": _BY_ROW,
    "awards": _BY_ROW,
    "enterprise_totals": ("city", "uscc", "award_year"),
    "near_misses": (*_BY_ROW, "fact"),
    "quarantine": ("city", "table", "file", "sheet", "row_number", "column"),
    "name_matches": ("city", "table", "file", "sheet", "row_number", "match_class", "uscc"),
    "changes": ("city", "uscc", "award_year", "item_id", "change"),
}
