"""The quality page: every check once, failed ones first, whatever comes from files as text, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from lxml import html  # type: ignore[import-untyped]
from openpyxl import load_workbook

from screening.reports.quality_page import write_quality_page
from screening.reports.quality_report import write_quality
from tests.reports.sample_results import read_sample_run

_HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</td></table><a href='javascript:alert(1)'>开</a>",
    "{{ 7 * 7 }}{% raw %}",
)
_CSP: Final = "default-src 'none'; style-src 'unsafe-inline'"


class Page:
    """A written page, parsed."""

    def __init__(self, path: Path) -> None:
        self.text = path.read_text("utf-8")
        self.tree: Any = html.document_fromstring(self.text)

    def ids(self) -> list[str]:
        """Addresses on the page in their order."""
        return list(self.tree.xpath("//@id"))

    def checks(self) -> list[str]:
        """Addresses of the checks in their order."""
        return [anchor for anchor in self.ids() if anchor.startswith("check-")]

    def words(self, anchor: str) -> str:
        """What stands at an address, spaces made one."""
        return " ".join(self.tree.get_element_by_id(anchor).text_content().split())

    def rows(self, heading: str) -> list[list[str]]:
        """Cells of the first table below a heading, without those of its head."""
        table = self.tree.xpath(f"//*[self::h2 or self::h3][text()='{heading}']/following::table[1]")[0]
        return [[cell.text_content().strip() for cell in row] for row in table.xpath("./tbody/tr")]


def _write(path: Path, quarantine: pl.DataFrame, run: dict[str, Any], *earlier: dict[str, Any]) -> Page:
    write_quality_page(path, quarantine=quarantine, run=run, earlier=earlier)
    return Page(path)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, quarantine: pl.DataFrame) -> Page:
    """The page of the sample night."""
    return _write(tmp_path_factory.mktemp("written") / "数据质量.html", quarantine, read_sample_run())


def test_every_check_stands_on_the_page_once_with_the_failed_and_critical_ones_first(page: Page) -> None:
    assert page.checks() == [
        "check-weihai-accepted-recognitions-uscc-unique",
        "check-weihai-accepted-recognitions-recognised-on-present",
        "check-shaoxing-accepted-recognitions-recognised-on-present",
    ]


def test_a_thousand_checks_of_four_cities_stand_once_each_all_failed_ones_before_any_passed_one(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    run["cities"] = ["qingdao", "shaoxing", "weifang", "weihai"]
    run["checks"] = [
        run["checks"][0] | {"city": city, "stage": stage, "id": f"check-{number}", "passed": number % 9 > 0}
        for city in run["cities"]
        for stage in ("raw", "accepted", "results", "drift")
        for number in range(63)
    ]
    page = _write(tmp_path / "a.html", quarantine, run)
    anchors = page.checks()
    assert len(anchors) == len(set(anchors)) == 4 * 4 * 63
    is_failed = ["未通过" in page.words(anchor) for anchor in anchors]
    assert is_failed == [True] * (4 * 4 * 7) + [False] * (4 * 4 * 56)


def test_a_failed_check_says_what_was_seen_why_it_matters_and_what_to_do(page: Page) -> None:
    words = page.words("check-weihai-accepted-recognitions-recognised-on-present")
    assert words.startswith("提醒 未通过认定日期：不为空")
    for part in (
        "没有认定日期就不能判断政策年度。",
        "请名单提供处室补填认定日期。",
        "不符行数12",
        "第 5 行",
        "第 9 行",
    ):
        assert part in words


def test_a_passed_check_says_so_in_words_and_is_folded_away(page: Page) -> None:
    anchor = "check-shaoxing-accepted-recognitions-recognised-on-present"
    words = page.words(anchor)
    assert "通过提醒级" in words
    assert "未通过" not in words
    assert page.tree.get_element_by_id(anchor).xpath("ancestor::details[not(@open)]")


def test_the_head_counts_checks_by_verdict_and_names_the_state_of_each_city(page: Page) -> None:
    assert [item.text_content() for item in page.tree.xpath("//ul[@class='figures']/li")] == [
        "3检查（项）",
        "1严重未通过（项）",
        "1提醒未通过（项）",
    ]
    states = page.rows("各市情况与目录")
    assert [row[:2] for row in states] == [["绍兴市", "已筛查"], ["威海市", "已筛查"]]
    assert [" ".join(row[-1].split()) for row in states] == ["通过 1", "未通过 2（严重 1） / 2"]


def test_a_held_city_is_named_and_does_not_hold_the_run(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    run["held_cities"] = ["weihai"]
    page = _write(tmp_path / "a.html", quarantine, run)
    assert [row[1] for row in page.rows("各市情况与目录")] == ["已筛查", "暂缓"]
    assert "本次运行暂缓发布" not in page.text


def test_a_run_that_waits_for_a_person_says_so(tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]) -> None:
    run["is_held"] = True
    assert "本次运行暂缓发布" in _write(tmp_path / "a.html", quarantine, run).text


def test_every_row_read_is_accounted_for_and_a_difference_is_shown(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    run["counts"]["weihai"]["enterprises"]["used"] = 949
    *rows, total = _write(tmp_path / "a.html", quarantine, run).rows("各表数据流转")
    assert rows[2] == ["威海市", "企业名录", "1,000", "949", "20", "25", "5", "1", "2.0%"]
    assert total == ["合计", "", "4,000", "3,779", "100", "100", "20", "1", "2.5%"]


def test_problems_stand_by_reason_and_lists_in_full(page: Page) -> None:
    assert ["威海市", "认定名单", "认定日期", "日期无法识别", "0", "13", "2", "weihai/名单_1.csv 第 3 行"] in page.rows(
        "未解决问题汇总（按原因）"
    )
    assert page.rows("拒收的文件") == [["威海市", "weihai/坏文件.xlsx", "文件不完整，无法打开"]]
    assert page.rows("未识别的列") == [["威海市", "weihai/认定名单_1.xlsx", "名单", "法人、地址"]]
    assert page.rows("未识别的称号") == [["威海市", "省级灯塔车间", "3", "灯塔工厂、数字化车间"]]
    assert page.rows("运行中的提醒") == [["weihai：名单中 2 个称号不在目录中"]]


def test_two_hundred_rows_of_a_list_are_shown_and_the_rest_is_counted(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    run["warnings"] = [f"提醒{number}" for number in range(200)]
    assert "行未列出" not in _write(tmp_path / "a.html", quarantine, run).text
    run["warnings"].append("提醒200")
    page = _write(tmp_path / "b.html", quarantine, run)
    assert len(page.rows("运行中的提醒")) == 200
    assert "另有 1 行未列出" in page.text


def test_the_page_loads_and_runs_nothing(page: Page) -> None:
    (policy,) = page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith(_CSP)
    assert not page.tree.xpath("//script | //link | //img | //iframe | //object | //embed | //base | //form | //image")
    assert not page.tree.xpath("//@src | //@srcset | //@style | //@action | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import|@font-face|https?:|//|<!--", page.text)


def test_links_lead_to_the_page_itself_or_to_the_workbook_beside_it(page: Page) -> None:
    targets = set(page.tree.xpath("//@href | //@*[name()='xlink:href']"))
    assert "数据质量.xlsx" in targets
    assert {target.removeprefix("#") for target in targets - {"数据质量.xlsx"}} <= set(page.ids())
    assert all(target.startswith("#") for target in targets - {"数据质量.xlsx"})
    assert len(page.ids()) == len(set(page.ids()))


@pytest.mark.parametrize("text", _HOSTILE)
def test_what_comes_from_files_is_text_wherever_it_stands(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any], page: Page, text: str
) -> None:
    run["checks"][0] |= {"sample": [text], "observed": text, "column": text, "why": text, "what_to_do": text}
    run["checks"][2] |= {"sample": [text], "observed": text, "column": text, "why": text, "what_to_do": text}
    run["files_refused"][0] |= {"file": text, "reason": text}
    run["unknown_columns"][0] |= {"file": text, "sheet": text, "columns": [text]}
    run["unknown_programmes"][0] |= {"programme": text, "nearest": [text]}
    run["warnings"] = [text]
    run["rulebook"]["version"] = text
    dirty = quarantine.with_columns(file=pl.lit(text), column=pl.lit(text))
    written = _write(tmp_path / "a.html", dirty, run)
    assert {element.tag for element in written.tree.iter()} <= {element.tag for element in page.tree.iter()}
    assert set(written.tree.xpath("//@href")) == set(page.tree.xpath("//@href"))
    assert written.rows("拒收的文件") == [["威海市", text, text]]
    assert text in written.words("check-weihai-accepted-recognitions-recognised-on-present")
    assert text in written.words("check-shaoxing-accepted-recognitions-recognised-on-present")


def test_marks_that_turn_or_break_text_are_left_out(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    run["warnings"] = ["甲\u202exslx\x00乙\u2066丙"]
    assert _write(tmp_path / "a.html", quarantine, run).rows("运行中的提醒") == [["甲xslx乙丙"]]


def test_a_trend_shows_each_night_by_its_date_and_a_night_without_the_check_as_a_gap(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    before, first = read_sample_run() | {"as_of": "2025-11-29"}, read_sample_run() | {"as_of": "2025-11-28"}
    before["checks"] = before["checks"][1:]
    first["checks"][0] |= {"passed": True, "unexpected_count": 0}
    page = _write(tmp_path / "a.html", quarantine, run, first, before)
    failed = page.tree.get_element_by_id("check-weihai-accepted-recognitions-recognised-on-present")
    assert [mark.text for mark in failed.xpath(".//g/title")] == ["2025-11-28 通过 0 行", "2025-11-30 提醒未通过 12 行"]
    assert "近 3 次运行：通过 1 次，提醒未通过 1 次，无记录 1 次" in failed.text_content()


def test_quarantined_rows_and_totals_are_told_night_by_night(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    before = read_sample_run() | {"as_of": "2025-11-29", "run_id": "2025-11-29-ba9876543210"}
    before["counts"]["weihai"]["enterprises"]["quarantined"] = 23
    del before["counts"]["shaoxing"]
    run["totals"] = {
        "weihai": {"2024": {"exact_total": "1234567.89"}, "2025": {"exact_total": "0.11"}},
        "shaoxing": {"2025": {"exact_total": "0.00"}},
    }
    page = _write(tmp_path / "a.html", quarantine, run, before)
    rows = {(city, table): rest for city, table, _, *rest in page.rows("隔离的行数")}
    assert rows["威海市", "企业名录"] == ["23", "20", "-3"]
    assert rows["威海市", "认定名单"] == ["30", "30", "持平"]
    assert rows["绍兴市", "企业名录"] == ["—", "20", "—"]
    assert page.rows("确定金额合计（元，各年度之和）") == [
        ["2025-11-30", "2025-11-30-0123456789ab", "0.00", "1,234,568.00"],
        ["2025-11-29", "2025-11-29-ba9876543210", "—", "—"],
    ]


def test_a_clean_night_is_readable(tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]) -> None:
    for name in ("inputs", "files_refused", "unknown_columns", "unknown_programmes", "checks", "warnings"):
        run[name] = []
    run["counts"] = {}
    page = _write(tmp_path / "a.html", quarantine.clear(), run)
    assert "无，全部通过。" in page.words("failed")
    assert not page.tree.get_element_by_id("problems").xpath(".//table")


def test_two_writes_are_equal_bytes_whatever_the_order_of_rows(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any], page: Page
) -> None:
    again = _write(tmp_path / "a.html", quarantine.sample(fraction=1, shuffle=True, seed=7), run)
    assert again.text == page.text


def test_the_cover_of_the_workbook_opens_the_page(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    write_quality(tmp_path / "a.xlsx", quarantine=quarantine, run=run)
    cells = [cell for row in load_workbook(tmp_path / "a.xlsx")["封面"].iter_rows() for cell in row]
    assert [(cell.coordinate, cell.value, cell.hyperlink.target) for cell in cells if cell.hyperlink] == [
        ("A3", "网页：数据质量.html", "数据质量.html")
    ]
