"""The budget estimate: sums that close, kinds apart, drafts apart, what is left out shown with the reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import polars as pl
import pytest
from openpyxl import load_workbook

from screening.reports.budget import write_budget
from tests.reports.read_back import read_rows, read_texts, sheet_names
from tests.reports.sample_results import award_rows_of, awards_of, is_counted, read_sample_run, sum_of, totals_of

Frames = dict[str, pl.DataFrame]
SUMMED: Final = ["汇总", "按条款", "按事项", "按区县", "按匹配方式"]
SHEETS: Final = ["封面", "说明", *SUMMED, "不计入合计", "未对应付款", "核对"]


@pytest.fixture(scope="module")
def frames(awards: pl.DataFrame, totals: pl.DataFrame, unmatched_payments: pl.DataFrame) -> Frames:
    return {"awards": awards, "totals": totals, "unmatched_payments": unmatched_payments}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, frames: Frames) -> Path:
    """The budget estimate of Weihai."""
    written = tmp_path_factory.mktemp("written") / "兑付测算.xlsx"
    write_budget(written, **frames, run=read_sample_run())
    return written


def yuan(value: object) -> Decimal:
    return Decimal(str(value))


@pytest.mark.parametrize("sheet", SUMMED)
def test_every_sheet_sums_to_the_totals_per_enterprise(path: Path, totals: pl.DataFrame, sheet: str) -> None:
    *rows, total = read_rows(path, sheet)
    for heading, column in (("确定额", "exact_total"), ("含上限合计", "upper_bound_total")):
        assert sum(yuan(row[heading]) for row in rows) == yuan(total[heading]) == totals[column].sum()
    assert yuan(total["待核金额（单列）"]) == totals["undetermined_total"].sum()
    assert total["待核项数"] == totals["undetermined_items"].sum()
    assert total["未明示项数"] == totals["unstated_items"].sum()


def test_upper_bounds_are_apart_from_exact_sums(path: Path) -> None:
    for row in read_rows(path, "按条款"):
        assert yuan(row["确定额"]) + yuan(row["上限"]) == yuan(row["含上限合计"])


def test_an_article_is_also_printed_in_ten_thousands(path: Path) -> None:
    for row in read_rows(path, "按条款"):
        assert yuan(row["上限（万元）"]) * 10_000 == yuan(row["上限"])


def test_articles_stand_as_the_document_prints_them(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    shaoxing = {"awards": awards_of("shaoxing"), "totals": totals_of("shaoxing")}
    write_budget(tmp_path / "a.xlsx", **(frames | shaoxing), run=run)
    *rows, _ = read_rows(tmp_path / "a.xlsx", "按条款")
    assert [row["条款"] for row in rows] == ["七", "八", "十二", "十八", "二十五", "附则(四)"]


def test_an_enterprise_counts_once_in_the_total(path: Path) -> None:
    rows = [row for row in award_rows_of("weihai") if is_counted(row) or is_counted(row, determination="undetermined")]
    assert read_rows(path, "汇总")[-1]["企业数"] == len({row["uscc"] for row in rows})


def test_money_rests_on_classes_of_match_that_are_told_apart(path: Path) -> None:
    rows = {row["匹配方式"]: row for row in read_rows(path, "按匹配方式")}
    assert list(rows) == ["信用代码", "名称一致", "名称书写形式不同", "曾用名", "人工复核", "合计"]
    by_code = sum_of(award_rows_of("weihai"), "award", lambda row: is_counted(row) and row["match_class"] == "code")
    assert yuan(rows["信用代码"]["含上限合计"]) == by_code


def test_receipts_stand_beside_the_sums_and_are_not_taken_off(path: Path) -> None:
    total = read_rows(path, "汇总")[-1]
    assert yuan(total["已兑付"]) == sum_of(award_rows_of("weihai"), "received", is_counted)
    assert yuan(total["尚可兑付"]) == sum_of(award_rows_of("weihai"), "outstanding", is_counted)


def test_what_is_left_out_is_shown_with_the_reason(path: Path) -> None:
    rows = read_rows(path, "不计入合计")
    assert {row["不计入的原因"] for row in rows} == {"不另计", "不予兑付"}
    lost = sum_of(
        award_rows_of("weihai"),
        "entitlement",
        lambda row: row["policy_status"] == "in_force" and row["disposition"] in ("barred", "not_additional"),
    )
    assert sum(yuan(row["按条款应得"]) for row in rows) == lost


def test_a_lapsed_document_is_in_no_total(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    lapsed = {
        "awards": frames["awards"].with_columns(policy_status=pl.lit("lapsed")),
        "totals": frames["totals"].clear(),
    }
    write_budget(tmp_path / "a.xlsx", **(frames | lapsed), run=run)
    assert load_workbook(tmp_path / "a.xlsx")["汇总"]["A4"].value == "无"
    assert {row["不计入的原因"] for row in read_rows(tmp_path / "a.xlsx", "不计入合计")} == {"政策已失效"}


def test_drafts_have_a_sheet_of_their_own(path: Path, totals: pl.DataFrame) -> None:
    assert sheet_names(path) == [*SHEETS, "草案测算"]
    total = read_rows(path, "草案测算")[-1]
    assert yuan(total["确定额"]) == totals["draft_exact_total"].sum()
    assert "两化融合贯标奖励" not in {row["事项"] for row in read_rows(path, "按事项")}


def test_a_run_without_drafts_has_no_sheet_for_them(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    in_force = {"awards": frames["awards"].filter(pl.col("policy_status") == "in_force")}
    write_budget(tmp_path / "a.xlsx", **(frames | in_force), run=run)
    assert sheet_names(tmp_path / "a.xlsx") == SHEETS


def test_both_ways_of_adding_are_set_side_by_side(path: Path, totals: pl.DataFrame) -> None:
    rows = read_rows(path, "核对")
    for row, column in zip(rows, ("exact_total", "upper_bound_total", "undetermined_total"), strict=True):
        assert yuan(row["按事项相加"]) == yuan(row["按企业汇总"]) == totals[column].sum()
    assert [row["合计"] for row in rows] == ["确定额", "含上限合计", "待核金额（单列）"]
    assert [row["差额"] for row in rows] == [0, 0, 0]


def test_a_difference_is_not_hidden(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    wrong = {"totals": frames["totals"].with_columns(pl.col("exact_total") + pl.lit(Decimal("0.01")))}
    write_budget(tmp_path / "a.xlsx", **(frames | wrong), run=run)
    difference = Decimal("-0.01") * frames["totals"].height
    assert yuan(read_rows(tmp_path / "a.xlsx", "核对")[0]["差额"]) == difference


def test_payments_that_belong_to_no_award_are_listed(path: Path) -> None:
    row, total = read_rows(path, "未对应付款")
    assert (row["兑付事项"], row["金额"], row["未对应的原因"]) == ("技术改造补助", 88000.5, "无对应事项")
    assert total["金额"] == 88000.5


def test_the_chart_of_articles_shows_its_axes(path: Path) -> None:
    chart = ZipFile(path).read("xl/charts/chart1.xml").decode()
    assert chart.count('<delete val="0"') == 2
    assert "'按条款'!$M$4:$M$9" in chart
    assert "'按条款'!$N$4:$N$9" in chart
    assert "'按条款'!$B$4:$B$9" in chart


def test_an_empty_night_is_readable(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    write_budget(tmp_path / "a.xlsx", **{name: frame.clear() for name, frame in frames.items()}, run=run)
    workbook = load_workbook(tmp_path / "a.xlsx")
    for sheet in (*SUMMED, "不计入合计", "未对应付款"):
        assert workbook[sheet]["A4"].value == "无"
    assert [row["差额"] for row in read_rows(tmp_path / "a.xlsx", "核对")] == [0, 0, 0]


def test_no_contact_stands_in_it(path: Path) -> None:
    assert not any("1380000" in text for text in read_texts(path))


def test_two_writes_are_equal_bytes_whatever_the_order_of_rows(
    tmp_path: Path, path: Path, frames: Frames, run: dict[str, Any]
) -> None:
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=7) for name, frame in frames.items()}
    write_budget(tmp_path / "b.xlsx", **shuffled, run=run)
    assert path.read_bytes() == (tmp_path / "b.xlsx").read_bytes()
