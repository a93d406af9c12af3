"""What people read for the codes of the result tables: one Chinese word for one code, in every workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from screening.contract.result_tables import Certainty, Determination, Disposition
from screening.contract.source_tables import CORRECTS, SOURCE_TABLES
from screening.rules.vocabulary import FACTS

EXACT: Final = "确定额"
UPPER_BOUND: Final = "上限"
UNSTATED: Final = "未明示"
TO_VERIFY: Final = "待核"
KINDS: Final = (EXACT, UPPER_BOUND, UNSTATED, TO_VERIFY)

UNKNOWN_DISTRICT: Final = "未知区县"

CERTAINTIES: Final[Mapping[str, str]] = {
    Certainty.EXACT.value: EXACT,
    Certainty.UPPER_BOUND.value: UPPER_BOUND,
    Certainty.UNSTATED.value: UNSTATED,
}

DISPOSITIONS: Final[Mapping[str, str]] = {
    Disposition.PAYABLE.value: "可兑付",
    Disposition.NOT_ADDITIONAL.value: "不另计",
    Disposition.SETTLED.value: "已兑付",
    Disposition.BARRED.value: "不予兑付",
}

POLICY_STATUSES: Final[Mapping[str, str]] = {
    "in_force": "现行",
    "draft": "征求意见稿",
    "lapsed": "已失效",
    "not_yet_in_force": "尚未施行",
}

MATCH_CLASSES: Final[Mapping[str, str]] = {
    "code": "信用代码",
    "exact_name": "名称一致",
    "folded_name": "名称书写形式不同",
    "former_name": "曾用名",
    "company_form": "仅公司形式不同",
    "reviewed": "人工复核",
    "candidate": "待人工确认",
    "unmatched": "未匹配",
}

# Classes that a caller should mention on the phone: the list did not print today's name.
LOOSE_MATCHES: Final = ("folded_name", "former_name", "company_form")

SEVERITIES: Final[Mapping[str, str]] = {"critical": "严重", "warning": "提醒"}
CHECK_STAGES: Final[Mapping[str, str]] = {
    "raw": "原始数据",
    "accepted": "采用数据",
    "results": "测算结果",
    "drift": "与上次运行比较",
}

# What the expectations used in the suites ask, in a word; one without a word is printed by its type.
EXPECTATIONS: Final[Mapping[str, str]] = {
    "expect_column_to_exist": "列存在",
    "expect_column_values_to_not_be_null": "不为空",
    "expect_column_values_to_be_null": "为空",
    "expect_column_values_to_be_unique": "不重复",
    "expect_compound_columns_to_be_unique": "组合不重复",
    "expect_column_values_to_be_in_set": "在规定取值之内",
    "expect_column_values_to_match_regex": "符合规定格式",
    "expect_column_values_to_not_match_regex": "不含禁止的格式",
    "expect_column_values_to_be_between": "在合理范围之内",
    "expect_column_value_lengths_to_equal": "长度符合规定",
    "expect_column_value_lengths_to_be_between": "长度在规定范围之内",
    "expect_column_values_to_be_of_type": "类型符合规定",
    "expect_column_values_to_be_in_type_list": "类型符合规定",
    "expect_column_pair_values_a_to_be_greater_than_b": "两列先后、大小相符",
    "expect_column_mean_to_be_between": "平均值在合理范围之内",
    "expect_column_sum_to_be_between": "合计在合理范围之内",
    "expect_column_max_to_be_between": "最大值在合理范围之内",
    "expect_column_min_to_be_between": "最小值在合理范围之内",
    "expect_column_proportion_of_unique_values_to_be_between": "不同取值的比例在合理范围之内",
    "expect_column_proportion_of_non_null_values_to_be_between": "填写比例在合理范围之内",
    "expect_table_row_count_to_be_between": "行数在合理范围之内",
    "expect_table_columns_to_match_set": "各列齐全",
    "expect_table_columns_to_match_ordered_list": "各列齐全且次序相符",
    "expect_table_to_match_schema": "各列类型符合规定",
    "expect_column_values_to_be_in_reference": "在对应的表中能找到",
    "expect_column_values_to_not_be_in_set": "不是禁止的取值",
    "expect_column_pair_values_to_be_equal": "两列相等",
}

TABLES: Final[Mapping[str, str]] = {
    "awards": "兑付测算明细",
    "determinations": "资格认定明细",
    "enterprise_totals": "企业汇总",
    "near_misses": "接近达标",
    "name_matches": "名称匹配",
    "quarantine": "问题记录",
    "changes": "变动明细",
    "movements": "变动合计",
    "tables": "各输入表",
    "completeness": "分区县、分月完整性",
} | {name: table.titles[0] for name, table in SOURCE_TABLES.items()}

# The first table that has a column names it; a heading in Latin letters is no word for a bureau.
_HEADINGS: Final = {
    column.name: next(heading for heading in column.headings if not heading.isascii())
    for table in reversed(SOURCE_TABLES.values())
    for column in (*table.columns, CORRECTS)
}

FACT_LABELS: Final[Mapping[str, str]] = _HEADINGS | {name: fact.label for name, fact in FACTS.items()}


def label(code: pl.Expr, labels: Mapping[str, str]) -> pl.Expr:
    """Chinese word for each code of a String expression; a code without one stays as it is, null stays null."""
    return code.replace(dict(labels))


def kind_of_amount() -> pl.Expr:
    """确定额, 上限, 未明示 or 待核 for each row of an awards frame: undetermined comes before any certainty."""
    is_undetermined = pl.col("determination") == Determination.UNDETERMINED.value
    return pl.when(is_undetermined).then(pl.lit(TO_VERIFY)).otherwise(label(pl.col("certainty"), CERTAINTIES))
