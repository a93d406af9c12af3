"""Sums by any grouping: exact, upper bound, unstated and to verify are never mixed, unknown is never zero."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from screening.contract.result_tables import RESULT_TABLES
from screening.reports.measures import counts_in_totals, measure, measure_all
from tests.reports.sample_results import ITEMS, award_row, firms_of


def frame_of(*changes: dict[str, Any]) -> pl.DataFrame:
    """Awards of one firm, each an exact one of 50,000 yuan, changed."""
    plain = award_row(next(firms_of("weihai")), ITEMS["weihai"][3], 11)
    return pl.DataFrame([plain | change for change in changes], schema=RESULT_TABLES["awards"])


def test_each_kind_has_its_own_sum() -> None:
    rows = frame_of(
        {},
        {"certainty": "upper_bound", "award": Decimal(300)},
        {"certainty": "unstated", "award": None},
        {"determination": "undetermined", "award": Decimal(7)},
        {"determination": "undetermined", "certainty": "unstated", "award": None},
    )
    sums = measure_all(rows).row(0, named=True)
    assert (sums["exact_total"], sums["upper_bound_only"], sums["upper_bound_total"]) == (50_000, 300, 50_300)
    assert (sums["unstated_items"], sums["undetermined_items"], sums["undetermined_total"]) == (1, 2, 7)
    assert (sums["enterprises"], sums["items"]) == (1, 5)


def test_an_open_sum_without_any_figure_is_unknown() -> None:
    rows = frame_of({"determination": "undetermined", "award": None})
    assert measure_all(rows)["undetermined_total"].item() is None


def test_receipts_are_unknown_where_no_row_knows_of_one_and_summed_where_one_does() -> None:
    unknown = {"received": None, "outstanding": None}
    assert measure_all(frame_of(unknown))["received_total"].item() is None
    assert measure_all(frame_of(unknown, {"received": Decimal(5)}))["received_total"].item() == 5


def test_no_rows_sum_to_zero() -> None:
    sums = measure_all(frame_of()).row(0, named=True)
    assert (sums["enterprises"], sums["exact_total"], sums["undetermined_total"]) == (0, 0, 0)


def test_settled_awards_count_whole_and_barred_or_displaced_ones_not_at_all() -> None:
    dispositions = ["payable", "settled", "barred", "not_additional"]
    rows = frame_of(*({"disposition": disposition} for disposition in dispositions))
    assert rows.filter(counts_in_totals())["disposition"].to_list() == ["payable", "settled"]


def test_groups_come_sorted_with_the_unknown_last() -> None:
    rows = frame_of({"district": None}, {"district": "荣成市"}, {"district": "乳山市"})
    assert measure(rows, ["district"])["district"].to_list() == ["乳山市", "荣成市", None]
