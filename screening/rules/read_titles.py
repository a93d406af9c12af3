"""What a published title says: a name of the catalogue, a word of level, a grade; by rule, never by likeness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from screening.rules.catalogue import Catalogue, PublishedName, fold_title, grade_words_of, levels_of_name

_YEAR_OR_BATCH: Final = re.compile(r"(?:19|20)\d{2}年?度?版?|第[一二三四五六七八九十百零〇\d]+批次?")


@dataclass(frozen=True, slots=True)
class TitleSaid:
    """What a title says: the name met in the catalogue, a word of level, a grade."""

    name: PublishedName
    level: str | None
    is_place: bool
    grade: str | None


@dataclass(frozen=True, slots=True)
class _Stripped:
    """A title with words taken off it, and the innermost word of level among them."""

    text: str
    level: str | None = None
    is_place: bool = False


def read_title(title: str, level: str | None, catalogue: Catalogue) -> TitleSaid | None:
    """What a published title says; None where it equals no published name, or several that no level tells apart."""
    candidates = _strip_title(fold_title(title), catalogue)
    for candidate in candidates:
        name = _choose(candidate.text, candidate.level or level, catalogue)
        if name is not None:
            return TitleSaid(name, candidate.level, candidate.is_place, name.grade)
    for candidate in candidates:
        for word in catalogue.grade_words:
            name = _choose(candidate.text.replace(word, "", 1), candidate.level or level, catalogue)
            grade = _grade_meant(word, name, catalogue)
            if name is not None and grade is not None and word in candidate.text:
                return TitleSaid(name, candidate.level, candidate.is_place, grade)
    return None


def _choose(folded: str, level: str | None, catalogue: Catalogue) -> PublishedName | None:
    """The name that reads so: the only one there is, else the only one that stands at that level."""
    names = catalogue.names.get(folded, [])
    if len(names) > 1:
        names = [name for name in names if level in levels_of_name(name, catalogue.programmes)]
    return names[0] if len(names) == 1 else None


def _grade_meant(word: str, name: PublishedName | None, catalogue: Catalogue) -> str | None:
    if name is None:
        return None
    words = grade_words_of(catalogue.programmes[name.programme])
    return next((grade for known, grade in words.items() if fold_title(known) == word), None)


def _strip_title(folded: str, catalogue: Catalogue) -> list[_Stripped]:
    """The title as it stands, then with more and more words off; an ending goes only after every word in front."""
    fronts = [
        front
        for start in (folded, _YEAR_OR_BATCH.sub("", folded))
        for front in _strip_fronts(_Stripped(start), catalogue)
    ]
    stripped = [(len(front.text) - len(end.text), end) for front in fronts for end in _strip_ends(front, catalogue)]
    in_order = [end for _, end in sorted(stripped, key=lambda cut: cut[0]) if end.text]
    return list(dict.fromkeys(in_order))


def _strip_fronts(title: _Stripped, catalogue: Catalogue) -> Iterator[_Stripped]:
    """Words of level off the front, one after the other; the last one taken off is the level of the title."""
    yield title
    for word in catalogue.level_words:
        if title.text.startswith(word.word):
            rest = _Stripped(title.text.removeprefix(word.word), word.level, word.is_place)
            yield from _strip_fronts(rest, catalogue)


def _strip_ends(title: _Stripped, catalogue: Catalogue) -> Iterator[_Stripped]:
    """Endings (名单, 称号, 示范企业, a level in brackets) off the end, one after the other."""
    yield title
    for suffix in catalogue.suffixes:
        if title.text.endswith(suffix):
            yield from _strip_ends(_Stripped(title.text.removesuffix(suffix), title.level, title.is_place), catalogue)
    for word in catalogue.level_words:
        if word.word.endswith("级") and title.text.endswith(word.word):
            yield from _strip_ends(_Stripped(title.text.removesuffix(word.word), word.level), catalogue)
