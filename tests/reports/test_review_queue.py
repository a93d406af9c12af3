"""The review workbook: what people are asked, and that their answers are read back as rulings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from openpyxl import load_workbook

from screening.contract.money import YUAN
from screening.contract.result_tables import NAME_STAKES
from screening.contract.source_tables import RULINGS
from screening.reports.name_questions import with_stakes
from screening.reports.review_queue import write_review
from tests.reports.read_back import read_rows, read_texts, sheet_names
from tests.reports.sample_results import award_rows_of, firms_of, read_sample_run

Frames = dict[str, pl.DataFrame]
QUESTIONS: Final = ["名称匹配", "条件认定", "条文读法"]
ANSWER: Final = ["结论", "复核人", "复核日期", "备注", "结论类型", "键"]


@pytest.fixture(scope="module")
def frames(name_matches: pl.DataFrame, awards: pl.DataFrame, readings: pl.DataFrame) -> Frames:
    return {"name_matches": name_matches, "awards": awards, "readings": readings}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, frames: Frames) -> Path:
    """The review workbook of Weihai."""
    written = tmp_path_factory.mktemp("written") / "复核清单.xlsx"
    write_review(written, **frames, run=read_sample_run())
    return written


def drop_downs(path: Path, sheet: str) -> dict[str, str]:
    """Answers offered, by the cells they are offered in."""
    rules: Any = load_workbook(path)[sheet].data_validations.dataValidation
    return {str(rule.sqref): rule.formula1 for rule in rules}


def test_every_answer_comes_back_under_a_heading_of_the_rulings(path: Path) -> None:
    known = {heading: column.name for column in RULINGS.columns for heading in column.headings}
    assert [known[heading] for heading in ANSWER] == ["ruling", "ruled_by", "ruled_on", "note", "kind", "key"]
    for sheet in QUESTIONS:
        headings = list(read_rows(path, sheet)[0])
        assert headings[-6:] == ANSWER
        assert [heading for heading in headings if heading in known] == ANSWER


def test_cover_and_notes_cannot_be_taken_for_a_list_of_rulings(path: Path) -> None:
    required = {heading for column in RULINGS.columns if column.is_required for heading in column.headings}
    workbook = load_workbook(path)
    for sheet in ("封面", "说明"):
        texts = {cell.value for row in workbook[sheet].iter_rows() for cell in row}
        assert not texts & required


def test_a_list_name_is_asked_once_for_each_candidate(path: Path) -> None:
    rows = read_rows(path, "名称匹配")
    firms = list(firms_of("weihai"))
    assert [(row["名单上的名称"], row["统一社会信用代码"], row["相似度"]) for row in rows] == [
        ("=云帆精密机械（样例）厂", firms[1].uscc, 91),
        ("威海海岬精密机械公司", firms[0].uscc, 93),
        ("威海海岬精密机械公司", firms[10].uscc, 90),
    ]
    assert rows[1]["出处"] == "weihai/认定名单_第六批.xlsx 名单 第 5 行，另 1 处"
    assert {row["结论"] for row in rows} == {"待查"}
    assert {row["结论类型"] for row in rows} == {"name_match"}


def test_the_key_of_a_name_tells_city_name_candidate_and_the_name_it_is_registered_under(path: Path) -> None:
    firm = next(firms_of("weihai"))
    folded = firm.name.replace("（", "(").replace("）", ")")
    assert read_rows(path, "名称匹配")[1]["键"] == f"weihai|威海海岬精密机械公司|{firm.uscc}|{folded}"


def test_why_a_name_is_asked_stands_beside_it(path: Path) -> None:
    assert {row["说明"] for row in read_rows(path, "名称匹配")} == {"名称相近"}


def test_what_is_known_of_a_candidate_is_shown_the_highest_stake_first(
    tmp_path: Path, frames: Frames, run: dict[str, Any]
) -> None:
    amounts = {93: Decimal("500.00"), 91: Decimal("-1000.50")}
    known = frames["name_matches"].with_columns(
        district=pl.lit("环翠区"),
        industry_code=pl.lit("C3670"),
        stake=pl.col("similarity").replace_strict(amounts, default=None, return_dtype=YUAN),
        stake_kind=pl.when(pl.col("similarity") == 90).then(pl.lit("unstated")).otherwise(pl.lit("upper_bound")),
        unstated_items=pl.lit(2, dtype=pl.Int64),
    )
    write_review(tmp_path / "a.xlsx", **(frames | {"name_matches": known}), run=run)
    rows = read_rows(tmp_path / "a.xlsx", "名称匹配")
    assert [(row["相似度"], row["涉及金额（元）"], row["金额性质"]) for row in rows] == [
        (91, -1000.5, "上限（将减少），另有 2 项未明示"),
        (93, 500, "上限，另有 2 项未明示"),
        (90, "—", "未明示"),
    ]
    assert {(row["区县"], row["行业代码"]) for row in rows} == {("环翠区", "C3670")}


def test_stakes_are_told_by_the_key_that_the_workbook_prints(tmp_path: Path, frames: Frames, path: Path) -> None:
    keys = [row["键"] for row in read_rows(path, "名称匹配")]
    stake = {"city": "weihai", "key": keys[2], "stake": Decimal("7.00"), "stake_kind": "exact", "unstated_items": 0}
    joined = with_stakes(frames["name_matches"], pl.DataFrame([stake], schema=NAME_STAKES))
    assert joined.height == frames["name_matches"].height
    write_review(tmp_path / "a.xlsx", **(frames | {"name_matches": joined}), run=read_sample_run())
    rows = {row["键"]: row for row in read_rows(tmp_path / "a.xlsx", "名称匹配")}
    assert (rows[keys[2]]["涉及金额（元）"], rows[keys[2]]["金额性质"]) == (7, "确定额")
    assert [rows[key]["涉及金额（元）"] for key in keys[:2]] == ["—", "—"]


def test_an_open_judgement_is_asked_with_what_hangs_on_it(path: Path) -> None:
    rows = {row["键"]: row for row in read_rows(path, "条件认定")}
    expected = {
        f"{row['item_id']}|{row['evidence_key']}|{judgement}": row
        for row in award_rows_of("weihai")
        for judgement in row["judgements"]
        if row["determination"] == "undetermined" and row["policy_status"] == "in_force"
    }
    assert rows.keys() == expected.keys()
    for key, row in expected.items():
        assert rows[key]["涉及金额（元）"] == ("—" if row["award"] is None else float(row["award"]))
        assert rows[key]["结论类型"] == "condition"


def test_one_judgement_of_several_years_is_one_question(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    asked = frames["awards"].filter(pl.col("judgements").list.contains("成效显著")).head(1)
    twice = pl.concat([asked.with_columns(award_year=pl.lit(year, dtype=pl.Int32)) for year in (2025, 2024)])
    write_review(tmp_path / "a.xlsx", **(frames | {"awards": twice}), run=run)
    (row,) = read_rows(tmp_path / "a.xlsx", "条件认定")
    assert row["年度"] == "2024、2025"
    assert row["涉及金额（元）"] == float(asked["award"].item()) * 2


def test_a_reading_stands_at_the_one_taken_and_offers_the_others(path: Path) -> None:
    (row,) = read_rows(path, "条文读法")
    assert (row["结论"], row["结论类型"], row["键"]) == ("待核", "reading", "weihai-2023/title")
    assert row["其他读法"] == "替代：按示范企业给予\n不替代：不给予"
    assert drop_downs(path, "条文读法") == {"F4": '"待核,替代,不替代"'}


def test_answers_are_chosen_from_a_drop_down(path: Path) -> None:
    assert drop_downs(path, "名称匹配") == {"L4:L6": '"是,否,待查"'}
    assert set(drop_downs(path, "条件认定").values()) == {'"是,否,待查"'}


def test_answers_too_long_for_a_drop_down_are_written_in(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    long = frames["readings"].with_columns(taken=pl.lit("长" * 300))
    write_review(tmp_path / "a.xlsx", **(frames | {"readings": long}), run=run)
    assert drop_downs(tmp_path / "a.xlsx", "条文读法") == {}


def test_drafts_are_not_asked_about(path: Path) -> None:
    assert not any("两化融合" in text or "weihai-2021-draft" in text for text in read_texts(path))


def test_no_key_is_asked_twice(path: Path) -> None:
    keys = [row["键"] for sheet in QUESTIONS for row in read_rows(path, sheet)]
    assert len(keys) == len(set(keys))


def test_nothing_to_review_is_readable(tmp_path: Path, frames: Frames, run: dict[str, Any]) -> None:
    write_review(tmp_path / "a.xlsx", **{name: frame.clear() for name, frame in frames.items()}, run=run)
    assert sheet_names(tmp_path / "a.xlsx") == ["封面", "说明", *QUESTIONS]
    assert [load_workbook(tmp_path / "a.xlsx")[sheet]["A4"].value for sheet in QUESTIONS] == ["无"] * 3


def test_two_writes_are_equal_bytes_whatever_the_order_of_rows(
    tmp_path: Path, path: Path, frames: Frames, run: dict[str, Any]
) -> None:
    shuffled = frames | {
        name: frames[name].sample(fraction=1, shuffle=True, seed=7) for name in ("name_matches", "awards")
    }
    write_review(tmp_path / "b.xlsx", **shuffled, run=run)
    assert path.read_bytes() == (tmp_path / "b.xlsx").read_bytes()
