"""复核清单: what only a person can decide, with what hangs on it, in columns that the inbox reads as `rulings`.

The headings 结论类型, 键, 结论, 复核人, 复核日期, 备注 are those of the input table. No two rows have one key, so
that a workbook that comes back cannot contradict itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

import polars as pl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from screening.contract.result_tables import Determination
from screening.intake.fill_in import fill_in
from screening.reports.cover import (
    CoverSheet,
    Headline,
    RunRecord,
    cities_of,
    city_names,
    policies_of,
    with_document,
    write_notes,
)
from screening.reports.labels import CERTAINTIES, TABLES, label
from screening.reports.measures import is_in_force, known_sum
from screening.reports.name_questions import name_questions
from screening.reports.workbook import Column, PlacedTable, ReportBook, TableSheet

YES: Final = "是"
NO: Final = "否"
UNDECIDED: Final = "待查"

_LONGEST_DROP_DOWN: Final = 255  # characters Excel takes for a list written into the rule itself

_ANSWER: Final = (
    Column("ruling", "结论", "answer", 12),
    Column("ruled_by", "复核人", "answer", 9),
    Column("ruled_on", "复核日期", "answer_date"),
    Column("note", "备注", "answer_note", 18),
    Column("kind", "结论类型", "system", 12),
    Column("key", "键", "system", 24),
)
_NAME_MATCHES: Final = (
    Column("ordinal", "序号", "ordinal"),
    Column("list_name", "名单上的名称", "name", 26),
    Column("matched_name", "可能的企业", "name", 26),
    Column("uscc", "统一社会信用代码", "code"),
    Column("similarity", "相似度", "count", 7),
    Column("district", "区县", "text", 12),
    Column("industry_code", "行业代码", "short"),
    Column("stake", "涉及金额（元）", "money"),
    Column("stake_kind", "金额性质", "text", 12),
    Column("reason", "说明", "remark", 22),
    Column("place", "出处", "remark", 28),
    *_ANSWER,
)
_CONDITIONS: Final = (
    Column("ordinal", "序号", "ordinal"),
    Column("name", "企业名称", "name"),
    Column("uscc", "统一社会信用代码", "code"),
    Column("district", "区县", "text", 12),
    Column("years", "年度", "short", 7),
    Column("article", "条款", "short", 7),
    Column("item_title", "事项", "text", 26),
    Column("evidence", "依据", "remark", 22),
    Column("judgement", "须认定的条件", "remark", 18),
    Column("stake", "涉及金额（元）", "money"),
    Column("stake_kind", "金额性质", "short", 8),
    *_ANSWER,
)
_READINGS: Final = (
    Column("ordinal", "序号", "ordinal"),
    Column("document", "政策文件", "text", 20),
    Column("article", "条款", "short", 7),
    Column("question", "问题", "phrase", 34),
    Column("others", "其他读法", "phrase", 40),
    replace(_ANSWER[0], width=40.0),
    *_ANSWER[1:],
)


def write_review(
    path: Path, *, name_matches: pl.DataFrame, awards: pl.DataFrame, readings: pl.DataFrame, run: RunRecord
) -> None:
    """Write the review workbook of a city; answers stand at 待查, those on readings at the reading taken.

    name_matches: the result table, of which candidates are asked, where they are known through `with_stakes`.
    awards: the result table, of which open judgements under documents in force are asked.
    readings: the register as `rules.apply_readings.list_readings` gives it. run: the content of run.json.
    """
    cities = cities_of(run, name_matches, awards)
    book = ReportBook(f"{city_names(run, cities)}复核清单", dt.date.fromisoformat(run["as_of"]), is_streamed=False)
    cover = CoverSheet(book, run, cities)
    write_notes(book, "review")
    documents = [policy["id"] for policy in policies_of(run, cities)]
    matches = _with_answers(name_questions(name_matches), "name_match")
    conditions = _with_answers(_conditions(awards), "condition")
    questions = _readings(with_document(readings.filter(pl.col("policy_id").is_in(documents)), run))
    _add_questions(book, TableSheet("名称匹配", "名称匹配：名单上的名称是不是这家企业", _NAME_MATCHES), matches)
    _add_questions(book, TableSheet("条件认定", "条件认定：留给主管部门判断的条件", _CONDITIONS), conditions)
    _add_questions(book, TableSheet("条文读法", "条文读法：条文有不同理解之处", _READINGS), questions)
    cover.fill(
        [
            Headline("名称匹配（条）", matches.height, "figure"),
            Headline("条件认定（项）", conditions.height, "figure"),
            Headline("条文读法（处）", questions.height, "figure"),
        ]
    )
    book.save(path)


def _conditions(awards: pl.DataFrame) -> pl.DataFrame:
    """One row per item, evidence row and judgement that is open under a document in force."""
    is_open = (pl.col("determination") == Determination.UNDETERMINED.value) & is_in_force()
    asked = awards.filter(is_open).explode("judgements").rename({"judgements": "judgement"}).drop_nulls("judgement")
    table = label(pl.col("evidence_table"), TABLES)
    return (
        asked.with_columns(
            key=fill_in("{}|{}|{}", "item_id", "evidence_key", "judgement"),
            evidence=pl.concat_str(table, "programme", "item_name", separator=" ", ignore_nulls=True),
        )
        .group_by("key", maintain_order=True)
        .agg(
            pl.col("name", "uscc", "district", "article", "item_title", "evidence", "judgement").first(),
            years=pl.col("award_year").unique().sort().cast(pl.String).str.join("、"),
            stake=known_sum(pl.col("award")),
            stake_kind=label(pl.col("certainty").first(), CERTAINTIES),
        )
        .sort("stake", "key", descending=[True, False], nulls_last=True)
    )


def _with_answers(questions: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Questions that are answered by 是 or 否, open as yet."""
    return questions.with_columns(kind=pl.lit(kind), ruling=pl.lit(UNDECIDED), options=pl.lit([YES, NO, UNDECIDED]))


