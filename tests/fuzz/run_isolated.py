"""Cases run in a process of their own, so that a crash or a case without end is a finding and not the end."""

from __future__ import annotations

import os
import resource
import tempfile
import traceback
from collections import Counter
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from tests.fuzz.cases import CASES

SECONDS_OF_A_CASE: Final = 60
_ADDRESS_SPACE: Final = 8 << 30


class Worker:
    """A process that runs cases one by one, and is started again after a case that ended it."""

    def __init__(self) -> None:
        self._context = get_context("spawn")
        self._start()

    def _start(self) -> None:
        self._ours, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def run(self, kind: str, name: str) -> Counter[str] | str:
        """What became of the files of a case, or what went wrong with it."""
        self._ours.send((kind, name))
        if not self._ours.poll(SECONDS_OF_A_CASE):
            self._restart()
            return f"took longer than {SECONDS_OF_A_CASE} s"
        try:
            outcome: Counter[str] | str = self._ours.recv()
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            self._restart()
            return f"ended the process, exit code {code}"
        return outcome

    def _restart(self) -> None:
        self.close()
        self._start()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._ours.close()


def _work(connection: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what panics of Rust code print, caught or not
    while True:
        kind, name = connection.recv()
        connection.send(_outcome(kind, name))


def _outcome(kind: str, name: str) -> Counter[str] | str:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # where a command that a tag could run would leave its trace
        try:
            return CASES[kind](name, Path(folder) / "case")
        except BaseException as error:  # a panic of Rust code derives from BaseException
            return "".join(traceback.format_exception(error, limit=-4))
        finally:
            os.chdir("/")
