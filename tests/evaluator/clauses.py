"""Clauses that reward a title: the shape of a table of them, and the claims an enterprise's events give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from tests.evaluator.claims import Claim, Force, Verdict, all_of, is_paid_subject, is_registered, negate
from tests.evaluator.facts import Dossier, Event, Span, wan, year_span
from tests.evaluator.titles import Stream, prize_place

NEW: Final = "new"  # 新认定, and bare 认定 / 获评 / 入选
FIRST: Final = "first"  # 首次
WORK: Final = "work"  # prizes, standards, products: new each time

Condition = Callable[[Dossier, Event], Verdict]


@dataclass(frozen=True)
class TitleClause:
    """A title of one level and the sum it earns. `level` None: any level, or a title without."""

    article: str
    programme: str
    level: str | None
    amount: int | str | None  # 万元; None: support without a figure
    certainty: str
    novelty: str = NEW
    levels: tuple[str, ...] = ()  # 及以上: any of these
    grades: tuple[str, ...] = ()  # one of these; none: any
    names_grade: bool = False  # a list that prints no grade is not of this clause
    lag: int = 0  # 1: 上年度, the award year is the year after the event
    subjects: tuple[str, ...] = ()  # recipients other than 企业
    says_subject: bool = False  # the title itself says who holds it
    conditions: tuple[Condition, ...] = ()
    family: str = ""
    rung: int = 0
    item: str = ""
    is_per_piece: bool = False
    is_review: bool = False  # 复核通过 is what is rewarded
    is_open_before: bool = False  # yearly money of what was founded before the period is open
    is_yearly: bool = False  # every year in which the standing lasts


def titled(
    article: str, certainty: str, *rows: tuple[str, str | None, int | str | None], **rest: Any
) -> Iterator[TitleClause]:
    """Clauses of one article with programme, level and 万元 each, all else alike."""
    for programme, level, amount in rows:
        yield TitleClause(article, programme, level, amount, certainty, **rest)


def numbered(*clauses: Iterable[TitleClause]) -> tuple[TitleClause, ...]:
    """One table of the clauses, each with its place, which orders equal figures."""
    flat = [clause for group in clauses for clause in group]
    return tuple(replace(clause, item=f"{place:03d}") for place, clause in enumerate(flat))


def title_claims(dossier: Dossier, stream: Stream, force: Force, clauses: Iterable[TitleClause]) -> Iterator[Claim]:
    """A claim for every event that meets a clause or might."""
    for clause in clauses:
        for event in _events_of(stream, clause):
            for on in _award_dates(clause, event, dossier, stream):
                claim = _claim(dossier, stream, force, clause, event, on)
                if claim.verdict is not False and force.screens(claim.year, dossier.as_of):
                    yield claim


def _events_of(stream: Stream, clause: TitleClause) -> list[Event]:
    if clause.is_review:
        return stream.events_of(clause.programme, "复核通过")
    return stream.holding_events(clause.programme) if clause.is_yearly else stream.new_events(clause.programme)


def _award_dates(clause: TitleClause, event: Event, dossier: Dossier, stream: Stream) -> list[Span]:
    """The date that decides the award year: of the event, the year after it, or each year that the standing lasts."""
    year = event.on.first.year
    if clause.is_yearly and any(each.on.first.year == year for each in _later(stream, clause, event)):
        return []
    if clause.is_yearly:
        until = min((each.on.first.year for each in _later(stream, clause, event)), default=dossier.as_of.year + 1)
        return [event.on, *(year_span(later) for later in range(year + 1, until))]
    return [year_span(year + clause.lag) if clause.lag else event.on]


def _claim(dossier: Dossier, stream: Stream, force: Force, clause: TitleClause, event: Event, on: Span) -> Claim:
    verdict = all_of(
        is_registered(dossier),
        _is_dated_in_force(dossier, stream, force, clause, event, on),
        negate(stream.is_revoked(event)),
        _is_novel(stream, clause, event),
        _has_level(clause, event),
        _has_grade(clause, event),
        _is_recipient(dossier, clause),
        *(condition(dossier, event) for condition in clause.conditions),
    )
    return Claim(
        article=clause.article,
        item=clause.item,
        year=on.first.year,
        verdict=verdict,
        certainty=clause.certainty,
        figure=None if clause.amount is None else wan(clause.amount) * _pieces(clause, event),
        table="recognitions",
        key=event_key(event) + (f"|{on.first.year}" if clause.is_yearly else ""),
        programme=clause.programme,
        level=event.level,
        grade=event.grade,
        thing=event.thing,
        rung=clause.rung,
        family=clause.family,
        pays_enterprise=not clause.subjects or "企业" in clause.subjects,
        has_lapsed=force.has_lapsed(dossier.as_of),
    )


def _has_grade(clause: TitleClause, event: Event) -> Verdict:
    if not clause.grades:
        return True
    if event.grade is None:
        return False if clause.names_grade else None
    return event.grade in clause.grades


def _later(stream: Stream, clause: TitleClause, event: Event) -> list[Event]:
    """Later events of the same standing: the latest one up to a year speaks for the year."""
    return [each for each in _of_clause(stream, clause, event) if each.on.first > event.on.first]


def _of_clause(stream: Stream, clause: TitleClause, event: Event) -> list[Event]:
    """Events that hold the same standing of the clause's level and grade."""
    same = [each for each in stream.holding_events(event.programme) if each.thing == event.thing]
    return [each for each in same if False not in (_has_level(clause, each), _has_grade(clause, each))]


