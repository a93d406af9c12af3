"""A run is published whole or not at all; `latest` names a whole one; two at once are kept apart."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from screening import run_folder
from screening.failures import LockTaken
from screening.locks import hold_lock
from screening.stage_files import write_json

NIGHT_1 = "2025-11-29-aaaaaaaaaaaa"
NIGHT_2 = "2025-11-30-bbbbbbbbbbbb"


def _assembled(out: Path, run_id: str) -> Path:
    folder = run_folder.work_path(out, run_id) / "assembled"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(run_id, encoding="utf-8")
    return folder


def _publish(out: Path, run_id: str) -> Path:
    return run_folder.publish(out, run_id, _assembled(out, run_id))


def test_nothing_is_published_before_the_first_run(tmp_path: Path) -> None:
    assert run_folder.latest_run(tmp_path) is None
    assert run_folder.newest_good_run(tmp_path, other_than=NIGHT_1) is None
    with pytest.raises(run_folder.NoSuchRunError, match="还没有已发布的运行"):
        run_folder.published_run(tmp_path, None)


def test_a_published_run_stands_whole_and_latest_names_it(tmp_path: Path) -> None:
    folder = _publish(tmp_path, NIGHT_1)
    assert folder == tmp_path / "runs" / NIGHT_1
    assert (folder / "run.json").read_text(encoding="utf-8") == NIGHT_1
    assert (tmp_path / "latest").read_text(encoding="utf-8") == f"{NIGHT_1}\n"
    assert run_folder.published_run(tmp_path, None) == folder


def test_a_held_run_leaves_latest_as_it_was_until_it_is_released(tmp_path: Path) -> None:
    _publish(tmp_path, NIGHT_1)
    run_folder.hold(tmp_path, NIGHT_2, _assembled(tmp_path, NIGHT_2))
    assert run_folder.latest_run(tmp_path) == NIGHT_1
    assert run_folder.held_runs(tmp_path) == [NIGHT_2]
    run_folder.release(tmp_path, NIGHT_2)
    assert run_folder.latest_run(tmp_path) == NIGHT_2
    assert run_folder.held_runs(tmp_path) == []


def test_only_a_held_run_can_be_released(tmp_path: Path) -> None:
    _publish(tmp_path, NIGHT_1)
    for name in (NIGHT_1, "../runs", ""):
        with pytest.raises(run_folder.NoSuchRunError):
            run_folder.release(tmp_path, name)


def test_a_night_released_late_does_not_take_the_place_of_a_later_one(tmp_path: Path) -> None:
    run_folder.hold(tmp_path, NIGHT_1, _assembled(tmp_path, NIGHT_1))
    _publish(tmp_path, NIGHT_2)
    assert run_folder.release(tmp_path, NIGHT_1) == tmp_path / "runs" / NIGHT_1
    assert run_folder.latest_run(tmp_path) == NIGHT_2


def test_runs_follow_the_one_each_was_compared_with(tmp_path: Path) -> None:
    nights = [f"2025-11-{day}-{letter * 12}" for day, letter in ((27, "c"), (28, "a"), (28, "b"), (26, "d"))]
    for before, night in zip((None, *nights), nights, strict=False):
        write_json({"compared_with": before}, _publish(tmp_path, night) / "run.json")

    def chain(newest: str | None, at_most: int = 9) -> list[str]:
        return [folder.name for folder in run_folder.chain_of_runs(tmp_path, newest, at_most)]

    assert chain(nights[3]) == nights
    assert chain(nights[2], at_most=2) == nights[1:3]
    assert chain(None) == []
    shutil.rmtree(tmp_path / "runs" / nights[1])  # old runs may be cleared away
    assert chain(nights[3]) == nights[2:]


@pytest.mark.parametrize("text", ["", "../../etc", NIGHT_2])
def test_a_latest_that_names_no_published_run_counts_as_none(tmp_path: Path, text: str) -> None:
    _publish(tmp_path, NIGHT_1)
    (tmp_path / "latest").write_text(text, encoding="utf-8")
    assert run_folder.latest_run(tmp_path) is None


def test_a_run_is_compared_with_the_newest_other_one(tmp_path: Path) -> None:
    _publish(tmp_path, NIGHT_1)
    _publish(tmp_path, NIGHT_2)
    assert run_folder.newest_good_run(tmp_path, other_than="2025-12-01-cccccccccccc") == NIGHT_2
    assert run_folder.newest_good_run(tmp_path, other_than=NIGHT_2) == NIGHT_1


def test_whole_nights_exclude_each_other_and_single_stages_do_not(tmp_path: Path) -> None:
    with run_folder.hold_folder(tmp_path), pytest.raises(LockTaken), run_folder.hold_folder(tmp_path):
        pass
    with run_folder.hold_folder(tmp_path, is_shared=True):
        with run_folder.hold_folder(tmp_path, is_shared=True):
            pass
        with pytest.raises(LockTaken), run_folder.hold_folder(tmp_path):
            pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = "import sys, time; from pathlib import Path; from screening.locks import hold_lock\n"
    code += "with hold_lock(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / ".lock")], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(LockTaken), hold_lock(tmp_path / ".lock"):
        pass
    holder.kill()
    holder.communicate()
    with hold_lock(tmp_path / ".lock"):
        pass
