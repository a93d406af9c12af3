"""Closed words in cells (是 / 否, levels, events, states), where the meaning is certain; others stay as written."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.clean_text import fold_width
from screening.intake.parse_amounts import READ, Parsed

_YES: Final = ("是", "有", "y", "yes", "true", "t", "1", "√", "✓", "✔", "☑", "对", "符合", "已确认", "确认")
_NO: Final = ("否", "不是", "n", "no", "false", "f", "0", "×", "✗", "✘", "☒", "错", "不符合", "不属于", "非")
_BOOLEANS: Final = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)

_LEVELS: Final = {
    "国家": "国家级",
    "国际级": "国际",
    "省": "省级",
    "市": "市级",
    "地市级": "市级",
    "设区市级": "市级",
    "县": "县级",
    "区": "县级",
    "区级": "县级",
    "县区级": "县级",
    "区县级": "县级",
    "县(市、区)级": "县级",
    "区、县(市)级": "县级",
    "行业级": "行业",
}
_EVENTS: Final = {
    "认定": "新认定",
    "新增": "新认定",
    "新增认定": "新认定",
    "新认定企业": "新认定",
    "首次认定": "新认定",
    "通过复核": "复核通过",
    "复审通过": "复核通过",
    "通过复审": "复核通过",
    "复核合格": "复核通过",
    "名称变更": "更名",
    "企业更名": "更名",
    "取消资格": "取消",
    "撤销": "取消",
    "撤销资格": "取消",
    "取消认定": "取消",
}
_QUOTES: Final = "[“”‘’\"'「」『』]"  # the clauses print a project's kind in them, the closed list does not
_SUBJECT_TYPES: Final = {"企业法人": "企业", "法人企业": "企业", "自然人": "个人"}
_UNRATED: Final = ("未评价", "未参评", "不参评", "未评级", "无评价")
# The state decides whether a firm is paid; registers write it in many ways (吊销，未注销).
_STATES: Final = {
    r"^已?注销": "注销",
    r"^已?吊销": "吊销",
    r"^已?(?:迁出|迁往|迁移异地)": "迁出",
    r"^(?:存续|在业|在营|开业|正常)": "存续",
}
# Names of one list, whoever keeps it (严重失信主体名单, 市场监督管理严重违法失信名单); one a firm has left is none.
_GRAVE_DISHONESTY: Final = r"严重(?:违法)?失信"
_LEFT_THE_LIST: Final = "移出|移除|退出|撤销|修复"


def parse_boolean(name: str, text: pl.Expr) -> Parsed:
    """Boolean of 是 / 否 and the marks people use for them; anything else is a fault."""
    read = fold_width(text).str.to_lowercase().replace_strict(_BOOLEANS, default=None, return_dtype=pl.Boolean)
    value = pl.col(READ)
    fault = pl.when(text.is_not_null() & value.is_null()).then(pl.lit("应为 是 或 否"))
    return Parsed(read, {name: value}, fault, pl.lit(False))


def _state(text: pl.Expr) -> pl.Expr:
    folded = fold_width(text)
    known = [pl.when(folded.str.contains(pattern)).then(pl.lit(word)) for pattern, word in _STATES.items()]
    return pl.coalesce(*known, text)


def _productivity_grade(text: pl.Expr) -> pl.Expr:
    folded = fold_width(text).str.to_uppercase()
    return pl.when(~folded.is_in(list(_UNRATED))).then(folded.str.replace(r"^([A-Z])[类级档等]$", "${1}"))


def _sanction_kind(text: pl.Expr) -> pl.Expr:
    folded = fold_width(text)
    named = folded.str.extract(f"({_GRAVE_DISHONESTY})")
    return pl.when(named.is_not_null() & ~folded.str.contains(_LEFT_THE_LIST)).then(named).otherwise(text)


def normalise_words(name: str, text: pl.Expr) -> pl.Expr:
    """The text of a column with its closed words in the contract's spelling; a column without such words unchanged."""
    match name:
        case "level":
            return fold_width(text).replace(_LEVELS)
        case "event":
            return fold_width(text).replace(_EVENTS)
        case "subject_type":
            return fold_width(text).replace(_SUBJECT_TYPES)
        case "grade":
            return fold_width(text).str.to_uppercase()
        case "operating_status":
            return _state(text)
        case "productivity_grade":
            return _productivity_grade(text)
        case "kind":
            return _sanction_kind(text)
        case "type":
            return fold_width(text).str.replace_all(_QUOTES, "").str.replace("(.)项目$", "${1}")
        case _:
            return text
