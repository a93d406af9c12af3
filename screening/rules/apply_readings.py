"""The rulebook under other readings: the patches of a chosen alternative applied to the files, then read strictly."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from screening.rules.load_rulebook import Rulebook, build_rulebook
from screening.rules.policy_item import Alternative, Patch, Reading
from screening.rules.rulebook_files import RulebookFiles

READINGS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "policy_id": pl.String,
    "article": pl.String,  # null: a reading of the whole document
    "reading_id": pl.String,  # the key of a ruling of kind reading
    "question": pl.String,
    "taken": pl.String,
    "alternative": pl.String,  # its name is the ruling; null where the register names no other
    "says": pl.String,
    "is_computable": pl.Boolean,  # whether the register says what it would change
}
_TARGET_LISTS: Final = ("items", "ceilings", "stacking", "provisions")


class ReadingError(ValueError):
    """A reading or an alternative that the rulebook does not have, or a patch that fits nothing."""


def list_readings(rulebook: Rulebook) -> pl.DataFrame:
    """The readings register: one row per alternative of each open question; columns READINGS, document order."""
    none: list[Alternative | None] = [None]
    rows = [
        (policy_id, article, f"{policy_id}/{reading.id}", reading.question, reading.taken, *_alternative_columns(other))
        for policy_id, article, reading in _readings(rulebook)
        for other in reading.alternatives or none
    ]
    return pl.DataFrame(rows, schema=READINGS, orient="row")


def build_under_readings(files: RulebookFiles, chosen: Mapping[str, str]) -> Rulebook:
    """The rulebook with other readings: `chosen` maps a reading id (policy/reading) to an alternative's name.

    Its hash is that of the files and of the choice. Raises ReadingError for a choice that is not in the register
    or a patch that fits nothing, RulebookError where the outcome is no valid rulebook.
    """
    if not chosen:
        return build_rulebook(files)
    register = {f"{policy_id}/{reading.id}": reading for policy_id, _, reading in _readings(build_rulebook(files))}
    documents = copy.deepcopy(files.documents)
    for reading_id, name in sorted(chosen.items()):
        policy_id = reading_id.partition("/")[0]
        for patch in _alternative(register, reading_id, name).patches:
            _apply(patch, policy_id, documents, reading_id)
    choice = json.dumps(dict(sorted(chosen.items())), ensure_ascii=False)
    sha256 = hashlib.sha256(f"{files.sha256}\n{choice}".encode()).hexdigest()
    return build_rulebook(replace(files, documents=documents, sha256=sha256))


def chosen_by_rulings(rulings: pl.DataFrame, rulebook: Rulebook) -> dict[str, str]:
    """Choices that rulings of kind reading make: reading id → alternative; a ruling for the reading taken makes none.

    `rulings`: the typed table. The newest ruling on a reading counts. ReadingError names keys that are no reading.
    """
    register = {f"{policy_id}/{reading.id}": reading for policy_id, _, reading in _readings(rulebook)}
    of_readings = rulings.filter(pl.col("kind") == "reading").sort("ruled_on", "ruling", nulls_last=False)
    newest = dict(of_readings.select("key", "ruling").iter_rows())
    if unknown := sorted(set(newest) - set(register)):
        raise ReadingError(f"rulings on readings the rulebook does not have: {unknown}")
    return {key: ruling for key, ruling in sorted(newest.items()) if ruling != register[key].taken}


def _readings(rulebook: Rulebook) -> Iterator[tuple[str, str | None, Reading]]:
    for policy_id, policy in rulebook.policies.items():
        for reading in policy.policy.readings:
            yield policy_id, None, reading
        for article in policy.articles:
            for reading in article.readings:
                yield policy_id, article.article, reading


def _alternative_columns(alternative: Alternative | None) -> tuple[str | None, str | None, bool]:
    if alternative is None:
        return None, None, False
    return alternative.name, alternative.says, bool(alternative.patches)


def _alternative(register: Mapping[str, Reading], reading_id: str, name: str) -> Alternative:
    if reading_id not in register:
        raise ReadingError(f"reading {reading_id!r} is not in the rulebook")
    names = {alternative.name: alternative for alternative in register[reading_id].alternatives}
    if name not in names:
        raise ReadingError(f"reading {reading_id!r} has no alternative {name!r}: it has {sorted(names)}")
    return names[name]


def _apply(patch: Patch, policy_id: str, documents: dict[str, object], reading_id: str) -> None:
    """Set one value below the part the patch names."""
    part: Any = next(_parts(patch.target, policy_id, documents), None)
    if part is None:
        raise ReadingError(f"reading {reading_id!r}: {policy_id} has no item, ceiling or relation {patch.target!r}")
    *way, last = patch.path.split(".")
    try:
        for step in way:
            part = part[_key(part, step)]
        if isinstance(part, list) and _key(part, last) == len(part):
            part.append(patch.value)  # one past the end adds
        else:
            part[_key(part, last)] = patch.value
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ReadingError(f"reading {reading_id!r}: {patch.target} has no {patch.path!r}") from error


def _parts(target: str, policy_id: str, documents: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """Parts of a policy's files with that id."""
    for path, data in documents.items():
        if path.startswith(f"{policy_id}/") and isinstance(data, dict):
            for name in _TARGET_LISTS:
                yield from (part for part in data.get(name, ()) if part["id"] == target)


def _key(part: object, step: str) -> str | int:
    return int(step) if isinstance(part, list) else step
