"""From the options of a command to the request of a night."""

from __future__ import annotations

import argparse

from screening.plan_run import NightRequest


def request_of(arguments: argparse.Namespace) -> NightRequest:
    """The night that the options of `run` and of `stage plan` ask for."""
    years = arguments.award_year
    return NightRequest(
        inbox=arguments.inbox,
        out=arguments.out,
        as_of=arguments.as_of,
        cities=tuple(sorted(set(arguments.city))),
        award_years=None if years is None else tuple(sorted(set(years))),
        include_drafts=arguments.include_drafts,
    )
