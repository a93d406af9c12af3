"""All documents of a city applied to one enterprise, and what the claims come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.evaluator.claims import BARRED, EXACT, UNSTATED, UPPER_BOUND, Claim
from tests.evaluator.facts import Dossier
from tests.evaluator.qingdao_2024 import qingdao_claims
from tests.evaluator.shaoxing_2025 import shaoxing_claims
from tests.evaluator.weifang_2022 import weifang_claims
from tests.evaluator.weihai_2021 import draft_claims
from tests.evaluator.weihai_2023 import weihai_claims


@dataclass(frozen=True)
class Document:
    """A policy document: its id, its city, whether it is a draft, and how it is applied."""

    id: str
    city: str
    is_draft: bool
    claims: Callable[[Dossier], list[Claim]]


DOCUMENTS: Final = (
    Document("weihai-2023", "weihai", False, weihai_claims),
    Document("shaoxing-2025", "shaoxing", False, shaoxing_claims),
    Document("weifang-2022", "weifang", False, weifang_claims),
    Document("qingdao-2024-draft", "qingdao", True, qingdao_claims),
    Document("weihai-2021-draft", "weihai", True, draft_claims),
)


@dataclass
class Totals:
    """The sums of one award year, in fen."""

    exact: int = 0
    upper_bound: int = 0
    undetermined: int = 0
    received: int = 0
    draft_exact: int = 0
    draft_upper_bound: int = 0


def evaluate(dossier: Dossier, city: str) -> dict[str, list[Claim]]:
    """Claims by document; a draft is looked at only where asked for."""
    applied = [each for each in DOCUMENTS if each.city == city and (dossier.with_drafts or not each.is_draft)]
    return {each.id: each.claims(dossier) for each in applied}


def totals_of(claims: dict[str, list[Claim]]) -> dict[int, Totals]:
    """Totals by award year (readings 1.9, 1.10, 1.17; contract 2): nothing lapsed or barred is in any."""
    drafts = {each.id for each in DOCUMENTS if each.is_draft}
    totals: dict[int, Totals] = defaultdict(Totals)
    for policy, of_policy in claims.items():
        for claim in of_policy:
            if not claim.has_lapsed and claim.disposition != BARRED:
                _add(totals[claim.year], claim, policy in drafts)
    return totals


def _add(totals: Totals, claim: Claim, is_draft: bool) -> None:
    award = 0 if claim.certainty == UNSTATED else claim.award or 0
    exact = award if claim.certainty == EXACT else 0
    bound = award if claim.certainty in (EXACT, UPPER_BOUND) else 0
    if is_draft:
        totals.draft_exact += exact if claim.verdict else 0
        totals.draft_upper_bound += bound if claim.verdict else 0
        return
    totals.received += claim.received
    if claim.verdict is None:
        totals.undetermined += award
        return
    totals.exact += exact
    totals.upper_bound += bound
