"""The engine and the evaluator on the same invented enterprises, and where they differ.

python -m tests.evaluator.compare --enterprises 5000
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening.award.screen_city import screen_city
from screening.rules.load_rulebook import Rulebook, load_rulebook
from screening.screening_run import ScreeningRun
from tests.case_tables import case_tables
from tests.credit_codes import credit_code
from tests.evaluator.claims import BARRED, Claim
from tests.evaluator.evaluate import DOCUMENTS, Totals, evaluate, totals_of
from tests.evaluator.generate_cases import Batch, batches
from tests.evaluator.read_facts import read_dossier
from tests.rulebook_case import CaseData

_COMPARED: Final = ("determination", "certainty", "entitlement", "award", "disposition", "received")
_NAME_OF: Final = {True: "eligible", None: "undetermined"}
_TOTALS: Final = {
    "exact_total": "exact",
    "upper_bound_total": "upper_bound",
    "undetermined_total": "undetermined",
    "received_total": "received",
    "draft_exact_total": "draft_exact",
    "draft_upper_bound_total": "draft_upper_bound",
}

Place = tuple[str, str, int, str, str]  # policy, article, award year, evidence table and key
Finding = tuple[Any, ...]


@dataclass(frozen=True)
class Difference:
    """An enterprise for which the two do not agree."""

    batch: Batch
    case: CaseData
    lines: list[str]


def differences(enterprises: int, seed: int, rulebook: Rulebook, city: str | None = None) -> Iterator[Difference]:
    """Every enterprise of the seeded run on which engine and evaluator differ."""
    written = {loaded.policy.id for loaded in rulebook.policies.values()}
    for batch in batches(enterprises, seed, city):
        yield from _differences_of_batch(batch, rulebook, written)


def _differences_of_batch(batch: Batch, rulebook: Rulebook, written: set[str]) -> Iterator[Difference]:
    by_code = {credit_code(number): case for number, case in enumerate(batch.cases, start=10_000_000)}
    results = screen_city(case_tables(by_code, batch.city), rulebook, _run(batch), batch.city)
    findings = _engine_findings(results, set(by_code))
    totals = _engine_totals(results)
    for code, case in by_code.items():
        claims = {policy: of for policy, of in evaluate(read_dossier(case), batch.city).items() if policy in written}
        skipped = _open_totals(claims)
        lines = [
            *_compare_findings(claims, findings[code]),
            *_compare_totals(totals_of(claims), totals.get(code, {}), skipped),
        ]
        if lines:
            yield Difference(batch, case, lines)


def _run(batch: Batch) -> ScreeningRun:
    return ScreeningRun(
        run_id="evaluator",
        as_of=batch.as_of,
        inbox=Path("inbox"),
        out=Path("out"),
        cities=(batch.city,),
        include_drafts=batch.with_drafts,
    )


def _engine_findings(results: dict[str, pl.DataFrame], codes: set[str]) -> dict[str, Counter[Finding]]:
    found: dict[str, Counter[Finding]] = {code: Counter() for code in codes}
    for row in results["awards"].iter_rows(named=True):
        place = (row["policy_id"], row["article"], row["award_year"], row["evidence_table"], _key(row))
        found[row["uscc"]][place + tuple(_plain(row[column]) for column in _COMPARED)] += 1
    return found


def _key(row: dict[str, Any]) -> str:
    """The evidence key without the credit code; a spending's without its number among its like."""
    key = str(row["evidence_key"]).replace(f"@{row['uscc']}", "").removeprefix(f"{row['uscc']}|")
    if row["evidence_table"] == "expenditures":
        return "|".join(key.split("|")[:2])
    return key


def _plain(value: object) -> object:
    return int(value * 100) if isinstance(value, Decimal) else value


def _compare_findings(claims: dict[str, list[Claim]], engine: Counter[Finding]) -> Iterator[str]:
    own = Counter(_finding(policy, claim) for policy, of_policy in claims.items() for claim in of_policy)
    for finding, times in sorted((engine - own).items(), key=str):
        yield f"engine only    {times}x {_printed(finding)}"
    for finding, times in sorted((own - engine).items(), key=str):
        yield f"evaluator only {times}x {_printed(finding)}"


def _finding(policy: str, claim: Claim) -> Finding:
    place = (policy, claim.article, claim.year, claim.table, claim.key)
    return (
        *place,
        _NAME_OF[claim.verdict],
        claim.certainty,
        claim.figure,
        claim.award,
        claim.disposition,
        claim.received,
    )


def _printed(finding: Finding) -> str:
    return ", ".join(str(part) for part in finding)


def _engine_totals(results: dict[str, pl.DataFrame]) -> dict[str, dict[int, dict[str, int]]]:
    totals: dict[str, dict[int, dict[str, int]]] = {}
    for row in results["enterprise_totals"].iter_rows(named=True):
        of_year = {name: int((row[name] or 0) * 100) for name in _TOTALS}
        totals.setdefault(row["uscc"], {})[row["award_year"]] = of_year
    return totals


def _open_totals(claims: dict[str, list[Claim]]) -> set[str]:
    """Readings 1.17 keep barred rows out of every total and do not say whether what they received is one."""
    is_barred = any(claim.disposition == BARRED for of_policy in claims.values() for claim in of_policy)
    return {"received_total"} if is_barred else set()


def _compare_totals(own: dict[int, Totals], engine: dict[int, dict[str, int]], skipped: set[str]) -> Iterator[str]:
    for year in sorted(own.keys() | engine.keys()):
        for name, attribute in _TOTALS.items():
            if name in skipped:
                continue
            mine = getattr(own.get(year, Totals()), attribute)
            theirs = engine.get(year, {}).get(name, 0)
            if mine != theirs:
                yield f"total {year} {name}: engine {theirs}, evaluator {mine}"


def describe(difference: Difference) -> str:
    """The rows of an enterprise and what the two make of it differently."""
    batch = difference.batch
    head = f"--- {batch.city}, as of {batch.as_of}, drafts {batch.with_drafts}: {difference.case.case}"
    tables = [
        f"    {table}: {_shown(row)}"
        for table in _TABLES
        for row in ([difference.case.enterprise] if table == "enterprise" else difference.case.rows(table) or [])
    ]
    return "\n".join([head, *tables, *difference.lines])


def _shown(row: dict[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in row.items() if value is not None)


_TABLES: Final = (
    "enterprise",
    "recognitions",
    "projects",
    "annual_returns",
    "expenditures",
    "sanctions",
    "awards_received",
)


def main() -> int:
    """Compares, prints the first differences, and gives 1 where there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--city", choices=sorted({each.city for each in DOCUMENTS}))
    parser.add_argument("--show", type=int, default=10, help="differences printed in full")
    arguments = parser.parse_args()
    found = list(differences(arguments.enterprises, arguments.seed, load_rulebook(), arguments.city))
    for difference in found[: arguments.show]:
        print(describe(difference))
    print(f"{arguments.enterprises} enterprises, {len(found)} on which engine and evaluator differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
