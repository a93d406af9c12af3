"""The review workbook through three nights: asked, answered and paid, asked again once the answer no longer fits."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from openpyxl import load_workbook

from screening import pipeline
from screening.pipeline import Night, run_night
from screening.plan_run import NightRequest
from screening.reports.workbook import HEADING_ROW
from screening.reports.write_reports import write_reports
from screening.stage_files import read_json
from tests.credit_codes import credit_code
from tests.quick_night import make_night_quick
from tests.reports.read_back import read_rows

KILN: Final = credit_code(1, "330602")
CITY: Final = "shaoxing"
LISTED: Final = "绍兴示例越窖新材料有限公司"  # 窖 for 窑
REGISTERED: Final = "绍兴示例越窑新材料有限公司"
KEY: Final = f"{CITY}|{LISTED}|{KILN}|{REGISTERED}"
SHEET: Final = "名称匹配"
GIANT_YUAN: Final = Decimal("1500000.00")  # 十二: 国家级专精特新“小巨人”企业, a printed sum


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an inbox of one enterprise and one list that misspells it; nights without gates."""
    make_night_quick(monkeypatch)
    monkeypatch.setattr(pipeline, "draw_workbooks", write_reports)
    register(tmp_path, REGISTERED)
    put(
        tmp_path,
        "认定名单.csv",
        f"企业名称,认定名称,级别,认定类型,认定日期\n{LISTED},专精特新“小巨人”企业,国家级,新认定,2025-06-30\n",
    )
    return tmp_path


def put(folder: Path, name: str, text: str) -> None:
    path = folder / "inbox" / CITY / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def register(folder: Path, name: str) -> None:
    """The register, with the enterprise under this name."""
    headings = "统一社会信用代码,企业名称,所在区县,主体类型,行业代码,经济性质,成立日期,经营状态"
    put(folder, "企业名录.csv", f"{headings}\n{KILN},{name},越城区,企业,2614,民营,2011-01-01,存续\n")


def night_of(folder: Path) -> Night:
    return run_night(NightRequest(folder / "inbox", folder / "out", dt.date(2025, 11, 30)))


def questions(night: Night) -> list[dict[str, Any]]:
    """Rows of the sheet of names; none where nothing is asked."""
    rows = read_rows(night.folder / "reports" / f"复核清单-{CITY}.xlsx", SHEET)
    return [row for row in rows if row["键"] is not None]


def answer(folder: Path, night: Night, ruling: str) -> None:
    """Fill in the workbook of the night as a person would, and drop it into the inbox."""
    book = load_workbook(night.folder / "reports" / f"复核清单-{CITY}.xlsx")
    sheet = book[SHEET]
    headings = [cell.value for cell in sheet[HEADING_ROW]]
    for heading, text in (("结论", ruling), ("复核人", "示例"), ("复核日期", dt.date(2025, 12, 1))):
        sheet.cell(HEADING_ROW + 1, headings.index(heading) + 1).value = text
    book.save(folder / "inbox" / CITY / "复核清单.xlsx")


def paid(night: Night) -> list[tuple[str, str, Decimal]]:
    awards = pl.read_parquet(night.folder / "awards.parquet")
    return awards.select("uscc", "match_class", "award").rows()


def exact_total(night: Night) -> Decimal:
    totals = pl.read_parquet(night.folder / "enterprise_totals.parquet")
    return sum(totals["exact_total"], start=Decimal(0))


def warnings_of_rulings(night: Night) -> list[str]:
    return [text for text in read_json(night.folder / "run.json")["warnings"] if "复核结论" in text]


def test_a_yes_pays_the_next_night_and_a_rename_in_the_register_asks_again(folder: Path) -> None:
    first = night_of(folder)
    (asked,) = questions(first)
    assert (asked["名单上的名称"], asked["可能的企业"], asked["结论"], asked["键"]) == (LISTED, REGISTERED, "待查", KEY)
    assert (asked["说明"], asked["区县"], asked["行业代码"]) == ("名称相近", "越城区", "2614")
    assert (asked["涉及金额（元）"], asked["金额性质"]) == (float(GIANT_YUAN), "确定额")
    assert paid(first) == []
    assert exact_total(first) == Decimal(0)
    answer(folder, first, "是")

    second = night_of(folder)
    assert questions(second) == []
    assert paid(second) == [(KILN, "reviewed", GIANT_YUAN)]
    assert exact_total(second) == GIANT_YUAN
    assert warnings_of_rulings(second) == []

    register(folder, "绍兴示例青瓷新材料有限公司")
    third = night_of(folder)
    (again,) = questions(third)
    told = f"复核后企业已更名：复核时登记名称为“{REGISTERED}”，现为“绍兴示例青瓷新材料有限公司”"
    assert (again["说明"], again["可能的企业"]) == (told, "绍兴示例青瓷新材料有限公司")
    assert again["键"] == f"{CITY}|{LISTED}|{KILN}|绍兴示例青瓷新材料有限公司"
    assert paid(third) == []
    assert exact_total(third) == Decimal(0)
    matches = pl.read_parquet(third.folder / "name_matches.parquet")
    assert matches.select("match_class", "reason").rows() == [("candidate", told)]


def test_a_name_written_another_way_in_the_register_is_not_asked_again(folder: Path) -> None:
    answer(folder, night_of(folder), "是")
    register(folder, "绍兴示例越窑 新材料有限责任公司")
    night = night_of(folder)
    assert questions(night) == []
    assert paid(night) == [(KILN, "reviewed", GIANT_YUAN)]


def test_a_no_settles_the_name_and_says_so(folder: Path) -> None:
    answer(folder, night_of(folder), "否")
    night = night_of(folder)
    assert questions(night) == []
    assert paid(night) == []
    assert warnings_of_rulings(night) == []
    matches = pl.read_parquet(night.folder / "name_matches.parquet")
    assert matches.select("match_class", "reason").rows() == [("unmatched", "复核结论：名称相近的企业都不是")]


def test_an_answer_under_the_earlier_form_of_the_key_stands(folder: Path) -> None:
    ruling = f"结论类型,键,结论,复核日期\nname_match,{CITY}|{LISTED}|{KILN},是,2025-12-01\n"
    put(folder, "复核结论.csv", ruling)
    night = night_of(folder)
    assert (questions(night), paid(night)) == ([], [(KILN, "reviewed", GIANT_YUAN)])
    assert warnings_of_rulings(night) == []


def test_rulings_that_decide_nothing_are_told_with_their_keys(folder: Path) -> None:
    put(
        folder,
        "复核结论.csv",
        "结论类型,键,结论\n"
        f"name_match,{KEY},同意\n"
        f"name_match,{CITY}|绍兴示例无此名称有限公司|{KILN},是\n"
        f"condition,shaoxing-2025/21-18|{KILN}|国内外知名工业设计大赛奖项|新认定|2025-08-15|国内外知名,是\n",
    )
    night = night_of(folder)
    unread, unlisted, unasked = warnings_of_rulings(night)
    assert unread.endswith(f"（名称匹配的结论应为 是、否、待查 或统一社会信用代码）：“{KEY}”填“同意”")
    assert "1 条未采用（名称匹配：本次名单中没有键所写的名称）" in unlisted
    assert "1 条未采用（条件认定：本次筛查中没有键所写的事项、依据和条件）" in unasked
    (asked,) = questions(night)
    assert asked["键"] == KEY
