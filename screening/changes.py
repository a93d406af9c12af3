"""What moved between two runs, line by line, and what made it move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening.contract.result_tables import CHANGES, SORT_KEYS, Certainty, Determination, Disposition
from screening.contract.source_tables import PROVENANCE, SOURCE_TABLES
from screening.stage_files import read_json

_LINE: Final = ["city", "uscc", "award_year", "item_id"]
_ENTERPRISE: Final = ["city", "uscc"]
_GRANTED: Final = [Disposition.PAYABLE.value, Disposition.SETTLED.value]
_FIGURES: Final = ["exact_before", "exact_after", "upper_bound_before", "upper_bound_after"]


class Cause(StrEnum):
    """Why a line moved; of several the first in this order is named."""

    FIRST_RUN = "first_run"
    CITY = "city"  # screened in one of the two runs only (a new city, or one that a gate held)
    PARAMETERS = "parameters"  # its award year was asked for in one of the two runs only
    POLICY_PERIOD = "policy_period"  # the document came into force or lapsed between the two as-of dates
    NEW_AWARD_YEAR = "new_award_year"
    RULEBOOK = "rulebook"
    DATA = "data"  # the enterprise's own rows differ
    AS_OF = "as_of"
    PROGRAM = "program"


class Move(StrEnum):
    """What became of an enterprise that has something granted in one of the two runs only."""

    NEWLY_IN = "newly_in"
    DROPPED_OUT = "dropped_out"


CAUSE_LABELS: Final[dict[str, str]] = {
    Cause.FIRST_RUN: "首次运行",
    Cause.CITY: "该市仅在其中一次运行中筛查",
    Cause.PARAMETERS: "运行参数不同",
    Cause.POLICY_PERIOD: "政策生效或失效",
    Cause.NEW_AWARD_YEAR: "新的政策年度",
    Cause.RULEBOOK: "规则库变化",
    Cause.DATA: "企业数据变化",
    Cause.AS_OF: "截止日期推移",
    Cause.PROGRAM: "程序变化",
}


@dataclass(frozen=True, slots=True)
class ScreenedRun:
    """A run to compare: the folder with its tables and its record (run.json)."""

    folder: Path
    record: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> ScreenedRun:
        """The run that stands in a folder."""
        return cls(folder, read_json(folder / "run.json"))

    @property
    def as_of(self) -> dt.date:
        """As-of date of the run."""
        return dt.date.fromisoformat(self.record["as_of"])


def find_changes(before: ScreenedRun | None, after: ScreenedRun) -> pl.DataFrame:
    """Lines whose money moved, in the `CHANGES` schema, sorted; `before` None: every line is of a first run.

    A line is an enterprise, award year and item; its figures are what is granted, drafts and undetermined
    apart: exact awards, and exact awards with upper bounds.
    """
    lines_after = granted_lines(after).rename({"exact": "exact_after", "upper_bound": "upper_bound_after"})
    if before is None:
        lines = lines_after.with_columns(pl.lit(None, pl.Decimal(18, 2)).alias(name) for name in _FIGURES[::2])
        moved = lines.with_columns(cause=pl.lit(Cause.FIRST_RUN.value), enterprise_change=pl.lit(Move.NEWLY_IN.value))
    else:
        lines_before = granted_lines(before).rename({"exact": "exact_before", "upper_bound": "upper_bound_before"})
        lines = _name_enterprise_change(_pair_lines(lines_before, lines_after), lines_before, lines_after)
        moved = lines.with_columns(cause=_cause(before, after, _usccs_with_changed_rows(before, after, lines)))
    return _as_changes(moved)


def net_change(kind: str) -> pl.Expr:
    """By how many yuan changes move a sum, `exact` or `upper_bound`; a line that a run has not is nothing there."""
    return pl.col(f"{kind}_after").sum() - pl.col(f"{kind}_before").sum()


def granted_lines(run: ScreenedRun) -> pl.DataFrame:
    """Each enterprise, award year and item that the run grants something: its city, name, policy, and what, in yuan."""
    is_granted = (
        (pl.col("determination") == Determination.ELIGIBLE.value)
        & (pl.col("policy_status") != "draft")
        & pl.col("disposition").is_in(_GRANTED)
        & pl.col("award").is_not_null()
    )
    is_exact = pl.col("certainty") == Certainty.EXACT.value
    return (
        pl.scan_parquet(run.folder / "awards.parquet")
        .filter(is_granted)
        .group_by(_LINE)
        .agg(
            pl.col("name").max(),
            pl.col("policy_id").first(),
            exact=pl.col("award").filter(is_exact).sum(),
            upper_bound=pl.col("award").sum(),
        )
        .collect()
    )


def _pair_lines(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    paired = after.join(before, on=_LINE, how="full", coalesce=True, suffix="_of_before").with_columns(
        pl.coalesce("name", "name_of_before").alias("name"),
        pl.coalesce("policy_id", "policy_id_of_before").alias("policy_id"),
    )
    is_same = pl.all_horizontal(
        pl.col(f"{kind}_before").eq_missing(pl.col(f"{kind}_after")) for kind in ("exact", "upper_bound")
    )
    return paired.filter(~is_same)


def _name_enterprise_change(lines: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The lines with `enterprise_change`: whether one of the runs grants the enterprise nothing at all."""
    was, stays = (frame.select(_ENTERPRISE).unique() for frame in (before, after))
    change = (
        pl.when(pl.col("was").is_null())
        .then(pl.lit(Move.NEWLY_IN.value))
        .when(pl.col("stays").is_null())
        .then(pl.lit(Move.DROPPED_OUT.value))
    )
    return (
        lines.join(was.with_columns(was=pl.lit(True)), on=_ENTERPRISE, how="left")
        .join(stays.with_columns(stays=pl.lit(True)), on=_ENTERPRISE, how="left")
        .with_columns(enterprise_change=change)
    )


