"""变动情况: what moved since the last good run, by cause first, then enterprise by enterprise and line by line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import polars as pl

from screening.changes import CAUSE_LABELS, Move, net_change
from screening.contract.money import BASIS_POINTS
from screening.reports.cover import CoverSheet, Headline, RunRecord, city_names, write_notes
from screening.reports.labels import label
from screening.reports.workbook import Column, ReportBook, TableSheet

_CHANGES: Final = {"added": "新增", "removed": "消失", "amount": "金额变化"}
_MEASURES: Final = {
    "newly_in": "新进入企业（家）",
    "dropped_out": "退出企业（家）",
    "exact_yuan": "确定金额增减（元）",
    "upper_bound_yuan": "含上限金额增减（元）",
}
_CITY: Final = Column("city", "城市", "short")
_CAUSE: Final = Column("cause", "原因", "text", 24)
_MONEY: Final = (
    Column("exact_before", "原确定金额（元）", "money"),
    Column("exact_after", "现确定金额（元）", "money"),
    Column("upper_bound_before", "原含上限金额（元）", "money", 17),
    Column("upper_bound_after", "现含上限金额（元）", "money", 17),
)
_ENTERPRISE: Final = (_CITY, Column("name", "企业名称", "name", 30), Column("uscc", "统一社会信用代码", "code"))
_MOVEMENTS: Final = (
    _CITY,
    Column("measure", "指标", "text", 22),
    _CAUSE,
    Column("source", "来自", "short", 12),
    Column("before", "原有", "count", 18),
    Column("moved", "变动", "count", 18),
    Column("share", "占原有", "share"),
)
_MOVES: Final = (
    *_ENTERPRISE,
    Column("lines", "事项数", "count"),
    Column("exact", "确定金额（元）", "money"),
    Column("upper_bound", "含上限金额（元）", "money"),
    _CAUSE,
)
_LINES: Final = (
    *_ENTERPRISE,
    Column("award_year", "年度", "ordinal", 7),
    Column("item_id", "事项编号", "text", 20),
    Column("change", "变化", "short"),
    *_MONEY,
    _CAUSE,
)


def write_changes(path: Path, *, changes: pl.DataFrame, movements: pl.DataFrame, run: RunRecord) -> None:
    """Write the workbook of changes; changes, movements: the tables of the run, run: the content of run.json."""
    book = ReportBook("惠企政策筛查变动情况", dt.date.fromisoformat(run["as_of"]))
    cover = CoverSheet(book, run, run["cities"])
    write_notes(book, "changes")
    book.add_table(
        TableSheet("按原因", _title(run), _MOVEMENTS, "金额增减为各项增减的绝对值之和。"), _measures(movements, run)
    )
    for move, title, side in ((Move.NEWLY_IN, "新进入企业", "after"), (Move.DROPPED_OUT, "退出企业", "before")):
        moved = changes.filter(pl.col("enterprise_change") == move.value)
        book.add_table(TableSheet(title, title, _MOVES, frozen_columns=3), _enterprises(_labelled(moved, run), side))
    lines = _labelled(changes, run).with_columns(label(pl.col("change"), _CHANGES))
    book.add_table(TableSheet("逐项变动", "逐项变动", _LINES, frozen_columns=3), lines)
    cover.fill(_headlines(changes))
    book.save(path)


def _title(run: RunRecord) -> str:
    before = run["compared_with"]
    return "按原因汇总：首次运行，没有可比较的运行" if before is None else f"按原因汇总：与运行 {before} 比较"


def _measures(movements: pl.DataFrame, run: RunRecord) -> pl.DataFrame:
    """Movements in words, those of the night's data first; their share as a fraction of what stood before."""
    source = pl.when("is_expected").then(pl.lit("数据之外")).otherwise(pl.lit("数据或程序"))
    share = pl.when(pl.col("before") > 0).then(pl.col("share") / BASIS_POINTS)
    ordered = movements.sort("is_expected", "city", "measure", "cause").with_columns(source=source, share=share)
    return _labelled(ordered, run).with_columns(label(pl.col("measure"), _MEASURES))


def _enterprises(lines: pl.DataFrame, side: str) -> pl.DataFrame:
    """One row per enterprise with what it is granted in the one run that grants it something, most first."""
    sums = [pl.col(f"{kind}_{side}").sum().alias(kind) for kind in ("exact", "upper_bound")]
    causes = pl.col("cause").unique().sort().str.join("、")
    return (
        lines.group_by("city", "uscc")
        .agg(pl.col("name").first(), *sums, lines=pl.len(), cause=causes)
        .sort("upper_bound", "city", "uscc", descending=[True, False, False])
    )


def _labelled(frame: pl.DataFrame, run: RunRecord) -> pl.DataFrame:
    cities = {city: city_names(run, [city]) for city in run["cities"]}
    return frame.with_columns(label(pl.col("city"), cities), label(pl.col("cause"), CAUSE_LABELS))


def _headlines(changes: pl.DataFrame) -> list[Headline]:
    moves = {move: changes.filter(pl.col("enterprise_change") == move.value)["uscc"].n_unique() for move in Move}
    return [
        Headline("新进入企业（家）", moves[Move.NEWLY_IN], "figure"),
        Headline("退出企业（家）", moves[Move.DROPPED_OUT], "figure"),
        Headline("变动事项（项）", changes.height, "figure"),
        *(
            Headline(f"{words}净增减（元）", changes.select(net_change(kind)).item())
            for kind, words in (("exact", "确定金额"), ("upper_bound", "含上限金额"))
        ),
    ]
