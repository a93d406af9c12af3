"""Which office provides which input table: `offices.yml`, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain
from typing import Final

import msgspec
import polars as pl
import yaml
from msgspec import Struct

from screening.contract.source_tables import SOURCE_TABLES

_NAME: Final = re.compile(r"[\w（）]{2,40}")  # it becomes part of a file name


class OfficesError(ValueError):
    """`offices.yml` names a table that there is not, leaves one out, or has a name that no file can bear."""


class Offices(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Names of offices by table, of one city where they differ, and for what is of no table."""

    tables: dict[str, str]
    cities: dict[str, dict[str, str]] = {}
    unknown: str

    def office_of(self, city: str, table: str | None) -> str:
        """The office that provides a table of a city."""
        if table is None:
            return self.unknown
        return self.cities.get(city, {}).get(table, self.tables[table])


@cache
def load_offices() -> Offices:
    """The offices shipped with the package. Raises what `parse_offices` does."""
    return parse_offices(resources.files("screening.contract").joinpath("offices.yml").read_text(encoding="utf-8"))


def parse_offices(text: str) -> Offices:
    """The offices of a YAML text.

    Raises msgspec.ValidationError for an unknown key or a wrong type, OfficesError with all other problems.
    """
    offices = msgspec.convert(yaml.safe_load(text), Offices)
    problems = list(_problems(offices))
    if problems:
        raise OfficesError("offices.yml：" + "；".join(problems))
    return offices


def _problems(offices: Offices) -> Iterator[str]:
    missing = [name for name in SOURCE_TABLES if name not in offices.tables]
    if missing:
        yield f"tables 缺少 {'、'.join(missing)}"
    for place, tables in chain([("tables", offices.tables)], offices.cities.items()):
        strange = [name for name in tables if name not in SOURCE_TABLES]
        if strange:
            yield f"{place} 中没有这样的输入表：{'、'.join(strange)}；应为 {'、'.join(SOURCE_TABLES)}"
    names = chain(offices.tables.values(), *(tables.values() for tables in offices.cities.values()), [offices.unknown])
    for name in sorted({name for name in names if not _NAME.fullmatch(name)}):
        yield f"单位名称“{name}”不能用作文件名，应为2至40个汉字、字母或数字"


def with_office(frame: pl.DataFrame, offices: Offices) -> pl.DataFrame:
    """The frame with `office`, by its columns city and table; a row without a table has the unknown one."""
    pairs = frame.select("city", "table").unique(maintain_order=True)
    named = pairs.with_columns(
        pl.Series("office", [offices.office_of(city, table) for city, table in pairs.iter_rows()], pl.String)
    )
    return frame.join(named, on=["city", "table"], how="left", nulls_equal=True, maintain_order="left")
