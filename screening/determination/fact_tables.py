"""The typed tables of one city as the frames that determinations are made from.

Money becomes Int64 fen here and stays so up to the result tables. Nothing is decided here: a blank stays
a blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.contract.money import YUAN, to_fen
from screening.contract.source_tables import SOURCE_TABLES, ColumnKind, typed_schema
from screening.determination.events import events_known, fold_object
from screening.intake.industry_codes import normalise_industry_code
from screening.rules.loaded_rulebook import Rulebook

NO_PLAN: Final = "无"  # contract: known to be in no plan list

_ADDED: Final[dict[str, dict[str, type[pl.DataType] | pl.DataType]]] = {
    "recognitions": {"match_class": pl.String(), "programme_title": pl.String()},
    "sanctions": {"match_class": pl.String()},
    "awards_received": {"programme_title": pl.String()},
}


@dataclass(frozen=True, slots=True)
class FactTables:
    """Frames of one city as known on the as-of date; money in fen.

    enterprises: one row per credit code. events: see `events_known`. projects: one row per project and
    year. expenditures: one row per figure. returns: one row per enterprise and year. rulings: `key`,
    `is_met`. has_ledger tells a ledger without rows from none at all.
    """

    enterprises: pl.DataFrame
    events: pl.DataFrame
    projects: pl.DataFrame
    expenditures: pl.DataFrame
    returns: pl.DataFrame
    sanctions: pl.DataFrame
    ledger: pl.DataFrame
    rulings: pl.DataFrame
    has_ledger: bool


def fact_tables(tables: Mapping[str, pl.DataFrame], rulebook: Rulebook, as_of: dt.date) -> FactTables:
    """FactTables of one city's typed tables; a table that is not in the mapping is unknown as a whole.

    `tables["recognitions"]` must have been through `resolve_programmes`.
    """
    known = {name: tables[name] if name in tables else _no_rows(name) for name in SOURCE_TABLES}
    return FactTables(
        enterprises=_enterprises(known["enterprises"], as_of),
        events=events_known(known["recognitions"], rulebook.programmes, as_of),
        projects=_projects(known["projects"], as_of),
        expenditures=_expenditures(known["expenditures"], as_of),
        returns=_in_fen(known["annual_returns"]).filter(pl.col("year") <= as_of.year).drop("city"),
        sanctions=known["sanctions"].filter(pl.col("uscc").is_not_null() & (pl.col("listed_on") <= as_of)),
        ledger=_ledger(known["awards_received"], as_of),
        rulings=_rulings(known["rulings"]),
        has_ledger="awards_received" in tables,
    )


def _no_rows(table: str) -> pl.DataFrame:
    """The empty frame of a table, with what matching and resolving add to its columns."""
    return pl.DataFrame(schema=typed_schema(SOURCE_TABLES[table]) | _ADDED.get(table, {}))


def fold_list_name(name: str) -> str:
    """A name of a plan list folded for comparing: quotes, brackets and blanks dropped."""
    return pl.select(fold_list_names(pl.lit(name))).item()  # type: ignore[no-any-return]


def fold_list_names(names: pl.Expr) -> pl.Expr:
    """`fold_list_name` of a column; the year in a plan's name tells its edition, not another plan."""
    folded = names.str.normalize("NFKC").str.replace_all(r"[\s“”\"'‘’《》「」()]", "")
    return folded.str.replace_all(r"(?:19|20)\d{2}年", "年")


def split_list(text: pl.Expr) -> pl.Expr:
    """List of folded names of a 列入计划 cell; 无 gives an empty list, blank stays null."""
    names = fold_list_names(text).str.split(";").list.eval(pl.element().filter(pl.element() != ""))
    return pl.when(text.str.strip_chars() == NO_PLAN).then(pl.lit([], dtype=pl.List(pl.String))).otherwise(names)


def _in_fen(frame: pl.DataFrame) -> pl.DataFrame:
    money = [name for name, dtype in frame.schema.items() if dtype == YUAN]
    return frame.with_columns(to_fen(pl.col(name)).alias(f"{name}_fen") for name in money).drop(money)


def _enterprises(register: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    columns = [
        "uscc",
        "name",
        "district",
        "subject_type",
        "industry_code",
        "ownership",
        "registered_on",
        "operating_status",
        "above_scale_on",
        "above_scale_on_through",
        "above_scale_on_precision",
    ]
    entered = pl.when(pl.col("above_scale_on") <= as_of).then("above_scale_on")  # later is not yet known
    return register.select(columns).with_columns(normalise_industry_code(pl.col("industry_code")), entered)


def _projects(projects: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    early = {
        "days_early_start": ("agreed_start_on", "started_on"),
        "days_early_completion": ("agreed_completion_on", "completed_on"),
    }
    return (
        _in_fen(projects)
        .filter(pl.col("year") <= as_of.year)
        .rename({"type": "project_type"})
        # What happens after the as-of date is not yet known to the run (readings 1.9).
        .with_columns(pl.when(pl.col(c) <= as_of).then(c) for c in ("started_on", "completed_on", "accepted_on"))
        .with_columns(
            split_list(pl.col("plan_lists")).alias("plan_lists"),
            *(
                (pl.col(agreed) - pl.col(actual)).dt.total_days().alias(name)
                for name, (agreed, actual) in early.items()
            ),
            fold_object(pl.col("name")).alias("object_key"),
        )
        .rename({"name": "item_name"})
        .drop("city", "file", "sheet", "row_number")
    )


def _expenditures(expenditures: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    rows = _in_fen(expenditures).filter(pl.col("year") <= as_of.year).drop("city", "file", "sheet", "row_number")
    key = ["uscc", "year", "kind", "item_name", "counterparty"]
    # Several figures under one key are numbered by what else they say, not by where they stand.
    ordered = rows.sort(
        *key, "amount_fen", *(c for c in rows.columns if c not in (*key, "amount_fen")), nulls_last=True
    )
    number = pl.int_range(pl.len()).over(key) + 1
    printed = [pl.col(c).cast(pl.String) for c in key]
    return ordered.with_columns(
        pl.concat_str([*printed, number.cast(pl.String)], separator="|", ignore_nulls=True).alias("evidence_key"),
        split_list(pl.col("plan_lists")).alias("plan_lists"),
        fold_object(pl.col("item_name")).alias("object_key"),
    ).rename({"kind": "spending_kind"})


def _ledger(ledger: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    order = [
        column.name for column in SOURCE_TABLES["awards_received"].columns if column.kind is not ColumnKind.CONTACT
    ]
    return (
        _in_fen(ledger.filter(pl.col("paid_on") <= as_of))
        .sort(*(c if c != "amount" else "amount_fen" for c in order), nulls_last=True)
        .with_columns(fold_object(pl.col("item_name")).alias("object_key"))
        .drop("city", "file", "sheet", "row_number")
        .with_row_index("payment_no")
    )


def _rulings(rulings: pl.DataFrame) -> pl.DataFrame:
    """The newest 是 or 否 of each condition ruling; 待查 decides nothing."""
    return (
        rulings.filter((pl.col("kind") == "condition") & pl.col("ruling").is_in(["是", "否"]))
        .sort("key", "ruled_on", "ruling", nulls_last=False)
        .unique("key", keep="last", maintain_order=True)
        .select("key", is_met=pl.col("ruling") == "是")
    )
