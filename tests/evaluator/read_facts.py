"""The dossier of an enterprise, read from its rows as the case files write them."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from typing import Any

from tests.evaluator.facts import Dossier, Event, Payment, Project, Return, Sanction, Span, Spending, year_span
from tests.rulebook_case import CaseData, Row


def read_dossier(case: CaseData) -> Dossier:
    """The dossier of a case as the case files write it."""
    firm = case.enterprise
    return Dossier(
        as_of=case.as_of,
        with_drafts=case.include_drafts,
        status=firm.get("operating_status", "存续"),
        subject_type=firm.get("subject_type", "企业"),
        industry=firm.get("industry_code", "3670"),
        ownership=firm.get("ownership", "民营"),
        registered_on=firm.get("registered_on", dt.date(2010, 1, 1)),
        above_scale_on=_known_by(case.as_of, _span(firm.get("above_scale_on"))),
        events=tuple(map(_event, case.recognitions or ())),
        projects=tuple(map(_project, _up_to(case.as_of, case.projects))),
        returns=tuple(map(_return, _up_to(case.as_of, case.annual_returns))),
        spendings=tuple(map(_spending, _up_to(case.as_of, case.expenditures))),
        sanctions=tuple(Sanction(row["kind"], row["listed_on"], row.get("removed_on")) for row in case.sanctions or ()),
        payments=None if case.awards_received is None else tuple(map(_payment, case.awards_received)),
    )


def _up_to(as_of: dt.date, rows: list[Row] | None) -> list[Row]:
    """Rows of the years up to that of the as-of date."""
    return [row for row in rows or () if row["year"] <= as_of.year]


def _known_by(as_of: dt.date, on: Span | None) -> Span | None:
    """A date after the as-of date is not yet known (readings 1.9)."""
    return None if on is None or on.first > as_of else on


def _event(row: Row) -> Event:
    on = _span(row["recognised_on"])
    assert on is not None
    return Event(
        programme=row["programme"],
        kind=row.get("event") or "新认定",
        on=on,
        level=row.get("level"),
        grade=row.get("grade"),
        rank=row.get("rank"),
        thing=row.get("item_name"),
        role=row.get("role"),
        quantity=row.get("quantity"),
        first_time=row.get("first_time"),
        confirmed=row.get("is_confirmed"),
        person=row.get("person_name"),
    )


def _project(row: Row) -> Project:
    return Project(
        id=row["project_id"],
        type=row["type"],
        year=row["year"],
        equipment=_fen(row.get("equipment_investment")),
        invested=_fen(row.get("total_investment")),
        fixed_assets=_fen(row.get("fixed_asset_investment")),
        plans=_plans(row.get("plan_lists")),
        own_land=row.get("own_land"),
        endogenous=row.get("endogenous"),
        confirmed=row.get("is_confirmed"),
        agreed_start=row.get("agreed_start_on"),
        started=row.get("started_on"),
        agreed_completion=row.get("agreed_completion_on"),
        completed=row.get("completed_on"),
        accepted=_span(row.get("accepted_on")),
        retired_net_value=_fen(row.get("retired_net_value")),
    )


def _return(row: Row) -> Return:
    return Return(
        year=row["year"],
        revenue=_fen(row.get("revenue")),
        software_revenue=_fen(row.get("software_revenue")),
        local_contribution=_fen(row.get("local_contribution")),
        productivity_grade=row.get("productivity_grade"),
        local_share=_basis_points(row.get("local_manufacturing_share")),
        registrations=row.get("identifier_registrations"),
        resolutions=row.get("identifier_resolutions"),
        revenue_target=_fen(row.get("revenue_target")),
        above_scale=row.get("is_above_scale"),
        target_pool=row.get("target_pool"),
        scope=row.get("reporting_scope"),
    )


def _spending(row: Row) -> Spending:
    amount = _fen(row["amount"])
    assert amount is not None
    return Spending(
        row=row,
        year=row["year"],
        kind=row["kind"],
        amount=amount,
        level=row.get("level"),
        plans=_plans(row.get("plan_lists")),
        organiser=row.get("organiser"),
        confirmed=row.get("is_confirmed"),
        thing=row.get("item_name"),
        area=_decimal(row.get("area_sqm")),
        unit_rent=_fen(row.get("monthly_unit_rent")),
        months=_decimal(row.get("months")),
        lease_year=row.get("lease_year"),
    )


def _payment(row: Row) -> Payment:
    amount = _fen(row["amount"])
    assert amount is not None
    keys = ("level", "grade", "item_name")
    level, grade, thing = (row.get(key) for key in keys)
    return Payment(row["document"], row["item"], level, grade, thing, amount, row["paid_on"], row.get("award_year"))


def _span(value: object) -> Span | None:
    if value is None:
        return None
    if isinstance(value, dt.date):
        return Span(value, value, value.isoformat())
    year, _, month = str(value).partition("-")
    if not month:
        return year_span(int(year))
    last = calendar.monthrange(int(year), int(month))[1]
    return Span(dt.date(int(year), int(month), 1), dt.date(int(year), int(month), last), str(value))


def _fen(value: str | None) -> int | None:
    return None if value is None else int(Decimal(value.removesuffix("元")) * 100)


def _basis_points(value: str | None) -> int | None:
    return None if value is None else int(Decimal(value.removesuffix("%")) * 100)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _plans(value: list[str] | None) -> frozenset[str] | None:
    """The lists a project is in; 无 is known to be in none."""
    return None if value is None else frozenset(value) - {"无"}
