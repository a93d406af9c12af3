"""A suite file is read strictly: whatever is not understood stops the load and is named."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from screening.quality.suites import SuiteError, load_suite

EXPECTATION: dict[str, Any] = {
    "type": "expect_column_values_to_be_between",
    "kwargs": {"column": "recognised_on", "max_value": {"$PARAMETER": "as_of"}},
    "severity": "warning",
    "meta": {"id": "known", "why": "晚于筛查日。", "what_to_do": "请核实。"},
}
SUITE: dict[str, Any] = {
    "name": "accepted.recognitions",
    "meta": {"stage": "accepted", "table": "recognitions", "row_key": ["file", "row_number"]},
    "expectations": [EXPECTATION],
}
PARAMETERS = {"as_of": dt.date(2025, 11, 30), "city": "weihai"}


def write(folder: Path, suite: object, name: str = "accepted/recognitions.json") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(suite, ensure_ascii=False), encoding="utf-8")
    return path


def with_expectation(**changes: object) -> dict[str, Any]:
    return SUITE | {"expectations": [EXPECTATION | changes]}


def test_a_parameter_is_replaced_by_its_value(tmp_path: Path) -> None:
    suite = load_suite(write(tmp_path, SUITE), PARAMETERS)
    assert suite.expectations[0].kwargs == {"column": "recognised_on", "max_value": dt.date(2025, 11, 30)}


def test_a_parameter_is_replaced_inside_a_list(tmp_path: Path) -> None:
    kwargs = {"column": "city", "value_set": [{"$PARAMETER": "city"}]}
    in_set = with_expectation(type="expect_column_values_to_be_in_set", kwargs=kwargs)
    suite = load_suite(write(tmp_path, in_set), PARAMETERS)
    assert suite.expectations[0].kwargs["value_set"] == ["weihai"]


@pytest.mark.parametrize(
    ("suite", "message"),
    [
        (with_expectation(type="expect_column_values_to_be_happy"), "known: type 'expect_column_values_to_be_happy'"),
        (with_expectation(type="expect_column_mean_to_be_between"), "known: type 'expect_column_mean_to_be_between'"),
        (with_expectation(kwargs={"column": "year", "max_value": {"$PARAMETER": "asof"}}), "known: parameter 'asof'"),
        (with_expectation(kwargs={"column": "year", "row_condition": "year > 2"}), "known: row_condition 'year > 2'"),
        (
            with_expectation(kwargs={"column": "year", "row_condition": {"type": "pass_through"}}),
            "known: row_condition {'type': 'pass_through'}",
        ),
        (with_expectation(kwargs={"column": "uscc", "reference": "enterprises"}), "known: reference 'enterprises'"),
        (with_expectation(meta=EXPECTATION["meta"] | {"why": " "}), "known: why and what_to_do"),
        (with_expectation(severity="info"), "Invalid enum value 'info'"),
        (with_expectation(metta={}), "unknown field `metta`"),
        (with_expectation(meta={"id": "known", "why": "晚于筛查日。"}), "missing required field `what_to_do`"),
        (SUITE | {"expectations": []}, "no expectations"),
        (SUITE | {"expectations": [EXPECTATION, EXPECTATION]}, "known: the id is given 2 times"),
        (SUITE | {"name": "raw.recognitions"}, "named 'raw.recognitions'"),
        (SUITE | {"notes": "x"}, "unknown field `notes`"),
    ],
)
def test_what_is_not_understood_stops_the_load(tmp_path: Path, suite: dict[str, Any], message: str) -> None:
    with pytest.raises(SuiteError) as raised:
        load_suite(write(tmp_path, suite), PARAMETERS)
    assert "recognitions.json" in str(raised.value)
    assert message in str(raised.value)


def test_every_fault_of_a_suite_is_listed(tmp_path: Path) -> None:
    faulty = SUITE | {"name": "x", "expectations": [EXPECTATION | {"type": "a"}, EXPECTATION | {"type": "b"}]}
    with pytest.raises(SuiteError) as raised:
        load_suite(write(tmp_path, faulty), PARAMETERS)
    assert len(str(raised.value).splitlines()) == 4


def test_a_suite_under_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=r"expected accepted\.projects"):
        load_suite(write(tmp_path, SUITE, "accepted/projects.json"), PARAMETERS)


def test_a_missing_and_a_broken_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=r"nowhere\.json"):
        load_suite(tmp_path / "nowhere.json", PARAMETERS)
    broken = tmp_path / "broken.json"
    broken.write_text('{"name": ', encoding="utf-8")
    with pytest.raises(SuiteError, match=r"broken\.json"):
        load_suite(broken, PARAMETERS)
