"""How to put a fault right, in a sentence for the clerk who has the file: `remedies.yml`, read strictly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec
import polars as pl
import yaml
from msgspec import Struct

from screening.contract.source_tables import SOURCE_TABLES


class RemediesError(ValueError):
    """`remedies.yml` has words for a table or column that there is not."""


class Remedy(Struct, frozen=True, forbid_unknown_fields=True):
    """What to do about reasons that the regular expression `when` is found in."""

    when: str
    advice: str


class Remedies(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Remedies, the first that fits; what to do about anything else; words by table and column."""

    remedies: tuple[Remedy, ...]
    other: str
    words: dict[str, dict[str, tuple[str, ...]]]


@cache
def load_remedies() -> Remedies:
    """The remedies shipped with the package. Raises what `parse_remedies` does."""
    return parse_remedies(resources.files("screening.reports").joinpath("remedies.yml").read_text(encoding="utf-8"))


def parse_remedies(text: str) -> Remedies:
    """The remedies of a YAML text.

    Raises msgspec.ValidationError for an unknown key or a wrong type, RemediesError for words of no column.
    """
    remedies = msgspec.convert(yaml.safe_load(text), Remedies)
    strange = list(_words_of_no_column(remedies))
    if strange:
        raise RemediesError(f"remedies.yml：words 中没有这样的列：{'、'.join(strange)}")
    return remedies


def _words_of_no_column(remedies: Remedies) -> Iterator[str]:
    for table, columns in remedies.words.items():
        known = {column.name for column in SOURCE_TABLES[table].columns} if table in SOURCE_TABLES else set()
        yield from (f"{table}.{name}" for name in columns if name not in known)


def advice_on(reason: pl.Expr, remedies: Remedies) -> pl.Expr:
    """What to do about each reason, with the words its column (of columns table, column) may have."""
    advice = pl.coalesce(
        *(pl.when(reason.str.contains(remedy.when)).then(pl.lit(remedy.advice)) for remedy in remedies.remedies),
        pl.lit(remedies.other),
    )
    return advice + pl.coalesce(*_words(remedies), pl.lit(""))


def _words(remedies: Remedies) -> Iterator[pl.Expr]:
    for table, columns in remedies.words.items():
        for name, words in columns.items():
            is_of_column = (pl.col("table") == table) & (pl.col("column") == name)
            yield pl.when(is_of_column).then(pl.lit(f"可填：{'、'.join(words)}。"))
