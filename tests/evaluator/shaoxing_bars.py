"""附则（二）and（四）of the Shaoxing document: who is out of scope or barred. An unknown bars nobody."""

from __future__ import annotations

from typing import Final

from tests.evaluator.facts import Dossier

# 房地产, 金融, 通信, 电力, 石化, 烟草 in GB/T 4754.
SIX_INDUSTRIES: Final = ("70", "66", "67", "68", "69", "63", "44", "25", "16", "5128", "5129")


def is_out_of_scope(dossier: Dossier) -> bool:
    """State-owned in one of the six industries."""
    is_state_owned = (dossier.ownership or "").startswith("国有")
    return is_state_owned and (dossier.industry or "").startswith(SIX_INDUSTRIES)


def is_barred(dossier: Dossier, award_year: int) -> bool:
    """Graded D for the year before, or on the list of the seriously dishonest at the as-of date."""
    return _is_graded_d(dossier, award_year) or _is_dishonest(dossier)


def _is_graded_d(dossier: Dossier, award_year: int) -> bool:
    before = dossier.return_of(award_year - 1)
    if before is None or before.productivity_grade != "D":
        return False
    entered = dossier.above_scale_on
    return entered is None or entered.first.year != award_year


def _is_dishonest(dossier: Dossier) -> bool:
    return any(
        each.kind in ("严重失信", "严重违法失信")
        and each.listed_on <= dossier.as_of
        and (each.removed_on is None or each.removed_on > dossier.as_of)
        for each in dossier.sanctions
    )
