"""What makes a row fail each row-by-row expectation, in Polars, with the null rules of GX's pandas engine.

A rule is given a `RowDomain` and returns the failing rows: as a Boolean expression where a row is
judged by itself, as a query where it is judged beside other rows (duplicates, references).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import polars as pl

from screening.quality.gx_polars.engine import PolarsExecutionEngine

ROW: Final = "__row"  # position of a row in the frame, so that failing rows come in its order


@dataclass(frozen=True, slots=True)
class RowDomain:
    """The columns and rows that an expectation judges.

    `considered` is a never-null Boolean expression, or None for every row.
    """

    engine: PolarsExecutionEngine
    kwargs: Mapping[str, Any]
    columns: tuple[str, ...]
    considered: pl.Expr | None

    @property
    def value(self) -> pl.Expr:
        """The one column that is judged."""
        (column,) = self.columns
        return pl.col(column)

    def failing(self, is_good: pl.Expr) -> pl.Expr:
        """True where a considered row is not known to be good."""
        is_bad = ~is_good.fill_null(False)
        return is_bad if self.considered is None else self.considered & is_bad

    def considered_rows(self) -> pl.LazyFrame:
        """The considered rows with their position in `ROW`."""
        rows = self.engine.frame.with_row_index(ROW)
        return rows if self.considered is None else rows.filter(self.considered)


FailingRows: TypeAlias = pl.Expr | pl.LazyFrame
RowRule: TypeAlias = Callable[[RowDomain], FailingRows]


def not_null(domain: RowDomain) -> FailingRows:
    """Rows with no value."""
    return domain.failing(domain.value.is_not_null())


def null(domain: RowDomain) -> FailingRows:
    """Rows with a value."""
    return domain.failing(domain.value.is_null())


def match_regex(domain: RowDomain) -> FailingRows:
    """Rows whose text does not match."""
    return domain.failing(domain.value.str.contains(domain.kwargs["regex"]))


def not_match_regex(domain: RowDomain) -> FailingRows:
    """Rows whose text matches."""
    return domain.failing(~domain.value.str.contains(domain.kwargs["regex"]))


def in_set(domain: RowDomain) -> FailingRows:
    """Rows whose value is not listed."""
    return domain.failing(domain.value.is_in(list(domain.kwargs["value_set"])))


def not_in_set(domain: RowDomain) -> FailingRows:
    """Rows whose value is listed."""
    return domain.failing(~domain.value.is_in(list(domain.kwargs["value_set"])))


def between(domain: RowDomain) -> FailingRows:
    """Rows whose value lies outside the bounds."""
    value, kwargs = domain.value, domain.kwargs
    is_good = pl.lit(True)
    if (least := _whole(kwargs.get("min_value"))) is not None:
        is_good &= value > least if kwargs.get("strict_min") else value >= least
    if (most := _whole(kwargs.get("max_value"))) is not None:
        is_good &= value < most if kwargs.get("strict_max") else value <= most
    return domain.failing(is_good)


def pair_equal(domain: RowDomain) -> FailingRows:
    """Rows whose two values differ."""
    first, second = map(pl.col, domain.columns)
    return domain.failing(first == second)


def pair_greater(domain: RowDomain) -> FailingRows:
    """Rows whose first value is not greater than (or equal to) the second."""
    first, second = map(pl.col, domain.columns)
    return domain.failing(first >= second if domain.kwargs.get("or_equal") else first > second)


def unique(domain: RowDomain) -> FailingRows:
    """Rows whose values stand in another row too; every row of a group of duplicates fails."""
    keys = list(domain.columns)
    # group_by and a semi-join take half the time of is_unique() over the whole frame.
    repeated = domain.considered_rows().group_by(keys).len().filter(pl.col("len") > 1).select(keys)
    return domain.considered_rows().join(repeated, on=keys, how="semi", nulls_equal=True)


def in_reference(domain: RowDomain) -> FailingRows:
    """Rows whose value is not in a column of a reference frame."""
    name, column = domain.kwargs["reference"], domain.kwargs["reference_column"]
    reference = domain.engine.reference_column(name, column)
    return domain.considered_rows().join(reference, left_on=domain.columns, right_on=column, how="anti")


def _whole(bound: Any) -> Any:
    """The bound, a whole float as an int: GX reads 0 as 0.0, and money is never compared with a float."""
    return int(bound) if isinstance(bound, float) and bound.is_integer() else bound
