"""The rulebook against its cases: every item with a figure awards what its article says, and nothing beside it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from screening.rules import policy_item as shape
from screening.rules.load_rulebook import Rulebook, load_rulebook
from screening.rules.rulebook_files import POLICY_FILE, RULEBOOK_ROOT
from tests.rulebook_case import CASES_ROOT, Case, ExpectedRow, load_cases
from tests.run_cases import Answers, answer_cases, differences

_POLICIES = sorted(path.parent.name for path in RULEBOOK_ROOT.glob(f"*/{POLICY_FILE}"))
_WITHOUT_FIGURE = (shape.Unstated, shape.NoSupport)


@cache
def _cases_of(policy_id: str) -> list[Case]:
    return [case for case in load_cases() if case.policy_id == policy_id]


@cache
def _rulebook_of(policy_id: str) -> Rulebook:
    """The document alone, so that a case says nothing of other documents of its city."""
    return load_rulebook(policy_ids=[policy_id])


@cache
def _answers_of(policy_id: str) -> dict[str, Answers]:
    return answer_cases(_cases_of(policy_id), {policy_id: _rulebook_of(policy_id)})


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in load_cases()])
def test_a_case_comes_out_as_its_article_says(case: Case) -> None:
    items = {item.id for _, item in _rulebook_of(case.policy_id).policies[case.policy_id].items()}
    assert set(case.data.expect) <= items, "the case expects something of an item the document does not have"
    lines = differences(case.data, _answers_of(case.policy_id)[case.id])
    assert not lines, "\n".join([case.id, *lines])


def test_every_folder_of_cases_is_a_policy_of_the_rulebook() -> None:
    assert {path.name for path in CASES_ROOT.iterdir() if path.is_dir()} <= set(_POLICIES)


@pytest.mark.parametrize("policy_id", _POLICIES)
def test_every_item_with_a_figure_has_a_case_that_awards_and_one_that_does_not(policy_id: str) -> None:
    expected: dict[str, list[list[ExpectedRow]]] = defaultdict(list)
    for case in _cases_of(policy_id):
        for item_id, rows in case.data.expect.items():
            expected[item_id].append(rows)
    missing = []
    for _, item in _rulebook_of(policy_id).policies[policy_id].items():
        if isinstance(item.award, _WITHOUT_FIGURE):
            continue
        if not any(_awards(row) for rows in expected[item.id] for row in rows):
            missing.append(f"{item.id} {item.title}: no case awards")
        if not any(_awards_nothing(rows) for rows in expected[item.id]):
            missing.append(f"{item.id} {item.title}: no case is refused or left open")
    assert not missing, "\n".join(missing)


def _awards(row: ExpectedRow) -> bool:
    return any(isinstance(figure, str) and figure != "0元" for figure in (row.award, row.entitlement))


def _awards_nothing(rows: list[ExpectedRow]) -> bool:
    return not rows or any(row.determination in ("ineligible", "undetermined") for row in rows)
