"""The night from inbox to run folder: by hand, twice the same, held, and killed anywhere."""

from __future__ import annotations

import datetime as dt
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from screening import pipeline
from screening.cli import main
from screening.contract.result_tables import RESULT_TABLES, SORT_KEYS
from screening.pipeline import Night, run_night
from screening.plan_run import NightRequest
from screening.quality import gates
from screening.run_folder import held_runs, latest_run
from screening.run_record import UnfinishedCityError
from screening.stage_files import files_below, read_json, sha256_of
from tests.quick_night import make_night_quick
from tests.small_inbox import HAIJIA, YUNFAN, write_small_inbox
from tests.source_trees import PROJECT

AS_OF = dt.date(2025, 11, 30)


def _request(folder: Path, **other: Any) -> NightRequest:
    inbox = folder / "inbox"
    if not inbox.exists():
        write_small_inbox(inbox)
    return replace(NightRequest(inbox, folder / "out", AS_OF), **other)


def _failure(city: str, stage: str) -> dict[str, Any]:
    return {
        "city": city,
        "stage": stage,
        "table": "enterprises",
        "id": "planted",
        "expectation": "expect_column_values_to_be_unique",
        "column": "uscc",
        "severity": "critical",
        "passed": False,
        "observed": "2 行不符，共 3 行",
        "unexpected_count": 2,
        "sample": ["file=企业名录.csv, row_number=2"],
        "why": "一码两名，不能确定是哪一家。",
        "what_to_do": "请核对后更正。",
    }


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nights without Great Expectations and workbooks; a test plants its failures with the same patch."""
    make_night_quick(monkeypatch)
    return monkeypatch


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """One night of the small inbox with its gates, shared by the tests that only read it."""
    return run_night(_request(tmp_path_factory.mktemp("night")))


def _bytes_of(folder: Path) -> dict[str, str]:
    """Hashes of all files of a run but metrics.json, in which times stand."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in files_below(folder)
        if path.name != "metrics.json"
    }


def test_awards_are_those_worked_out_by_hand(night: Night) -> None:
    awards = pl.read_parquet(night.folder / "awards.parquet")
    of_projects = awards.filter(pl.col("item_id") == "weihai-2023/1-01").sort("uscc")
    assert of_projects.select("uscc", "determination", "certainty", "award").rows() == sorted(
        [
            (HAIJIA, "eligible", "upper_bound", Decimal("1200000.00")),
            (YUNFAN, "undetermined", "upper_bound", Decimal("2500000.00")),
        ]
    )
    total = read_json(night.folder / "run.json")["totals"]["weihai"]["2024"]
    assert total["exact_total"] == "0.00"
    assert total["upper_bound_total"] == "1200000.00"
    assert total["undetermined_total"] == "2500000.00"


def test_the_run_folder_holds_every_table_in_its_schema_and_order(night: Night) -> None:
    for table, schema in RESULT_TABLES.items():
        frame = pl.read_parquet(night.folder / f"{table}.parquet")
        assert frame.schema == pl.Schema(schema), table
        assert frame.equals(frame.sort(SORT_KEYS[table])), table


def test_no_table_of_a_run_holds_a_contact(night: Night) -> None:
    for path in (night.folder / "tables").glob("*.parquet"):
        assert not {"contact_name", "contact_phone"} & set(pl.read_parquet_schema(path))
    text = (night.folder / "run.json").read_text(encoding="utf-8")
    assert "13800000001" not in text
    assert "王示例" not in text


def test_every_row_read_is_accounted_for(night: Night) -> None:
    counts = read_json(night.folder / "run.json")["counts"]
    assert counts["weihai"]["enterprises"]["rows_in"] == 2
    for tables in counts.values():
        for table in tables.values():
            parts = ("used", "quarantined", "merged_duplicates", "titles_notes_blanks")
            assert table["rows_in"] == sum(table[part] for part in parts)


