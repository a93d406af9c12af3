"""How much moved between two runs: enterprises newly in and dropped out, and yuan, by city and cause."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from screening.changes import Cause, find_changes
from screening.contract.result_tables import MOVEMENTS
from screening.movements import EXPECTED_CAUSES, measure_movements
from tests.test_changes import FIRM, make_award, make_return, make_run

SECOND: Final = "91371002000000002X"
THIRD: Final = "91371002000000003X"


def _movements(folder: Path, before: list[dict[str, Any]] | None, after: list[dict[str, Any]], **record: Any) -> Any:
    """measure, cause, before, moved and share of what moved; data of every enterprise differ between the runs."""
    first = None if before is None else make_run(folder / "a", before)
    second = make_run(folder / "b", after, [make_return("90000000.00") | {"uscc": u} for u in (FIRM, SECOND)], **record)
    frame = measure_movements(first, find_changes(first, second))
    assert frame.schema == pl.Schema(MOVEMENTS)
    return frame.select("measure", "cause", "before", "moved", "share").rows()


def test_of_a_first_run_everything_is_new_and_held_against_nothing(tmp_path: Path) -> None:
    assert _movements(tmp_path, None, [make_award("1200000.00"), make_award("30000.00", uscc=SECOND)]) == [
        ("exact_yuan", "first_run", 0, 0, 0),
        ("newly_in", "first_run", 0, 2, 20_000),
        ("upper_bound_yuan", "first_run", 0, 1_230_000, 12_300_000_000),
    ]


def test_runs_alike_move_nothing(tmp_path: Path) -> None:
    assert _movements(tmp_path, [make_award()], [make_award()]) == []


def test_a_further_item_of_a_known_enterprise_is_yuan_and_no_enterprise(tmp_path: Path) -> None:
    further = make_award("50000.00", item_id="weihai-2023/2-01", certainty="exact")
    assert _movements(tmp_path, [make_award("1000000.00")], [make_award("1000000.00"), further]) == [
        ("exact_yuan", "data", 0, 50_000, 500_000_000),
        ("upper_bound_yuan", "data", 1_000_000, 50_000, 500),
    ]


def test_what_came_and_what_went_do_not_cancel_out(tmp_path: Path) -> None:
    before = [make_award("1000000.00"), make_award("1000000.00", uscc=THIRD)]
    after = [make_award("1000000.00"), make_award("1000000.00", uscc=SECOND)]
    # The third enterprise has the same rows in both runs: only the program is left to explain its line.
    assert _movements(tmp_path, before, after) == [
        ("dropped_out", "program", 2, 1, 5000),
        ("exact_yuan", "data", 0, 0, 0),
        ("exact_yuan", "program", 0, 0, 0),
        ("newly_in", "data", 2, 1, 5000),
        ("upper_bound_yuan", "data", 2_000_000, 1_000_000, 5000),
        ("upper_bound_yuan", "program", 2_000_000, 1_000_000, 5000),
    ]


def test_an_enterprise_that_keeps_one_of_two_items_has_not_dropped_out(tmp_path: Path) -> None:
    before = [make_award(), make_award(item_id="weihai-2023/2-01")]
    moved = _movements(tmp_path, before, [make_award()])
    assert {measure for measure, *_ in moved} == {"exact_yuan", "upper_bound_yuan"}


@pytest.mark.parametrize("cause", list(Cause))
def test_only_data_and_program_are_no_causes_of_their_own(cause: Cause) -> None:
    assert (cause in EXPECTED_CAUSES) == (cause not in {Cause.DATA, Cause.PROGRAM})


def test_fen_are_cut_off_the_sum_and_not_off_each_line(tmp_path: Path) -> None:
    before = [make_award("0.60"), make_award("0.60", uscc=SECOND)]
    after = [make_award("1.20"), make_award("1.20", uscc=SECOND)]
    moved = {measure: yuan for measure, _, _, yuan, _ in _movements(tmp_path, before, after)}
    assert moved["upper_bound_yuan"] == int(Decimal("1.20"))
