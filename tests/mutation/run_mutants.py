"""Mutants through the engine in bulk: each is a document of its own beside the others, screened on the same cases.

A mutant's document has only the items its change can touch: its own and those they share a ceiling or a stacking
relation with. A case counts for it where the unchanged document so cut gives what the case expects; where a case
needs more of the document (a document-wide ceiling), survivors are tried again on the whole of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import msgspec
from msgspec import UNSET

from screening.rules.load_rulebook import LoadedPolicy, Rulebook
from tests.mutation.mutants import Mutant, apply_mutant
from tests.rulebook_case import Case, CaseData
from tests.run_cases import Answers, differences, group_cases, rows_by_case, screen_cases

_DOCUMENTS_AT_ONCE: Final = 150

Scope = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Copy:
    """A document under an id of its own, the items in it, and the mutant made in it (None: unchanged)."""

    policy: LoadedPolicy
    scope: Scope
    mutant: Mutant | None


def surviving_mutants(
    mutants: Iterable[Mutant], policy: LoadedPolicy, rulebook: Rulebook, cases: list[Case]
) -> list[Mutant]:
    """Mutants of one document that no case notices, in their order."""
    scopes = _scopes(policy)
    everything = frozenset(scopes)
    wanted = [(mutant, scopes.get(mutant.target, _scope_of_part(mutant.target, policy, scopes))) for mutant in mutants]
    survivors, not_whole = _survivors(wanted, policy, rulebook, cases)
    again = [(mutant, everything) for mutant, scope in survivors if scope in not_whole and scope != everything]
    still = {mutant.id for mutant, _ in _survivors(again, policy, rulebook, cases)[0]}
    tried = {mutant.id for mutant, _ in again}
    return [mutant for mutant, _ in survivors if mutant.id not in tried or mutant.id in still]


def _survivors(
    wanted: list[tuple[Mutant, Scope]], policy: LoadedPolicy, rulebook: Rulebook, cases: list[Case]
) -> tuple[list[tuple[Mutant, Scope]], set[Scope]]:
    """Mutants no case notices, and the scopes some case of theirs cannot be judged in."""
    killed: set[str] = set()
    not_whole: set[Scope] = set()
    for start in range(0, len(wanted), _DOCUMENTS_AT_ONCE):
        batch = wanted[start : start + _DOCUMENTS_AT_ONCE]
        copies = list(_copies(batch, policy))
        found, unjudged = _killed_in(copies, rulebook, cases)
        killed |= found
        not_whole |= unjudged
    return [(mutant, scope) for mutant, scope in wanted if mutant.id not in killed], not_whole


def _copies(batch: list[tuple[Mutant, Scope]], policy: LoadedPolicy) -> Iterator[_Copy]:
    """The unchanged document for each scope, then each mutant's."""
    unchanged = [(None, scope) for scope in dict.fromkeys(scope for _, scope in batch)]
    for number, (mutant, scope) in enumerate([*unchanged, *batch]):
        changed = policy if mutant is None else apply_mutant(mutant, policy)
        yield _Copy(_cut(changed, scope, f"{policy.policy.id}~{number}"), scope, mutant)


def _killed_in(copies: list[_Copy], rulebook: Rulebook, cases: list[Case]) -> tuple[set[str], set[Scope]]:
    """Ids of mutants some case notices, and scopes in which some case comes out wrong though nothing is changed."""
    touched = frozenset[str]().union(*(copy.scope for copy in copies))
    relevant = [case for case in cases if touched & set(case.data.expect)]
    killed: set[str] = set()
    not_whole: set[Scope] = set()
    for group in sorted(group_cases(relevant), key=len, reverse=True):  # what the many kill, the few need not see
        expected = {item_id for case in group for item_id in case.data.expect}
        open_copies = [c for c in copies if c.scope & expected and (c.mutant is None or c.mutant.id not in killed)]
        documents = {copy.policy.policy.id: copy.policy for copy in open_copies}
        if not documents:
            continue
        codes, results = screen_cases(group, replace(rulebook, policies=documents))
        rows = rows_by_case(codes, results)
        for case in group:
            wrong = [c for c in open_copies if _differs(case, c, rows[case.id].get(c.policy.policy.id, {}))]
            unjudged = {copy.scope for copy in wrong if copy.mutant is None}
            not_whole |= unjudged
            killed |= {copy.mutant.id for copy in wrong if copy.mutant is not None and copy.scope not in unjudged}
    return killed, not_whole


def _differs(case: Case, copy: _Copy, rows: Mapping[str, list[dict[str, object]]]) -> bool:
    """Whether the items of the copy come out otherwise than the case expects; words are not compared."""
    expect = {
        item_id: [msgspec.structs.replace(row, reason_contains=UNSET, flag_contains=UNSET) for row in expected]
        for item_id, expected in case.data.expect.items()
        if item_id in copy.scope
    }
    judged: CaseData = msgspec.structs.replace(case.data, expect=expect, expect_totals={})
    return bool(differences(judged, Answers(dict(rows), {})))


def _scopes(policy: LoadedPolicy) -> dict[str, Scope]:
    """Item id → the items a change of it can touch, itself among them."""
    linked: dict[str, set[str]] = defaultdict(set)
    for _, item in policy.items():
        linked[item.id].add(item.id)
    for group in (*policy.ceilings(), *policy.stacking()):
        for item_id in group.items:
            linked[item_id].update(group.items)
    scopes: dict[str, Scope] = {}
    for item_id in linked:
        reached, frontier = {item_id}, {item_id}
        while frontier:
            frontier = set().union(*(linked[known] for known in frontier)) - reached
            reached |= frontier
        scopes[item_id] = frozenset(reached)
    return scopes


def _scope_of_part(target: str, policy: LoadedPolicy, scopes: Mapping[str, Scope]) -> Scope:
    """Scope of a ceiling; that of the head's parts is the whole document."""
    for ceiling in policy.ceilings():
        if ceiling.id == target:
            return scopes[ceiling.items[0]]
    return frozenset(scopes)


def _cut(policy: LoadedPolicy, scope: Scope, policy_id: str) -> LoadedPolicy:
    """The document with only the items of the scope and what concerns them, under another id."""
    articles = tuple(
        msgspec.structs.replace(
            article,
            items=[item for item in article.items if item.id in scope],
            ceilings=[ceiling for ceiling in article.ceilings if scope >= set(ceiling.items)],
            stacking=[relation for relation in article.stacking if scope >= set(relation.items)],
        )
        for article in policy.articles
    )
    return replace(policy, policy=msgspec.structs.replace(policy.policy, id=policy_id), articles=articles)
