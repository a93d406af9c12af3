"""Which enterprise a name belongs to: one row per enterprise and name it bears or bore."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.fold_names import annotated_names, fold_name, is_branch, split_names

# States in which an enterprise no longer stands in the way of a namesake; one that moved away still does.
_GONE: Final = "注销|吊销"

CLAIMS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "key": pl.String,  # the name, folded
    "uscc": pl.String,
    "claimed_name": pl.String,  # as written
    "is_former": pl.Boolean,
    "borne_until": pl.Date,  # last day of a former name, where a list says so
}


def read_firms(register: pl.DataFrame) -> pl.DataFrame:
    """One row per enterprise: uscc, registered_name, firm_key, is_live, is_branch, registered_on.

    register: the enterprises of one city, at least uscc and name; an unknown state counts as live.
    """
    given = register.columns
    registered_on = pl.col("registered_on") if "registered_on" in given else pl.lit(None, pl.Date)
    status = pl.col("operating_status") if "operating_status" in given else pl.lit(None, pl.String)
    firms = register.select(
        "uscc",
        registered_name=pl.col("name").cast(pl.String),
        firm_key=fold_name(pl.col("name").cast(pl.String)),
        is_live=~status.str.contains(_GONE).fill_null(False),
        registered_on=registered_on,
    )
    return firms.with_columns(is_branch=is_branch(pl.col("firm_key")).fill_null(False))


def claims_of_register(register: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """CLAIMS of the register alone: current names, former_names, and names in annotations such as （原…）."""
    name = pl.col("name").cast(pl.String)
    current = firms.select(
        "uscc",
        key="firm_key",
        claimed_name="registered_name",
        is_former=pl.lit(False),
        borne_until=pl.lit(None, pl.Date),
    )
    annotated = register.filter(name.str.contains(r"[)）]\s*$")).select("uscc", key=annotated_names(name))
    former = [annotated]
    if "former_names" in register.columns:
        column = pl.col("former_names").cast(pl.String)
        former.append(register.filter(column.is_not_null()).select("uscc", key=split_names(column)))
    borne = pl.concat(former).explode("key").drop_nulls("key").unique()
    borne = borne.join(firms, left_on=["uscc", "key"], right_on=["uscc", "firm_key"], how="anti")
    return pl.concat([conform_claims(current).drop_nulls("key"), former_claims(borne)])


def former_claims(names: pl.DataFrame) -> pl.DataFrame:
    """CLAIMS of former names from rows of uscc, key and, where known, borne_until."""
    until = pl.col("borne_until") if "borne_until" in names.columns else pl.lit(None, pl.Date)
    return conform_claims(names.with_columns(claimed_name="key", is_former=pl.lit(True), borne_until=until))


def conform_claims(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of CLAIMS in their order and types."""
    return frame.select(pl.col(name).cast(dtype) for name, dtype in CLAIMS.items())
