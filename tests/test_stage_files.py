"""A stage's files appear complete or not at all, and equal inputs give equal bytes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from screening.locks import FolderInUseError, hold_lock
from screening.stage_files import is_done, join_tables, read_json, run_stage, sha256_of, write_json, write_table


class CutShort(Exception):
    """Stands for a kill: nothing after it in the stage runs."""


def _write_two(folder: Path) -> None:
    write_json({"a": 1}, folder / "first.json")
    write_json({"b": "中文"}, folder / "deeper" / "second.json")


def test_a_finished_stage_is_not_run_again(tmp_path: Path) -> None:
    run_stage(tmp_path, "read", _write_two)

    def fail(_: Path) -> None:
        raise AssertionError("ran again")

    run_stage(tmp_path, "read", fail)
    assert read_json(tmp_path / "deeper" / "second.json") == {"b": "中文"}


def test_a_stage_cut_short_leaves_nothing_behind_and_runs_again(tmp_path: Path) -> None:
    def cut_short(folder: Path) -> None:
        write_json({"a": "half"}, folder / "first.json")
        raise CutShort

    with pytest.raises(CutShort):
        run_stage(tmp_path, "read", cut_short)
    assert not (tmp_path / "first.json").exists()
    assert not is_done(tmp_path, "read")
    run_stage(tmp_path, "read", _write_two)
    assert read_json(tmp_path / "first.json") == {"a": 1}


@pytest.mark.parametrize("damage", ["remove", "change"])
def test_a_stage_whose_output_was_damaged_runs_again(tmp_path: Path, damage: str) -> None:
    run_stage(tmp_path, "read", _write_two)
    if damage == "remove":
        (tmp_path / "first.json").unlink()
    else:
        (tmp_path / "first.json").write_text("{}", encoding="utf-8")
    assert not is_done(tmp_path, "read")
    run_stage(tmp_path, "read", _write_two)
    assert read_json(tmp_path / "first.json") == {"a": 1}


def test_a_stage_given_something_else_runs_again(tmp_path: Path) -> None:
    run_stage(tmp_path, "compare", lambda folder: write_json("A", folder / "with.json"), given="A")
    run_stage(tmp_path, "compare", lambda folder: write_json("B", folder / "with.json"), given="B")
    assert read_json(tmp_path / "with.json") == "B"


def test_a_stage_that_another_process_is_in_is_refused(tmp_path: Path) -> None:
    with hold_lock(tmp_path / ".read.lock"), pytest.raises(FolderInUseError):
        run_stage(tmp_path, "read", _write_two)


def test_equal_frames_are_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_table(pl.DataFrame({"x": range(1000), "y": ["值"] * 1000}), tmp_path / f"{name}.parquet")
    assert sha256_of(tmp_path / "a.parquet") == sha256_of(tmp_path / "b.parquet")


def test_joined_parts_keep_their_order(tmp_path: Path) -> None:
    parts = []
    for start in (0, 500_000):
        parts.append(tmp_path / f"{start}.parquet")
        write_table(pl.DataFrame({"x": pl.int_range(start, start + 500_000, eager=True)}), parts[-1])
    join_tables(parts, tmp_path / "all.parquet")
    assert pl.read_parquet(tmp_path / "all.parquet")["x"].equals(pl.int_range(0, 1_000_000, eager=True).alias("x"))


def test_json_is_the_same_whatever_order_its_keys_were_set_in(tmp_path: Path) -> None:
    write_json({"b": 1, "a": 2}, tmp_path / "1.json")
    write_json({"a": 2, "b": 1}, tmp_path / "2.json")
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()
