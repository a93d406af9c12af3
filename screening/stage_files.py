"""Stages that can be killed anywhere: what a stage writes appears complete, with its hashes, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening.locks import hold_lock

# Fixed, so that equal frames are equal bytes whatever a later Polars takes as its defaults.
_ROW_GROUP: Final = 1 << 18
_ZSTD_LEVEL: Final = 3


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write a sorted frame as Parquet; equal frames give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _disk_errors_of(path):
        frame.write_parquet(path, compression="zstd", compression_level=_ZSTD_LEVEL, row_group_size=_ROW_GROUP)


def join_tables(parts: list[Path], path: Path) -> None:
    """Write the rows of several Parquet files after each other into one, without holding them in memory."""
    joined = pl.concat([pl.scan_parquet(part) for part in parts])
    with _disk_errors_of(path):
        joined.sink_parquet(path, compression="zstd", compression_level=_ZSTD_LEVEL, row_group_size=_ROW_GROUP)


@contextmanager
def _disk_errors_of(path: Path) -> Iterator[None]:
    """Let a full disk be an OSError, also where Polars calls it an error of its computation."""
    try:
        yield
    except pl.exceptions.ComputeError as error:
        if "IO error" not in str(error):
            raise
        raise OSError(f"{path.name}: {error}") from error


def write_json(value: object, path: Path) -> None:
    """Write JSON with sorted keys and Chinese as it is; equal values give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:
    """The value of a JSON file; OSError or ValueError where it is missing or broken."""
    return json.loads(path.read_text(encoding="utf-8"))


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in the order of their paths."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def flush_to_disk(folder: Path) -> None:
    """Make every file and folder below survive a power cut (fsync)."""
    for path in [*sorted(folder.rglob("*")), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_done(folder: Path, stage: str, given: str = "") -> bool:
    """Whether the stage has run to its end here, given the same, and every file it wrote is still as it left it."""
    marker = _marker(folder, stage)
    if not marker.exists():
        return False
    done: dict[str, Any] = read_json(marker)
    outputs: dict[str, str] = done["outputs"]
    is_whole = all((folder / name).is_file() and sha256_of(folder / name) == sha for name, sha in outputs.items())
    return is_whole and done["given"] == given


def run_stage(folder: Path, stage: str, write: Callable[[Path], None], given: str = "") -> None:
    """Let `write` fill an empty scratch folder and move its files into `folder`, unless that is done already.

    The marker with the outputs' hashes comes last, so a stage killed anywhere simply runs again; so does one
    that is `given` something else than when it ran.
    Raises FolderInUseError where another process is in the same stage, and whatever `write` raises.
    """
    with hold_lock(folder / f".{stage}.lock"):
        if is_done(folder, stage, given):
            return
        scratch = folder / f".{stage}.partial"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        started, started_cpu = time.perf_counter(), time.process_time()
        write(scratch)
        flush_to_disk(scratch)
        outputs = dict(_move_files(scratch, folder))
        cost = {
            "seconds": round(time.perf_counter() - started, 3),
            "cpu_seconds": round(time.process_time() - started_cpu, 3),
            "peak_mib_of_process": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        }
        _write_marker(folder, stage, {"outputs": outputs, "given": given, "cost": cost})


def stage_costs(folder: Path) -> dict[str, dict[str, float]]:
    """What each finished stage in this folder took: seconds, seconds of processor, peak memory of its process."""
    return {path.stem: read_json(path)["cost"] for path in sorted((folder / ".done").glob("*.json"))}


def _move_files(scratch: Path, folder: Path) -> Iterator[tuple[str, str]]:
    for path in files_below(scratch):
        name = path.relative_to(scratch)
        digest = sha256_of(path)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        path.replace(folder / name)
        yield name.as_posix(), digest
    shutil.rmtree(scratch)


def _marker(folder: Path, stage: str) -> Path:
    return folder / ".done" / f"{stage}.json"


def _write_marker(folder: Path, stage: str, done: dict[str, Any]) -> None:
    marker = _marker(folder, stage)
    partial = marker.with_suffix(".partial")
    write_json(done, partial)
    partial.replace(marker)
