"""Every total that a workbook prints is the sum of the lines above it, and the totals of the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import polars as pl
import pytest
from openpyxl import load_workbook

from screening.cli import main
from screening.pipeline import Night, run_night
from screening.plan_run import NightRequest
from screening.quality import gates
from screening.reports.workbook import HEADING_ROW

CITY: Final = "shaoxing"
_TOTAL: Final = "合计"
# One enterprise in several rows counts once in a total: these are no sums.
_COUNTED_ONCE: Final = {"企业数", "受惠企业数", "企业数（家）"}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """A night of sample firms with its workbooks; the gates have tests of their own."""
    folder = tmp_path_factory.mktemp("night")
    assert main(["sample", "--out", str(folder / "inbox"), "--enterprises", "150", "--city", CITY]) == 0
    with pytest.MonkeyPatch.context() as patch:
        for gate in ("guard_inputs", "guard_results", "guard_movements", "guard_drift"):
            patch.setattr(gates, gate, lambda *_: [])
        yield run_night(NightRequest(folder / "inbox", folder / "out", dt.date(2025, 11, 30)))


def _totals(night: Night) -> Iterator[tuple[str, str, Any, Any]]:
    """Place, heading, printed total and sum of the lines of every figure in a row that begins with 合计."""
    for path in sorted((night.folder / "reports").glob("*.xlsx")):
        for sheet in load_workbook(path).worksheets:
            rows = list(sheet.iter_rows(min_row=HEADING_ROW, values_only=True))
            for at, row in enumerate(rows):
                if _TOTAL in row[:2]:
                    place = f"{path.name}/{sheet.title}"
                    yield from ((place, *figures) for figures in _compare(rows[0], rows[1:at], row))


def _compare(headings: Any, lines: Any, total: Any) -> Iterator[tuple[str, Any, Any]]:
    for column, heading in enumerate(headings):
        printed = total[column]
        if isinstance(printed, int | float) and heading not in _COUNTED_ONCE and "比例" not in str(heading):
            values = [line[column] for line in lines if isinstance(line[column], int | float)]
            yield str(heading), Decimal(str(printed)), sum((Decimal(str(value)) for value in values), Decimal(0))


def test_every_total_in_a_workbook_is_the_sum_of_its_lines(night: Night) -> None:
    totals = list(_totals(night))
    assert len({place for place, *_ in totals}) >= 5
    assert [each for each in totals if each[2] != each[3]] == []


def test_the_totals_of_the_budget_are_those_of_the_tables(night: Night) -> None:
    budget = load_workbook(night.folder / "reports" / f"兑付测算-{CITY}.xlsx")
    printed = {row[0].value: row[1].value for row in budget["封面"].iter_rows(max_col=2) if row[0].value}
    totals = pl.read_parquet(night.folder / "enterprise_totals.parquet")
    for label, name in (("确定额合计（元）", "exact_total"), ("含上限合计（元）", "upper_bound_total")):
        summed = totals[name].sum()
        assert isinstance(summed, Decimal)
        assert summed > 0
        assert Decimal(str(printed[label])) == summed, label
