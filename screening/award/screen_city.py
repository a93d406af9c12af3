"""One city's tables to determinations, awards, totals and near misses: the order of readings 1.13 on a page."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from screening.award.award_rows import AwardRows, award_rows
from screening.award.bars import bar_by_grade, bar_by_sanction, bar_by_scope
from screening.award.ceilings import apply_contribution_ceiling, apply_grade_factor, apply_shared_ceiling
from screening.award.ledger import assign_payments, match_payments, with_received
from screening.award.results import ScreenedDocument, result_tables
from screening.award.stacking import flag_overlap, keep_highest
from screening.award.top_up import Payments, paid_rungs, top_up
from screening.determination.conditions import ConditionContext
from screening.determination.determine import determine
from screening.determination.fact_tables import FactTables, fact_tables, fold_list_name
from screening.rules import policy_item as rule
from screening.rules.catalogue import catalogue_of
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.resolve_programmes import resolve_programmes
from screening.screening_run import ScreeningRun


def screen_city(
    tables: Mapping[str, pl.DataFrame], rulebook: Rulebook, run: ScreeningRun, city: str
) -> dict[str, pl.DataFrame]:
    """`determinations`, `awards`, `enterprise_totals`, `near_misses` of a city, and `unmatched_payments`.

    tables: typed input tables (`typed_schema`), recognitions with `match_class`; a table that is not there
    is unknown as a whole. A city without a policy document gives empty tables.
    """
    facts = fact_tables(_with_programmes(tables, rulebook), rulebook, run.as_of)
    screened = [
        _screen_document(loaded, facts, rulebook, run)
        for loaded in rulebook.policies.values()
        if loaded.policy.city == city and (loaded.policy.status != "draft" or run.include_drafts)
    ]
    return result_tables(screened, facts, run, city)


def _with_programmes(tables: Mapping[str, pl.DataFrame], rulebook: Rulebook) -> dict[str, pl.DataFrame]:
    catalogue = catalogue_of(rulebook)
    resolved = dict(tables)
    if "recognitions" in tables and "programme_title" not in tables["recognitions"].columns:
        resolved["recognitions"] = resolve_programmes(tables["recognitions"], catalogue)
    if "awards_received" in tables:
        resolved["awards_received"] = resolve_programmes(tables["awards_received"], catalogue, "item")
    return resolved


def _screen_document(
    loaded: LoadedPolicy, facts: FactTables, rulebook: Rulebook, run: ScreeningRun
) -> ScreenedDocument:
    """Determination, bars, stacking, ceilings, what was received: one document."""
    context = ConditionContext(rulebook.industry_lists, fold_list_name, loaded.policy.force)
    payments = Payments(facts.ledger, match_payments(facts.ledger, loaded))
    awards = award_rows(determine(loaded, facts, rulebook, run), context)
    awards = _bar(awards, loaded, facts, context, run)
    awards = _stack(awards, loaded, facts, payments)
    awards = _limit(awards, loaded, facts)
    assigned = assign_payments(awards, payments.ledger, payments.items)
    return ScreenedDocument(with_received(awards, assigned), awards.adjustments, payments.items, assigned)


def _bar(
    awards: AwardRows, loaded: LoadedPolicy, facts: FactTables, context: ConditionContext, run: ScreeningRun
) -> AwardRows:
    for provision in loaded.policy.provisions:
        match provision:
            case rule.GradeBar():
                awards = bar_by_grade(awards, provision, facts)
            case rule.SanctionBar():
                awards = bar_by_sanction(awards, provision, facts, run.as_of)
            case rule.ScopeExclusion():
                awards = bar_by_scope(awards, provision, context)
    return awards


def _stack(awards: AwardRows, loaded: LoadedPolicy, facts: FactTables, payments: Payments) -> AwardRows:
    """Exclusive groups first, then top-up less what was received."""
    relations = [(article.article, relation) for article in loaded.articles for relation in article.stacking]
    families = [relation for _, relation in relations if isinstance(relation, rule.TopUp)]
    paid = paid_rungs(awards, families, loaded.policy.id, payments)
    for article, relation in relations:
        if isinstance(relation, rule.HighestOnly):
            awards = keep_highest(awards, relation, loaded.policy.id, article, paid)
    for family in families:
        awards = top_up(awards, family, loaded, facts, payments)
    for _, relation in relations:
        if isinstance(relation, rule.Overlap):
            awards = flag_overlap(awards, relation, loaded.policy.id)
    return awards


def _limit(awards: AwardRows, loaded: LoadedPolicy, facts: FactTables) -> AwardRows:
    """Ceilings of clauses, then the factor, then the ceiling of the whole document."""
    for article in loaded.articles:
        for ceiling in article.ceilings:
            awards = apply_shared_ceiling(awards, ceiling, loaded.policy.id, article.article)
    for provision in loaded.policy.provisions:
        if isinstance(provision, rule.GradeFactor):
            awards = apply_grade_factor(awards, provision, facts)
    for provision in loaded.policy.provisions:
        if isinstance(provision, rule.ContributionCeiling):
            awards = apply_contribution_ceiling(awards, provision, facts)
    return awards
