"""Official texts of policy documents cut into their articles, and folded so that two crawls of one text agree."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from screening.rules.article_numbers import article_order, chinese_numeral, number_from_chinese
from screening.rules.loaded_rulebook import LoadedPolicy

_HEADINGS: Final = {
    "chapter": re.compile(r"([一二三四五六七八九十]+)、"),
    "bracketed": re.compile(r"\(([一二三四五六七八九十]+)\)"),
    "dotted": re.compile(r"(\d+)[.、](?!\d)"),
}
_CRAWLED_TAG: Final = re.compile(r"\[[A-Za-z][^\]]*\]")  # [bookmark: _GoBack]
_PARAGRAPH_END: Final = ("。", ")")
_SENTENCE_END: Final = re.compile(r"(?<=[。;])")
# Neither blanks nor punctuation count in a comparison, but points between digits and percent signs do.
_NOT_COUNTED: Final = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w.%+]|_")
_HASH_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a document numbers its articles: 一 to n in brackets or 1 to n with a dot, and what 附则 is called in it."""

    is_dotted: bool
    supplement: str | None  # 附则 or 保障措施: numbered anew, in brackets

    def label(self, order: tuple[bool, int]) -> str:
        """The label of an article as the contract prints it."""
        is_supplement, number = order
        if is_supplement:
            return f"{self.supplement}({chinese_numeral(number)})"
        return str(number) if self.is_dotted else chinese_numeral(number)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    heading: str | None  # chapter | bracketed | dotted
    number: int


def numbering_of(labels: Sequence[str]) -> Numbering:
    """The numbering of a document whose articles are labelled so."""
    supplement = next((label.partition("(")[0] for label in labels if article_order(label)[0]), None)
    return Numbering(any(label.isdecimal() for label in labels), supplement)


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 or GB18030, widths folded. FileNotFoundError where it is absent."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return unicodedata.normalize("NFKC", _CRAWLED_TAG.sub("", text))


def articles_of(policy: LoadedPolicy, path: Path) -> dict[str, str]:
    """Text of each article of a document, by its label, from the file of its official text."""
    return split_articles(read_text(path), numbering_of([article.article for article in policy.articles]))


def split_articles(text: str, numbering: Numbering) -> dict[str, str]:
    """Text of each article by its label, in the order of the document.

    An article ends at the next heading that is not its own sub-numbering; the last one ends with its paragraph,
    for closing words, notes and menus follow it.
    """
    articles: dict[tuple[bool, int], list[str]] = {}
    current: list[str] | None = None
    chapters, is_supplement = 0, False
    for line in _lines(text):
        kind = "dotted" if numbering.is_dotted and not is_supplement else "bracketed"
        reached = max((number for side, number in articles if side == is_supplement), default=0)
        if line.heading == "chapter" and line.number == chapters + 1:
            chapters, current = line.number, None
            is_supplement = is_supplement or bool(numbering.supplement and numbering.supplement in line.text)
        elif line.heading == kind and line.number == reached + 1:
            current = articles.setdefault((is_supplement, line.number), [])
        elif line.heading == "bracketed" and kind == "dotted":
            current = None  # a section of the chapter
        if current is not None:
            current.append(line.text)
    if articles:
        last = max(articles)
        articles[last] = _first_paragraph(articles[last])
    return {numbering.label(order): "\n".join(lines) for order, lines in sorted(articles.items())}


def _lines(text: str) -> Iterator[_Line]:
    for line in (part.strip() for part in text.splitlines()):
        for heading, pattern in _HEADINGS.items():
            if found := pattern.match(line):
                number = found[1]
                yield _Line(line, heading, int(number) if number.isdecimal() else _numeral(number))
                break
        else:
            if line:
                yield _Line(line, None, 0)


def _numeral(text: str) -> int:
    """The number; 0, which no heading has, for signs that are no numeral."""
    try:
        return number_from_chinese(text)
    except ValueError:
        return 0


def _first_paragraph(lines: list[str]) -> list[str]:
    end = next((place for place, line in enumerate(lines) if line.endswith(_PARAGRAPH_END)), len(lines) - 1)
    return lines[: end + 1]


def fold_text(text: str) -> str:
    """The text without blanks and punctuation, widths folded: what counts when two texts are compared."""
    return _NOT_COUNTED.sub("", unicodedata.normalize("NFKC", "".join(text.split()))).casefold()


def text_sha256(article: str) -> str:
    """SHA-256 of an article's folded text."""
    return hashlib.sha256(fold_text(article).encode()).hexdigest()


def split_sentences(article: str) -> list[str]:
    """Sentences and clauses of an article, line breaks of the crawl taken out."""
    whole = "".join(article.split("\n"))
    return [sentence for sentence in _SENTENCE_END.split(whole) if fold_text(sentence)]


def sentence_sha256(sentence: str) -> str:
    """A short hash of a folded sentence, by which a changed one is found without keeping its words."""
    return hashlib.sha256(fold_text(sentence).encode()).hexdigest()[:_HASH_LENGTH]
