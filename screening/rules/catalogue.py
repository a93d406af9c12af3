"""The catalogue of programmes as an index: folded published names to programme, level and grade."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from screening.rules.loaded_rulebook import LevelWord, Rulebook
from screening.rules.policy_item import Programme

# Signs that lists set differently around the same words; what stands between brackets stays.
_SIGNS: Final = re.compile(r"[\s\"'“”‘’„‟「」『』《》〈〉<>【】〔〕\[\](){}·•∙・、,，。.;；:：\-‐‑–—―_~﹒]")


@dataclass(frozen=True, slots=True)
class PublishedName:
    """A name a programme is published under, and the level and grade the name itself says."""

    name: str
    programme: str
    level: str | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What published titles are resolved by: programmes, their names folded, words of level, of grade, endings."""

    programmes: Mapping[str, Programme]
    names: Mapping[str, list[PublishedName]]  # folded name → programmes it may mean
    level_words: tuple[LevelWord, ...]  # longest first
    grade_words: tuple[str, ...]  # folded, longest first
    suffixes: tuple[str, ...]  # folded, longest first


def catalogue_of(rulebook: Rulebook) -> Catalogue:
    """The catalogue of a rulebook, ready for `resolve_programmes`."""
    grades = {fold_title(word) for programme in rulebook.programmes.values() for word in grade_words_of(programme)}
    suffixes = {fold_title(suffix) for suffix in rulebook.code_lists.get("title_suffixes", ())}
    return Catalogue(
        programmes=rulebook.programmes,
        names=index_names(rulebook.programmes),
        level_words=tuple(sorted(rulebook.level_words, key=lambda word: (-len(word.word), word.word))),
        grade_words=tuple(sorted(grades, key=lambda word: (-len(word), word))),
        suffixes=tuple(sorted(suffixes, key=lambda suffix: (-len(suffix), suffix))),
    )


def grade_words_of(programme: Programme) -> dict[str, str]:
    """Words a list may print for a grade of the programme, and the grade: its own names and grade_words."""
    return {grade: grade for grade in programme.grades} | programme.grade_words


def fold_title(title: str) -> str:
    """A title with width, case, blanks, quotes, brackets and dashes folded away; equal titles fold equal."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", title)).casefold()


def levels_of(programme: Programme) -> frozenset[str]:
    """Levels a programme exists at, the one its title implies among them."""
    implied = {programme.implied_level} if programme.implied_level else set()
    return frozenset(programme.levels) | implied


def levels_of_name(name: PublishedName, programmes: Mapping[str, Programme]) -> frozenset[str]:
    """Levels a published name may stand for: the one it says, else every level of its programme."""
    return frozenset({name.level}) if name.level else levels_of(programmes[name.programme])


def published_names(programme: Programme) -> Iterator[PublishedName]:
    """Every name of a programme, its canonical title first, with the level it says or the title implies."""
    yield PublishedName(programme.title, programme.title, programme.implied_level, None)
    for name in programme.names:
        if isinstance(name, str):
            yield PublishedName(name, programme.title, programme.implied_level, None)
        else:
            yield PublishedName(name.name, programme.title, name.level or programme.implied_level, name.grade)


def index_names(programmes: Mapping[str, Programme]) -> dict[str, list[PublishedName]]:
    """Published names by their folded form; several only where levels tell the programmes apart."""
    index: dict[str, list[PublishedName]] = defaultdict(list)
    for programme in programmes.values():
        for name in published_names(programme):
            known = index[fold_title(name.name)]
            if not any(
                (other.programme, other.level, other.grade) == (name.programme, name.level, name.grade)
                for other in known
            ):
                known.append(name)
    return dict(index)