def test_the_hashes_of_run_json_are_those_of_the_files(night: Night) -> None:
    record = read_json(night.folder / "run.json")
    for name, result in record["results"].items():
        path = night.folder / f"{name}.parquet"
        assert result == {"rows": pl.read_parquet(path).height, "sha256": sha256_of(path)}
    assert {file["file"] for file in record["inputs"]} == {
        f"weihai/{name}.csv" for name in ("企业名录", "年度数据", "项目")
    } | {"shaoxing/企业名录.csv"}


def test_two_nights_elsewhere_are_the_same_bytes(night: Night, tmp_path: Path) -> None:
    again = run_night(_request(tmp_path))
    assert again.folder != night.folder
    assert again.folder.name == night.folder.name
    assert _bytes_of(again.folder) == _bytes_of(night.folder)


def test_the_same_night_again_is_found_and_not_computed_again(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "take_in", None)  # would fail if it were called
    run = night.plan.run
    again = run_night(NightRequest(run.inbox, run.out, run.as_of))
    assert again.folder == night.folder
    assert latest_run(run.out) == night.folder.name


@pytest.mark.usefixtures("quick")
def test_a_second_run_is_compared_with_the_first(tmp_path: Path) -> None:
    first = run_night(_request(tmp_path))
    projects = tmp_path / "inbox" / "weihai" / "项目.csv"
    projects.write_text(projects.read_text(encoding="utf-8").replace("1200", "1300"), encoding="utf-8")
    second = run_night(_request(tmp_path))
    assert read_json(second.folder / "run.json")["compared_with"] == first.folder.name
    changes = pl.read_parquet(second.folder / "changes.parquet")
    assert changes.select("uscc", "change", "upper_bound_before", "upper_bound_after", "cause").rows() == [
        (HAIJIA, "amount", Decimal("1200000.00"), Decimal("1300000.00"), "data")
    ]


def test_a_city_whose_inputs_are_refused_is_held_and_the_others_are_published(
    tmp_path: Path, quick: pytest.MonkeyPatch
) -> None:
    quick.setattr(
        gates,
        "guard_inputs",
        lambda work, _: [_failure("weihai", "accepted")] if work.name == "weihai" else [],
    )
    night = run_night(_request(tmp_path))
    assert not night.is_held
    assert night.held_cities == ("weihai",)
    assert latest_run(tmp_path / "out") == night.folder.name
    record = read_json(night.folder / "run.json")
    assert record["held_cities"] == ["weihai"]
    assert "weihai" not in record["totals"]
    assert set(pl.read_parquet(night.folder / "tables" / "enterprises.parquet")["city"]) == {"shaoxing"}
    assert any("weihai：输入数据未通过质量关卡" in warning for warning in record["warnings"])


def test_a_run_without_any_city_left_is_held(tmp_path: Path, quick: pytest.MonkeyPatch) -> None:
    quick.setattr(gates, "guard_inputs", lambda work, _: [_failure(work.name, "raw")])
    night = run_night(_request(tmp_path))
    assert night.is_held
    assert latest_run(tmp_path / "out") is None
    assert held_runs(tmp_path / "out") == [night.folder.name]


def test_a_run_whose_results_are_refused_is_held_whole_and_stays_so(tmp_path: Path, quick: pytest.MonkeyPatch) -> None:
    quick.setattr(gates, "guard_results", lambda work, _: [_failure(work.name, "results")])
    night = run_night(_request(tmp_path))
    assert night.is_held
    assert night.folder == tmp_path / "out" / "held" / night.plan.run.run_id
    assert (night.folder / "awards.parquet").exists()
    assert latest_run(tmp_path / "out") is None
    quick.setattr(pipeline, "take_in", None)
    assert run_night(_request(tmp_path)).is_held