def _readings(readings: pl.DataFrame) -> pl.DataFrame:
    """One row per open question, in the order of the register; the answer printed is the reading taken."""
    other = pl.concat_str("alternative", "says", separator="：", ignore_nulls=True)
    return (
        readings.with_columns(pl.col("article").fill_null("全文件"), other=other)
        .group_by("reading_id", maintain_order=True)
        .agg(
            pl.col("document", "article", "question", "taken").first(),
            others=pl.col("other").filter(pl.col("alternative").is_not_null()).str.join("\n"),
            alternatives=pl.col("alternative").drop_nulls(),
        )
        .rename({"reading_id": "key", "taken": "ruling"})
        .with_columns(kind=pl.lit("reading"), options=pl.concat_list("ruling", "alternatives"))
    )


def _add_questions(book: ReportBook, sheet: TableSheet, questions: pl.DataFrame) -> None:
    """The sheet with a drop-down on each answer; of too many questions those that come first."""
    asked = questions.head(book.theme.limits.rows_to_review).with_columns(
        ordinal=pl.int_range(1, pl.len() + 1),
        ruled_by=pl.lit(None, dtype=pl.String),
        ruled_on=pl.lit(None, dtype=pl.Date),
        note=pl.lit(None, dtype=pl.String),
    )
    remark = "" if asked.height == questions.height else f"共 {questions.height:,} 项，先列 {asked.height:,} 项。"
    placed = book.add_table(replace(sheet, remark=remark), asked)
    last_printed = len(sheet.columns) - 2  # kind and key are for the program
    placed.worksheet.print_area = f"A1:{get_column_letter(last_printed)}{placed.last_row}"
    _add_drop_downs(placed, asked["options"].to_list())


def _add_drop_downs(placed: PlacedTable, options_by_row: Sequence[Sequence[str]]) -> None:
    """A list of answers on every cell of 结论, as far as Excel takes such a list."""
    letter = get_column_letter([column.source for column in placed.sheet.columns].index("ruling") + 1)
    row = placed.first_row
    for options, alike in groupby(options_by_row):
        last_row = row + len(list(alike)) - 1
        answers = ",".join(options)
        if len(answers) <= _LONGEST_DROP_DOWN and '"' not in answers and answers.count(",") == len(options) - 1:
            rule = _drop_down(answers)
            rule.add(f"{letter}{row}:{letter}{last_row}")
            placed.worksheet.add_data_validation(rule)
        row = last_row + 1


def _drop_down(answers: str) -> DataValidation:
    """Other answers get a warning and are let in: a person may know the credit code that no candidate has."""
    rule = DataValidation(type="list", formula1=f'"{answers}"', allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "warning"
    rule.errorTitle, rule.error = "不在选项中", "请从下拉选项中选择；名称匹配也可填写正确企业的统一社会信用代码。"
    return rule
