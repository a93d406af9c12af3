"""Lines that revenue reaches, and growth from year to year."""

from __future__ import annotations

from tests.evaluator.claims import Verdict
from tests.evaluator.facts import Dossier


def grew_by(dossier: Dossier, year: int, percent: int) -> Verdict:
    """Revenue of a year at least so much above that of the year before; open where one of the two is unknown."""
    of_year, before = dossier.return_of(year), dossier.return_of(year - 1)
    if of_year is None or before is None or of_year.revenue is None or before.revenue is None:
        return None
    return of_year.revenue * 100 >= before.revenue * (100 + percent)
