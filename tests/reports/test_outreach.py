"""The outreach list: a sheet a district, a row an enterprise, all it can claim, nothing it cannot."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from openpyxl import load_workbook

from screening.reports.outreach import write_outreach
from tests.reports.read_back import read_rows, read_texts, sheet_names
from tests.reports.sample_results import LIKE_FORMULAS, award_rows_of, firms_of, is_counted, read_sample_run

Frames = dict[str, Any]
DISTRICTS: Final = ["临港经济技术开发区", "乳山市", "文登区", "火炬高技术产业开发区", "环翠区", "荣成市", "未知区县"]
FIXED: Final = ["封面", "说明", "区县汇总"]


@pytest.fixture(scope="module")
def frames(awards: pl.DataFrame, totals: pl.DataFrame, near_misses: pl.DataFrame, contacts: pl.DataFrame) -> Frames:
    return {"awards": awards, "totals": totals, "near_misses": near_misses, "contacts": contacts}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, frames: Frames) -> Path:
    """The outreach list of Weihai."""
    written = tmp_path_factory.mktemp("written") / "外联清单.xlsx"
    write_outreach(written, **frames, run=read_sample_run())
    return written


def all_enterprises(path: Path) -> list[dict[str, Any]]:
    return [row for district in DISTRICTS for row in read_rows(path, district)]


def test_each_district_has_its_sheet_and_the_unknown_one_comes_last(path: Path) -> None:
    assert sheet_names(path) == [*FIXED, *DISTRICTS, "事项明细", "接近达标"]


def test_an_enterprise_has_one_row_in_the_sheet_of_its_district(path: Path) -> None:
    claimable = {row["uscc"]: row["district"] for row in award_rows_of("weihai") if is_listed(row)}
    found = [(row["统一社会信用代码"], district) for district in DISTRICTS for row in read_rows(path, district)]
    assert sorted(found) == sorted((uscc, district or "未知区县") for uscc, district in claimable.items())


def is_listed(row: dict[str, Any]) -> bool:
    return is_counted(row) or is_counted(row, determination="undetermined")


def test_rows_are_sorted_by_upper_bound_then_exact_then_code(path: Path) -> None:
    for district in DISTRICTS:
        rows = read_rows(path, district)
        keys = [(-row["含上限合计"], -row["确定额合计"], row["统一社会信用代码"]) for row in rows]
        assert keys == sorted(keys)
        assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.parametrize(
    ("heading", "column"),
    [("确定额合计", "exact_total"), ("含上限合计", "upper_bound_total"), ("待核（单列）", "undetermined_total")],
)
def test_sums_on_the_sheets_are_those_of_the_totals(
    path: Path, totals: pl.DataFrame, heading: str, column: str
) -> None:
    known = [Decimal(str(row[heading])) for row in all_enterprises(path) if row[heading] != "—"]
    assert sum(known) == totals[column].sum()
    summary = "待核金额（单列）" if column == "undetermined_total" else heading
    assert Decimal(str(read_rows(path, "区县汇总")[-1][summary])) == totals[column].sum()


def test_contacts_stand_beside_the_enterprise_and_are_blank_where_unknown(path: Path) -> None:
    by_code = {row["统一社会信用代码"]: row for row in all_enterprises(path)}
    firms = {firm.number: firm for firm in firms_of("weihai")}
    assert by_code[firms[8].uscc]["联系人"] == "赵样例"
    assert by_code[firms[8].uscc]["联系电话"] == "13800000008"
    assert by_code[firms[15].uscc]["联系电话"] is None


def test_items_that_pay_nothing_more_stand_among_the_details_only(path: Path) -> None:
    details = {row["处理"] for row in read_rows(path, "事项明细")}
    assert {"不另计", "不予兑付"} <= details
    adjusted = {row["调整"] for row in read_rows(path, "事项明细") if row["处理"] == "不予兑付"}
    assert "亩均评价D档 -300万元" in adjusted
    lines = "\n".join(row["可申报事项（金额性质、年度、条款）"] for row in all_enterprises(path))
    assert "：0元" not in lines


def test_an_open_item_without_a_figure_leaves_the_sum_to_verify_unknown(
    tmp_path: Path, frames: Frames, run: dict[str, Any]
) -> None:
    rows = frames["awards"].filter(pl.col("item_id") == "weihai-2023/13-01", pl.col("determination") == "undetermined")
    code = rows["uscc"][0]
    totals = frames["totals"].filter(pl.col("uscc") == code).with_columns(undetermined_total=Decimal(0))
    only = {"awards": rows.filter(pl.col("uscc") == code), "totals": totals}
    write_outreach(tmp_path / "a.xlsx", **(frames | only), run=run)
    district = only["awards"]["district"][0] or "未知区县"
    assert read_rows(tmp_path / "a.xlsx", district)[0]["待核（单列）"] == "—"


def test_more_claims_than_a_cell_takes_are_pointed_to(path: Path) -> None:
    code = next(firm.uscc for firm in firms_of("weihai") if firm.number == 8)
    row = next(row for row in all_enterprises(path) if row["统一社会信用代码"] == code)
    listed = sum(is_listed(row) for row in award_rows_of("weihai") if row["uscc"] == code)
    lines = row["可申报事项（金额性质、年度、条款）"].split("\n")
    assert len(lines) == 13
    assert lines[-1] == f"……另有 {listed - 12} 项，见“事项明细”"


def test_drafts_are_left_out_unless_asked_for(tmp_path: Path, path: Path, frames: Frames, run: dict[str, Any]) -> None:
    assert not any("征求意见稿】" in text or "两化融合贯标奖励" in text for text in read_texts(path))
    assert "草案确定额" not in read_texts(path)
    write_outreach(tmp_path / "b.xlsx", **frames, run=run | {"include_drafts": True}, include_drafts=True)
    texts = read_texts(tmp_path / "b.xlsx")
    assert any("【征求意见稿】两化融合贯标奖励" in text for text in texts)
    assert "草案确定额" in texts


def test_drafts_stay_out_of_the_sums_even_where_they_are_shown(
    tmp_path: Path, frames: Frames, totals: pl.DataFrame, run: dict[str, Any]
) -> None:
    write_outreach(tmp_path / "b.xlsx", **frames, run=run, include_drafts=True)
    rows = all_enterprises(tmp_path / "b.xlsx")
    assert sum(Decimal(str(row["含上限合计"])) for row in rows) == totals["upper_bound_total"].sum()
    assert sum(Decimal(str(row["草案含上限"])) for row in rows) == totals["draft_upper_bound_total"].sum()


def test_names_that_look_like_formulas_are_text(path: Path) -> None:
    cells = [cell for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in cells if cell.value in LIKE_FORMULAS.values()} == set(LIKE_FORMULAS.values())
    assert {cell.data_type for cell in cells if cell.value in LIKE_FORMULAS.values()} == {"s"}
    assert not any(cell.data_type == "f" for cell in cells)


def test_near_misses_tell_what_was_asked_and_what_is_missing(path: Path) -> None:
    row = read_rows(path, "接近达标")[0]
    assert (row["所差条件"], row["要求"], row["现值"], row["差距"]) == (
        "营业收入",
        "≥ 10000万元",
        "9600万元",
        "400万元",
    )


def test_a_lapsed_document_is_no_claim_but_stays_among_the_details(
    tmp_path: Path, frames: Frames, run: dict[str, Any]
) -> None:
    lapsed = {"awards": frames["awards"].with_columns(policy_status=pl.lit("lapsed"))}
    write_outreach(tmp_path / "a.xlsx", **(frames | lapsed), run=run)
    assert sheet_names(tmp_path / "a.xlsx") == [*FIXED, "事项明细", "接近达标"]
    assert {row["处理"] for row in read_rows(tmp_path / "a.xlsx", "事项明细")} == {"已失效"}


def test_an_empty_night_is_readable(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    write_outreach(tmp_path / "a.xlsx", **{name: frame.clear() for name, frame in frames.items()}, run=run)
    assert sheet_names(tmp_path / "a.xlsx") == [*FIXED, "事项明细", "接近达标"]
    for sheet in ("区县汇总", "事项明细", "接近达标"):
        assert load_workbook(tmp_path / "a.xlsx")[sheet]["A4"].value == "无"


def test_two_writes_are_equal_bytes_whatever_the_order_of_rows(
    tmp_path: Path, path: Path, frames: Frames, run: dict[str, Any]
) -> None:
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=7) for name, frame in frames.items()}
    write_outreach(tmp_path / "b.xlsx", **shuffled, run=run)
    assert path.read_bytes() == (tmp_path / "b.xlsx").read_bytes()
