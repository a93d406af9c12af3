"""Data quality: counts that balance, failed checks first, every problem with enough to find it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from screening.reports.quality_report import write_quality
from tests.reports.read_back import read_rows
from tests.reports.sample_results import read_sample_run


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, quarantine: pl.DataFrame) -> Path:
    """The quality workbook of the sample night."""
    written = tmp_path_factory.mktemp("written") / "数据质量.xlsx"
    write_quality(written, quarantine=quarantine, run=read_sample_run())
    return written


def test_every_row_read_is_accounted_for(path: Path) -> None:
    *rows, total = read_rows(path, "数据流转")
    assert [(row["城市"], row["表"]) for row in rows] == [
        ("绍兴市", "企业名录"),
        ("绍兴市", "认定名单"),
        ("威海市", "企业名录"),
        ("威海市", "认定名单"),
    ]
    assert [row["差额"] for row in rows] == [0, 0, 0, 0]
    assert (total["读入"], total["采用"], total["隔离"]) == (4000, 3780, 100)
    assert total["隔离比例"] == 0.025


def test_a_table_that_does_not_balance_shows_its_difference(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    run["counts"]["weihai"]["enterprises"]["used"] = 949
    write_quality(tmp_path / "a.xlsx", quarantine=quarantine, run=run)
    assert [row["差额"] for row in read_rows(tmp_path / "a.xlsx", "数据流转")] == [0, 0, 1, 0, 1]


def test_failed_checks_come_first_the_critical_ones_before_the_warnings(path: Path) -> None:
    rows = read_rows(path, "检查结果")
    assert [(row["结果"], row["级别"], row["检查"]) for row in rows] == [
        ("未通过", "严重", "不重复"),
        ("未通过", "提醒", "不为空"),
        ("通过", "提醒", "不为空"),
    ]
    assert rows[1]["列"] == "认定日期"
    assert rows[1]["样例"] == "第 5 行、第 9 行"
    assert rows[1]["怎么办"] == "请名单提供处室补填认定日期。"


def test_problems_are_counted_by_the_kind_of_reason(path: Path) -> None:
    rows = {(row["城市"], row["原因"]): row for row in read_rows(path, "问题汇总")}
    dates = rows["威海市", "日期无法识别"]
    assert (dates["列"], dates["整行隔离"], dates["只去单元格"]) == ("认定日期", 0, 13)
    codes = rows["威海市", "校验位不符"]
    assert (codes["整行隔离"], codes["只去单元格"], codes["涉及文件"]) == (6, 7, 2)
    assert codes["首见于"] == "weihai/名单_0.csv Sheet1 第 6 行"


def test_a_problem_can_be_found_in_its_file(path: Path) -> None:
    row = read_rows(path, "问题明细")[0]
    assert (
        row
        == {
            "处理情况": "未解决",
            "城市": "绍兴市",
            "表": "企业名录",
            "文件": "weihai/名单_0.csv",
            "工作表": "Sheet1",
            "行号": 2,
            "列": None,
            "范围": "整行",
            "原因": "校验位不符；名称缺失",
            "原文（已遮盖个人信息）": "威海样例0（样例）有限公司 | 138****0000 | =1+1",
        }
        or row["城市"] == "威海市"
    )


def test_files_columns_and_titles_that_were_not_understood_are_listed(path: Path) -> None:
    assert read_rows(path, "拒收文件") == [
        {"城市": "威海市", "文件": "weihai/坏文件.xlsx", "原因": "文件不完整，无法打开"}
    ]
    assert read_rows(path, "未识别列")[0]["未识别的列（未采用）"] == "法人、地址"
    title = read_rows(path, "未识别称号")[0]
    assert (title["名单上的称号"], title["行数"]) == ("省级灯塔车间", 3)
    assert title["目录中最接近的称号（未采用，供核对）"] == "灯塔工厂、数字化车间"
    assert [row["提醒"] for row in read_rows(path, "提醒")] == ["weihai：名单中 2 个称号不在目录中"]


def test_every_source_stands_with_its_hash(path: Path, run: dict[str, Any]) -> None:
    assert [row["SHA-256"] for row in read_rows(path, "来源文件")] == [source["sha256"] for source in run["inputs"]]


def test_a_refused_file_without_a_table_is_a_source_all_the_same(
    tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    run["inputs"].append(run["inputs"][0] | {"table": None, "file": "weihai/坏文件.xlsx", "sha256": ""})
    write_quality(tmp_path / "a.xlsx", quarantine=quarantine, run=run)
    assert read_rows(tmp_path / "a.xlsx", "来源文件")[-1]["文件"] == "weihai/坏文件.xlsx"


def test_a_clean_night_is_readable(tmp_path: Path, quarantine: pl.DataFrame, run: dict[str, Any]) -> None:
    for name in ("inputs", "files_refused", "unknown_columns", "unknown_programmes", "checks", "warnings"):
        run[name] = []
    run["counts"] = {}
    write_quality(tmp_path / "a.xlsx", quarantine=quarantine.clear(), run=run)
    workbook = load_workbook(tmp_path / "a.xlsx")
    for sheet in ("数据流转", "检查结果", "问题汇总", "问题明细", "拒收文件", "未识别称号", "提醒", "来源文件"):
        assert workbook[sheet]["A4"].value == "无"


def test_two_writes_are_equal_bytes_whatever_the_order_of_rows(
    tmp_path: Path, path: Path, quarantine: pl.DataFrame, run: dict[str, Any]
) -> None:
    write_quality(tmp_path / "b.xlsx", quarantine=quarantine.sample(fraction=1, shuffle=True, seed=7), run=run)
    assert path.read_bytes() == (tmp_path / "b.xlsx").read_bytes()
