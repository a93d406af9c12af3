"""What an item names, wherever in its conditions and award it stands: conditions, facts, figures, programmes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from screening.rules import policy_item as shape
from screening.rules.policy_item import Award, Condition, Item
from screening.rules.vocabulary import FACTS, Unit


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """A figure of an item as printed, where it stands in the item, and the unit it is read in."""

    path: str  # dotted, as in Patch: "award.limit", "when.0.value"
    text: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class ItemFact:
    """A fact an item names, where, and the units it may have there."""

    path: str
    name: str
    units: frozenset[Unit]


_NUMBERS: Final = frozenset({Unit.MONEY, Unit.COUNT, Unit.SHARE})
_MONEY: Final = frozenset({Unit.MONEY})
_COUNT: Final = frozenset({Unit.COUNT})
_FACT_UNITS: Final[dict[type[Condition], dict[str, frozenset[Unit]]]] = {
    shape.AtLeast: {"fact": _NUMBERS},
    shape.Over: {"fact": _NUMBERS},
    shape.AtMost: {"fact": _NUMBERS},
    shape.Under: {"fact": _NUMBERS},
    shape.OneOf: {"fact": frozenset({Unit.TEXT})},
    shape.Contains: {"fact": frozenset({Unit.TEXT})},
    shape.IsTrue: {"fact": frozenset({Unit.FLAG})},
    shape.IsFalse: {"fact": frozenset({Unit.FLAG})},
    shape.IsPresent: {"fact": frozenset(Unit)},
    shape.ListedIn: {"fact": frozenset({Unit.LIST})},
    shape.InForce: {"fact": frozenset({Unit.DATE})},
    shape.Growth: {"fact": _MONEY},
    shape.ReachesTarget: {"fact": _MONEY, "other_fact": _MONEY},
}


def conditions_of(item: Item) -> Iterator[tuple[str, Condition]]:
    """Every condition of the item with its path: select, when, those of its award and flags, nested ones included."""
    yield from _within("select", item.select)
    yield from _within("when", item.when)
    for place, flag in enumerate(item.flags_when):
        yield from _within(f"flags_when.{place}.when", flag.when)
    match item.award:
        case shape.Rate(steps=steps):
            for place, step in enumerate(steps):
                yield from _within(f"award.steps.{place}.when", step.when)
        case shape.LeastOf(bounds=bounds):
            for place, bound in enumerate(bounds):
                yield from _within(f"award.bounds.{place}.when", bound.when)


def _within(path: str, conditions: list[Condition]) -> Iterator[tuple[str, Condition]]:
    for place, condition in enumerate(conditions):
        yield f"{path}.{place}", condition
        if isinstance(condition, shape.AnyOf):
            yield from _within(f"{path}.{place}.conditions", condition.conditions)


def facts_of(item: Item) -> Iterator[ItemFact]:
    """Every fact the item names, with the units that make sense where it stands."""
    for path, condition in conditions_of(item):
        yield from _facts_of_condition(path, condition)
    yield from _facts_of_award(item.award)
    if item.dated_by is not None:
        yield ItemFact("dated_by", item.dated_by, frozenset({Unit.DATE}))


def _facts_of_condition(path: str, condition: Condition) -> Iterator[ItemFact]:
    for key, units in _FACT_UNITS.get(type(condition), {}).items():
        yield ItemFact(f"{path}.{key}", getattr(condition, key), units)
    if isinstance(condition, shape.FirstReach):
        for place, line in enumerate(condition.lines):
            yield ItemFact(f"{path}.lines.{place}.fact", line.fact, _NUMBERS)


def _facts_of_award(award: Award) -> Iterator[ItemFact]:
    match award:
        case shape.Rate(of=str(fact)):
            yield ItemFact("award.of", fact, _MONEY)
        case shape.PerUnit():
            yield ItemFact("award.unit", award.unit, _COUNT)
        case shape.PerStep():
            yield ItemFact("award.of", award.of, _MONEY)
        case shape.LeastOf():
            for place, bound in enumerate(award.bounds):
                if bound.of is not None:
                    yield ItemFact(f"award.bounds.{place}.of", bound.of, _MONEY)
                for times, fact in enumerate(bound.times):
                    yield ItemFact(f"award.bounds.{place}.times.{times}", fact, _COUNT)


def figures_of(item: Item) -> Iterator[ItemFigure]:
    """Every figure of the item as printed: thresholds of its conditions, then its award's sums and rates."""
    for path, condition in conditions_of(item):
        yield from _figures_of_condition(path, condition)
    yield from _figures_of_award(item.award)


def _figures_of_condition(path: str, condition: Condition) -> Iterator[ItemFigure]:
    match condition:
        case shape.AtLeast() | shape.Over() | shape.AtMost() | shape.Under():
            yield ItemFigure(f"{path}.value", condition.value, _unit_of(condition.fact))
        case shape.Growth():
            yield ItemFigure(f"{path}.at_least", condition.at_least, Unit.SHARE)
        case shape.FirstReach():
            for place, line in enumerate(condition.lines):
                for key, text in (("at_least", line.at_least), ("over", line.over)):
                    if text is not None:
                        yield ItemFigure(f"{path}.lines.{place}.{key}", text, _unit_of(line.fact))


def _figures_of_award(award: Award) -> Iterator[ItemFigure]:
    match award:
        case shape.Fixed() | shape.Ceiling() | shape.PerUnit():
            yield ItemFigure("award.amount", award.amount, Unit.MONEY)
        case shape.Rate():
            yield ItemFigure("award.rate", award.rate, Unit.SHARE)
            if award.limit is not None:
                yield ItemFigure("award.limit", award.limit, Unit.MONEY)
            for place, step in enumerate(award.steps):
                yield ItemFigure(f"award.steps.{place}.points", step.points, Unit.SHARE)
        case shape.PerStep():
            for key, text in (("amount", award.amount), ("step", award.step), ("above", award.above)):
                yield ItemFigure(f"award.{key}", text, Unit.MONEY)
        case shape.LeastOf():
            for place, bound in enumerate(award.bounds):
                yield from _figures_of_bound(f"award.bounds.{place}", bound)


def _figures_of_bound(path: str, bound: shape.Bound) -> Iterator[ItemFigure]:
    if bound.amount is not None:
        yield ItemFigure(f"{path}.amount", bound.amount, Unit.MONEY)
    if bound.rate is not None:
        yield ItemFigure(f"{path}.rate", bound.rate, Unit.SHARE)
    if bound.unit_price is not None:
        yield ItemFigure(f"{path}.unit_price", bound.unit_price, Unit.MONEY)


def programmes_of(item: Item) -> Iterator[tuple[str, str]]:
    """Every programme the item names with its path: those of its evidence, then those of `holds` conditions."""
    for place, programme in enumerate(item.programmes):
        yield f"programmes.{place}", programme
    for path, condition in conditions_of(item):
        if isinstance(condition, shape.Holds):
            for place, programme in enumerate(condition.programmes):
                yield f"{path}.programmes.{place}", programme


def _unit_of(fact: str) -> Unit:
    """Unit of a fact; TEXT, in which no figure reads, where the vocabulary lacks it (reported as such)."""
    return FACTS[fact].unit if fact in FACTS else Unit.TEXT
