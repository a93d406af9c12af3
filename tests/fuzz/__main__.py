"""`python -m tests.fuzz --cases N --seed S`: N changed inboxes and rulebooks of each kind; 1 where one fails."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.fuzz.cases import CASES, FILES_OF_AN_INBOX
from tests.fuzz.run_isolated import Worker

_RULEBOOKS_OF_AN_INBOX = 10  # a rulebook is tried in a tenth of the time


def main() -> int:
    """Print each failing case as it is found, then the cases, the time and what became of their files."""
    arguments = _arguments()
    began = time.perf_counter()
    names = [arguments.only] if arguments.only else list(_names(arguments))
    outcomes, failed = _try(names)
    files = sum(FILES_OF_AN_INBOX if "/inbox/" in name else 1 for name in names)
    print(f"{len(names)} cases of {files} files, {len(failed)} failed, {time.perf_counter() - began:.0f} s")
    print(*(f"  {outcome}: {count}" for outcome, count in sorted(outcomes.items())), sep="\n")
    print(*(f"  failed: --only {name}" for name in failed), sep="\n", end="\n" if failed else "")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=100, metavar="N", help="inboxes; ten rulebooks with each")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--kind", choices=sorted(CASES), help="only cases of this kind")
    parser.add_argument("--only", metavar="NAME", help="the one case of this name, as a failure prints it")
    return parser.parse_args()


def _names(arguments: argparse.Namespace) -> Iterator[str]:
    counts = {"inbox": arguments.cases, "rulebook": arguments.cases * _RULEBOOKS_OF_AN_INBOX}
    for kind in CASES:
        if arguments.kind in (None, kind):
            yield from (f"{arguments.seed}/{kind}/{number}" for number in range(counts[kind]))


def _try(names: list[str]) -> tuple[Counter[str], list[str]]:
    outcomes: Counter[str] = Counter()
    failed: list[str] = []
    worker = Worker()
    for name in names:
        outcome = worker.run(name.split("/")[1], name)
        if isinstance(outcome, str):
            failed.append(name)
            print(f"{name}: {outcome}", flush=True)
        else:
            outcomes.update(outcome)
    worker.close()
    return outcomes, failed


if __name__ == "__main__":
    sys.exit(main())
