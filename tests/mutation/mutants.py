"""Mutants of a policy document: one sum, rate, threshold, comparator, level, grade or date of it changed.

A sum or threshold moves by one part in a hundred either way, a rate by a percentage point, a small count by one:
enough that a case on the limit or just beside it must come out differently.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from screening.rules import policy_item as shape
from screening.rules.catalogue import levels_of
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.policy_item import Item, Policy
from screening.rules.printed_figures import figure_from_printed
from screening.rules.vocabulary import Unit
from screening.rules.walk_items import conditions_of, figures_of

_SMALL_COUNT: Final = 100
_POINT: Final = 100  # basis points
_COMPARATORS: Final[dict[type, str]] = {
    shape.AtLeast: "over",
    shape.Over: "at_least",
    shape.AtMost: "under",
    shape.Under: "at_most",
}
_KINDS: Final = {shape.Fixed: "ceiling", shape.Ceiling: "fixed"}
_CERTAINTY_FLAGS: Final = ("rate_is_ceiling", "amount_is_ceiling", "is_exact")
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the part it is made in (item, ceiling, provision, force), the path below it, before and after."""

    policy_id: str
    target: str
    path: str
    before: object
    after: object

    @property
    def id(self) -> str:
        """What the reviewed list of equivalent mutants calls it."""
        return f"{self.policy_id}/{self.target} {self.path}: {_words(self.before)} → {_words(self.after)}"


def mutants_of(policy: LoadedPolicy, rulebook: Rulebook) -> Iterator[Mutant]:
    """Every mutant of a document, in the order of its articles, then those of its head."""
    policy_id = policy.policy.id
    for article in policy.articles:
        for item in article.items:
            for path, before, after in _changes_of_item(item, rulebook):
                yield Mutant(policy_id, item.id, path, before, after)
        for ceiling in article.ceilings:
            for after in _near(ceiling.limit, Unit.MONEY):
                yield Mutant(policy_id, ceiling.id, "limit", ceiling.limit, after)
    for target, path, before, after in _changes_of_head(policy.policy):
        yield Mutant(policy_id, target, path, before, after)


def apply_mutant(mutant: Mutant, policy: LoadedPolicy) -> LoadedPolicy:
    """The document with the mutant's change made."""
    if mutant.target == "force":
        return replace(policy, policy=_changed(policy.policy, f"force.{mutant.path}", mutant.after))
    provisions = [_changed_if(part, mutant) for part in policy.policy.provisions]
    articles = tuple(
        msgspec.structs.replace(
            article,
            items=[_changed_if(item, mutant) for item in article.items],
            ceilings=[_changed_if(ceiling, mutant) for ceiling in article.ceilings],
        )
        for article in policy.articles
    )
    return replace(policy, policy=msgspec.structs.replace(policy.policy, provisions=provisions), articles=articles)


Change = tuple[str, object, object]


def _changes_of_item(item: Item, rulebook: Rulebook) -> Iterator[Change]:
    for figure in figures_of(item):
        if not figure.path.startswith("flags_when"):  # a remark decides nothing
            for after in _near(figure.text, figure.unit):
                yield figure.path, figure.text, after
    yield from _comparator_changes(item)
    yield from _certainty_changes(item)
    programmes = [rulebook.programmes[title] for title in item.programmes]
    levels = frozenset[str]().union(*(levels_of(programme) for programme in programmes))
    yield from _word_changes("level", item.level, levels, rulebook.code_lists["levels"])
    grades = {grade for programme in programmes for grade in programme.grades}
    yield from _word_changes("grade", item.grade, frozenset(grades), ())
    if item.except_grade:
        yield "except_grade", item.except_grade, item.except_grade[1:]
    if item.prize_rank is not None:
        yield "prize_rank", item.prize_rank, item.prize_rank + 1


