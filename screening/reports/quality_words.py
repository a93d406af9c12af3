"""What people read for the columns and the failing rows that a quality check names."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

import msgspec
import yaml
from msgspec import Struct

from screening.changes import CAUSE_LABELS
from screening.reports.labels import FACT_LABELS, MATCH_CLASSES

_NAMED_VALUE: Final = re.compile(r"(^|, )(\w+)=([^,]*)")
_TRUTH: Final = {"True": "是", "False": "否"}


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    columns: dict[str, str]
    values: dict[str, dict[str, str]]


def column_words(column: str) -> str:
    """The columns of a check in Chinese, joined by 、; one without a word keeps its name."""
    names = _words().columns
    return "、".join(FACT_LABELS.get(name) or names.get(name, name) for name in column.split(", "))


def sample_words(sample: str) -> str:
    """A failing row, `name=value, …`, with its columns and the codes of closed lists in Chinese."""
    return _NAMED_VALUE.sub(_name_in_words, sample)


def _name_in_words(found: re.Match[str]) -> str:
    before, name, value = found.groups()
    title = column_words(name)
    if title == name:
        return found[0]
    words = _words().values.get(name, {}) | _TRUTH
    return f"{before}{title}：{words.get(value, value)}"


@cache
def _words() -> _Words:
    text = resources.files("screening.reports").joinpath("column_words.yml").read_text(encoding="utf-8")
    words = msgspec.convert(yaml.safe_load(text), _Words)
    return _Words(words.columns, words.values | {"cause": CAUSE_LABELS, "match_class": dict(MATCH_CLASSES)})
