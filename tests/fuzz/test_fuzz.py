"""Changed files end in accepted rows, quarantined rows or a named refusal: a short run, the same each time.

`make fuzz` is the long one. What it found is kept in test_findings.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.cases import CASES, CITY, FILES_OF_AN_INBOX
from tests.fuzz.properties import load_or_name_faults, read_and_account
from tests.fuzz.strategies import changed_yaml, csv_files
from tests.rules.conftest import write_files

_SAME_EACH_TIME = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("number", range(6))
def test_an_inbox_of_changed_files_is_read_to_its_last_row(number: int, tmp_path: Path) -> None:
    outcomes = CASES["inbox"](f"test/inbox/{number}", tmp_path / "inbox")
    files = sum(count for outcome, count in outcomes.items() if outcome.startswith("."))
    assert files == FILES_OF_AN_INBOX


def test_changed_rulebooks_load_or_name_their_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcomes = [CASES["rulebook"](f"test/rulebook/{number}", tmp_path / str(number)) for number in range(80)]
    assert {name for outcome in outcomes for name in outcome} == {"rulebook loaded", "rulebook refused"}


@settings(_SAME_EACH_TIME, max_examples=25)
@given(csv_files())
def test_any_text_in_any_cell_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, file: tuple[str, bytes]
) -> None:
    inbox = tmp_path_factory.mktemp("inbox")
    (inbox / CITY).mkdir()
    (inbox / CITY / file[0]).write_bytes(file[1])
    assert read_and_account(inbox, CITY)[".csv read"] == 1


@settings(_SAME_EACH_TIME, max_examples=60)
@given(changed_yaml())
def test_any_yaml_in_any_place_loads_or_is_a_named_fault(tmp_path: Path, changed: tuple[str, str]) -> None:
    assert load_or_name_faults(write_files(tmp_path, dict([changed]))) in {"loaded", "refused"}
