"""The gates of the result tables: no sum that does not add up, no payment to whom nothing is due, gets out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from screening.quality.gates import CITY_RESULTS, INTAKE_RESULTS
from tests.quality.frames import FIRST, SECOND, UNKNOWN, clean_frame, failed, frame_of, guard, rows_of, with_fault

FEN = Decimal("0.01")


@pytest.mark.parametrize("table", [*CITY_RESULTS, *INTAKE_RESULTS])
def test_clean_results_pass_and_so_does_a_night_without_any(table: str) -> None:
    assert failed(guard("results", table, clean_frame("results", table))) == {}
    assert failed(guard("results", table, clean_frame("results", table).clear())) == {}


@pytest.mark.parametrize(
    ("table", "fault", "expected"),
    [
        ("awards", {"award": Decimal("1000000.01")}, {"adjustments-close"}),
        ("awards", {"award": Decimal("999999.99")}, {"adjustments-close"}),
        (
            "awards",
            {"entitlement": Decimal("999999.99"), "adjustments": []},
            {"award-within-entitlement", "adjustments-close"},
        ),
        ("awards", {"entitlement": None}, {"adjustments-close"}),
        ("awards", {"certainty": "unstated"}, {"unstated-without-sum"}),
        ("awards", {"award": None}, {"eligible-with-sum"}),
        ("awards", {"disposition": "barred"}, {"barred-zero"}),
        ("awards", {"disposition": "not_additional"}, {"not-additional-zero"}),
        ("awards", {"uscc": SECOND}, {"eligible-alive", "total-present"}),
        ("awards", {"uscc": UNKNOWN}, {"in-register", "total-present"}),
        ("awards", {"award_year": 2025}, {"total-present"}),
        ("awards", {"match_class": "candidate"}, {"match-class-paid"}),
        ("awards", {"policy_status": "lapsed"}, {"eligible-in-force"}),
        ("awards", {"determination": "ineligible"}, {"determination-listed"}),
        ("awards", {"article": " "}, {"article-said"}),
        ("awards", {"evidence_key": None}, {"evidence-key-present"}),
        ("awards", {"received": -FEN}, {"received-not-negative"}),
        ("determinations", {"determination": None}, {"determination-present"}),
        ("determinations", {"reasons": []}, {"reasons-given"}),
        ("determinations", {"evidence_key": "WH-9/2024"}, {"award-row-present"}),
        ("determinations", {"determination": "ineligible"}, {"no-award-row-for-ineligible"}),
        ("enterprise_totals", {"uscc": SECOND}, {"upper-bound-total-adds-up"}),
        ("enterprise_totals", {"upper_bound_total": Decimal("1000000.01")}, {"upper-bound-total-adds-up"}),
        ("enterprise_totals", {"exact_total": FEN}, {"exact-total-adds-up"}),
        ("enterprise_totals", {"draft_upper_bound_total": FEN}, {"draft-upper-bound-total-adds-up"}),
        ("enterprise_totals", {"undetermined_total": FEN}, {"undetermined-total-adds-up"}),
        ("enterprise_totals", {"received_total": FEN}, {"received-total-adds-up"}),
        (
            "enterprise_totals",
            {"exact_total": None},
            {"exact-total-present", "exact-total-adds-up", "exact-within-upper-bound"},
        ),
        ("near_misses", {"gap": None}, {"gap-present"}),
        ("name_matches", {"uscc": None}, {"matched-with-code"}),
        ("name_matches", {"match_class": "candidate"}, {"candidate-similarity", "open-with-reason"}),
        ("name_matches", {"match_class": "unmatched", "uscc": None}, {"open-with-reason"}),
        ("quarantine", {"reasons": []}, {"reasons-given"}),
    ],
)
def test_a_planted_fault_is_found_and_holds_the_results(table: str, fault: dict[str, Any], expected: set[str]) -> None:
    assert failed(guard("results", table, with_fault("results", table, fault))) == dict.fromkeys(expected, "critical")


def test_a_draft_in_the_payable_totals_is_found() -> None:
    drafts = with_fault("results", "awards", {"policy_status": "draft"})
    checks = guard("results", "enterprise_totals", clean_frame("results", "enterprise_totals"), awards=drafts)
    assert set(failed(checks)) == {"upper-bound-total-adds-up", "draft-upper-bound-total-adds-up"}


def test_an_undetermined_row_without_a_figure_is_no_fault() -> None:
    open_row = {"determination": "undetermined", "award": None, "missing_facts": ["equipment_investment"]}
    assert failed(guard("results", "awards", with_fault("results", "awards", open_row))) == {}


def test_an_undetermined_row_that_says_not_why_is_only_a_warning() -> None:
    frame = with_fault("results", "determinations", {"determination": "undetermined"})
    assert failed(guard("results", "determinations", frame)) == {"undetermined-cause": "warning"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王示例 | 13800000001", {"no-phones"}),
        ("王示例 | 138****0001", set()),
        ("31010119900101123X", {"no-person-ids"}),
        (f"{FIRST} | 1200", set()),
    ],
)
def test_contacts_in_the_quarantine_are_seen(text: str, expected: set[str]) -> None:
    frame = with_fault("results", "quarantine", {"row_text": text})
    assert set(failed(guard("results", "quarantine", frame))) == expected


def test_a_sample_names_at_most_twenty_rows_by_their_keys() -> None:
    (line,) = rows_of("results", "awards")
    rows = [line | {"evidence_key": f"WH-{number:02d}/2024", "award": Decimal(number)} for number in range(25)]
    checks = guard("results", "awards", frame_of("results", "awards", rows))
    (closing,) = [check for check in checks if not check.passed]
    assert closing.id == "adjustments-close"
    assert closing.unexpected_count == 25
    assert closing.observed == "25 行不符，共 25 行"
    assert len(closing.sample) == 20
    assert closing.sample[0] == (
        f"uscc={FIRST}, item_id=weihai-2023/1-01, award_year=2024, evidence_table=projects, evidence_key=WH-00/2024, "
        "award=0.00, adjusted_entitlement=1000000.00"
    )
