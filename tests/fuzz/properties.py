"""What must hold whatever the files are: an inbox is read to its last row, a rulebook loads or names its faults."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

from screening.contract.result_tables import QUARANTINE
from screening.contract.source_tables import SOURCE_TABLES, typed_schema
from screening.intake.read_inbox import CityIntake, read_city
from screening.rules.load_rulebook import RulebookError, load_rulebook
from tests.fuzz.write_rulebook import CANARY

_CHINESE: Final = re.compile("[\u4e00-\u9fff]{2}")


def read_and_account(inbox: Path, city: str) -> Counter[str]:
    """Files read and refused, rows used and quarantined, by outcome.

    Raises AssertionError where a file or a row is not accounted for, or a problem has no Chinese reason.
    """
    intake = read_city(inbox, city)
    _account_for_files(intake, inbox / city)
    _account_for_rows(intake)
    outcomes = Counter(f"{Path(source.file).suffix} read" for source in intake.sources)
    outcomes.update(f"{Path(refused.file).suffix} refused" for refused in intake.refused)
    for counts in intake.counts.values():
        outcomes.update(
            {
                "rows used": counts.used,
                "rows quarantined": counts.quarantined,
                "rows merged": counts.merged_duplicates,
                "rows of titles, notes and blanks": counts.titles_notes_blanks,
            }
        )
    return outcomes


def _account_for_files(intake: CityIntake, folder: Path) -> None:
    told = sorted([each.file for each in intake.sources] + [each.file for each in intake.refused])
    assert told == sorted(f"{folder.name}/{path.name}" for path in folder.iterdir())
    assert [each for each in intake.refused if not _CHINESE.search(each.reason)] == []


def _account_for_rows(intake: CityIntake) -> None:
    for name, counts in intake.counts.items():
        parts = counts.used + counts.quarantined + counts.merged_duplicates + counts.titles_notes_blanks
        assert counts.rows_in == parts, (name, counts)
        assert min(counts.used, counts.quarantined, counts.merged_duplicates, counts.titles_notes_blanks) >= 0, name
        accepted = intake.tables[name]
        assert counts.used == accepted.height, (name, counts, accepted.height)
        assert typed_schema(SOURCE_TABLES[name]).items() <= accepted.schema.items(), name
        set_aside = intake.quarantine.filter(table=name, is_row_set_aside=True)
        places = set_aside.select("file", "sheet", "row_number").n_unique() if set_aside.height else 0
        assert counts.quarantined == set_aside.height == places, (name, counts, set_aside.height, places)
    assert dict(intake.quarantine.schema) == QUARANTINE
    reasons = intake.quarantine["reasons"].to_list()
    assert [each for each in reasons if not each or not all(_CHINESE.search(reason) for reason in each)] == []


def load_or_name_faults(root: Path) -> str:
    """`loaded` or `refused`.

    Raises AssertionError where a fault names no file or says nothing, or the rulebook ran a command.
    """
    try:
        load_rulebook(root)
    except RulebookError as error:
        assert error.faults
        assert [fault for fault in error.faults if not fault.file or not fault.message.strip()] == []
        outcome = "refused"
    else:
        outcome = "loaded"
    assert not Path(CANARY).exists()
    return outcome
