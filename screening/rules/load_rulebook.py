"""The rulebook from its files: decoded strictly, cross-checked, all faults raised at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar

import msgspec

from screening.rules.article_numbers import article_order
from screening.rules.check_rulebook import check_rulebook, unused_programmes
from screening.rules.loaded_rulebook import LevelWord, LoadedPolicy, Rulebook
from screening.rules.policy_item import Article, Item, Policy, Programme, Reading, SharedCeiling, Stacking
from screening.rules.rulebook_files import (
    CODE_LISTS_FOLDER,
    POLICY_FILE,
    PROGRAMMES_FOLDER,
    SENTENCES_FILE,
    Fault,
    RulebookFiles,
    read_rulebook_files,
)

__all__ = ["LoadedPolicy", "Rulebook", "RulebookError", "build_rulebook", "load_rulebook"]

INDUSTRIES: Final = "industries"
LEVEL_WORDS: Final = "level_words"
_ARTICLE_FILE: Final = re.compile(r"\d{2}-[a-z0-9-]+\.yml")
_ARTICLE_PARTS: Final[dict[str, Any]] = {
    "items": Item,
    "ceilings": SharedCeiling,
    "stacking": Stacking,
    "readings": Reading,
}

_Part = TypeVar("_Part")


class RulebookError(ValueError):
    """The rulebook cannot be used; `faults` has every fault with its file and key path."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{len(self.faults)} faults in the rulebook:\n{lines}")


def load_rulebook(root: Path | None = None, policy_ids: Iterable[str] | None = None) -> Rulebook:
    """The rulebook below `root` (default: the project's own), or only these of its policy documents.

    Raises RulebookError with all faults, FileNotFoundError where the folder is absent.
    """
    files = read_rulebook_files(root)
    return build_rulebook(files if policy_ids is None else files.of_policies(policy_ids))


def build_rulebook(files: RulebookFiles) -> Rulebook:
    """The rulebook these files hold. Raises RulebookError with all faults."""
    faults = list(files.faults)
    programmes, programme_files = _decode_catalogue(files, faults)
    rulebook = Rulebook(
        policies=_decode_policies(files, faults),
        programmes=programmes,
        industry_lists=_industry_lists(files),
        code_lists=_code_lists(files),
        level_words=tuple(
            LevelWord(row["word"], row["level"], is_place=row["is_place"] == "是")
            for row in files.code_list(LEVEL_WORDS)
        ),
        version=files.version,
        sha256=files.sha256,
    )
    # A catalogue or code list that was not read whole would make every item that names it look wrong.
    if not any(_is_shared(fault.file) for fault in faults):
        faults.extend(check_rulebook(rulebook, programme_files))
    if faults:
        raise RulebookError(faults)
    return replace(
        rulebook, warnings=tuple(f"programme {title!r} is used by no item" for title in unused_programmes(rulebook))
    )


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
    return LoadedPolicy(policy, tuple(in_order), article_files, _sentences(folder, files))


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


def _industry_lists(files: RulebookFiles) -> dict[str, tuple[str, ...]]:
    """Industry code prefixes by list, from code_lists/industries.csv (list, code_prefix, name)."""
    lists: dict[str, list[str]] = {}
    for row in files.code_list(INDUSTRIES):
        lists.setdefault(row["list"], []).append(row["code_prefix"])
    return {name: tuple(sorted(prefixes)) for name, prefixes in lists.items()}


def _code_lists(files: RulebookFiles) -> dict[str, tuple[str, ...]]:
    """Words of each closed list, in the order of its file: every code list with a column `name` but the industries."""
    paths = (PurePosixPath(path) for path in files.tables)
    names = [path.stem for path in paths if path.parts[0] == CODE_LISTS_FOLDER and path.stem != INDUSTRIES]
    rows = {name: files.code_list(name) for name in names}
    return {name: tuple(row["name"] for row in found) for name, found in rows.items() if found and "name" in found[0]}


def _sentences(folder: str, files: RulebookFiles) -> dict[str, tuple[str, ...]]:
    """Hashes of the sentences of each article's official text, from text_sentences.csv (article, sha256)."""
    sentences: dict[str, list[str]] = {}
    for row in files.tables.get(f"{folder}/{SENTENCES_FILE}", []):
        sentences.setdefault(row["article"], []).append(row["sha256"])
    return {article: tuple(hashes) for article, hashes in sentences.items()}


def _is_shared(file: str) -> bool:
    return PurePosixPath(file).parts[0] in (PROGRAMMES_FOLDER, CODE_LISTS_FOLDER)
