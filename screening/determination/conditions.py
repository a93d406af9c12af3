"""The closed table of condition kinds: each becomes one three-valued Polars expression.

`true` is met, `false` is unmet, null is unknown: Polars' own Kleene logic, never `when`, `filter` or
`fill_null` on a condition. Facts that need another table (standing, other spending, earlier years) have
been joined to the candidate frame beforehand under the column `joined_column` names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from screening.contract.money import BASIS_POINTS, basis_points_from_printed
from screening.contract.source_tables import THROUGH
from screening.rules import policy_item as rule
from screening.rules.printed_figures import figure_from_printed
from screening.rules.vocabulary import FACTS

PERIOD_FACTS: Final = frozenset({"recognised_on", "above_scale_on", "accepted_on"})  # read as day, month or year
NEAR_MISS_PERCENT: Final = 80  # readings 1.5: within 20 % below the line


@dataclass(frozen=True, slots=True)
class ConditionContext:
    """What a condition may look up besides its own row: code lists, folding, the names of joined columns."""

    industry_prefixes: dict[str, tuple[str, ...]]
    fold_name: Callable[[str], str]
    force: rule.Force | None = None


def joined_column(condition: rule.Condition) -> str:
    """Name of the joined Boolean column of a condition that looks into another table."""
    match condition:
        case rule.Holds():
            return f"holds:{'/'.join(condition.programmes)}:{'/'.join(condition.levels)}:{_holds_options(condition)}"
        case rule.SpendingExists():
            return f"spends:{'/'.join(condition.spending_kinds)}:{'object' if condition.same_object else 'firm'}"
        case _:
            raise TypeError(f"{type(condition).__name__} looks into no other table")


def _holds_options(condition: rule.Holds) -> str:
    options = {"ever": condition.ever, "object": condition.same_object, "level": condition.level_from_row}
    return "+".join(name for name, is_set in options.items() if is_set)


def leaves(conditions: Sequence[rule.Condition]) -> Iterator[rule.Condition]:
    """Every condition of the sequence, those inside any_of included, any_of itself not."""
    for condition in conditions:
        if isinstance(condition, rule.AnyOf):
            yield from leaves(condition.conditions)
        else:
            yield condition


def fact_column(name: str) -> pl.Expr:
    """The column of a fact in a candidate frame."""
    return pl.col(FACTS[name].column)


def figure(fact: str, printed: str) -> pl.Expr:
    """A printed figure in the unit of its fact, as a literal."""
    return pl.lit(figure_from_printed(printed, FACTS[fact].unit))


def _at_least(c: rule.AtLeast, _: ConditionContext) -> pl.Expr:
    return fact_column(c.fact) >= figure(c.fact, c.value)


def _over(c: rule.Over, _: ConditionContext) -> pl.Expr:
    return fact_column(c.fact) > figure(c.fact, c.value)


def _at_most(c: rule.AtMost, _: ConditionContext) -> pl.Expr:
    return fact_column(c.fact) <= figure(c.fact, c.value)


def _under(c: rule.Under, _: ConditionContext) -> pl.Expr:
    return fact_column(c.fact) < figure(c.fact, c.value)


def _one_of(c: rule.OneOf, _: ConditionContext) -> pl.Expr:
    is_named = fact_column(c.fact).is_in(c.values)
    return is_named.fill_null(True) if c.blank_is_met else is_named  # null: a reading says so, openly in the rule


def _contains(c: rule.Contains, _: ConditionContext) -> pl.Expr:
    return fact_column(c.fact).str.contains_any(c.words)


def _is_true(c: rule.IsTrue, _: ConditionContext) -> pl.Expr:
    return _flag(c)


def _is_false(c: rule.IsFalse, _: ConditionContext) -> pl.Expr:
    return ~_flag(c)


def _flag(c: rule.IsTrue | rule.IsFalse) -> pl.Expr:
    # The one place where a blank is an answer: a reading says so and the row is flagged.
    return fact_column(c.fact).fill_null(False) if c.blank_is_no else fact_column(c.fact)  # null: readings 5


def _is_present(c: rule.IsPresent, _: ConditionContext) -> pl.Expr:
    is_there = fact_column(c.fact).is_not_null()
    # A blank is unknown, so this is true or null and never false, but where a reading says otherwise.
    return is_there if c.blank_is_no else is_there | pl.lit(None, dtype=pl.Boolean)


def _listed_in(c: rule.ListedIn, context: ConditionContext) -> pl.Expr:
    return lists_any(c.fact, c.any_of, context)


def lists_any(fact: str, names: Sequence[str], context: ConditionContext) -> pl.Expr:
    """Whether a list fact names one of these; null where the list is unknown, false for an empty list."""
    wanted = pl.lit([context.fold_name(name) for name in names], dtype=pl.List(pl.String))
    return pl.col(fact).list.set_intersection(wanted).list.len() > 0


def _industry_in(c: rule.IndustryIn, context: ConditionContext) -> pl.Expr:
    prefixes = sorted(context.industry_prefixes[c.industry_list])
    # A code coarser than the list ("39" where 3973 is asked) leaves it open.
    coarser = sorted({prefix[:n] for prefix in prefixes for n in range(1, len(prefix))} - set(prefixes))
    is_listed = pl.col("industry_code").str.contains("^(?:" + "|".join(prefixes) + ")")
    is_open = pl.col("industry_code").is_in(coarser) & pl.lit(None, dtype=pl.Boolean)
    return is_listed | is_open


def _above_scale(_: rule.AboveScale, __: ConditionContext) -> pl.Expr:
    return pl.col("is_above_scale")


def _growth(c: rule.Growth, _: ConditionContext) -> pl.Expr:
    now, before = years_back_column(c.fact, c.years_back), years_back_column(c.fact, c.years_back + 1)
    has_grown = now * BASIS_POINTS >= before * (BASIS_POINTS + basis_points_from_printed(c.at_least))
    # Growth over nothing, or over an unknown year, is no percentage: without otherwise it is unknown.
    return pl.when(before > 0).then(has_grown)


def years_back_column(fact: str, years_back: int) -> pl.Expr:
    """The fact in the year of the row (0) or so many years before it."""
    column = FACTS[fact].column
    return pl.col(column if years_back == 0 else f"{column}_{years_back}_years_back")


def _reaches(c: rule.ReachesTarget, _: ConditionContext) -> pl.Expr:
    return fact_column(c.fact) >= fact_column(c.other_fact)


def line_is_reached(line: rule.Line, column: pl.Expr | None = None) -> pl.Expr:
    """Whether a line of a ladder is reached by its fact, or by another column in the same unit."""
    seen = fact_column(line.fact) if column is None else column
    if line.over is not None:
        return seen > figure(line.fact, line.over)
    assert line.at_least is not None  # load_rulebook: exactly one of the two
    return seen >= figure(line.fact, line.at_least)


def line_is_near(line: rule.Line) -> pl.Expr:
    """Whether the fact is below the line by at most 20 % of it."""
    printed = line.over if line.over is not None else line.at_least
    assert printed is not None
    threshold = figure_from_printed(printed, FACTS[line.fact].unit)
    return (fact_column(line.fact) * 100 >= threshold * NEAR_MISS_PERCENT) & ~line_is_reached(line)


def reached_now(c: rule.FirstReach) -> pl.Expr:
    """All lines reached in the year of the row."""
    return pl.all_horizontal([line_is_reached(line) for line in c.lines])


def _first_reach(c: rule.FirstReach, _: ConditionContext) -> pl.Expr:
    # First only where no earlier year reached the lines and an earlier year is known to be below them.
    is_proved = below_before(c) | pl.lit(None, dtype=pl.Boolean)
    return reached_now(c) & ~reached_before(c) & is_proved


def reached_before(c: rule.FirstReach) -> pl.Expr:
    """Whether a known earlier year reached the lines; never null."""
    return pl.col(ladder_column(c, "reached_before"))


def below_before(c: rule.FirstReach) -> pl.Expr:
    """Whether a known earlier year was below the lines; never null."""
    return pl.col(ladder_column(c, "below_before"))


def ladder_column(c: rule.FirstReach, what: str) -> str:
    """Name of a joined column of a ladder."""
    return what + ":" + "+".join(f"{line.fact}>{line.over}≥{line.at_least}" for line in c.lines)


def _in_force(c: rule.InForce, context: ConditionContext) -> pl.Expr:
    first, last = fact_column(c.fact), pl.col(last_day_column(c.fact))
    if context.force is None:
        return first.is_not_null() | pl.lit(None, dtype=pl.Boolean)
    return (last >= context.force.start) & (first <= context.force.end)


def last_day_column(fact: str) -> str:
    """The column of the last day a date fact may mean: its own, or its companion where a period is printed."""
    return f"{fact}{THROUGH}" if fact in PERIOD_FACTS else fact


def _joined(c: rule.Holds | rule.SpendingExists, _: ConditionContext) -> pl.Expr:
    return pl.col(joined_column(c))


def _judged(c: rule.Judged, _: ConditionContext) -> pl.Expr:
    return pl.col(judgement_column(c))


def judgement_column(c: rule.Judged) -> str:
    """Name of the joined column that holds what was decided: is_confirmed, else a ruling."""
    return f"judged:{c.text}"


def _any_of(c: rule.AnyOf, context: ConditionContext) -> pl.Expr:
    return pl.any_horizontal([verdict(condition, context) for condition in c.conditions])


_VERDICTS: Final[dict[type[Any], Callable[[Any, ConditionContext], pl.Expr]]] = {
    rule.AtLeast: _at_least,
    rule.Over: _over,
    rule.AtMost: _at_most,
    rule.Under: _under,
    rule.OneOf: _one_of,
    rule.Contains: _contains,
    rule.IsTrue: _is_true,
    rule.IsFalse: _is_false,
    rule.IsPresent: _is_present,
    rule.ListedIn: _listed_in,
    rule.IndustryIn: _industry_in,
    rule.AboveScale: _above_scale,
    rule.Growth: _growth,
    rule.ReachesTarget: _reaches,
    rule.FirstReach: _first_reach,
    rule.Holds: _joined,
    rule.SpendingExists: _joined,
    rule.Judged: _judged,
    rule.InForce: _in_force,
    rule.AnyOf: _any_of,
}


def verdict(condition: rule.Condition, context: ConditionContext) -> pl.Expr:
    """Boolean expression of a condition on a candidate frame: met, unmet, or null for unknown."""
    return _VERDICTS[type(condition)](condition, context)
