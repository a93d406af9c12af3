"""The case runner says every difference and none where there is none; its tables are what intake would give."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
import polars as pl
import pytest
import yaml

from screening.contract.source_tables import SOURCE_TABLES, typed_schema
from tests.case_tables import case_tables
from tests.credit_codes import credit_code
from tests.rulebook_case import Case, CaseData
from tests.run_cases import Answers, differences, group_cases

CODE = credit_code(10_000_000)
ROW: dict[str, Any] = {
    "award_year": 2024,
    "determination": "eligible",
    "certainty": "exact",
    "entitlement": Decimal("500000.00"),
    "award": Decimal("400000.00"),
    "disposition": "payable",
    "received": Decimal("0.00"),
    "outstanding": Decimal("400000.00"),
    "missing_facts": [],
    "judgements": ["成效显著"],
    "flags": ["按月计"],
    "reasons": ["满足：级别符合；实际：省级"],
    "evidence_key": "P1@x|2024",
}


def _case(text: str) -> CaseData:
    return msgspec.convert({"case": "样例"} | yaml.safe_load(text), CaseData)


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ("award: 40万元", None),
        ("award: 400000.00元, entitlement: 50万元, received: 0元, certainty: exact", None),
        ("missing_facts: [], judgements: [成效显著]", None),
        ("evidence_key_contains: P1, reason_contains: 级别, flag_contains: [按月, 计]", None),
        ("award: 40.01万元", "award: expected 400100, got 400000.00"),
        ("award: null", "award: expected None, got 400000.00"),
        ("award_year: 2025", "award_year: expected 2025, got 2024"),
        ("determination: ineligible", "determination: expected ineligible, got eligible"),
        ("judgements: []", "judgements: expected [], got ['成效显著']"),
        ("missing_facts: [level]", "missing_facts: expected ['level'], got []"),
        ("evidence_key_contains: P2", "evidence_key_contains: 'P2' is not in P1@x|2024"),
        ("flag_contains: [按月, 按年]", "flag_contains: '按年' is not in"),
    ],
)
def test_only_the_keys_written_are_compared(expected: str, says: str | None) -> None:
    lines = differences(_case(f"expect: {{1-01: [{{{expected}}}]}}"), Answers({"1-01": [ROW]}, {}))
    assert lines == [] if says is None else any(says in line for line in lines)


def test_a_row_too_many_or_too_few_is_a_difference() -> None:
    none, one = _case("expect: {1-01: []}"), _case("expect: {1-01: [{award_year: 2024}]}")
    assert differences(none, Answers({}, {})) == []
    assert differences(none, Answers({"1-01": [ROW]}, {}))[0] == "1-01: expected 0 rows, got 1"
    assert differences(one, Answers({"1-01": [ROW, ROW]}, {}))[0] == "1-01: expected 1 rows, got 2"
    assert differences(one, Answers({"1-02": [ROW]}, {}))[0] == "1-01: expected 1 rows, got 0"


def test_totals_are_compared_and_an_enterprise_without_a_row_has_none() -> None:
    case = _case("{expect: {}, expect_totals: {2024: {exact_total: 40万元, items: 1}}}")
    assert differences(case, Answers({}, {2024: {"exact_total": Decimal(400_000), "items": 1}})) == []
    assert len(differences(case, Answers({}, {2024: {"exact_total": Decimal(500_000), "items": 2}}))) == 2
    assert len(differences(case, Answers({}, {}))) == 2
    assert differences(_case("{expect: {}, expect_totals: {2024: {exact_total: 0元}}}"), Answers({}, {})) == []


@pytest.mark.parametrize("text", ["expect: {1-01: [{sum: 5万元}]}", "{expect: {}, firms: []}", "recognitions: []"])
def test_a_case_with_a_word_it_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        _case(text)


def test_tables_have_the_typed_columns_and_a_table_not_named_is_absent() -> None:
    case = _case(
        "{recognitions: [{programme: 绿色工厂, level: 省级, recognised_on: '2024-05', quantity: 120家}],"
        " projects: [{project_id: P1, type: 技术改造, year: 2024, equipment_investment: 300.5万元, own_land: 是}],"
        " awards_received: [], enterprise: {industry_code: null}, expect: {}}"
    )
    tables = case_tables({CODE: case}, "sample")
    assert list(tables) == ["enterprises", "recognitions", "projects", "awards_received"]
    for name, table in tables.items():
        assert set(typed_schema(SOURCE_TABLES[name])) <= set(table.columns)
    (enterprise,) = tables["enterprises"].to_dicts()
    assert (enterprise["uscc"], enterprise["industry_code"], enterprise["operating_status"]) == (CODE, None, "存续")
    (event,) = tables["recognitions"].to_dicts()
    assert (event["recognised_on"], event["recognised_on_through"]) == (dt.date(2024, 5, 1), dt.date(2024, 5, 31))
    assert (event["recognised_on_precision"], event["event"], event["quantity"]) == ("month", "新认定", Decimal(120))
    (project,) = tables["projects"].to_dicts()
    assert (project["equipment_investment"], project["own_land"]) == (Decimal("3005000.00"), True)
    assert tables["awards_received"].is_empty()
    assert tables["recognitions"].schema["inferences"] == pl.List(pl.String)


def test_a_column_the_table_lacks_is_said() -> None:
    with pytest.raises(ValueError, match="title"):
        case_tables({CODE: _case("{recognitions: [{title: 绿色工厂}], expect: {}}")}, "sample")


def test_cases_share_a_run_where_date_drafts_and_ledger_agree() -> None:
    texts = [
        "expect: {}",
        "{expect: {}, projects: []}",
        "{expect: {}, awards_received: []}",
        "{expect: {}, as_of: 2024-01-01}",
    ]
    groups = group_cases([Case("sample", "x", _case(text)) for text in texts])
    assert [len(group) for group in groups] == [2, 1, 1]


def test_credit_codes_are_valid_and_all_different() -> None:
    codes = [credit_code(number) for number in range(10_000_000, 10_000_200)]
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    assert len(set(codes)) == 200
    for code in codes:
        weighted = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
        assert (weighted + alphabet.index(code[17])) % 31 == 0