def test_a_city_whose_results_are_refused_is_held_and_the_others_are_published(
    tmp_path: Path, quick: pytest.MonkeyPatch
) -> None:
    failure = _failure("weihai", "results")
    quick.setattr(gates, "guard_results", lambda work, _: [failure] if work.name == "weihai" else [])
    night = run_night(_request(tmp_path))
    assert not night.is_held
    assert night.held_cities == ("weihai",)
    assert latest_run(tmp_path / "out") == night.folder.name
    record = read_json(night.folder / "run.json")
    assert failure in record["checks"]
    assert not record["is_held"]
    assert any("weihai：筛查结果未通过质量关卡" in warning for warning in record["warnings"])
    assert set(pl.read_parquet(night.folder / "determinations.parquet")["city"]) <= {"shaoxing"}
    assert set(pl.read_parquet(night.folder / "tables" / "enterprises.parquet")["city"]) == {"shaoxing"}


def test_where_inputs_of_one_and_results_of_the_other_city_are_refused_the_run_of_the_other_is_held(
    tmp_path: Path, quick: pytest.MonkeyPatch
) -> None:
    quick.setattr(
        gates, "guard_inputs", lambda work, _: [_failure("shaoxing", "raw")] if work.name == "shaoxing" else []
    )
    quick.setattr(gates, "guard_results", lambda work, _: [_failure(work.name, "results")])
    night = run_night(_request(tmp_path))
    assert night.is_held
    assert night.held_cities == ("shaoxing",)
    assert set(pl.read_parquet(night.folder / "tables" / "enterprises.parquet")["city"]) == {"weihai"}


def test_a_run_in_which_too_much_moved_is_held_whole_and_the_last_good_one_stays(
    tmp_path: Path, quick: pytest.MonkeyPatch
) -> None:
    good = run_night(_request(tmp_path))
    quick.setattr(gates, "guard_movements", lambda _, city, __: [_failure(city, "drift")] if city == "weihai" else [])
    night = run_night(_request(tmp_path, as_of=dt.date(2025, 12, 1)))
    assert night.is_held
    assert night.held_cities == ()
    assert latest_run(tmp_path / "out") == good.folder.name
    record = read_json(night.folder / "run.json")
    assert [check["id"] for check in record["checks"]] == ["planted"]
    assert record["is_held"]
    assert set(pl.read_parquet(night.folder / "tables" / "enterprises.parquet")["city"]) == {"weihai", "shaoxing"}


