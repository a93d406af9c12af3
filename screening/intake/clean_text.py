"""Text of cells: what software left in it taken out, placeholders made null. Expressions over String columns."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.sheets import OUTER_BLANKS

# Control, zero-width and bidirectional characters, and the escape Excel writes for a carriage return.
_ARTEFACTS: Final = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{ad}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{2069}\x{feff}\x{fffe}]"
    r"|_x000[dD]_"
)
_TEXT_FORMULA: Final = r'^="(.*)"$'  # ="0123", how exports keep Excel from reading a number
_TEXT_MARK: Final = r"^'(\d)"  # '0123, how a spreadsheet is told that digits are text
_LINE_BREAKS: Final = r"[ \t]*[\r\n]+[ \t]*"

_PLACEHOLDERS: Final = (
    "-", "--", "---", "—", "——", "———", "–", "－", "－－", "/", "／", "//", "\\", "*",
    "n/a", "#n/a", "na", "nan", "nil", "null", "none", "(null)",
    "空", "暂无", "暂缺", "缺", "未知", "不详", "待定", "待补", "待补充", "未填", "未填写", "不适用",
)  # fmt: skip
_NONE: Final = ("无", "没有")


def clean_text(text: pl.Expr, *, line_break: str = "", is_none_an_answer: bool = False) -> pl.Expr:
    """Text without artefacts, line breaks inside it replaced, placeholders null.

    无 is a placeholder but where it answers the question (列入计划: 无 = in none).
    """
    return null_placeholders(strip_artefacts(text, line_break=line_break), is_none_an_answer=is_none_an_answer)


def strip_artefacts(text: pl.Expr, *, line_break: str = "") -> pl.Expr:
    """Text without artefacts and outer blanks, line breaks inside it replaced."""
    return (
        text.str.replace_all(_ARTEFACTS, "")
        .str.replace(_TEXT_FORMULA, "${1}")
        .str.replace(_TEXT_MARK, "${1}")
        .str.replace_all(_LINE_BREAKS, line_break)
        .str.strip_chars(OUTER_BLANKS)
    )


def null_placeholders(text: pl.Expr, *, is_none_an_answer: bool = False) -> pl.Expr:
    """Stripped text, null where it is empty or stands for nothing."""
    placeholders = [*_PLACEHOLDERS, *(() if is_none_an_answer else _NONE)]
    return pl.when((text != "") & ~text.str.to_lowercase().is_in(placeholders)).then(text)


def has_artefacts(text: pl.Expr) -> pl.Expr:
    """Whether the text holds something `clean_text` takes out that is no blank and no placeholder."""
    return text.str.contains(f"{_ARTEFACTS}|{_TEXT_FORMULA}|{_TEXT_MARK}")


def fold_width(text: pl.Expr) -> pl.Expr:
    """Text with full-width characters made half-width and all blanks taken out."""
    return text.str.normalize("NFKC").str.replace_all(r"\s", "")
