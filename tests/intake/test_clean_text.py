"""Cleaning of cell texts."""

from __future__ import annotations

import polars as pl
import pytest

from screening.intake.clean_text import clean_text, has_artefacts


def _clean(text: str | None, **options: bool | str) -> str | None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    cleaned: str | None = frame.select(clean_text(pl.col("text"), **options)).item()  # type: ignore[arg-type]
    return cleaned


@pytest.mark.parametrize(
    "text", ["", "  ", "\u3000", "-", "—", "——", "N/A", "n/a", "无", "暂无", "空", "NULL", "/", None]
)
def test_a_placeholder_is_unknown(text: str | None) -> None:
    assert _clean(text) is None


def test_none_is_an_answer_where_the_column_asks_which() -> None:
    assert _clean("无", is_none_an_answer=True) == "无"
    assert _clean("暂无", is_none_an_answer=True) is None


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\u3000威海示例公司 ", "威海示例公司"),
        ("威海\u200b示例\ufeff公司", "威海示例公司"),
        ("威海\x07示例公司", "威海示例公司"),
        ("威海示例_x000D_公司", "威海示例公司"),
        ("威海\n示例公司", "威海示例公司"),
        ('="00123"', "00123"),
        ("'00123", "00123"),
        ("=1+1", "=1+1"),
        ("@威海", "@威海"),
        ("+8", "+8"),
        ("示例（威海）公司", "示例（威海）公司"),
        ("Alpha Beta", "Alpha Beta"),
    ],
)
def test_only_what_software_left_behind_is_taken_out(text: str, cleaned: str) -> None:
    assert _clean(text) == cleaned


def test_a_line_break_separates_in_a_list() -> None:
    assert _clean("甲\r\n乙", line_break="；") == "甲；乙"


def test_artefacts_are_counted_and_blanks_are_not() -> None:
    frame = pl.DataFrame({"text": ["威海\u200b公司", " 威海公司 ", "'01", '="01"', "—", None]})
    assert frame.select(has_artefacts(pl.col("text"))).to_series().to_list() == [True, False, True, True, False, None]
