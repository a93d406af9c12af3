"""8 of the Qingdao draft: designers with a title of the national association who have settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from tests.evaluator.claims import EXACT, Claim, Force, Verdict, negate
from tests.evaluator.evidence import Article, reaches
from tests.evaluator.facts import Dossier, Event, wan
from tests.evaluator.limits import groups_of, keep_highest
from tests.evaluator.titles import Stream

TITLES: Final = {
    "金顶奖": 30,
    "中国最佳时装设计师": 20,
    "中国“十佳”服装设计师": 20,
    "中国新锐设计师": 20,
    "中国童装设计师": 20,
    "中国服装设计师协会荣誉称号": 20,
}


def designer_claims(dossier: Dossier, stream: Stream, force: Force) -> list[Claim]:
    """A title of any date pays in the first year in which the studio qualifies: the highest of a person, once."""
    events = [event for programme in TITLES for event in stream.new_events(programme)]
    claims = [claim for event in events for claim in _claims(dossier, stream, force, event)]
    for group in groups_of(claims, lambda claim: claim.person):
        keep_highest(group)
    return claims


def _claims(dossier: Dossier, stream: Stream, force: Force, event: Event) -> Iterator[Claim]:
    article = Article(dossier, force, "8")
    not_revoked = negate(stream.is_revoked(event))
    place = str(list(TITLES).index(event.programme))
    found = []
    for year in range(max(force.first.year, event.on.first.year), dossier.as_of.year + 1):
        conditions = (not_revoked, _has_run_two_years(dossier, year), _earns_enough(dossier, year))
        claim = article.on_standing(place, event, year, EXACT, wan(TITLES[event.programme]), *conditions)
        claim.person, claim.pays_enterprise = event.person, False
        found.append(claim)
    met = [claim for verdict in (True, None) for claim in found if claim.verdict is verdict]
    yield from met[:1]


def _has_run_two_years(dossier: Dossier, year: int) -> Verdict:
    """Two full years since registration by the end of the year, or by the as-of date within it."""
    if dossier.registered_on is None:
        return None
    point = min(dossier.as_of, dt.date(year, 12, 31))
    since = dossier.registered_on
    years = point.year - since.year - ((point.month, point.day) < (since.month, since.day))
    return years >= 2


def _earns_enough(dossier: Dossier, year: int) -> Verdict:
    of_year = dossier.return_of(year)
    return None if of_year is None else reaches(of_year.revenue, wan(1000))
