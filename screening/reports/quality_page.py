"""数据质量.html: the gates of a night on one page that opens anywhere, off the network too, and runs nothing.

One file with its styles inside and no script, font or picture from elsewhere. Whatever comes from files is printed
as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import polars as pl
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from screening.reports.cells import clean_text
from screening.reports.cover import RunRecord, city_names
from screening.reports.labels import CHECK_STAGES, TABLES
from screening.reports.quality_groups import CheckEntry, Standings, count_entries, group_entries, list_entries
from screening.reports.quality_tables import (
    BY_REASON,
    FLOW,
    WORKBOOK,
    count_by_reason,
    count_rows,
    short_lists,
    total_rows,
)
from screening.reports.quality_trend import HEIGHT, Trend, exact_total, last_nights, quarantine_trends
from screening.reports.theme import load_theme
from screening.reports.workbook import TableSheet

_TEMPLATE: Final = "quality_page.html.j2"
_ROWS_SHOWN: Final = 200
_UNKNOWN: Final = "—"


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of text: heading and alignment of each column, its rows, the last of them a total if there is one."""

    title: str
    remark: str
    headings: tuple[str, ...]
    looks: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_total: bool
    left_out: int


@dataclass(frozen=True, slots=True)
class CityState:
    """A city at the head of the page: its name, what became of it, and counts of its checks in all and by stage."""

    name: str
    state: str
    is_held: bool
    checks: Standings
    stages: tuple[Standings, ...]


@dataclass(frozen=True, slots=True)
class QuarantineTrend:
    """Quarantined rows of a table of a city: the trend, this night's, the one's before and the change, in words."""

    city: str
    table: str
    trend: Trend
    now: str
    before: str
    change: str


def write_quality_page(
    path: Path, *, quarantine: pl.DataFrame, run: RunRecord, earlier: Sequence[RunRecord] = ()
) -> None:
    """Write the quality page of a run; `path` appears whole or not, and the same content gives the same bytes.

    quarantine: the result table, run: the content of run.json, earlier: that of the good runs before it, oldest first.
    """
    nights = last_nights(run, earlier)
    page = _template_environment().get_template(_TEMPLATE).render(**_content(quarantine, nights))
    partial = path.with_name(f".{path.name}.partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial.write_text(page, encoding="utf-8", newline="\n")
    partial.replace(path)


def _content(quarantine: pl.DataFrame, nights: Sequence[RunRecord]) -> dict[str, Any]:
    """What the template is given, by name."""
    run, entries, flow = nights[-1], list_entries(nights), count_rows(nights[-1])
    *lists, _sources = short_lists(run)
    quarantined = list(_quarantine_trends(nights))
    return _head(run, entries) | {
        "workbook": WORKBOOK,
        "theme": load_theme(),
        "height": HEIGHT,
        "nights": nights,
        "flow": page_table(FLOW, flow, total_rows(flow)),
        "failed": group_entries((entry for entry in entries if entry.is_failed), run, "failed"),
        "passed": group_entries((entry for entry in entries if not entry.is_failed), run, "passed"),
        "quarantine": [row for row in quarantined if any(row.trend.rows)],
        "never_quarantined": [row for row in quarantined if not any(row.trend.rows)],
        "totals": _totals(nights),
        "problems": [page_table(BY_REASON, count_by_reason(quarantine, run)), *(page_table(*each) for each in lists)],
    }


def _head(run: RunRecord, entries: Sequence[CheckEntry]) -> dict[str, Any]:
    """The part of it that stands above everything: states, counts, and links to what is critical."""
    critical = [entry for entry in entries if entry.is_critical_failure]
    return {
        "run": run,
        "is_waiting": run["is_held"],
        "checks": len(entries),
        "critical": critical,
        "warnings": sum(entry.is_failed for entry in entries) - len(critical),
        "stages": CHECK_STAGES,
        "cities": [_city_state(city, run, entries) for city in run["cities"]],
        "city_names": {city: city_names(run, [city]) for city in run["cities"]},
    }


def page_table(sheet: TableSheet, frame: pl.DataFrame, total: pl.DataFrame | None = None) -> PageTable:
    """A sheet of the workbook as the page shows it: at most two hundred rows, numbers as text."""
    parts = [frame.head(_ROWS_SHOWN), *([] if total is None or frame.is_empty() else [total])]
    sources = [column.source for column in sheet.columns]
    rows = [
        tuple(_figure(value, column.style) for value, column in zip(values, sheet.columns, strict=True))
        for part in parts
        for values in part.select(sources).iter_rows()
    ]
    return PageTable(
        title=sheet.title,
        remark=sheet.remark,
        headings=tuple(column.heading for column in sheet.columns),
        looks=tuple(column.style for column in sheet.columns),
        rows=tuple(rows),
        has_total=len(parts) > 1,
        left_out=max(frame.height - _ROWS_SHOWN, 0),
    )


def _figure(value: object, style: str) -> str:
    if value is None:
        return _UNKNOWN if style in ("count", "share") else ""
    if isinstance(value, float):
        return f"{value:.1%}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _city_state(city: str, run: RunRecord, entries: Sequence[CheckEntry]) -> CityState:
    is_held = city in run.get("held_cities", ())
    state = "已筛查" if city not in run.get("cities_without_policy", ()) else "未筛查（规则库中没有该市的政策文件）"
    return CityState(
        name=city_names(run, [city]),
        state="暂缓" if is_held else state,
        is_held=is_held,
        checks=count_entries(entries, city),
        stages=tuple(count_entries(entries, city, stage) for stage in CHECK_STAGES),
    )


def _quarantine_trends(nights: Sequence[RunRecord]) -> Iterator[QuarantineTrend]:
    for (city, table), trend in quarantine_trends(nights).items():
        *_, before, now = (None, *trend.rows)
        change = _UNKNOWN if before is None or now is None else f"{now - before:+,}" if now != before else "持平"
        yield QuarantineTrend(
            city=city_names(nights[-1], [city]),
            table=TABLES.get(table, table),
            trend=trend,
            now=_figure(now, "count"),
            before=_figure(before, "count"),
            change=change,
        )


def _totals(nights: Sequence[RunRecord]) -> PageTable:
    """Exact totals of each city by night, the newest first; a night without them has none, and not 0."""
    cities = nights[-1]["cities"]
    rows = [
        (night["as_of"], night["run_id"], *(_yuan(exact_total(night, city)) for city in cities))
        for night in reversed(nights)
    ]
    return PageTable(
        title="确定金额合计（元，各年度之和）",
        remark="",
        headings=("数据截至", "运行编号", *(city_names(nights[-1], [city]) for city in cities)),
        looks=("short", "text", *["count"] * len(cities)),
        rows=tuple(rows),
        has_total=False,
        left_out=0,
    )


def _yuan(amount: Decimal | None) -> str:
    return _UNKNOWN if amount is None else f"{amount:,.2f}"


@cache
def _template_environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: resources.files("screening.reports").joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _printable(value: object) -> object:
    """Text without characters that cannot be printed or that turn the direction of what follows."""
    return clean_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value
