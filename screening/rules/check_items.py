"""Checks on one item: its id, what it selects evidence by, and that every word and figure in it is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from screening.contract.money import PrintedFigureError
from screening.rules import policy_item as shape
from screening.rules.article_numbers import item_prefix
from screening.rules.catalogue import levels_of
from screening.rules.loaded_rulebook import Rulebook
from screening.rules.policy_item import Article, Item, Programme
from screening.rules.printed_figures import figure_from_printed
from screening.rules.vocabulary import FACTS, Evidence
from screening.rules.walk_items import conditions_of, facts_of, figures_of, programmes_of

Remark: TypeAlias = tuple[str, str]  # path within the item, what to put right

_PROJECTS: Final = frozenset({Evidence.PROJECT, Evidence.PROJECT_LIFE})
# Fields that choose evidence rows, the evidence they belong to, and what stands there where unused.
_SELECTORS: Final[dict[str, frozenset[Evidence]]] = {
    "programmes": frozenset({Evidence.RECOGNITION}),
    "level": frozenset({Evidence.RECOGNITION}),
    "grade": frozenset({Evidence.RECOGNITION}),
    "except_grade": frozenset({Evidence.RECOGNITION}),
    "prize_rank": frozenset({Evidence.RECOGNITION}),
    "novelty": frozenset({Evidence.RECOGNITION}),
    "project_types": _PROJECTS,
    "plan_lists": _PROJECTS,
    "spending_kinds": frozenset({Evidence.EXPENDITURE}),
}
_REQUIRED: Final[dict[Evidence, tuple[str, ...]]] = {
    Evidence.RECOGNITION: ("programmes", "novelty"),
    Evidence.EXPENDITURE: ("spending_kinds",),
}


def check_item(article: Article, item: Item, rulebook: Rulebook) -> Iterator[Remark]:
    """Everything wrong with an item, as path within it and what to put right."""
    for check in _CHECKS:
        yield from check(article, item, rulebook)


def _check_id(article: Article, item: Item, _: Rulebook) -> Iterator[Remark]:
    prefix = item_prefix(article.article)
    if not re.fullmatch(re.escape(prefix) + r"\d{2,3}", item.id):
        yield "id", f"{item.id!r}: expected {prefix!r} and two digits, as in '{prefix}01'"


def _check_computability(_: Article, item: Item, __: Rulebook) -> Iterator[Remark]:
    if item.computability != "full" and not item.reason:
        yield "reason", f"required where computability is {item.computability!r}: what the tables cannot decide"
    if item.evidence is Evidence.NONE and item.computability != "none":
        yield "computability", f"{item.computability!r}: an item without evidence is 'none'"


def _check_selectors(_: Article, item: Item, __: Rulebook) -> Iterator[Remark]:
    for field, evidence in _SELECTORS.items():
        if getattr(item, field) not in ([], None) and item.evidence not in evidence:
            yield field, f"not for evidence {item.evidence.value!r}"
    for field in _REQUIRED.get(item.evidence, ()):
        if getattr(item, field) in ([], None):
            yield field, f"required for evidence {item.evidence.value!r}"


def _check_words(_: Article, item: Item, rulebook: Rulebook) -> Iterator[Remark]:
    for path, words, code_list in _words_of(item):
        for word in words:
            if word not in rulebook.code_lists.get(code_list, ()):
                yield path, f"{word!r} is not in code_lists/{code_list}.csv"
    for path, condition in conditions_of(item):
        if isinstance(condition, shape.IndustryIn) and condition.industry_list not in rulebook.industry_lists:
            yield f"{path}.industry_list", f"{condition.industry_list!r} is not in code_lists/industries.csv"


def _words_of(item: Item) -> Iterator[tuple[str, list[str], str]]:
    """Words of closed lists: path, the words, the list."""
    yield "project_types", item.project_types, "project_types"
    yield "plan_lists", item.plan_lists, "plan_lists"
    yield "spending_kinds", item.spending_kinds, "spending_kinds"
    yield "subject_types", item.subject_types, "subject_types"
    if isinstance(item.award, shape.Rate) and isinstance(item.award.of, shape.Spending):
        yield "award.of.kinds", item.award.of.kinds, "spending_kinds"
    for path, condition in conditions_of(item):
        match condition:
            case shape.SpendingExists(spending_kinds=kinds):
                yield f"{path}.spending_kinds", kinds, "spending_kinds"
            case shape.ListedIn(fact="plan_lists", any_of=lists):
                yield f"{path}.any_of", lists, "plan_lists"
            case shape.OneOf(fact=("project_type" | "spending_kind" | "subject_type") as fact, values=values):
                yield f"{path}.values", values, f"{fact}s"


def _check_facts(_: Article, item: Item, __: Rulebook) -> Iterator[Remark]:
    for named in facts_of(item):
        fact = FACTS.get(named.name)
        if fact is None:
            yield named.path, f"fact {named.name!r} is not in the vocabulary"
        elif item.evidence not in fact.evidence:
            yield named.path, f"fact {named.name!r} is not carried by evidence {item.evidence.value!r}"
        elif fact.unit not in named.units:
            expected = " or ".join(sorted(named.units))
            yield named.path, f"fact {named.name!r} is {fact.unit.value}, expected {expected}"


def _check_figures(_: Article, item: Item, __: Rulebook) -> Iterator[Remark]:
    for figure in figures_of(item):
        try:
            figure_from_printed(figure.text, figure.unit)
        except PrintedFigureError as error:
            yield figure.path, str(error)


def _check_conditions(_: Article, item: Item, __: Rulebook) -> Iterator[Remark]:
    for path, condition in conditions_of(item):
        match condition:
            case shape.FirstReach(lines=lines):
                for place, line in enumerate(lines):
                    if (line.at_least is None) == (line.over is None):
                        yield f"{path}.lines.{place}", "exactly one of at_least and over is to be given"
            case shape.IsPresent(blank_is_no=True) if not path.startswith("select."):
                yield path, "blank_is_no only in select: elsewhere a fact that is not there is unknown"
            case shape.AnyOf(conditions=conditions) if len(conditions) < 2:
                yield f"{path}.conditions", "any_of needs at least two conditions"


def _check_bounds(_: Article, item: Item, __: Rulebook) -> Iterator[Remark]:
    if not isinstance(item.award, shape.LeastOf):
        return
    for place, bound in enumerate(item.award.bounds):
        forms = (bound.amount, bound.rate, bound.unit_price)
        is_whole = bool(bound.rate) == bool(bound.of) and bool(bound.unit_price) == bool(bound.times)
        if sum(form is not None for form in forms) != 1 or not is_whole:
            yield f"award.bounds.{place}", "expected exactly one of: amount; rate and of; unit_price and times"


def _check_programmes(_: Article, item: Item, rulebook: Rulebook) -> Iterator[Remark]:
    for path, title in programmes_of(item):
        if title not in rulebook.programmes:
            yield path, f"programme {title!r} is not a title of the catalogue"
    known = [rulebook.programmes[title] for title in item.programmes if title in rulebook.programmes]
    if known:
        yield from _check_levels("level", item.level, known)
        yield from _check_grades(item, known)
        if not (item.level or item.grade or item.any_level):
            yield from _check_level_given(known)
    for path, condition in conditions_of(item):
        if isinstance(condition, shape.Holds):
            held = [rulebook.programmes[title] for title in condition.programmes if title in rulebook.programmes]
            yield from _check_levels(f"{path}.levels", condition.levels, held)


def _check_levels(path: str, levels: list[str], programmes: list[Programme]) -> Iterator[Remark]:
    """Each level is one of a programme's; a programme with levels is asked for at some of them."""
    existing = frozenset[str]().union(*(levels_of(programme) for programme in programmes))
    for level in levels:
        if level not in existing:
            yield path, f"level {level!r}: the catalogue has {sorted(existing)} for {[p.title for p in programmes]}"
    for programme in programmes:
        if levels and programme.levels and not set(levels) & levels_of(programme):
            yield path, f"{levels}: none of them is a level of programme {programme.title!r}: {programme.levels}"


def _check_level_given(programmes: list[Programme]) -> Iterator[Remark]:
    """A title with levels is paid for at named ones, unless the clause goes by grade or by standing (链主)."""
    for programme in programmes:
        if programme.levels and not programme.implied_level and not programme.is_standing:
            yield "level", f"name the levels meant of programme {programme.title!r}, out of {programme.levels}"


def _check_grades(item: Item, programmes: list[Programme]) -> Iterator[Remark]:
    existing = {grade for programme in programmes for grade in programme.grades}
    for field, grades in (("grade", item.grade), ("except_grade", item.except_grade)):
        for grade in grades:
            if grade not in existing:
                yield field, f"grade {grade!r}: the catalogue has {sorted(existing)} for {item.programmes}"


_CHECKS: Final[tuple[Callable[[Article, Item, Rulebook], Iterator[Remark]], ...]] = (
    _check_id,
    _check_computability,
    _check_selectors,
    _check_words,
    _check_facts,
    _check_figures,
    _check_conditions,
    _check_bounds,
    _check_programmes,
)
