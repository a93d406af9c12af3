"""What moved between two runs, and the cause that is named for it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from screening.changes import CAUSE_LABELS, Cause, ScreenedRun, find_changes
from screening.contract.result_tables import CHANGES, RESULT_TABLES
from screening.contract.source_tables import SOURCE_TABLES, typed_schema

FIRM: Final = "91371002000000001X"
POLICY: Final = {
    "id": "weihai-2023",
    "city": "weihai",
    "force": ["2023-02-25", "2026-02-24"],
    "sha256": "p1",
}


def _record(**other: Any) -> dict[str, Any]:
    return {
        "run_id": "2025-11-29-aaaaaaaaaaaa",
        "as_of": "2025-11-29",
        "cities": ["weihai"],
        "held_cities": [],
        "award_years": None,
        "rulebook": {"sha256": "r1", "policies": [POLICY]},
    } | other


def make_award(amount: str | None = "1200000.00", **other: Any) -> dict[str, Any]:
    return {
        "city": "weihai",
        "uscc": FIRM,
        "name": "威海示例海岬精密机械有限公司",
        "policy_id": "weihai-2023",
        "policy_status": "in_force",
        "item_id": "weihai-2023/1-01",
        "award_year": 2024,
        "determination": "eligible",
        "certainty": "upper_bound",
        "award": None if amount is None else Decimal(amount),
        "disposition": "payable",
    } | other


def make_return(revenue: str = "80000000.00") -> dict[str, Any]:
    return {"uscc": FIRM, "year": 2024, "revenue": Decimal(revenue), "city": "weihai", "file": "a.csv", "row_number": 2}


def make_run(
    folder: Path, awards: list[dict[str, Any]], returns: list[dict[str, Any]] | None = None, **record: Any
) -> ScreenedRun:
    folder.mkdir()
    _frame(awards, RESULT_TABLES["awards"]).write_parquet(folder / "awards.parquet")
    (folder / "tables").mkdir()
    rows = {"annual_returns": [make_return()] if returns is None else returns}
    for name, table in SOURCE_TABLES.items():
        frame = _frame(rows.get(name, []), typed_schema(table))
        frame.write_parquet(folder / "tables" / f"{name}.parquet")
    return ScreenedRun(folder, _record(**record))


def _frame(rows: list[dict[str, Any]], schema: Any) -> pl.DataFrame:
    complete = [dict.fromkeys(schema) | row for row in rows]
    return pl.DataFrame(complete, schema=schema, orient="row")


def test_every_line_of_a_first_run_is_added_by_it(tmp_path: Path) -> None:
    changes = find_changes(None, make_run(tmp_path / "b", [make_award()]))
    assert changes.schema == pl.Schema(CHANGES)
    assert changes.select("change", "upper_bound_before", "upper_bound_after", "cause").rows() == [
        ("added", None, Decimal("1200000.00"), "first_run")
    ]


def test_equal_runs_have_no_changes(tmp_path: Path) -> None:
    assert find_changes(make_run(tmp_path / "a", [make_award()]), make_run(tmp_path / "b", [make_award()])).is_empty()


def test_several_rows_of_one_line_are_summed_and_exact_awards_are_in_both_figures(tmp_path: Path) -> None:
    rows = [make_award("100.00", certainty="exact"), make_award("50.00")]
    changes = find_changes(None, make_run(tmp_path / "b", rows))
    assert changes.select("exact_after", "upper_bound_after").rows() == [(Decimal("100.00"), Decimal("150.00"))]


@pytest.mark.parametrize(
    "row",
    [
        make_award(determination="undetermined"),
        make_award(policy_status="draft"),
        make_award("0.00", disposition="barred"),
        make_award("0.00", disposition="not_additional"),
        make_award(None, certainty="unstated"),
    ],
)
def test_what_is_not_granted_is_no_line(tmp_path: Path, row: dict[str, Any]) -> None:
    assert find_changes(None, make_run(tmp_path / "b", [row])).is_empty()


def test_a_line_that_is_gone_is_removed_and_has_no_figure_after(tmp_path: Path) -> None:
    changes = find_changes(
        make_run(tmp_path / "a", [make_award()]), make_run(tmp_path / "b", [], [make_return("1.00")])
    )
    assert changes.select("change", "upper_bound_before", "upper_bound_after", "cause").rows() == [
        ("removed", Decimal("1200000.00"), None, "data")
    ]


def _cause(tmp_path: Path, after: dict[str, Any], before: dict[str, Any] | None = None, **rows: Any) -> str:
    first = make_run(tmp_path / "a", [make_award()], **(before or {}))
    moved = find_changes(first, make_run(tmp_path / "b", [make_award("900000.00")], rows.get("returns"), **after))
    causes = moved["cause"].unique().to_list()
    assert len(causes) == 1
    return str(causes[0])


def test_other_rows_of_the_enterprise_are_data(tmp_path: Path) -> None:
    assert _cause(tmp_path, {}, returns=[make_return("90000000.00")]) == "data"


def test_where_a_row_stood_in_its_file_is_not_data(tmp_path: Path) -> None:
    moved = [make_return() | {"file": "b.csv", "row_number": 9}]
    assert _cause(tmp_path, {"as_of": "2025-11-30"}, returns=moved) == "as_of"


def test_another_text_of_the_document_is_the_rulebook(tmp_path: Path) -> None:
    rulebook = {"sha256": "r2", "policies": [POLICY | {"sha256": "p2"}]}
    assert _cause(tmp_path, {"rulebook": rulebook}, returns=[make_return("1.00")]) == "rulebook"


def test_another_catalogue_is_the_rulebook_where_the_enterprise_has_the_same_rows(tmp_path: Path) -> None:
    assert _cause(tmp_path, {"rulebook": {"sha256": "r2", "policies": [POLICY]}}) == "rulebook"


def test_a_document_that_lapsed_between_the_two_dates_is_its_period(tmp_path: Path) -> None:
    assert _cause(tmp_path, {"as_of": "2026-02-25"}, returns=[make_return("1.00")]) == "policy_period"


def test_a_document_in_force_on_both_dates_is_not(tmp_path: Path) -> None:
    assert _cause(tmp_path, {"as_of": "2026-02-24"}) == "as_of"


def test_a_year_that_only_one_run_was_asked_for_is_the_parameters(tmp_path: Path) -> None:
    assert _cause(tmp_path, {"award_years": [2024]}, {"award_years": [2023]}) == "parameters"


def test_a_city_screened_in_one_run_only_is_the_city(tmp_path: Path) -> None:
    assert _cause(tmp_path, {}, {"held_cities": ["weihai"]}) == "city"


def test_a_year_that_began_between_the_two_dates_is_a_new_award_year(tmp_path: Path) -> None:
    first = make_run(tmp_path / "a", [], as_of="2024-12-31")
    second = make_run(tmp_path / "b", [make_award(award_year=2025)], as_of="2025-01-01")
    assert find_changes(first, second)["cause"].to_list() == ["new_award_year"]


def test_what_nothing_else_explains_is_the_program(tmp_path: Path) -> None:
    assert _cause(tmp_path, {}) == "program"


def test_every_cause_has_words_for_people() -> None:
    assert set(CAUSE_LABELS) == set(Cause)
