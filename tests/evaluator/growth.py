"""Lines that a figure passes for the first time, and growth from year to year."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.evaluator.claims import Verdict
from tests.evaluator.facts import Dossier, Return

Figure = Callable[[Return], int | None]


def grew_by(dossier: Dossier, year: int, percent: int) -> Verdict:
    """Revenue of a year at least so much above that of the year before; open where one of the two is unknown."""
    of_year, before = dossier.return_of(year), dossier.return_of(year - 1)
    if of_year is None or before is None or of_year.revenue is None or before.revenue is None:
        return None
    return of_year.revenue * 100 >= before.revenue * (100 + percent)


def passes_first(dossier: Dossier, of_year: Return, met: Callable[[Return], Verdict]) -> Verdict:
    """A line met for the first time (readings 1.7): the earliest known year proves nothing by itself."""
    earlier = [met(other) for other in dossier.returns if other.year < of_year.year]
    if True in earlier:
        return False
    was_below = True if False in earlier else None
    return None if met(of_year) is None else met(of_year) and was_below


def highest_line(value: int, lines: Sequence[int], *, is_strict: bool = False) -> int | None:
    """The highest line that a figure reaches, or exceeds where the clause says 超过."""
    return max((line for line in lines if value > line or (value == line and not is_strict)), default=None)


def highest_new_line(
    dossier: Dossier, of_year: Return, figure: Figure, lines: Sequence[int], *, is_strict: bool = False
) -> tuple[int | None, Verdict]:
    """The line an annual figure passes for the first time, and whether it surely does.

    Only the highest line counts; an unknown figure might pass any of them.
    """
    value = figure(of_year)
    if value is None:
        return max(lines), _might_pass(dossier, of_year, figure, max(lines), is_strict=is_strict)
    line = highest_line(value, lines, is_strict=is_strict)
    if line is None:
        return None, False

    def met(other: Return) -> Verdict:
        seen = figure(other)
        return None if seen is None else highest_line(seen, [line], is_strict=is_strict) is not None

    return line, passes_first(dossier, of_year, met)


def _might_pass(dossier: Dossier, of_year: Return, figure: Figure, top: int, *, is_strict: bool) -> Verdict:
    """An unknown figure is open, unless the top line was passed before."""
    earlier = [figure(other) for other in dossier.returns if other.year < of_year.year]
    is_past_top = any(highest_line(seen, [top], is_strict=is_strict) for seen in earlier if seen is not None)
    return False if is_past_top else None
