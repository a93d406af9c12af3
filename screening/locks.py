"""File locks that a killed process cannot leave behind (flock: the kernel lets go of them)."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screening.failures import LockTaken


class FolderInUseError(LockTaken):
    """The lock file is held by another process."""


@contextmanager
def hold_lock(path: Path, *, is_shared: bool = False) -> Iterator[None]:
    """Hold a lock on `path` (made if missing) for the length of the block; never waits.

    Shared holders exclude only exclusive ones. Raises FolderInUseError where the lock is taken.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderInUseError(f"{path.parent}：另一次运行正在使用该文件夹，请等其结束后再试") from None
        yield
