"""Rulebook cases as data: one invented enterprise with its rows, and what each item must make of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml
from msgspec import UNSET, Struct, UnsetType

CASES_ROOT: Final = Path(__file__).parent / "rulebook_cases"
CASE_TABLES: Final = ("recognitions", "projects", "annual_returns", "expenditures", "sanctions", "awards_received")

Row = dict[str, Any]


class ExpectedRow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One determination row a case expects; only the keys written are compared. Money as printed."""

    award_year: int | UnsetType = UNSET
    determination: str | UnsetType = UNSET
    certainty: str | UnsetType | None = UNSET
    entitlement: str | UnsetType | None = UNSET
    award: str | UnsetType | None = UNSET
    disposition: str | UnsetType | None = UNSET
    received: str | UnsetType | None = UNSET
    outstanding: str | UnsetType | None = UNSET
    missing_facts: list[str] | UnsetType = UNSET
    judgements: list[str] | UnsetType = UNSET
    evidence_key_contains: str | list[str] | UnsetType = UNSET
    reason_contains: str | list[str] | UnsetType = UNSET
    flag_contains: str | list[str] | UnsetType = UNSET


class CaseData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A case as its file writes it. A table not named is absent altogether; `[]` is there but empty."""

    case: str
    as_of: dt.date = dt.date(2025, 11, 30)
    include_drafts: bool = False
    enterprise: Row = {}
    recognitions: list[Row] | None = None
    projects: list[Row] | None = None
    annual_returns: list[Row] | None = None
    expenditures: list[Row] | None = None
    sanctions: list[Row] | None = None
    awards_received: list[Row] | None = None
    expect: dict[str, list[ExpectedRow]]
    expect_totals: dict[int, dict[str, str | int | None]] = {}

    def rows(self, table: str) -> list[Row] | None:
        """The rows of a table; None where the table is absent."""
        rows: list[Row] | None = getattr(self, table)
        return rows


@dataclass(frozen=True, slots=True)
class Case:
    """A case with where it stands."""

    policy_id: str
    file: str
    data: CaseData

    @property
    def id(self) -> str:
        """Policy, file and sentence."""
        return f"{self.policy_id}/{self.file}/{self.data.case}"


def load_cases(root: Path = CASES_ROOT) -> list[Case]:
    """Every case below `root`, in order of file and place. ValueError names the file that does not decode."""
    cases = [case for path in sorted(root.glob("*/*.yml")) for case in _read_cases(path)]
    repeated = {case.id for case in cases if sum(other.id == case.id for other in cases if other.file == case.file) > 1}
    if repeated:
        raise ValueError(f"cases named twice: {sorted(repeated)}")
    return cases


def _read_cases(path: Path) -> list[Case]:
    try:
        data = msgspec.convert(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) or [], list[CaseData])
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise ValueError(f"{path.parent.name}/{path.name}: {error}") from error
    return [Case(path.parent.name, path.stem, case) for case in data]
