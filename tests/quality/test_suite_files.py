"""The suites of the repository: one for every table, each expectation understood, explained, about real columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from screening.contract.result_tables import RESULT_TABLES, Certainty, Determination, Disposition
from screening.contract.source_tables import MATCH_CLASSES, PRECISIONS, SOURCE_TABLES
from screening.quality.derive_columns import derive_check_columns
from screening.quality.gates import CITY_RESULTS, INTAKE_RESULTS, SUITES
from screening.quality.suite_parameters import suite_parameters, table_schema
from screening.quality.suites import Suite, SuiteExpectation, load_suite
from screening.quality.verdicts import judged_columns
from tests.quality.frames import AS_OF, CITY, suite_files

PRIVATE: Final = {"contact_name", "contact_phone", "person_name"}
ALL_SUITES: Final = {
    *((stage, table) for stage in ("raw", "accepted") for table in SOURCE_TABLES),
    *(("results", table) for table in (*CITY_RESULTS, *INTAKE_RESULTS, "changes")),
    ("accepted", "completeness"),
    ("drift", "tables"),
    ("drift", "movements"),
}


def loaded(path: Path) -> Suite:
    return load_suite(path, suite_parameters(path.parent.name, path.stem, AS_OF, CITY))


def columns_of(suite: Suite) -> set[str]:
    """Columns of the table with those that are derived for the suite."""
    meta = suite.meta
    references = {name: empty("results" if name in RESULT_TABLES else "accepted", name) for name in meta.references}
    return set(derive_check_columns(meta.stage, meta.table, empty(meta.stage, meta.table), references).collect_schema())


def empty(stage: str, table: str) -> pl.LazyFrame:
    return pl.LazyFrame(schema=table_schema(stage, table))


def conditioned_columns(condition: Any) -> set[str]:
    parts = condition.get("conditions", []) if condition else []
    own = {condition["column"]["name"]} if condition and "column" in condition else set()
    return own.union(*map(conditioned_columns, parts))


def closed_lists(column: str) -> list[list[str]]:
    """The value sets that suites give for a column."""
    asked = (
        it for path in suite_files() for it in loaded(path).expectations if it.type.endswith("values_to_be_in_set")
    )
    return [
        it.kwargs["value_set"] for it in asked if it.kwargs["column"] == column and "row_condition" not in it.kwargs
    ]


def test_every_table_of_every_stage_has_its_suite() -> None:
    assert {(path.parent.name, path.stem) for path in suite_files()} == ALL_SUITES


@pytest.mark.parametrize("path", suite_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
class TestSuite:
    def test_every_expectation_is_about_columns_that_exist(self, path: Path) -> None:
        suite = loaded(path)
        named = {column for it in suite.expectations for column in judged_columns(it.kwargs)}
        named |= {column for it in suite.expectations for column in conditioned_columns(it.kwargs.get("row_condition"))}
        assert (named | set(suite.meta.row_key)) - columns_of(suite) == set()

    def test_no_expectation_and_no_sample_shows_a_person(self, path: Path) -> None:
        suite = loaded(path)
        named = {column for it in suite.expectations for column in judged_columns(it.kwargs)}
        assert (named | set(suite.meta.row_key)) & PRIVATE == set()

    def test_why_and_what_to_do_are_whole_chinese_sentences(self, path: Path) -> None:
        said = [text for it in loaded(path).expectations for text in (it.meta.why, it.meta.what_to_do)]
        assert [text for text in said if not text.endswith("。")] == []

    def test_something_in_it_can_stop_the_night(self, path: Path) -> None:
        assert any(it.severity == "critical" for it in loaded(path).expectations)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("determination", [*Determination]),
        ("certainty", [*Certainty]),
        ("disposition", [*Disposition]),
        ("recognised_on_precision", [*PRECISIONS]),
    ],
)
def test_closed_lists_are_those_of_the_contract(column: str, words: list[str]) -> None:
    assert any(sorted(given) == sorted(words) for given in closed_lists(column))
    assert all(set(given) <= set(words) for given in closed_lists(column))


def test_match_classes_are_those_of_the_contract_and_candidates_are_never_in_results() -> None:
    everywhere = {word for given in closed_lists("match_class") for word in given}
    assert everywhere == set(MATCH_CLASSES)
    paid = [it for it in loaded(SUITES / "results" / "awards.json").expectations if it.meta.id == "match-class-paid"]
    assert set(paid[0].kwargs["value_set"]) == set(MATCH_CLASSES) - {"candidate", "unmatched"}


def test_evidence_and_quarantine_name_the_source_tables() -> None:
    given = [*closed_lists("evidence_table"), *closed_lists("table")]
    assert [set(words) for words in given] == [set(SOURCE_TABLES)] * len(given)


def severity_of(table: str, name: str) -> str:
    found: list[SuiteExpectation] = [
        it for it in loaded(SUITES / "results" / f"{table}.json").expectations if it.meta.id == name
    ]
    return found[0].severity


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("awards", "adjustments-close"),
        ("awards", "award-within-entitlement"),
        ("awards", "barred-zero"),
        ("awards", "unstated-without-sum"),
        ("awards", "eligible-alive"),
        ("enterprise_totals", "exact-total-adds-up"),
        ("enterprise_totals", "upper-bound-total-adds-up"),
        ("enterprise_totals", "draft-exact-total-adds-up"),
        ("enterprise_totals", "undetermined-total-adds-up"),
        ("enterprise_totals", "received-total-adds-up"),
        ("changes", "line-once"),
    ],
)
def test_what_would_pay_a_wrong_sum_stops_publishing(table: str, name: str) -> None:
    assert severity_of(table, name) == "critical"