def _as_changes(lines: pl.DataFrame) -> pl.DataFrame:
    change = (
        pl.when(pl.col("upper_bound_before").is_null())
        .then(pl.lit("added"))
        .when(pl.col("upper_bound_after").is_null())
        .then(pl.lit("removed"))
        .otherwise(pl.lit("amount"))
    )
    typed = [pl.col(name).cast(dtype) for name, dtype in CHANGES.items()]
    return lines.with_columns(change=change).select(typed).sort(SORT_KEYS["changes"])


def _cause(before: ScreenedRun, after: ScreenedRun, usccs: pl.Series) -> pl.Expr:
    """First cause in the order of `Cause` that holds for a line; the last is what nothing else explains."""
    city, year, policy = pl.col("city"), pl.col("award_year"), pl.col("policy_id")
    is_same_rulebook = before.record["rulebook"]["sha256"] == after.record["rulebook"]["sha256"]
    holds = {
        Cause.CITY: ~city.is_in(sorted(_screened_cities(before) & _screened_cities(after))),
        Cause.PARAMETERS: ~(_is_asked_for(before, year) & _is_asked_for(after, year)),
        Cause.POLICY_PERIOD: policy.is_in(_policies_with_other_period(before, after)),
        Cause.NEW_AWARD_YEAR: (year > before.as_of.year) & (year <= after.as_of.year),
        Cause.RULEBOOK: policy.is_in(_policies_with_other_text(before, after)),
        Cause.DATA: pl.col("uscc").is_in(usccs.implode()) | city.is_in(_cities_with_other_rulings(before, after)),
        Cause.AS_OF: pl.lit(is_same_rulebook and before.as_of != after.as_of),
    }
    rest = Cause.PROGRAM if is_same_rulebook else Cause.RULEBOOK
    return pl.coalesce(
        *(pl.when(condition).then(pl.lit(cause.value)) for cause, condition in holds.items()), pl.lit(rest.value)
    )


def _screened_cities(run: ScreenedRun) -> set[str]:
    return set(run.record["cities"]) - set(run.record["held_cities"])


def _is_asked_for(run: ScreenedRun, year: pl.Expr) -> pl.Expr:
    years = run.record["award_years"]
    return pl.lit(True) if years is None else year.is_in(years)


def _policies(run: ScreenedRun) -> dict[str, dict[str, Any]]:
    return {policy["id"]: policy for policy in run.record["rulebook"]["policies"]}


def _policies_with_other_text(before: ScreenedRun, after: ScreenedRun) -> list[str]:
    old, new = _policies(before), _policies(after)
    return sorted(
        name for name in old.keys() | new.keys() if old.get(name, {}).get("sha256") != new.get(name, {}).get("sha256")
    )


def _policies_with_other_period(before: ScreenedRun, after: ScreenedRun) -> list[str]:
    """Documents of the same period of force that only one of the two as-of dates lies in."""
    old, new = _policies(before), _policies(after)
    same = (name for name in old.keys() & new.keys() if old[name]["force"] == new[name]["force"])
    return sorted(
        name for name in same if _is_in_force(old[name]["force"], before) != _is_in_force(new[name]["force"], after)
    )


def _is_in_force(force: list[str] | None, run: ScreenedRun) -> bool:
    return force is None or force[0] <= run.record["as_of"] <= force[1]


def _usccs_with_changed_rows(before: ScreenedRun, after: ScreenedRun, lines: pl.DataFrame) -> pl.Series:
    """Credit codes of the moved lines that have other input rows now; where a row stood in its file does not count."""
    usccs = lines.lazy().select("uscc").unique()
    tables = (name for name, table in SOURCE_TABLES.items() if any(c.name == "uscc" for c in table.columns))
    changed = [_changed_in_table(before, after, name, usccs) for name in tables]
    return pl.concat(changed).to_series().unique().sort()


def _changed_in_table(before: ScreenedRun, after: ScreenedRun, table: str, usccs: pl.LazyFrame) -> pl.DataFrame:
    scans = [pl.scan_parquet(run.folder / "tables" / f"{table}.parquet") for run in (before, after)]
    shared = set.intersection(*(set(_comparable_columns(scan.collect_schema())) for scan in scans))
    old, new = (_fingerprints(scan, usccs, sorted(shared)) for scan in scans)
    differs = old.join(new, on="uscc", how="full", coalesce=True, suffix="_after").filter(
        pl.col("rows").ne_missing(pl.col("rows_after"))
    )
    return differs.select("uscc").collect()


def _comparable_columns(schema: pl.Schema) -> Iterable[str]:
    return (name for name, dtype in schema.items() if name not in PROVENANCE and not isinstance(dtype, pl.List))


def _fingerprints(scan: pl.LazyFrame, usccs: pl.LazyFrame, columns: list[str]) -> pl.LazyFrame:
    """One number per credit code over its rows, whatever their order (sums wrap around, which is meant)."""
    return scan.join(usccs, on="uscc", how="semi").group_by("uscc").agg(rows=pl.struct(columns).hash().sum())


def _cities_with_other_rulings(before: ScreenedRun, after: ScreenedRun) -> list[str]:
    columns = ["city", "kind", "key", "ruling"]
    old, new = (pl.read_parquet(run.folder / "tables" / "rulings.parquet", columns=columns) for run in (before, after))
    return sorted(pl.concat([old.join(new, on=columns, how="anti"), new.join(old, on=columns, how="anti")])["city"])
