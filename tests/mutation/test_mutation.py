"""The mutation of the rulebook itself: it changes what it says, and sees what cases leave open."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml

from screening.rules.load_rulebook import LoadedPolicy, Rulebook, load_rulebook
from screening.rules.policy_item import Item
from tests.mutation.mutants import Mutant, apply_mutant, mutants_of
from tests.mutation.run_mutants import surviving_mutants
from tests.rulebook_case import Case, CaseData
from tests.rules.conftest import write_files

CASES = """
- case: 国家级绿色工厂得五十万元
  as_of: 2025-06-30
  recognitions: [{programme: 绿色工厂, level: 国家级, recognised_on: 2025-03-01}]
  expect:
    1-01: [{award_year: 2025, determination: eligible, certainty: exact, award: 50万元}]
- case: 省级绿色工厂与国家级一项无关
  as_of: 2025-06-30
  recognitions: [{programme: 绿色工厂, level: 省级, recognised_on: 2025-03-01}]
  expect:
    1-01: []
- case: 设备投资额三百万元整符合
  as_of: 2025-06-30
  projects: [{project_id: P, type: 技术改造, year: 2025, equipment_investment: 300万元, is_confirmed: 是}]
  expect:
    2-01: [{award_year: 2025, determination: eligible, entitlement: 30万元}]
- case: 设备投资额差十万元不符合
  as_of: 2025-06-30
  projects: [{project_id: P, type: 技术改造, year: 2025, equipment_investment: 290万元, is_confirmed: 是}]
  expect:
    2-01: [{award_year: 2025, determination: ineligible}]
"""


@pytest.fixture
def rulebook(tmp_path: Path) -> Rulebook:
    return load_rulebook(write_files(tmp_path))


@pytest.fixture
def policy(rulebook: Rulebook) -> LoadedPolicy:
    return rulebook.policies["sample-2024"]


@pytest.fixture
def cases() -> list[Case]:
    data = msgspec.convert(yaml.safe_load(CASES), list[CaseData])
    return [Case("sample-2024", "cases", case) for case in data]


def _of(target: str, policy: LoadedPolicy, rulebook: Rulebook) -> list[Mutant]:
    return [mutant for mutant in mutants_of(policy, rulebook) if mutant.target == target]


def _item(policy: LoadedPolicy, item_id: str) -> Item:
    return next(item for _, item in policy.items() if item.id == item_id)


def test_sums_rates_thresholds_comparators_levels_and_certainty_are_all_changed(
    policy: LoadedPolicy, rulebook: Rulebook
) -> None:
    assert [mutant.id for mutant in _of("1-01", policy, rulebook)] == [
        "sample-2024/1-01 award.amount: 50万元 → 495000.00元",
        "sample-2024/1-01 award.amount: 50万元 → 505000.00元",
        "sample-2024/1-01 award: fixed 50万元 → ceiling 50万元",
        "sample-2024/1-01 level: 国家级 → 省级",
        "sample-2024/1-01 level: 国家级 → 国家级、省级",
    ]
    assert [(mutant.path, mutant.after) for mutant in _of("2-01", policy, rulebook)] == [
        ("when.0.value", "2970000.00元"),
        ("when.0.value", "3030000.00元"),
        ("award.rate", "9.00%"),
        ("award.rate", "11.00%"),
        ("award.limit", "1980000.00元"),
        ("award.limit", "2020000.00元"),
        ("when.0", {"kind": "over", "fact": "equipment_investment", "value": "300万元"}),
        ("award.rate_is_ceiling", False),
    ]


def test_ceilings_provisions_and_the_period_are_changed_too(policy: LoadedPolicy, rulebook: Rulebook) -> None:
    assert len(_of("year", policy, rulebook)) == 2
    assert [str(mutant.after) for mutant in _of("force", policy, rulebook)] == [
        "2024-01-09",
        "2024-01-11",
        "2026-01-08",
        "2026-01-10",
    ]
    factors = [(mutant.path, mutant.after) for mutant in _of("factor", policy, rulebook)]
    assert ("factors.C", "79.00%") in factors
    assert ("factors.D", "1.00%") in factors
    assert ("factors.D", "-1.00%") not in factors


def test_ids_of_mutants_tell_them_apart(policy: LoadedPolicy, rulebook: Rulebook) -> None:
    ids = [mutant.id for mutant in mutants_of(policy, rulebook)]
    assert len(ids) == len(set(ids))


def test_a_mutant_changes_its_part_and_no_other(policy: LoadedPolicy, rulebook: Rulebook) -> None:
    for mutant in mutants_of(policy, rulebook):
        changed = apply_mutant(mutant, policy)
        parts = [
            (msgspec.to_builtins(before), msgspec.to_builtins(after))
            for before, after in zip(_parts(policy), _parts(changed), strict=True)
        ]
        assert sum(before != after for before, after in parts) == 1, mutant.id


def _parts(policy: LoadedPolicy) -> list[object]:
    items = [item for _, item in policy.items()]
    return [*items, *policy.ceilings(), *policy.policy.provisions, policy.policy.force]


def test_what_the_cases_say_kills_and_what_they_leave_open_survives(
    policy: LoadedPolicy, rulebook: Rulebook, cases: list[Case]
) -> None:
    mutants = [*_of("1-01", policy, rulebook), *_of("2-01", policy, rulebook)]
    survivors = [mutant.id for mutant in surviving_mutants(mutants, policy, rulebook, cases)]
    assert survivors == [
        "sample-2024/2-01 when.0.value: 300万元 → 2970000.00元",  # 290 万 lies below that too
        "sample-2024/2-01 award.limit: 200万元 → 1980000.00元",  # no case reaches the limit
        "sample-2024/2-01 award.limit: 200万元 → 2020000.00元",
        "sample-2024/2-01 award.rate_is_ceiling: True → False",  # no case of it says the certainty
    ]


def test_without_cases_everything_survives(policy: LoadedPolicy, rulebook: Rulebook) -> None:
    mutants = _of("1-01", policy, rulebook)
    assert surviving_mutants(mutants, policy, rulebook, []) == mutants


def test_a_case_that_fails_already_kills_nothing(policy: LoadedPolicy, rulebook: Rulebook, cases: list[Case]) -> None:
    wrong = msgspec.convert(
        yaml.safe_load(CASES.replace("award: 50万元", "award: 51万元").replace("1-01: []", "1-02: []")), list[CaseData]
    )
    failing = [Case("sample-2024", "cases", case) for case in wrong]
    mutants = _of("1-01", policy, rulebook)
    assert surviving_mutants(mutants, policy, rulebook, failing) == mutants
    assert _item(policy, "1-01").level == ["国家级"]
