"""九 of the Shaoxing document: large projects on land of their own that start or finish early, once each."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

from tests.evaluator.claims import EXACT, MANUFACTURING, Claim, Force, Verdict, all_of, is_industry, negate
from tests.evaluator.evidence import Article, reaches
from tests.evaluator.facts import Dossier, Project, wan


def is_maker(dossier: Dossier) -> Verdict:
    return is_industry(dossier, *MANUFACTURING)


def early_claims(dossier: Dossier, force: Force) -> Iterator[Claim]:
    """Two stages, start and completion, each 90 or 180 days before the agreed day."""
    for rows in _rows_by_project(dossier):
        project = _whole(rows)
        stages = (
            ("开工", project.agreed_start, _known_day(dossier, project.started), 20, 10),
            ("竣工", project.agreed_completion, _known_day(dossier, project.completed), 40, 20),
        )
        for stage, agreed, actual, more, less in stages:
            days = None if agreed is None or actual is None else (agreed - actual).days
            if project.own_land or (project.own_land is None and days is not None):
                is_less = all_of(reaches(days, 90), negate(reaches(days, 180)))
                yield _claim(dossier, force, project, f"{stage}180", more, actual, reaches(days, 180))
                yield _claim(dossier, force, project, f"{stage}90", less, actual, is_less)


def _rows_by_project(dossier: Dossier) -> list[list[Project]]:
    ids = dict.fromkeys(each.id for each in dossier.projects)
    return [[each for each in dossier.projects if each.id == id_] for id_ in ids]


def _whole(rows: list[Project]) -> Project:
    """The project of all its years: each fact from the newest year that gives it."""
    ordered = sorted(rows, key=lambda row: -row.year)
    known: dict[str, Any] = {
        field.name: next((value for row in ordered if (value := getattr(row, field.name)) is not None), None)
        for field in dataclasses.fields(Project)
    }
    return Project(**known)


def _claim(
    dossier: Dossier, force: Force, project: Project, item: str, amount: int, on: dt.date | None, is_early: Verdict
) -> Claim:
    conditions = (is_early, reaches(project.fixed_assets, wan(10_000)), project.own_land, is_maker(dossier))
    article = Article(dossier, force, "九")
    claim = article.on_project(item, project, EXACT, wan(amount), *conditions, year=None if on is None else on.year)
    claim.key = project.id
    return claim


def _known_day(dossier: Dossier, on: dt.date | None) -> dt.date | None:
    return None if on is None or on > dossier.as_of else on
