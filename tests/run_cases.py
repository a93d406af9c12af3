"""Cases through the engine in bulk, and what each answer differs in from what its case expects."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import msgspec
import polars as pl
from msgspec import UNSET

from screening.award.screen_city import screen_city
from screening.contract.money import fen_from_printed
from screening.rules.load_rulebook import Rulebook
from screening.screening_run import ScreeningRun
from tests.case_tables import case_tables
from tests.credit_codes import credit_code
from tests.rulebook_case import Case, CaseData, ExpectedRow

_ROW_KEY: Final = ["uscc", "policy_id", "item_id", "award_year", "evidence_table", "evidence_key"]
_OF_DETERMINATIONS: Final = ["determination", "reasons", "missing_facts", "judgements", "flags"]
_OF_AWARDS: Final = ["certainty", "entitlement", "award", "disposition", "received", "outstanding"]
_MONEY: Final = {"entitlement", "award", "received", "outstanding"}
_CONTAINED: Final = {
    "evidence_key_contains": "evidence_key",
    "reason_contains": "reasons",
    "flag_contains": "flags",
}

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the engine made of one case: its rows by item, its totals by award year."""

    rows: Mapping[str, list[Answer]]  # item id within the document → rows, by award year then evidence
    totals: Mapping[int, Answer]


def answer_cases(cases: Iterable[Case], rulebooks: Mapping[str, Rulebook]) -> dict[str, Answers]:
    """Answers by case id; `rulebooks` by policy id."""
    answers: dict[str, Answers] = {}
    for group in group_cases(cases):
        policy_id = group[0].policy_id
        codes, results = screen_cases(group, rulebooks[policy_id])
        rows = rows_by_case(codes, results)
        totals: dict[str, dict[int, Answer]] = defaultdict(dict)
        for total in results["enterprise_totals"].iter_rows(named=True):
            totals[codes[total["uscc"]].id][total["award_year"]] = total
        answers |= {case.id: Answers(rows[case.id].get(policy_id, {}), totals.get(case.id, {})) for case in group}
    return answers


def group_cases(cases: Iterable[Case]) -> list[list[Case]]:
    """Cases that can share an engine run: one policy and as-of date, and all with a payment ledger or all without.

    The ledger is the one table whose absence as a whole says something else than the absence of an enterprise's rows.
    """
    groups: dict[tuple[str, dt.date, bool, bool], list[Case]] = defaultdict(list)
    for case in cases:
        has_ledger = case.data.awards_received is not None
        groups[case.policy_id, case.data.as_of, case.data.include_drafts, has_ledger].append(case)
    return list(groups.values())


def screen_cases(group: list[Case], rulebook: Rulebook) -> tuple[dict[str, Case], dict[str, pl.DataFrame]]:
    """Cases of one group by their credit codes, and the engine's results for all of them."""
    codes = {credit_code(number): case for number, case in enumerate(group, start=10_000_000)}
    city = next(iter(rulebook.policies.values())).policy.city
    first = group[0].data
    run = ScreeningRun(
        run_id="cases",
        as_of=first.as_of,
        inbox=Path("inbox"),
        out=Path("out"),
        cities=(city,),
        include_drafts=first.include_drafts,
    )
    tables = case_tables({uscc: case.data for uscc, case in codes.items()}, city)
    return codes, screen_city(tables, rulebook, run, city)


def rows_by_case(
    codes: Mapping[str, Case], results: Mapping[str, pl.DataFrame]
) -> dict[str, dict[str, dict[str, list[Answer]]]]:
    """Determination rows with their award columns: case id → policy id → item id within the document → rows."""
    awards = results["awards"].select(*_ROW_KEY, *_OF_AWARDS)
    joined = results["determinations"].select(*_ROW_KEY, *_OF_DETERMINATIONS)
    joined = joined.join(awards, on=_ROW_KEY, how="left", nulls_equal=True)
    rows: dict[str, dict[str, dict[str, list[Answer]]]] = {case.id: {} for case in codes.values()}
    for row in joined.sort("award_year", "evidence_table", "evidence_key").iter_rows(named=True):
        item_id = row["item_id"].removeprefix(f"{row['policy_id']}/")
        of_policy = rows[codes[row["uscc"]].id].setdefault(row["policy_id"], {})
        of_policy.setdefault(item_id, []).append(row)
    return rows


def differences(case: CaseData, answers: Answers) -> list[str]:
    """What the answers differ in from the case, a line each; empty where they agree."""
    found: list[str] = []
    for item_id, expected in case.expect.items():
        rows = answers.rows.get(item_id, [])
        if len(rows) != len(expected):
            found.append(f"{item_id}: expected {len(expected)} rows, got {len(rows)}")
        for place, (wanted, got) in enumerate(zip(expected, rows, strict=False)):
            found.extend(f"{item_id}[{place}] {line}" for line in _row_differences(wanted, got))
        if any(line.startswith(item_id) for line in found):
            found.extend(f"    got {item_id}: {_summary(row)}" for row in rows)
    for year, totals in case.expect_totals.items():
        got_totals = answers.totals.get(year, {})
        for key, total in totals.items():
            wanted_total = _yuan(total) if isinstance(total, str) else total
            total_seen = got_totals[key] if got_totals else 0  # an enterprise without a row has nothing in any total
            if total_seen != wanted_total:
                found.append(f"totals {year} {key}: expected {wanted_total}, got {total_seen}")
    return found


def _row_differences(wanted: ExpectedRow, got: Answer) -> list[str]:
    found: list[str] = []
    for key, value in msgspec.structs.asdict(wanted).items():
        if value is UNSET:
            continue
        if key in _CONTAINED:
            text = str(got[_CONTAINED[key]])
            parts = [value] if isinstance(value, str) else value
            found.extend(f"{key}: {part!r} is not in {text}" for part in parts if part not in text)
        else:
            expected = _yuan(value) if key in _MONEY and value is not None else value
            if got[key] != expected:
                found.append(f"{key}: expected {expected}, got {got[key]}")
    return found


def _summary(row: Answer) -> str:
    keys = (
        "award_year",
        "determination",
        *_OF_AWARDS,
        "reasons",
        "missing_facts",
        "judgements",
        "flags",
        "evidence_key",
    )
    return ", ".join(f"{key}={row[key]}" for key in keys if row[key] not in (None, []))


def _yuan(printed: str) -> Decimal:
    return Decimal(fen_from_printed(printed)) / 100
