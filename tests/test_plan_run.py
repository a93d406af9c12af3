"""The run id is the night: the same inputs, rulebook and parameters give the same, anything else another."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from screening.plan_run import (
    InboxChangedError,
    InboxError,
    NightRequest,
    Plan,
    RulebookChangedError,
    plan_run,
    read_plan,
    refuse_changed_inputs,
    refuse_changed_rulebook,
    write_plan,
)
from screening.rules.load_rulebook import load_rulebook
from screening.rules.loaded_rulebook import Rulebook
from tests.small_inbox import write_small_inbox


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture
def request_of_night(tmp_path: Path) -> NightRequest:
    return NightRequest(write_small_inbox(tmp_path / "inbox"), tmp_path / "out", dt.date(2025, 11, 30))


def _run_id(request: NightRequest, rulebook: Rulebook) -> str:
    return plan_run(request, rulebook).run.run_id


def test_the_run_id_is_the_as_of_date_and_twelve_hex_digits(request_of_night: NightRequest, rulebook: Rulebook) -> None:
    assert re.fullmatch(r"2025-11-30-[0-9a-f]{12}", _run_id(request_of_night, rulebook))


def test_the_same_night_has_the_same_id_wherever_it_is_written(
    request_of_night: NightRequest, rulebook: Rulebook, tmp_path: Path
) -> None:
    elsewhere = replace(
        request_of_night, inbox=write_small_inbox(tmp_path / "copy" / "inbox"), out=tmp_path / "elsewhere"
    )
    assert _run_id(elsewhere, rulebook) == _run_id(request_of_night, rulebook)


def test_a_file_beside_the_city_folders_is_named_and_makes_another_night(
    request_of_night: NightRequest, rulebook: Rulebook
) -> None:
    before = _run_id(request_of_night, rulebook)
    (request_of_night.inbox / ".keep").touch()
    assert _run_id(request_of_night, rulebook) == before
    (request_of_night.inbox / "企业名录.csv").touch()
    plan = plan_run(request_of_night, rulebook)
    assert plan.files_without_city == ("企业名录.csv",)
    assert plan.run.run_id != before


@pytest.mark.parametrize(
    "other",
    [
        {"as_of": dt.date(2025, 12, 1)},
        {"cities": ("weihai",)},
        {"award_years": (2025,)},
        {"include_drafts": True},
    ],
)
def test_another_parameter_is_another_run(
    request_of_night: NightRequest, rulebook: Rulebook, other: dict[str, object]
) -> None:
    assert _run_id(replace(request_of_night, **other), rulebook) != _run_id(request_of_night, rulebook)  # type: ignore[arg-type]


def test_another_byte_in_the_inbox_is_another_run(request_of_night: NightRequest, rulebook: Rulebook) -> None:
    before = _run_id(request_of_night, rulebook)
    with (request_of_night.inbox / "weihai" / "项目.csv").open("a", encoding="utf-8") as file:
        file.write(" ")
    assert _run_id(request_of_night, rulebook) != before


def test_another_rulebook_is_another_run(request_of_night: NightRequest, rulebook: Rulebook) -> None:
    assert _run_id(request_of_night, replace(rulebook, sha256="0" * 64)) != _run_id(request_of_night, rulebook)


def test_a_city_without_a_policy_document_is_reported_and_left_out(
    request_of_night: NightRequest, rulebook: Rulebook
) -> None:
    (request_of_night.inbox / "hangzhou").mkdir()
    plan = plan_run(request_of_night, rulebook)
    assert plan.run.cities == ("shaoxing", "weihai")
    assert plan.cities_without_policy == ("hangzhou",)


def test_a_city_asked_for_that_has_no_folder_is_refused_by_name(
    request_of_night: NightRequest, rulebook: Rulebook
) -> None:
    with pytest.raises(InboxError, match=r"没有城市文件夹 qingdao.*现有：shaoxing、weihai"):
        plan_run(replace(request_of_night, cities=("qingdao",)), rulebook)


def test_an_inbox_that_is_missing_or_empty_is_refused(
    request_of_night: NightRequest, rulebook: Rulebook, tmp_path: Path
) -> None:
    with pytest.raises(InboxError, match="不存在"):
        plan_run(replace(request_of_night, inbox=tmp_path / "nowhere"), rulebook)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InboxError, match="没有任何城市文件夹"):
        plan_run(replace(request_of_night, inbox=tmp_path / "empty"), rulebook)


def test_a_plan_reads_back_as_it_was_written(request_of_night: NightRequest, rulebook: Rulebook) -> None:
    plan = plan_run(replace(request_of_night, award_years=(2024, 2025)), rulebook)
    again = read_plan(write_plan(plan))
    assert isinstance(again, Plan)
    assert again == plan


def test_a_file_changed_since_it_was_planned_stops_the_city(request_of_night: NightRequest, rulebook: Rulebook) -> None:
    plan = plan_run(request_of_night, rulebook)
    refuse_changed_inputs(plan, "weihai", [(file.file, file.sha256) for file in plan.inputs if file.city == "weihai"])
    with pytest.raises(InboxChangedError, match=r"weihai/项目\.csv"):
        refuse_changed_inputs(plan, "weihai", [("weihai/项目.csv", "0" * 64)])


def test_a_rulebook_changed_since_the_plan_stops_the_screening(
    request_of_night: NightRequest, rulebook: Rulebook
) -> None:
    plan = plan_run(request_of_night, rulebook)
    refuse_changed_rulebook(plan, rulebook.sha256)
    with pytest.raises(RulebookChangedError, match="规则库在运行过程中被更换"):
        refuse_changed_rulebook(plan, "0" * 64)