def _is_dated_in_force(
    dossier: Dossier, stream: Stream, force: Force, clause: TitleClause, event: Event, on: Span
) -> Verdict:
    """The award's own date; what runs on from an event before the period is open where the clause says 新成立."""
    decided = force.decides(on, dossier.as_of)
    founded = [each for each in _of_clause(stream, clause, event) if each.on.first < event.on.first] + [event]
    lasting = [each for each in founded if each is event or not stream.is_revoked_before(each, event)]
    if clause.is_open_before and any(each.on.last < force.first for each in lasting):
        return all_of(decided, None)
    return decided


def _is_recipient(dossier: Dossier, clause: TitleClause) -> Verdict:
    if not clause.subjects or (clause.says_subject and dossier.subject_type is None):
        return True
    return is_paid_subject(dossier, *clause.subjects)


def _pieces(clause: TitleClause, event: Event) -> int:
    """How many certificates a row stands for, where the clause pays each."""
    return (event.quantity or 1) if clause.is_per_piece else 1


def event_key(event: Event) -> str:
    """What tells the event apart in its list."""
    parts = (
        event.programme,
        event.level,
        event.grade,
        event.kind,
        event.on.printed,
        event.thing or event.person,
        event.rank,
    )
    return "|".join(str(part) for part in parts if part is not None)


def _is_novel(stream: Stream, clause: TitleClause, event: Event) -> Verdict:
    if clause.novelty == WORK or clause.is_yearly or clause.is_review:
        return True
    return stream.is_first(event) if clause.novelty == FIRST else stream.is_new(event)


def _has_level(clause: TitleClause, event: Event) -> Verdict:
    """Whether the row is of the level the clause asks for; open where the row does not say."""
    asked = clause.levels if clause.level is None else (clause.level,)
    if not asked:
        return True
    return None if event.level is None else event.level in asked


def is_confirmed(_: Dossier, event: Event) -> Verdict:
    """A judgement of the department, which the list may carry."""
    return event.confirmed


def has_role(*roles: str) -> Condition:
    """The role the clause pays; a blank one is open."""
    return lambda _, event: None if event.role is None else event.role in roles


def says_no_grade(grade: str) -> Condition:
    """Not the grade that the clause leaves out; a blank one is not it."""
    return lambda _, event: event.grade != grade


def is_led(_: Dossier, event: Event) -> Verdict:
    """牵头: a participant is out, a firm listed without a role is the leader."""
    return event.role != "参与"


def has_place(place: int) -> Condition:
    """First, second or third prize."""

    def is_at(_: Dossier, event: Event) -> Verdict:
        seen = prize_place(event)
        return None if seen is None else seen == place

    return is_at
