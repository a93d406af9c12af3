"""How complete a city's accepted tables are, district by district and month by month.

What is whole on average can lack a county or a month: a district that sent no return, a list whose names of one
month fit nobody. A profile is a long frame of measures; the limits are a suite, `expectations/accepted/completeness`.
Shares are in basis points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import polars as pl

import screening
from screening.contract.money import BASIS_POINTS
from screening.contract.result_tables import Schema

COMPLETENESS: Final[Schema] = {
    "table": pl.String,
    "measure": pl.String,  # rows | filled | returned (register firms with a return of the newest year) | matched
    "column": pl.String,  # empty where it is about rows
    "part_kind": pl.String,  # district | month
    "part": pl.String,
    "rows": pl.Int64,
    "share": pl.Int64,  # of the part; null for rows
    "share_of_city": pl.Int64,  # of all parts together
    "shortfall": pl.Int64,  # how far the part lies below the city
}
_DIVISIONS: Final = Path(screening.__file__).parent / "rulebook" / "code_lists" / "divisions.csv"
_UNKNOWN_DISTRICT: Final = "（区县不详）"

# Columns of the register that clauses ask for.
_FILLED: Final = ("industry_code", "registered_on", "operating_status")
# Lists that give names, and the day their rows are dated by.
_LISTS: Final = {"recognitions": "recognised_on", "sanctions": "listed_on"}


def profile_completeness(tables: Mapping[str, pl.LazyFrame], city: str) -> pl.DataFrame:
    """`COMPLETENESS`, sorted; tables: accepted rows of one city by name, of which absent ones are left out."""
    profiles = [pl.DataFrame(schema=COMPLETENESS)]
    if "enterprises" in tables:
        profiles += _of_register(tables["enterprises"], city)
        if "annual_returns" in tables:
            profiles.append(_of_returns(tables["enterprises"], tables["annual_returns"]))
    profiles += [_of_list(name, tables[name], day) for name, day in _LISTS.items() if name in tables]
    typed = (profile.select(pl.col(name).cast(dtype) for name, dtype in COMPLETENESS.items()) for profile in profiles)
    return pl.concat(typed).sort("table", "measure", "column", "part")


def _of_register(register: pl.LazyFrame, city: str) -> Iterator[pl.DataFrame]:
    district = pl.col("district").fill_null(_UNKNOWN_DISTRICT)
    counted = register.group_by(part=district).agg(
        pl.len().alias("rows"), *(pl.col(name).count().alias(name) for name in _FILLED)
    )
    by_district = counted.collect(engine="streaming")
    living = pl.read_csv(_DIVISIONS, infer_schema=False).filter(
        (pl.col("city") == city) & (pl.col("kind") == "county") & (pl.col("status") == "live")
    )
    rows = living.select(part="name").join(by_district.select("part", "rows"), on="part", how="left")
    yield _label(rows.with_columns(pl.col("rows").fill_null(0)), "enterprises", "rows", "", "district")
    for name in _FILLED:
        yield _label(_shares(by_district, name), "enterprises", "filled", name, "district")


def _of_returns(register: pl.LazyFrame, returns: pl.LazyFrame) -> pl.DataFrame:
    """Share of the firms of each district that have a return of the newest year there is."""
    newest = returns.filter(pl.col("year") == pl.col("year").max()).select("uscc", returned=pl.lit(True)).unique()
    by_district = (
        register.join(newest, on="uscc", how="left")
        .group_by(part=pl.col("district").fill_null(_UNKNOWN_DISTRICT))
        .agg(pl.len().alias("rows"), pl.col("returned").count())
        .collect(engine="streaming")
    )
    return _label(_shares(by_district, "returned"), "annual_returns", "returned", "", "district")


def _of_list(name: str, rows: pl.LazyFrame, day: str) -> pl.DataFrame:
    """Share of the rows of each month that are tied to an enterprise; a row dated by its year alone has no month."""
    dated = rows.filter(pl.col(day).is_not_null())
    if f"{day}_precision" in rows.collect_schema():
        dated = dated.filter(pl.col(f"{day}_precision") != "year")
    by_month = (
        dated.group_by(part=pl.col(day).dt.truncate("1mo"))
        .agg(pl.len().alias("rows"), pl.col("uscc").count().alias("matched"))
        .collect(engine="streaming")
        .with_columns(pl.col("part").dt.strftime("%Y-%m"))
    )
    return _label(_shares(by_month, "matched"), name, "matched", "uscc", "month")


def _shares(counted: pl.DataFrame, name: str) -> pl.DataFrame:
    """part, rows, and the shares of `name` among the rows of the part and of all parts."""
    filled, rows = pl.col(name).cast(pl.Int64), pl.col("rows").cast(pl.Int64)
    return counted.select(
        "part",
        "rows",
        share=filled * BASIS_POINTS // rows,
        share_of_city=filled.sum() * BASIS_POINTS // rows.sum(),
    ).with_columns(shortfall=pl.col("share_of_city") - pl.col("share"))


def _label(profile: pl.DataFrame, table: str, measure: str, column: str, part_kind: str) -> pl.DataFrame:
    absent = [name for name in ("share", "share_of_city", "shortfall") if name not in profile.columns]
    return profile.with_columns(
        *(pl.lit(None).alias(name) for name in absent),
        table=pl.lit(table),
        measure=pl.lit(measure),
        column=pl.lit(column),
        part_kind=pl.lit(part_kind),
    )
