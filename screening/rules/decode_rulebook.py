"""The rulebook's files decoded into its shapes; what does not decode is a fault, and the rest is read on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final, TypeVar

import msgspec

from screening.rules.article_numbers import article_order
from screening.rules.loaded_rulebook import LevelWord, LoadedPolicy, Rulebook
from screening.rules.policy_item import Article, Item, Policy, Programme, Reading, SharedCeiling, Stacking
from screening.rules.rulebook_files import (
    CODE_LISTS_FOLDER,
    POLICY_FILE,
    PROGRAMMES_FOLDER,
    SENTENCES_FILE,
    Fault,
    RulebookFiles,
)

INDUSTRIES: Final = "industries"
LEVEL_WORDS: Final = "level_words"
WORD_LISTS: Final = (
    "levels",
    "plan_lists",
    "project_types",
    "sanction_kinds",
    "spending_kinds",
    "subject_types",
    "title_suffixes",
)
_ARTICLE_FILE: Final = re.compile(r"\d{2}-[a-z0-9-]+\.yml")
_ARTICLE_PARTS: Final[dict[str, Any]] = {
    "items": Item,
    "ceilings": SharedCeiling,
    "stacking": Stacking,
    "readings": Reading,
}

_Part = TypeVar("_Part")


def decode_rulebook(files: RulebookFiles) -> tuple[Rulebook, dict[str, str], list[Fault]]:
    """The rulebook as far as it decodes, the file of each programme by its title, and the faults of files and shapes.

    A policy document with a fault is left out, so that it is not cross-checked by halves.
    """
    faults = list(files.faults)
    programmes, programme_files = _decode_catalogue(files, faults)
    rulebook = Rulebook(
        policies=_decode_policies(files, faults),
        programmes=programmes,
        industry_lists=_industry_lists(files, faults),
        code_lists=_code_lists(files, faults),
        level_words=_level_words(files, faults),
        version=files.version,
        sha256=files.sha256,
    )
    return rulebook, programme_files, faults


def _decode_catalogue(files: RulebookFiles, faults: list[Fault]) -> tuple[dict[str, Programme], dict[str, str]]:
    """Programmes by title, and the file each stands in."""
    programmes: dict[str, Programme] = {}
    programme_files: dict[str, str] = {}
    for path, data in files.documents.items():
        if PurePosixPath(path).parts[0] != PROGRAMMES_FOLDER:
            continue
        for programme in _decode_list(data, Programme, path, faults):
            if programme.title in programmes:
                other = programme_files[programme.title]
                faults.append(Fault(path, programme.title, f"programme is given twice, also in {other}"))
            programmes[programme.title] = programme
            programme_files[programme.title] = path
    return programmes, programme_files


def _decode_list(data: object, kind: type[_Part], path: str, faults: list[Fault], key: str = "") -> list[_Part]:
    """The parts of a list that decode; a fault for each of the others."""
    if not isinstance(data, list):
        faults.append(Fault(path, key, f"expected a list, got {type(data).__name__}"))
        return []
    decoded = [_decode(part, kind, path, faults, f"{key}[{place}]") for place, part in enumerate(data)]
    return [part for part in decoded if part is not None]


def _decode(data: object, kind: type[_Part], path: str, faults: list[Fault], key: str = "") -> _Part | None:
    """One part of the rulebook, or None and a fault with the key path where it does not decode."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        name = data.get("id") or data.get("title") if isinstance(data, dict) else None
        where = key + place.removesuffix("`")
        faults.append(Fault(path, f"{where} ({name})" if name else where, message))
        return None


def _decode_policies(files: RulebookFiles, faults: list[Fault]) -> dict[str, LoadedPolicy]:
    """Policies whose files all decoded, by id; a policy with a fault is left out of the cross-checks."""
    folders = sorted({PurePosixPath(path).parts[0] for path in files.documents} - {PROGRAMMES_FOLDER})
    policies: dict[str, LoadedPolicy] = {}
    for folder in folders:
        known = len(faults)
        loaded = _decode_policy(folder, files, faults)
        has_unread_file = any(fault.file.startswith(f"{folder}/") for fault in files.faults)
        if loaded is not None and len(faults) == known and not has_unread_file:
            policies[folder] = loaded
    return policies


