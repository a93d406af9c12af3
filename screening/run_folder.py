"""The output folder: a run appears whole or not at all, and `latest` always names a whole one."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from screening.failures import WrongUse
from screening.locks import hold_lock
from screening.stage_files import flush_to_disk, read_json

_RUN_ID: Final = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{12}")


class NoSuchRunError(WrongUse):
    """No run of that name stands where it was looked for."""


def run_path(out: Path, run_id: str) -> Path:
    """Where the published run stands."""
    return out / "runs" / run_id


def held_path(out: Path, run_id: str) -> Path:
    """Where a run stands that a gate on its results stopped."""
    return out / "held" / run_id


def work_path(out: Path, run_id: str) -> Path:
    """Where a run is put together."""
    return out / "work" / run_id


def hold_folder(out: Path, *, is_shared: bool = False) -> AbstractContextManager[None]:
    """The lock of the output folder: exclusive for a whole night and for publishing, shared for a single stage."""
    return hold_lock(out / ".lock", is_shared=is_shared)


def latest_run(out: Path) -> str | None:
    """The run that `latest` names; None where there is no such file or the run it names is gone."""
    try:
        run_id = (out / "latest").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return run_id if _RUN_ID.fullmatch(run_id) and run_path(out, run_id).is_dir() else None


def published_run(out: Path, run_id: str | None) -> Path:
    """Folder of a published run, the latest where none is named. Raises NoSuchRunError."""
    name = run_id or latest_run(out)
    if name is None:
        raise NoSuchRunError(f"{out}：还没有已发布的运行结果，请先执行 screening run")
    if not _RUN_ID.fullmatch(name) or not run_path(out, name).is_dir():
        raise NoSuchRunError(f"{out}：没有名为 {name} 的已发布运行")
    return run_path(out, name)


def held_runs(out: Path) -> list[str]:
    """Names of the runs that wait for a person, in order."""
    return _run_ids(out / "held")


def newest_good_run(out: Path, other_than: str) -> str | None:
    """The run to compare with: the latest, or where that is `other_than`, the last of the rest by as-of date."""
    latest = latest_run(out)
    if latest not in (None, other_than):
        return latest
    return max((name for name in _run_ids(out / "runs") if name != other_than), default=None)


def chain_of_runs(out: Path, newest: str | None, at_most: int) -> list[Path]:
    """Folders of good runs, oldest first: the newest, the one it was compared with, and so on while they stand."""
    folders: list[Path] = []
    while newest is not None and run_path(out, newest).is_dir() and len(folders) < at_most:
        folders.insert(0, run_path(out, newest))
        newest = read_json(folders[0] / "run.json")["compared_with"]
    return folders


def publish(out: Path, run_id: str, assembled: Path) -> Path:
    """Move an assembled run to its published place and point `latest` at it; returns where it stands."""
    target = run_path(out, run_id)
    _move_whole(assembled, target)
    point_latest_at(out, run_id)
    return target


def hold(out: Path, run_id: str, assembled: Path) -> Path:
    """Move an assembled run to where it waits for a person; `latest` stays as it was."""
    target = held_path(out, run_id)
    _move_whole(assembled, target)
    return target


def held_run(out: Path, run_id: str) -> Path:
    """Folder of a run that waits for a person. Raises NoSuchRunError where none of that name does."""
    held = held_path(out, run_id)
    if not _RUN_ID.fullmatch(run_id) or not held.is_dir():
        raise NoSuchRunError(f"{out}：没有名为 {run_id} 的暂缓运行；暂缓的有：{'、'.join(held_runs(out)) or '无'}")
    return held


def release(out: Path, run_id: str) -> Path:
    """Publish a held run on a person's word; `latest` stays where it names a run of a later as-of date.

    Raises NoSuchRunError where none of that name is held.
    """
    held, latest = held_run(out, run_id), latest_run(out)
    if latest is None or _as_of(latest) <= _as_of(run_id):
        return publish(out, run_id, held)
    target = run_path(out, run_id)
    _move_whole(held, target)
    return target


def _as_of(run_id: str) -> str:
    return run_id.rpartition("-")[0]


def point_latest_at(out: Path, run_id: str) -> None:
    """Let `latest` name a published run, in one step."""
    partial = out / ".latest.partial"
    with partial.open("w", encoding="utf-8") as file:
        file.write(f"{run_id}\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(out / "latest")
    _flush_entries(out)


def remove_work(out: Path, run_id: str) -> None:
    """Remove what a finished run was put together from."""
    shutil.rmtree(work_path(out, run_id), ignore_errors=True)


def _run_ids(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*") if _RUN_ID.fullmatch(path.name))


def _move_whole(assembled: Path, target: Path) -> None:
    flush_to_disk(assembled)
    target.parent.mkdir(parents=True, exist_ok=True)
    assembled.rename(target)
    _flush_entries(target.parent)


def _flush_entries(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
