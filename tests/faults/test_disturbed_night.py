"""One fault each, for real: afterwards the published folder is whole, and the night ends in the same bytes."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from screening.run_folder import latest_run
from tests.faults.conftest import AS_OF
from tests.faults.night_process import (
    CITY,
    assert_whole,
    bytes_of_latest,
    finish,
    kill_after,
    run_night,
    start_night,
)
from tests.source_trees import PROJECT

pytestmark = pytest.mark.faults


def _assert_ends_like(undisturbed: Path, inbox: Path, out: Path) -> None:
    code, said = run_night(inbox, out, AS_OF)
    assert code == 0, said
    assert_whole(out)
    assert bytes_of_latest(out) == bytes_of_latest(undisturbed)
    assert not list((out / "work").glob("*"))


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_and_started_again(sample: Path, undisturbed: Path, tmp_path: Path, seed: int) -> None:
    out, moments = tmp_path / "out", random.Random(seed)
    for _ in range(3):  # three times in one night, each a little further on
        kill_after(start_night(sample, out, AS_OF), moments.uniform(1.0, 20.0))
        assert_whole(out)
    _assert_ends_like(undisturbed, sample, out)


@pytest.mark.parametrize("largest_file", [512, 4 << 10, 12 << 10, 40 << 10])
def test_a_full_disk_stops_the_night_with_a_word_and_leaves_nothing_half(
    sample: Path, undisturbed: Path, tmp_path: Path, largest_file: int
) -> None:
    out = tmp_path / "out"
    code, said = run_night(sample, out, AS_OF, largest_file=largest_file)
    assert code == 1
    assert "File too large" in said
    assert "程序错误" not in said
    assert "Traceback" not in said
    assert_whole(out)
    assert latest_run(out) is None
    _assert_ends_like(undisturbed, sample, out)


def test_a_full_disk_leaves_the_last_good_night_as_it_was(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run_night(sample, out, AS_OF)[0] == 0
    good = bytes_of_latest(out)
    assert run_night(sample, out, "2025-12-01", largest_file=12 << 10)[0] == 1
    assert_whole(out)
    assert bytes_of_latest(out) == good


def _stage(name: str, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "screening", "stage", name, *options]
    done = subprocess.run(command, cwd=PROJECT, text=True, capture_output=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_an_inbox_that_changes_while_it_is_read_is_no_run_of_either_state(
    sample: Path, undisturbed: Path, inbox: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    places = ("--inbox", str(inbox), "--out", str(out))
    code, _ = _stage("plan", *places, "--as-of", AS_OF, "--city", CITY)
    assert code == 0
    (work,) = (out / "work").iterdir()
    register = inbox / CITY / "企业名录.csv"
    register.write_text(register.read_text("utf-8").replace("有限公司", "有限责任公司", 1), "utf-8")
    code, said = _stage("take-in", "--work", str(work), "--city", CITY)
    assert code == 1
    assert f"{CITY}/企业名录.csv" in said
    assert "收件箱在读取过程中发生变化" in said
    assert latest_run(out) is None
    code, said = run_night(inbox, out, AS_OF)  # the next start takes the inbox as it now lies there
    assert code == 0, said
    assert bytes_of_latest(out) != bytes_of_latest(undisturbed)
    shutil.copyfile(sample / CITY / "企业名录.csv", register)
    assert run_night(inbox, out, AS_OF)[0] == 0
    assert_whole(out)


def test_files_that_cannot_be_read_are_refused_by_name_and_the_rest_is_used(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (inbox / CITY / "年度数据-目录.csv").mkdir()
    (inbox / CITY / "年度数据-断链.csv").symlink_to(inbox / "没有这个文件.csv")
    (inbox / CITY / "认定名单-半截.xlsx").write_bytes((inbox / CITY / "认定名单-01.xlsx").read_bytes()[:1500])
    code, said = run_night(inbox, out, AS_OF)
    assert code == 0, said
    assert_whole(out)
    refused = (out / "runs" / str(latest_run(out)) / "run.json").read_text("utf-8")
    assert "认定名单-半截.xlsx" in refused
    assert "年度数据-断链.csv" in refused


def test_of_two_at_once_one_works_and_the_other_says_so(sample: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    both = [start_night(sample, out, AS_OF), start_night(sample, out, AS_OF)]
    outcomes = sorted(finish(process) for process in both)
    assert [code for code, _ in outcomes] == [0, 5]
    assert "另一次运行正在使用该文件夹" in outcomes[1][1]
    assert_whole(out)
    assert bytes_of_latest(out) == bytes_of_latest(undisturbed)


def test_what_a_broken_night_left_behind_is_not_taken_for_its_result(
    sample: Path, undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    name = str(latest_run(undisturbed))
    work = out / "work" / name / CITY
    (work / ".done").mkdir(parents=True)
    (work / ".screen.partial").mkdir()
    (work / ".screen.partial" / "half.parquet").write_bytes(b"PAR1")
    (work / "quarantine.parquet").write_bytes(b"PAR1 cut off")
    (work / ".done" / "take_in.json").write_text(
        '{"outputs": {"quarantine.parquet": "0000"}, "given": "", "cost": {}}', "utf-8"
    )
    (out / ".latest.partial").write_text("2025-11-", "utf-8")
    (out / "latest").write_text("2025-11-29-000000000000\n", "utf-8")  # a run that is not there
    _assert_ends_like(undisturbed, sample, out)
