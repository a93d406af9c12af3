"""The checks of an item on a candidate row: those of every document, then those its clause prints."""

from __future__ import annotations

import datetime as dt

from screening.determination.check import Check
from screening.determination.clause_checks import clause_checks
from screening.determination.conditions import ConditionContext
from screening.determination.document_checks import document_checks
from screening.determination.item_groups import ItemGroup


def checks_of(group: ItemGroup, context: ConditionContext, as_of: dt.date) -> list[Check]:
    """Every check of the group's items, in the order a person would ask them."""
    return [*document_checks(group.policy, group.shape, as_of), *clause_checks(group.shape, context)]