def test_a_held_run_is_released_with_what_held_it_and_what_moved_before_the_persons_eyes(
    tmp_path: Path, quick: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_night(_request(tmp_path))
    quick.setattr(gates, "guard_movements", lambda _, city, __: [_failure(city, "drift")] if city == "weihai" else [])
    projects = tmp_path / "inbox" / "weihai" / "项目.csv"
    projects.write_text(projects.read_text(encoding="utf-8").replace("1200", "1300"), encoding="utf-8")
    held = run_night(_request(tmp_path)).folder
    out = tmp_path / "out"
    assert main(["release", held.name, "--out", str(out), "--by", "张示例"]) == 0
    printed = capsys.readouterr().out
    assert "weihai enterprises.uscc（planted）" in printed
    assert "weihai 企业数据变化：新进入企业 0 家，退出企业 0 家，变动 1 项" in printed
    assert "含上限金额 +100,000.00 元" in printed
    assert latest_run(out) == held.name
    assert held_runs(out) == []
    released = read_json(out / "runs" / held.name / "release.json")
    assert (released["released_by"], released["against"]) == ("张示例", ["weihai enterprises planted"])
    assert main(["release", held.name, "--out", str(out)]) == 2  # no longer held


def test_a_night_after_a_held_one_is_compared_with_the_last_good_one(tmp_path: Path, quick: pytest.MonkeyPatch) -> None:
    good = run_night(_request(tmp_path))
    with quick.context() as held:
        held.setattr(gates, "guard_movements", lambda _, city, __: [_failure(city, "drift")])
        assert run_night(_request(tmp_path, as_of=dt.date(2025, 12, 1))).is_held
    night = run_night(_request(tmp_path, as_of=dt.date(2025, 12, 2)))
    assert read_json(night.folder / "run.json")["compared_with"] == good.folder.name


def test_the_inputs_are_held_against_those_of_the_last_good_run_alone(
    tmp_path: Path, quick: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []

    def note(work: Path, _: object, last_good: Path) -> list[dict[str, Any]]:
        compared.append((work.name, last_good.name))
        return []

    quick.setattr(gates, "guard_drift", note)
    good = run_night(_request(tmp_path))
    assert compared == []
    run_night(_request(tmp_path, as_of=dt.date(2025, 12, 1)))
    assert compared == [("shaoxing", good.folder.name), ("weihai", good.folder.name)]


def test_warnings_hold_nothing(tmp_path: Path, quick: pytest.MonkeyPatch) -> None:
    warning = _failure("weihai", "accepted") | {"severity": "warning"}
    quick.setattr(gates, "guard_inputs", lambda *_: [warning])
    night = run_night(_request(tmp_path))
    assert not night.is_held
    assert night.held_cities == ()
    assert warning in read_json(night.folder / "run.json")["checks"]


@pytest.mark.usefixtures("quick")
def test_an_as_of_date_outside_every_policy_is_a_run_without_awards_and_a_warning(tmp_path: Path) -> None:
    night = run_night(_request(tmp_path, as_of=dt.date(2035, 1, 1)))
    assert not night.is_held
    awards = pl.read_parquet(night.folder / "awards.parquet")
    assert awards.filter(pl.col("determination") == "eligible").is_empty()
    warnings = read_json(night.folder / "run.json")["warnings"]
    assert any(text.startswith("weihai：截止日期 2035-01-01 不在任何政策文件的有效期内") for text in warnings)


@pytest.mark.usefixtures("quick")
def test_an_inbox_of_unknown_cities_only_is_an_empty_run_that_says_so(tmp_path: Path) -> None:
    shutil.copytree(write_small_inbox(tmp_path / "other") / "weihai", tmp_path / "inbox" / "hangzhou")
    night = run_night(_request(tmp_path))
    assert not night.is_held
    assert pl.read_parquet(night.folder / "awards.parquet").is_empty()
    assert read_json(night.folder / "run.json")["cities_without_policy"] == ["hangzhou"]


@pytest.mark.usefixtures("quick")
def test_a_run_is_not_put_together_before_its_cities_are_finished(tmp_path: Path) -> None:
    plan = pipeline.plan_night(_request(tmp_path))
    for city in plan.run.cities:
        pipeline.take_in(plan, city)
        pipeline.guard_inputs(plan, city)
    with pytest.raises(UnfinishedCityError, match=r"weihai\(screen\)"):
        pipeline.assemble(plan)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Bytes of a quick night that nothing disturbed."""
    with pytest.MonkeyPatch.context() as patch:
        make_night_quick(patch)
        return _bytes_of(run_night(_request(tmp_path_factory.mktemp("undisturbed"), cities=("weihai",))).folder)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("stage", "moment"),
    [
        ("take_in", "written"),
        ("guard_inputs", "moved"),
        ("screen", "written"),
        ("screen", "moved"),
        ("guard_results", "written"),
        ("assemble", "moved"),
        ("guard_movements", "written"),
        ("guard_movements", "moved"),
        ("write_reports", "written"),
        ("publish", "written"),
        ("publish", "moved"),
    ],
)
def test_a_night_killed_in_any_stage_and_started_again_ends_in_the_same_bytes(
    tmp_path: Path, undisturbed: dict[str, str], stage: str, moment: str
) -> None:
    request = _request(tmp_path, cities=("weihai",))
    command = [sys.executable, "-m", "tests.killed_night", str(request.inbox), str(request.out), stage, moment]
    killed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert latest_run(request.out) is None
    night = run_night(request)
    assert latest_run(request.out) == night.folder.name
    assert _bytes_of(night.folder) == undisturbed
    assert not (request.out / "work" / night.folder.name).exists()
