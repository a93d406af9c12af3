"""`python -m tests.mutation [POLICY …]`: the share of mutants that a case notices, and those that none does."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import yaml

from screening.rules.load_rulebook import load_rulebook
from screening.rules.rulebook_files import POLICY_FILE, RULEBOOK_ROOT
from tests.mutation.mutants import mutants_of
from tests.mutation.run_mutants import surviving_mutants
from tests.rulebook_case import load_cases

_EQUIVALENT = Path(__file__).with_name("equivalent_mutants.yml")


def main() -> int:
    """Print the score of each document; 1 where a mutant survives or the reviewed list is out of date."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("policies", nargs="*", help="policy ids; none: all")
    chosen = parser.parse_args().policies or sorted(path.parent.name for path in RULEBOOK_ROOT.glob(f"*/{POLICY_FILE}"))
    reviewed = {entry["mutant"]: entry["reason"] for entry in yaml.safe_load(_EQUIVALENT.read_text("utf-8"))}
    outcomes = [_measure(policy_id, reviewed) for policy_id in chosen]
    return 0 if all(outcomes) else 1


def _measure(policy_id: str, reviewed: dict[str, str]) -> bool:
    """Whether every mutant of the document is noticed or on the reviewed list, and the list says nothing else."""
    began = time.perf_counter()
    rulebook = load_rulebook(policy_ids=[policy_id])
    policy = rulebook.policies[policy_id]
    mutants = list(mutants_of(policy, rulebook))
    cases = [case for case in load_cases() if case.policy_id == policy_id]
    survivors = [mutant.id for mutant in surviving_mutants(mutants, policy, rulebook, cases)]
    missed = [name for name in survivors if name not in reviewed]
    stale = [name for name in reviewed if name.startswith(f"{policy_id}/") and name not in survivors]
    counted = len(mutants) - (len(survivors) - len(missed))
    score = 100 * (counted - len(missed)) / counted if counted else 100.0
    print(
        f"{policy_id}: {counted - len(missed)} of {counted} mutants noticed, {score:.1f} %; "
        f"{len(survivors) - len(missed)} equivalent by review; {time.perf_counter() - began:.0f} s"
    )
    print(*(f"  not noticed: {name}" for name in missed), sep="\n", end="\n" if missed else "")
    print(
        *(f"  on the reviewed list, but noticed or no mutant: {name}" for name in stale),
        sep="\n",
        end="\n" if stale else "",
    )
    return not missed and not stale


sys.exit(main())
