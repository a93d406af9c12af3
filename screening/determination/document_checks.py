"""What every document asks of a row: standing on the register, its period of force, novelty, the payee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import polars as pl

from screening.determination.check import Check, OpenFact
from screening.determination.events import NEW, is_unrevoked
from screening.rules import policy_item as rule
from screening.rules.vocabulary import Evidence

LEFT_THE_REGISTER: Final = ("注销", "吊销", "迁出")  # readings 1.14


def document_checks(policy: rule.Policy, shape: rule.Item, as_of: dt.date) -> Iterator[Check]:
    """Checks that stand before the clause's own, in the order a person would ask them."""
    yield _is_on_the_register()
    yield from _is_in_force(policy, shape, as_of)
    if shape.evidence is Evidence.RECOGNITION:
        yield from _is_novel(shape)
        yield from _has_level_and_grade(shape)
    if shape.subject_types:
        yield _is_paid_subject(shape)


def _is_on_the_register() -> Check:
    has_left = pl.col("operating_status").is_in(LEFT_THE_REGISTER)
    # In the register with no status printed: standing there is the proof.
    has_not_left = (~has_left).fill_null(True)  # null: readings 1.14 names three words that end it
    return Check(has_not_left, "在本市登记且存续", pl.coalesce("operating_status", pl.lit("在册")))


def _is_in_force(policy: rule.Policy, shape: rule.Item, as_of: dt.date) -> Iterator[Check]:
    force = policy.force
    if force is None:
        return
    if shape.year_offset:
        year = pl.col("award_year")
        in_force = (year >= force.start.year) & (year <= force.end.year)
        yield Check(in_force, f"兑现年度在执行期 {force.start} 至 {force.end} 内", year.cast(pl.String))
    else:
        in_force = (pl.col("event_through") >= force.start) & (pl.col("event_from") <= force.end)
        yield Check(in_force, f"日期在执行期 {force.start} 至 {force.end} 内", _event_date())
    if as_of > force.end:
        lapsed = pl.lit(None, dtype=pl.Boolean)
        yield Check(lapsed, f"文件执行期至 {force.end}，筛查日已过，文件未规定期满后的兑现")
    elif as_of < force.start:
        yield Check(pl.lit(False), f"文件自 {force.start} 起施行，筛查日尚未施行")


def _event_date() -> pl.Expr:
    first, last = (pl.col(c).dt.strftime("%Y-%m-%d") for c in ("event_from", "event_through"))
    is_a_day = pl.col("event_from") == pl.col("event_through")
    return pl.when(is_a_day).then(first).otherwise(pl.concat_str([first, pl.lit(" 至 "), last]))  # null: never null


def _is_novel(shape: rule.Item) -> Iterator[Check]:
    yield Check(
        is_unrevoked(),
        "认定后至筛查日未被取消或迁出",
        pl.coalesce(
            pl.concat_str([pl.lit("已于"), pl.col("revoked_on").dt.strftime("%Y-%m-%d"), pl.lit("取消或迁出")]),
            pl.lit("未取消"),
        ),
    )
    match shape.novelty:
        case "new":
            yield Check(_is_new(), "属新认定，此前未获认定，不含复核、迁入", _history())
        case "first":
            yield Check(_is_first(), "属首次认定，历年从未获得", _history())
        case "first_of_grades":
            yield Check(_is_event_new() & ~pl.col("passed_before"), "属首次通过所列等级", _history())


def _is_event_new() -> pl.Expr:
    return pl.col("event") == NEW


def _is_new() -> pl.Expr:
    """New unless recognised before; regained after a revocation is open (readings 1.7)."""
    regained = pl.when(pl.col("revoked_before")).then(None).otherwise(True)  # null: revoked_before is never null
    return _is_event_new() & (pl.col("is_work") | (~pl.col("held_before") & regained))


def _is_first() -> pl.Expr:
    """The list's own 是否首次 decides; else the events known."""
    return _is_event_new() & pl.coalesce("first_time", ~pl.col("ever_before"))


def _history() -> pl.Expr:
    before = pl.concat_str(
        [pl.lit("；此前曾于"), pl.col("recognised_before_on").dt.strftime("%Y-%m-%d"), pl.lit("认定")]
    )
    revoked = pl.when(pl.col("revoked_before")).then(pl.lit("，后被取消"))
    return pl.concat_str([pl.col("event"), before, revoked], ignore_nulls=True)


def _has_level_and_grade(shape: rule.Item) -> Iterator[Check]:
    """Rows of another level or grade are no candidates; an unknown one is open."""
    open_or_met = pl.lit(None, dtype=pl.Boolean)
    if shape.level:
        yield Check(pl.col("level").is_not_null() | open_or_met, "级别符合", pl.col("level"), _blank("level"))
    if shape.grade:
        yield Check(pl.col("grade").is_not_null() | open_or_met, "等级符合", pl.col("grade"), _blank("grade"))
    if shape.prize_rank is not None:
        rank = pl.col("prize_rank")
        asked = pl.concat_str([pl.lit("获奖等次为第"), pl.col("asked_prize_rank").cast(pl.String), pl.lit("等")])
        yield Check(rank.is_not_null() | open_or_met, asked, rank.cast(pl.String), _blank("grade", "rank"))


def _is_paid_subject(shape: rule.Item) -> Check:
    """A blank type is unknown here, unless the title itself says who holds it (readings 1.14)."""
    said_by_title = ["programme_subject_type"] if shape.evidence is Evidence.RECOGNITION else []
    subject = pl.coalesce("subject_type", *said_by_title)
    asked = f"主体类型为{'、'.join(shape.subject_types)}"
    return Check(subject.is_in(shape.subject_types), asked, subject, _blank("subject_type"))


def _blank(*columns: str) -> tuple[OpenFact, ...]:
    return tuple(OpenFact(column, pl.col(column).is_null()) for column in columns)
