"""One case of the fuzzer, wholly determined by its name: an inbox of 32 changed files, or a changed rulebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from screening.contract.source_tables import SOURCE_TABLES, SourceTable
from screening.rules.rulebook_files import RULEBOOK_ROOT
from tests.fuzz.properties import load_or_name_faults, read_and_account
from tests.fuzz.write_csv import write_csv
from tests.fuzz.write_parquet import write_parquet
from tests.fuzz.write_rulebook import write_rulebook
from tests.fuzz.write_xls import write_xls
from tests.fuzz.write_xlsx import write_xlsx
from tests.rules.conftest import FILES

CITY: Final = "weihai"
WRITERS: Final[dict[str, Callable[[SourceTable, Random], bytes]]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "xls": write_xls,
    "parquet": write_parquet,
}
FILES_OF_AN_INBOX: Final = len(SOURCE_TABLES) * len(WRITERS)


def try_inbox(name: str, folder: Path, only: str | None = None) -> Counter[str]:
    """Write the inbox of a case below an empty folder, or only that file of it, and read it."""
    (folder / CITY).mkdir(parents=True)
    for table in SOURCE_TABLES.values():
        for extension, write in WRITERS.items():
            file = f"{table.name}.{extension}"
            if only in (None, file):
                (folder / CITY / file).write_bytes(write(table, Random(f"{name}/{file}")))
    return read_and_account(folder, CITY)


def try_rulebook(name: str, folder: Path) -> Counter[str]:
    """Write the rulebook of a case below an empty folder and load it; every tenth is the project's own, changed."""
    random = Random(name)
    files = _own_rulebook() if random.random() < 0.1 else _small_rulebook()
    return Counter([f"rulebook {load_or_name_faults(write_rulebook(files, folder, random))}"])


@cache
def _small_rulebook() -> dict[str, bytes]:
    return {path: text.encode() for path, text in FILES.items()}


@cache
def _own_rulebook() -> dict[str, bytes]:
    return {
        path.relative_to(RULEBOOK_ROOT).as_posix(): path.read_bytes()
        for path in sorted(RULEBOOK_ROOT.rglob("*"))
        if path.is_file()
    }


CASES: Final = {"inbox": try_inbox, "rulebook": try_rulebook}
