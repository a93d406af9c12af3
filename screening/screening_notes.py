"""What a person should know beside a city's results: unknown titles, no policy in force, grades missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from screening.rules.catalogue import catalogue_of
from screening.rules.loaded_rulebook import Rulebook
from screening.rules.policy_item import GradeBar, GradeFactor, Policy
from screening.rules.resolve_programmes import unknown_programmes
from screening.screening_run import ScreeningRun


def take_notes(
    tables: Mapping[str, pl.DataFrame], rulebook: Rulebook, run: ScreeningRun, city: str, warnings: Iterable[str] = ()
) -> dict[str, Any]:
    """`unknown_programmes` and `warnings` of a city, as run.json holds them.

    tables: those of the screening stage, recognitions with `programme_title`; `warnings` are set before its own.
    """
    policies = [loaded.policy for loaded in rulebook.policies.values() if loaded.policy.city == city]
    unknown = []
    if "recognitions" in tables:
        unknown = unknown_programmes(tables["recognitions"], catalogue_of(rulebook)).to_dicts()
    return {
        "unknown_programmes": unknown,
        "warnings": [*warnings, *_warn_of_force(policies, run), *_warn_of_grades(policies, tables)],
    }


def _warn_of_force(policies: list[Policy], run: ScreeningRun) -> Iterator[str]:
    screened = [policy for policy in policies if policy.status != "draft" or run.include_drafts]
    if not screened:
        yield "该市只有征求意见稿，未要求筛查（--include-drafts），本次不产生任何金额"
    elif not any(policy.force is None or policy.force.start <= run.as_of <= policy.force.end for policy in screened):
        yield f"截止日期 {run.as_of.isoformat()} 不在任何政策文件的有效期内，本次不产生应付金额"


def _warn_of_grades(policies: list[Policy], tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """An unknown productivity grade neither bars nor cuts, so how many have none is said (readings 1.15)."""
    is_needed = any(isinstance(provision, GradeBar | GradeFactor) for p in policies for provision in p.provisions)
    if not is_needed or "enterprises" not in tables:
        return
    enterprises = tables["enterprises"].select("uscc")
    without = enterprises
    if "annual_returns" in tables:
        graded = tables["annual_returns"].filter(pl.col("productivity_grade").is_not_null())
        without = enterprises.join(graded, on="uscc", how="anti")
    if not without.is_empty():
        yield f"{enterprises.height} 家企业中 {without.height} 家没有任何年度的亩均评价，未知的评价不扣减、不排除"
