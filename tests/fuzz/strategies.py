"""Hypothesis strategies: files of a table from any text, and rulebook files from any YAML."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

import yaml
from hypothesis import strategies as st

from screening.contract.source_tables import SOURCE_TABLES, SourceColumn
from tests.fuzz.seed_values import CODES, HOSTILE, USUAL
from tests.rules.conftest import FILES

_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_PLAIN: Final = st.none() | st.booleans() | st.integers() | st.floats() | _TEXT | st.dates()
_TREES: Final = st.recursive(
    _PLAIN, lambda parts: st.lists(parts, max_size=3) | st.dictionaries(_TEXT | st.integers(), parts, max_size=3)
)


def _cells(column: SourceColumn) -> st.SearchStrategy[str]:
    usual = st.sampled_from(CODES if column.name == "uscc" else USUAL[column.kind])
    return usual | _TEXT | st.sampled_from(HOSTILE)


@st.composite
def csv_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """Name and bytes of a csv file of any table: its columns in any order, any text in any cell."""
    table = draw(st.sampled_from(sorted(SOURCE_TABLES.values(), key=lambda table: table.name)))
    columns = draw(st.permutations(table.columns))
    rows = draw(st.lists(st.tuples(*map(_cells, columns)), max_size=6))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=draw(st.sampled_from(",;\t")), lineterminator="\n")
    writer.writerows([[column.headings[0] for column in columns], *rows])
    return f"{table.name}.csv", stream.getvalue().encode(draw(st.sampled_from(["utf-8", "gb18030"])))


@st.composite
def changed_yaml(draw: st.DrawFn) -> tuple[str, str]:
    """Path and text of a file of the small rulebook in which one part is any tree, or stands under any key."""
    path = draw(st.sampled_from([path for path in sorted(FILES) if path.endswith(".yml")]))
    document: Any = [yaml.safe_load(FILES[path])]
    part, key = document, 0
    while isinstance(part[key], dict | list) and part[key] and draw(st.integers(0, 3)):
        part = part[key]
        key = draw(st.sampled_from(list(part) if isinstance(part, dict) else range(len(part))))
    if isinstance(part, dict) and draw(st.booleans()):
        part[draw(_TEXT)] = part.pop(key)
    else:
        part[key] = draw(_TREES)
    return path, yaml.safe_dump(document[0], allow_unicode=True)