def _near(text: str, unit: Unit) -> Iterator[str]:
    """The figure a little lower and a little higher, as printed; never below zero."""
    figure = figure_from_printed(text, unit)
    step = {Unit.SHARE: _POINT, Unit.COUNT: 1 if figure < _SMALL_COUNT else figure // 100}.get(unit, figure // 100)
    for after in (figure - step, figure + step):
        if after >= 0 and after != figure:
            yield _printed(after, unit)


def _printed(figure: int, unit: Unit) -> str:
    if unit is Unit.MONEY:
        return f"{figure // 100}.{figure % 100:02d}元"
    if unit is Unit.SHARE:
        return f"{figure // 100}.{figure % 100:02d}%"
    return str(figure)


def _comparator_changes(item: Item) -> Iterator[Change]:
    """≥ for >, > for ≥, ≤ for <, < for ≤."""
    for path, condition in conditions_of(item):
        if path.startswith("flags_when"):
            continue
        if type(condition) in _COMPARATORS:
            before: dict[str, Any] = msgspec.to_builtins(condition)
            yield path, before, before | {"kind": _COMPARATORS[type(condition)]}
        if isinstance(condition, shape.FirstReach):
            for place, line in enumerate(condition.lines):
                figure = {"at_least": line.over, "over": line.at_least}
                after = {key: text for key, text in figure.items() if text is not None}
                yield f"{path}.lines.{place}", msgspec.to_builtins(line), {"fact": line.fact} | after


def _certainty_changes(item: Item) -> Iterator[Change]:
    """A sum for an upper bound and the other way round."""
    if type(item.award) in _KINDS:
        before: dict[str, Any] = msgspec.to_builtins(item.award)
        yield "award", before, before | {"kind": _KINDS[type(item.award)]}
    for flag in _CERTAINTY_FLAGS:
        if hasattr(item.award, flag):
            yield f"award.{flag}", getattr(item.award, flag), not getattr(item.award, flag)


def _word_changes(path: str, words: list[str], existing: frozenset[str], beyond: tuple[str, ...]) -> Iterator[Change]:
    """Each word exchanged for one the item does not have, and one it does not have added."""
    others = sorted(existing - set(words)) or [word for word in beyond if word not in existing]
    for place, word in enumerate(words):
        if others:
            yield path, words, [*words[:place], others[0], *words[place + 1 :]]
        if len(words) > 1 or not others:
            yield path, words, [other for other in words if other != word]
    if words and existing - set(words):
        yield path, words, [*words, others[-1]]


def _changes_of_head(policy: Policy) -> Iterator[tuple[str, str, object, object]]:
    if policy.force is not None:
        for end, date in (("start", policy.force.start), ("end", policy.force.end)):
            for after in (date - _DAY, date + _DAY):
                yield "force", end, date, after
    for provision in policy.provisions:
        for path, before, other in _changes_of_provision(provision):
            yield provision.id, path, before, other


def _changes_of_provision(provision: shape.Provision) -> Iterator[Change]:
    match provision:
        case shape.GradeFactor(factors=factors, unrated=unrated):
            for grade, factor in factors.items():
                yield from ((f"factors.{grade}", factor, other) for other in _near(factor, Unit.SHARE))
            yield from (("unrated", unrated, other) for other in _near(unrated, Unit.SHARE))
        case shape.GradeBar(grade=grade, years_back=years):
            yield "grade", grade, "C" if grade == "D" else "D"
            yield "years_back", years, years + 1
        case shape.ContributionCeiling(years_back=years):
            yield "years_back", years, years + 1


def _changed_if(part: Any, mutant: Mutant) -> Any:
    return _changed(part, mutant.path, mutant.after) if part.id == mutant.target else part


def _changed(part: Any, path: str, value: object) -> Any:
    """A part with one value below it exchanged, decoded anew."""
    data = msgspec.to_builtins(part)
    *way, last = path.split(".")
    below: Any = data
    for step in way:
        below = below[int(step) if isinstance(below, list) else step]
    below[int(last) if isinstance(below, list) else last] = value
    return msgspec.convert(data, type(part))


def _words(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(word) for word in value) or "（空）"
    if isinstance(value, dict):
        return " ".join(str(word) for word in value.values())
    return str(value)
