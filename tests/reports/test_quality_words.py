"""Columns and failing rows in the words of those who read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.reports.labels import EXPECTATIONS, FACT_LABELS, TABLES
from screening.reports.quality_words import column_words, sample_words

_SUITES = Path(__file__).parents[2] / "expectations"


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("uscc", "统一社会信用代码"),
        ("exact_total, exact_of_lines", "确定金额合计、各笔确定金额之和"),
        ("no_such_column", "no_such_column"),
        ("", ""),
    ],
)
def test_columns_are_named_in_chinese(column: str, words: str) -> None:
    assert column_words(column) == words


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ("file=weihai/项目.csv, row_number=4", "文件：weihai/项目.csv, 行号：4"),
        ("measure=newly_in, cause=first_run, moved=29", "指标：新进入企业（家）, 原因：首次运行, 变动：29"),
        ("uscc=913710020000010970, has_check_digit=False", "统一社会信用代码：913710020000010970, 校验位是否相符：否"),
        ("no_such_column=3, file=a=b.csv", "no_such_column=3, 文件：a=b.csv"),
        ("第 5 行", "第 5 行"),
    ],
)
def test_failing_rows_are_told_in_chinese(sample: str, words: str) -> None:
    assert sample_words(sample) == words


def test_whatever_the_suites_check_has_a_word() -> None:
    suites = [json.loads(path.read_text("utf-8")) for path in sorted(_SUITES.rglob("*.json"))]
    assert suites
    expectations = [expectation for suite in suites for expectation in suite["expectations"]]
    columns = {
        e["kwargs"][name] for e in expectations for name in ("column", "column_A", "column_B") if name in e["kwargs"]
    }
    assert {e["type"] for e in expectations} <= EXPECTATIONS.keys()
    assert {suite["meta"]["table"] for suite in suites} <= TABLES.keys()
    assert {column for column in columns if column_words(column) == column and column not in FACT_LABELS} == set()
