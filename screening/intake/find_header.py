"""The header row of a sheet, found by its headings; headings to columns, units in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from screening.contract.source_tables import CORRECTS, ColumnKind, SourceColumn, SourceTable
from screening.intake.sheets import FileRefusedError, Heading, fold_heading

HEADER_SEARCH_ROWS: Final = 30
MAX_HEADINGS: Final = 2_000

_MONEY_UNITS: Final = {
    "元": "元",
    "千元": "千元",
    "万元": "万元",
    "百万元": "百万元",
    "亿元": "亿元",
    "万": "万元",
    "亿": "亿元",
}
_RENT_UNITS: Final = (
    "元/m2",
    "元/平方米",
    "元/平米",
    "元/m2/月",
    "元/平方米/月",
    "元/平方米·月",
    "元/m2·月",
    "元/月/m2",
)
_COUNTERS: Final = ("个", "次", "条", "家", "名", "位", "项", "年", "件")
_UNITS: Final[dict[ColumnKind, dict[str, str]]] = {
    ColumnKind.MONEY: _MONEY_UNITS
    | {f"人民币{unit}": scale for unit, scale in _MONEY_UNITS.items()}
    | dict.fromkeys(_RENT_UNITS, "元"),
    ColumnKind.COUNT: dict.fromkeys(_COUNTERS, "") | {f"{s}{c}": s for s in "万亿" for c in ("", *_COUNTERS)},
    ColumnKind.NUMBER: dict.fromkeys((*_COUNTERS, "平方米", "平米", "m2", "月", "个月"), "") | {"万平方米": "万"},
    ColumnKind.SHARE: {"%": "%", "百分比": "%"},
}
_REMARKS: Final = frozenset(
    [
        "必填", "选填", "全称", "盖章", "公章", "加盖公章", "18位", "18位代码", "文本", "文本格式", "是/否", "是或否",
        "年月日", "年/月/日", "年-月-日", "年月", "年", "yyyy-mm-dd", "yyyy/mm/dd", "yyyymmdd", "yyyy-mm", "yyyy",
    ]
)  # fmt: skip
_BRACKETED: Final = re.compile(
    r"(?P<heading>.+?)(?:[(\[【](?:单位:?)?(?P<inside>[^()\[\]【】]*)[)\]】]|[/_](?P<after>[百千万亿]*元))"
)
_TITLE_UNIT: Final = re.compile(r"单位:?(?:人民币)?([千万亿]|百万)?元(?=$|[、,;/)\]】])")
_GROUP_UNIT: Final = re.compile(r"[(\[【](?:人民币)?([千万亿]|百万)?元[)\]】]")  # 经营情况（万元）
_LONG_NUMBER: Final = re.compile(r"\d{7}")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header row stands among the rows looked at, and its headings."""

    index: int
    headings: tuple[Heading, ...]

    @property
    def column_names(self) -> frozenset[str]:
        """Names of the table's columns that have a heading here."""
        return frozenset(heading.column.name for heading in self.headings if heading.column is not None)


@cache
def _columns_by_heading(table: SourceTable) -> dict[str, SourceColumn]:
    columns = (*table.columns, CORRECTS)
    return {fold_heading(text): column for column in columns for text in (column.name, *column.headings)}


def match_heading(position: int, text: str, table: SourceTable) -> Heading:
    """The heading with the column it stands for; column None where the table knows no such heading.

    A unit in brackets is kept if it is one the column can have; a heading with any other bracket is
    another heading: 营业收入(万美元) is not revenue. Two names of one column (企业名称/单位名称) are that column.
    """
    return _match(position, text, _columns_by_heading(table))


def _match(position: int, text: str, columns: Mapping[str, SourceColumn]) -> Heading:
    folded = fold_heading(text)
    if folded in columns:
        return Heading(position, text, columns[folded])
    found = _BRACKETED.fullmatch(folded)
    column = columns.get(found["heading"]) if found else None
    if found is None or column is None or columns.get(found["inside"] or "") is column:
        return Heading(position, text, column or _column_of_names(folded, columns))
    unit = found["inside"] if found["inside"] is not None else found["after"]
    units = _UNITS.get(column.kind, {})
    if unit in units:
        return Heading(position, text, column, units[unit])
    return Heading(position, text, column if unit in _REMARKS else None)


def _column_of_names(folded: str, columns: Mapping[str, SourceColumn]) -> SourceColumn | None:
    """The column that every name of a heading like 认定日期/公布日期 stands for; None where one does not."""
    meant = [columns.get(name) for name in folded.split("/")]
    return meant[0] if all(column is meant[0] for column in meant) else None


def match_headings(texts: Sequence[str | None], table: SourceTable) -> tuple[Heading, ...]:
    """Headings of a row of texts; empty cells have none."""
    columns = _columns_by_heading(table)
    return tuple(_match(i, text, columns) for i, text in enumerate(texts) if text and text.strip())


def find_header(rows: Sequence[Sequence[str | None]], table: SourceTable) -> Header | None:
    """The row among `rows` that names most columns of the table, the first of equals; None where none does.

    One heading alone makes a header only if it is all that must be there (a list that gives names
    under a title that says the rest).
    """
    headers = [Header(index, match_headings(row, table)) for index, row in enumerate(rows[:HEADER_SEARCH_ROWS])]
    best = max(headers, key=lambda header: len(header.column_names), default=None)
    if best is None or not _is_header(best.column_names, table):
        return None
    if len(best.headings) > MAX_HEADINGS:
        raise FileRefusedError(f"表头有{len(best.headings)}列，超过上限{MAX_HEADINGS}列，请只保留需要的列")
    return best


def _is_header(names: frozenset[str], table: SourceTable) -> bool:
    return len(names) >= 2 or (table.name == "recognitions" and "name" in names)


def title_unit(titles: Sequence[str]) -> str:
    """Money unit that the lines above a header state for the table (单位：万元), or else all agree on in brackets."""
    folded = [fold_heading(title) for title in titles]
    stated = [found[1] for title in folded if (found := _TITLE_UNIT.search(title))]
    named = {scale for title in folded for scale in _GROUP_UNIT.findall(title)}
    if stated or len(named) == 1:
        return f"{(stated[0] if stated else named.pop()) or ''}元"
    return ""


def refuse_without_header(table: SourceTable, rows: Sequence[Sequence[str | None]]) -> FileRefusedError:
    """The refusal of a file in which no row is a header: headings looked for, texts of the first row.

    A first row with a long number is data, perhaps a person's, and is not repeated.
    """
    wanted = "、".join(column.headings[0] for column in table.columns if column.is_required)
    first = next(([text for text in row if text] for row in rows if any(row)), [])
    seen = "、".join(text[:20] for text in first[:12]) or "（没有内容）"
    if any(_LONG_NUMBER.search(text) for text in first):
        seen = "（像是数据，不像表头）"
    return FileRefusedError(
        f"前{HEADER_SEARCH_ROWS}行内没有找到表头。应有的表头：{wanted}；第一行：{seen}。请补上表头行后重新放入。"
    )
