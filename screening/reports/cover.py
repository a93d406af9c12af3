"""The first two sheets of every workbook: 封面 (what this is, as of when, from what) and 说明 (how to read it)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, TypeAlias

import polars as pl
import yaml

from screening.reports.labels import POLICY_STATUSES, TABLES, label
from screening.reports.theme import BLOCK, EMPTY, HEADING, REMARK, TITLE
from screening.reports.workbook import Column, ReportBook, TableSheet

RunRecord: TypeAlias = Mapping[str, Any]
"""The content of run.json."""

WHERE_SOURCES_ARE: Final = "数据质量工作簿的“来源文件”"

_WIDTHS: Final = (22, 50, 18, 66)


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure on the cover: what it counts, its value, the style of the theme it is printed in."""

    label: str
    value: object
    style: str = "sum"


def city_names(run: RunRecord, cities: Iterable[str]) -> str:
    """Names of the cities as the policy documents give them, joined by 、; a city without a document by its code."""
    known = {policy["city"]: policy["city_name"] for policy in run["rulebook"]["policies"] if "city_name" in policy}
    return "、".join(known.get(city, city) for city in cities)


def cities_of(run: RunRecord, *frames: pl.DataFrame) -> tuple[str, ...]:
    """The cities that occur in the frames, in order; where they are empty, those of the run."""
    found = {city for frame in frames for city in frame["city"].unique() if city is not None}
    return tuple(sorted(found or run["cities"]))


def policies_of(run: RunRecord, cities: Sequence[str]) -> list[dict[str, Any]]:
    """The policy documents of these cities in the order of the rulebook, drafts if the run has them."""
    return [
        policy
        for policy in run["rulebook"]["policies"]
        if policy["city"] in cities and (run["include_drafts"] or policy["status"] != "draft")
    ]


def document_labels(run: RunRecord) -> dict[str, str]:
    """What a document is called in a table: its number, else its title, by policy id."""
    return {policy["id"]: policy["document_number"] or policy["title"] for policy in run["rulebook"]["policies"]}


def write_notes(book: ReportBook, *topics: str) -> None:
    """The sheet 说明, with the notes of these topics of `notes.yml` in order."""
    rows = [entry for topic in topics for entry in _notes()[topic].items()]
    columns = (Column("term", "词语", "text", 22), Column("meaning", "说明", "text", 120))
    frame = pl.DataFrame(rows, schema={"term": pl.String, "meaning": pl.String}, orient="row")
    book.add_table(TableSheet("说明", "说明：怎样读这份表，它不能说明什么", columns), frame)


class CoverSheet:
    """The sheet 封面: made first, so that it lies on top, and filled last, when its contents are known."""

    def __init__(self, book: ReportBook, run: RunRecord, cities: Sequence[str]) -> None:
        self._book, self._run, self._cities = book, run, cities
        self._sheet = book.create_sheet("封面", _WIDTHS)

    def fill(self, headlines: Sequence[Headline], page: str | None = None) -> None:
        """Write title, totals, policy documents, run, contents and sources; `page` is a page beside the workbook."""
        self._sheet.append([self._book.title], [TITLE])
        self._sheet.append([f"数据截至 {self._book.as_of:%Y年%m月%d日}"], [REMARK])
        if page is not None:
            self._sheet.append([f"网页：{page}"], [REMARK])
            self._sheet.link_last_row(page)
        self._block("总量", [(headline.label, headline.value, headline.style) for headline in headlines])
        self._policies()
        self._block("运行", self._run_facts())
        self._contents()
        self._sources()

    def _run_facts(self) -> list[tuple[str, object, str]]:
        rulebook, years = self._run["rulebook"], self._run["award_years"]
        return [
            ("运行编号", self._run["run_id"], "text"),
            ("政策年度", "、".join(map(str, years)) if years else "自政策施行之年至数据截至之年", "text"),
            ("含征求意见稿", bool(self._run["include_drafts"]), "text"),
            ("规则库版本", rulebook["version"], "text"),
            ("规则库校验值", rulebook["sha256"], "text"),
        ]

    def _policies(self) -> None:
        rows = [
            (policy["document_number"] or "（无文号）", policy["title"], POLICY_STATUSES[policy["status"]])
            for policy in policies_of(self._run, self._cities)
        ]
        self._table("依据的政策文件", ["文号", "标题", "状态"], rows)

    def _contents(self) -> None:
        rows = [(table.sheet.name, table.sheet.title, table.rows_in_all) for table in self._book.tables]
        self._table("目录", ["工作表", "内容", "行数"], rows)

    def _sources(self) -> None:
        sources = [entry for entry in self._run["inputs"] if entry["city"] in self._cities]
        limit = self._book.theme.limits.sources_on_cover
        rows = [(TABLES.get(s["table"], s["table"]), s["file"], s["bytes"], s["sha256"]) for s in sources[:limit]]
        self._table("数据来源", ["表", "文件", "字节", "SHA-256"], rows)
        if len(sources) > limit:
            self._sheet.append(
                [f"共 {len(sources):,} 个文件，此处列前 {limit} 个，其余见{WHERE_SOURCES_ARE}。"], [REMARK]
            )

    def _block(self, title: str, facts: Iterable[tuple[str, object, str]]) -> None:
        self._start(title)
        for name, value, style in facts:
            self._sheet.append([name, value], [HEADING, style])

    def _table(self, title: str, headings: list[str], rows: Sequence[tuple[object, ...]]) -> None:
        self._start(title)
        self._sheet.append(headings, [HEADING] * len(headings))
        for row in rows:
            self._sheet.append(row, ["count" if isinstance(value, int) else "text" for value in row])
        if not rows:
            self._sheet.append(["无", *[""] * (len(headings) - 1)], [EMPTY] * len(headings))
            self._sheet.merge_row(len(headings))

    def _start(self, title: str) -> None:
        self._sheet.append([], [])
        self._sheet.append([title], [BLOCK])


@cache
def _notes() -> dict[str, dict[str, str]]:
    text = resources.files("screening.reports").joinpath("notes.yml").read_text(encoding="utf-8")
    notes: dict[str, dict[str, str]] = yaml.safe_load(text)
    return notes


def with_document(frame: pl.DataFrame, run: RunRecord) -> pl.DataFrame:
    """The frame with `document`: number or title of the document of its `policy_id`."""
    return frame.with_columns(document=label(pl.col("policy_id"), document_labels(run)))