def _decode_policy(folder: str, files: RulebookFiles, faults: list[Fault]) -> LoadedPolicy | None:
    head = f"{folder}/{POLICY_FILE}"
    if head not in files.documents:
        faults.append(Fault(head, "", "is missing"))
        return None
    policy = _decode(files.documents[head], Policy, head, faults)
    if policy is not None and policy.id != folder:
        faults.append(Fault(head, "id", f"{policy.id!r}: expected the name of its folder, {folder!r}"))
    articles = dict(_decode_articles(folder, files, faults))
    in_order = sorted(articles.values(), key=lambda article: article_order(article.article))
    if policy is None:
        return None
    article_files = {article.article: path for path, article in articles.items()}
    return LoadedPolicy(policy, tuple(in_order), article_files, _sentences(folder, files, faults))


def _decode_articles(folder: str, files: RulebookFiles, faults: list[Fault]) -> Iterator[tuple[str, Article]]:
    """Article files of a policy with their paths; a label that is malformed or given twice is a fault."""
    seen: dict[str, str] = {}
    for path, data in files.documents.items():
        name = path.removeprefix(f"{folder}/")
        if name in (path, POLICY_FILE):
            continue
        if not _ARTICLE_FILE.fullmatch(name):
            faults.append(Fault(path, "", "expected a file name as 07-short-slug.yml"))
            continue
        article = _decode_article(data, path, faults)
        if article is None:
            continue
        try:
            article_order(article.article)
        except ValueError as error:
            faults.append(Fault(path, "article", str(error)))
            continue
        if article.article in seen:
            faults.append(
                Fault(path, "article", f"{article.article!r} is given twice, also in {seen[article.article]}")
            )
            continue
        seen[article.article] = path
        yield path, article


def _decode_article(data: object, path: str, faults: list[Fault]) -> Article | None:
    """The article, or None with a fault for each of its parts that does not decode."""
    known = len(faults)
    if isinstance(data, dict):
        for part, kind in _ARTICLE_PARTS.items():
            _decode_list(data.get(part, []), kind, path, faults, part)
        if len(faults) > known:  # the parts at fault are named; the rest of the article is still to be read
            data = {key: value for key, value in data.items() if key not in _ARTICLE_PARTS}
    article = _decode(data, Article, path, faults)
    return article if len(faults) == known else None


def _code_lists(files: RulebookFiles, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    """Words of each closed list, in the order of its file; a list that is not there is a fault."""
    lists: dict[str, tuple[str, ...]] = {}
    for name in WORD_LISTS:
        path = f"{CODE_LISTS_FOLDER}/{name}.csv"
        if path not in files.tables:
            faults.append(Fault(path, "", "is missing"))
        lists[name] = tuple(row["name"] for row in _rows(files, path, ("name",), faults))
    return lists


def _industry_lists(files: RulebookFiles, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    """Industry code prefixes by list."""
    lists: dict[str, list[str]] = {}
    for row in _rows(files, f"{CODE_LISTS_FOLDER}/{INDUSTRIES}.csv", ("list", "code_prefix"), faults):
        lists.setdefault(row["list"], []).append(row["code_prefix"])
    return {name: tuple(sorted(prefixes)) for name, prefixes in lists.items()}


def _level_words(files: RulebookFiles, faults: list[Fault]) -> tuple[LevelWord, ...]:
    rows = _rows(files, f"{CODE_LISTS_FOLDER}/{LEVEL_WORDS}.csv", ("word", "level", "is_place"), faults)
    return tuple(LevelWord(row["word"], row["level"], is_place=row["is_place"] == "是") for row in rows)


def _sentences(folder: str, files: RulebookFiles, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    """Hashes of the sentences of each article's official text."""
    sentences: dict[str, list[str]] = {}
    for row in _rows(files, f"{folder}/{SENTENCES_FILE}", ("article", "sha256"), faults):
        sentences.setdefault(row["article"], []).append(row["sha256"])
    return {article: tuple(hashes) for article, hashes in sentences.items()}


def _rows(files: RulebookFiles, path: str, columns: tuple[str, ...], faults: list[Fault]) -> list[dict[str, str]]:
    """Rows of a csv; none where there is no such file, none and a fault where it lacks a column or a value."""
    rows = files.tables.get(path, [])
    for number, row in enumerate(rows, start=2):
        missing = [column for column in columns if not row.get(column)]
        if missing:
            faults.append(Fault(path, f"line {number}", f"no {', '.join(missing)}"))
            return []
    return rows


def is_shared(path: str) -> bool:
    """Whether the file is of the catalogue or the code lists, which every policy document uses."""
    return PurePosixPath(path).parts[0] in (PROGRAMMES_FOLDER, CODE_LISTS_FOLDER)
