"""The rulebook once loaded: what the engine, the reports and the command line read. Frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screening.rules.policy_item import Article, Item, Policy, Programme, SharedCeiling, Stacking


@dataclass(frozen=True, slots=True)
class LoadedPolicy:
    """A policy document: its head, its articles in the order of the document, the file of each article."""

    policy: Policy
    articles: tuple[Article, ...]
    files: dict[str, str]  # article as printed → path below the rulebook's root
    sentences: dict[str, tuple[str, ...]]  # article as printed → hashes of the sentences its rules were checked against

    def items(self) -> Iterator[tuple[Article, Item]]:
        """Every item with its article, in the order of the document."""
        for article in self.articles:
            for item in article.items:
                yield article, item

    def ceilings(self) -> Iterator[SharedCeiling]:
        """Every shared ceiling, in the order of the document."""
        for article in self.articles:
            yield from article.ceilings

    def stacking(self) -> Iterator[Stacking]:
        """Every stacking relation, in the order of the document."""
        for article in self.articles:
            yield from article.stacking


@dataclass(frozen=True, slots=True)
class LevelWord:
    """A word that says a level before a title; a place (浙江省) may also only say whose list it is."""

    word: str
    level: str
    is_place: bool


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All policy documents with the catalogue of programmes and the code lists they use."""

    policies: dict[str, LoadedPolicy]
    programmes: dict[str, Programme]  # by canonical title
    industry_lists: dict[str, tuple[str, ...]]  # name of a list → prefixes of industry codes without section letter
    code_lists: dict[str, tuple[str, ...]]  # closed lists of words: project_types, plan_lists, spending_kinds, …
    level_words: tuple[LevelWord, ...]
    version: str
    sha256: str  # of all bytes of the rulebook
    warnings: tuple[str, ...] = ()
