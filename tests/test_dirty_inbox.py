"""The demonstration inbox: every row ends where its author worked out by hand, and the page about it says so."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

from sample_data.describe_dirty import Outcomes, describe_inbox
from sample_data.make_dirty import INBOX, PAGE, DirtyFile, read_files, write_inbox
from screening.intake.read_inbox import CityIntake, read_city

_FILES = read_files()


@pytest.fixture(scope="module")
def intakes() -> dict[str, CityIntake]:
    return {city: read_city(INBOX, city) for city in {file.city for file in _FILES}}


@pytest.mark.parametrize("file", [file for file in _FILES if file.refused is None], ids=lambda file: file.name)
def test_every_row_meets_its_fate(file: DirtyFile, intakes: dict[str, CityIntake]) -> None:
    outcomes = Outcomes(intakes[file.city])
    rows = [(sheet.name, row) for sheet in file.sheets for row in sheet.rows if row.fate != "header"]
    expected = [(sheet, row.row_number, row.fate, row.match) for sheet, row in rows]
    found = [(sheet, row.row_number, outcomes.of(file.file, sheet, row.row_number)) for sheet, row in rows]
    assert [(sheet, number, outcome.fate, outcome.match) for sheet, number, outcome in found] == expected


def test_no_row_is_lost(intakes: dict[str, CityIntake]) -> None:
    for city, intake in intakes.items():
        for table, counts in intake.counts.items():
            files = [file for file in _FILES if (file.city, file.table) == (city, table) and file.refused is None]
            rows = [row for file in files for sheet in file.sheets for row in sheet.rows if row.fate != "header"]
            assert counts.rows_in == len(rows), (city, table)
            assert counts.rows_in == (
                counts.used + counts.quarantined + counts.merged_duplicates + counts.titles_notes_blanks
            )


def test_files_that_cannot_be_read_are_refused_with_their_reason(intakes: dict[str, CityIntake]) -> None:
    refused = {each.file: each.reason for intake in intakes.values() for each in intake.refused}
    expected = {file.file: file.refused for file in _FILES if file.refused is not None}
    assert refused.keys() == expected.keys()
    assert [file for file, reason in expected.items() if str(reason) not in refused[file]] == []


def test_the_committed_files_and_the_page_are_those_of_the_script(tmp_path: Path) -> None:
    write_inbox(tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert made == sorted(path.relative_to(INBOX) for path in INBOX.rglob("*") if path.is_file())
    assert [name for name in made if not filecmp.cmp(tmp_path / name, INBOX / name, shallow=False)] == []
    assert PAGE.read_text(encoding="utf-8") == describe_inbox(INBOX)


def test_no_contact_and_no_personal_number_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [text for text in ("王示例", "李示例", "13800000001", "209901010") if text in page] == []
