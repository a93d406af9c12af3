"""Claims on a year of a project, a return or a spending."""

from __future__ import annotations

from tests.evaluator.claims import Claim, Force, Verdict, all_of, is_registered
from tests.evaluator.clauses import event_key
from tests.evaluator.facts import Dossier, Event, Project, Return, Span, Spending, year_span


class Article:
    """One article applied to one enterprise: makes the claims of its items, dated and with their common conditions."""

    def __init__(self, dossier: Dossier, force: Force, article: str) -> None:
        self.dossier = dossier
        self.force = force
        self.article = article

    def on_project(
        self,
        item: str,
        project: Project,
        certainty: str,
        figure: int | None,
        *conditions: Verdict,
        year: int | None = None,
    ) -> Claim:
        """The claim of a project-year; `year` where another date than that of the investment gives the award year."""
        claim = self._claim(item, year or project.year, certainty, figure, conditions)
        claim.table, claim.key = "projects", f"{project.id}|{project.year}"
        claim.project = project.id
        return claim

    def on_return(
        self, item: str, of_year: Return, certainty: str, figure: int | None, *conditions: Verdict, lag: int = 0
    ) -> Claim:
        """The claim of an annual return."""
        claim = self._claim(item, of_year.year + lag, certainty, figure, conditions)
        claim.table, claim.key = "annual_returns", f"{of_year.year}"
        return claim

    def on_spending(
        self, item: str, spending: Spending, certainty: str, figure: int | None, *conditions: Verdict
    ) -> Claim:
        """The claim of an invoice or figure."""
        claim = self._claim(item, spending.year, certainty, figure, conditions)
        claim.table, claim.key = "expenditures", f"{spending.year}|{spending.kind}"
        return claim

    def on_enterprise(
        self, item: str, on: Span, certainty: str, figure: int | None, *conditions: Verdict, key: str
    ) -> Claim:
        """The claim of a date in the register."""
        dated = self.force.decides(on, self.dossier.as_of)
        claim = self._claim(item, on.first.year, certainty, figure, (dated, *conditions))
        claim.table, claim.key = "enterprises", key
        return claim

    def on_standing(
        self, item: str, event: Event, year: int, certainty: str, figure: int | None, *conditions: Verdict
    ) -> Claim:
        """The claim of a year in which a standing lasts; in its first year the event's own date decides."""
        on = event.on if year == event.on.first.year else year_span(year)
        claim = self._claim(item, year, certainty, figure, (self.force.decides(on, self.dossier.as_of), *conditions))
        claim.table, claim.key = "recognitions", f"{event_key(event)}|{year}"
        claim.programme, claim.level, claim.grade, claim.thing = event.programme, event.level, event.grade, event.thing
        return claim

    def _claim(
        self, item: str, year: int, certainty: str, figure: int | None, conditions: tuple[Verdict, ...]
    ) -> Claim:
        in_force = self.force.decides(year_span(year), self.dossier.as_of)
        if not self.force.screens(year, self.dossier.as_of):
            in_force = False
        return Claim(
            article=self.article,
            item=item,
            year=year,
            verdict=all_of(is_registered(self.dossier), in_force, *conditions),
            certainty=certainty,
            figure=figure,
            has_lapsed=self.force.has_lapsed(self.dossier.as_of),
        )


def is_known(value: object) -> Verdict:
    """Yes, or open: a missing fact is named, never taken as no."""
    return None if value is None else True


def is_over(value: int | None, line: int) -> Verdict:
    """超过: the number itself does not do."""
    return None if value is None else value > line


def reaches(value: int | None, line: int) -> Verdict:
    """以上, 达到, 突破: the number itself does."""
    return None if value is None else value >= line
