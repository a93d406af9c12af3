"""Checks on the catalogue of programmes: levels and grades known, no published name that means two programmes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from screening.rules.catalogue import PublishedName, fold_title, index_names, levels_of, levels_of_name, published_names
from screening.rules.policy_item import Programme


def check_programme(programme: Programme, levels: tuple[str, ...], subject_types: tuple[str, ...]) -> Iterator[str]:
    """What is wrong within one programme, one sentence each."""
    for level in sorted(levels_of(programme) - set(levels)):
        yield f"level {level!r} is not in code_lists/levels.csv"
    for name in published_names(programme):
        if name.level is not None and name.level not in levels_of(programme):
            yield f"name {name.name!r}: level {name.level!r} is not among the programme's levels {programme.levels}"
        if name.grade is not None and name.grade not in programme.grades:
            yield f"name {name.name!r}: grade {name.grade!r} is not among the programme's grades {programme.grades}"
        if not fold_title(name.name):
            yield f"name {name.name!r} is empty once folded"
    if programme.plain_grade is not None and programme.plain_grade not in programme.grades:
        yield f"plain_grade {programme.plain_grade!r} is not among the programme's grades {programme.grades}"
    for word, grade in programme.grade_words.items():
        if grade not in programme.grades:
            yield f"grade_words {word!r}: grade {grade!r} is not among the programme's grades {programme.grades}"
    if programme.subject_type is not None and programme.subject_type not in subject_types:
        yield f"subject_type {programme.subject_type!r} is not in code_lists/subject_types.csv"


def ambiguous_names(programmes: Mapping[str, Programme]) -> Iterator[tuple[str, str]]:
    """Canonical title of a programme and a sentence, for each folded name it shares with another at one level."""
    for name, known in index_names(programmes).items():
        for one, other in combinations(known, 2):
            if one.programme != other.programme and _share_a_level(one, other, programmes):
                yield (
                    other.programme,
                    f"name {name!r} (folded) also means programme {one.programme!r} at the same level",
                )
            elif one.programme == other.programme and one.level == other.level:
                yield (
                    one.programme,
                    f"name {name!r} (folded) is given with the grades {one.grade!r} and {other.grade!r}",
                )


def _share_a_level(one: PublishedName, other: PublishedName, programmes: Mapping[str, Programme]) -> bool:
    """A name without level stands for every level of its programme; a programme without levels for any."""
    of_one, of_other = levels_of_name(one, programmes), levels_of_name(other, programmes)
    return not of_one or not of_other or bool(of_one & of_other)
