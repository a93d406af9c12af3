"""Figures in cells: yuan, counts, shares. Expressions over cleaned String columns; no float in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.contract.money import YUAN
from screening.intake.clean_text import fold_width

# Rates are applied in Int64 fen and are exact below 9.2e12 yuan (contract.money); no firm comes near.
MAX_YUAN: Final = 9_000_000_000_000
_MAX_COUNT: Final = 10**15
_BASIS_POINTS: Final = 10_000
_COUNTED_FROM_ONE: Final = frozenset({"rank", "lease_year"})
_EXACT: Final = pl.Decimal(38, 12)  # 15 digits before the point, times 亿, still fit

_FIGURE: Final = r"(?P<figure>[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d+)?|[-+]?\.\d+)"
_MONEY: Final = (
    _FIGURE
    + r"(?P<unit>百万|千万|十亿|百亿|千亿|[十百千万亿])?(?:人民币)?(?:元整?|圆整?)?(?:/(?:m2|平方米|平米)(?:[/·]月)?)?"
)
_COUNTER: Final = "(?:个月|平方米|平米|m2|[个次条家名位项年件月人户级])?"
_NUMBER: Final = "第?" + _FIGURE + "(?P<unit>[万亿])?" + _COUNTER
_SHARE: Final = _FIGURE + r"(?P<unit>[%‰])?"
_SCALES: Final = {
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
}
_CHINESE_ORDINALS: Final = {f"第{word}": f"第{figure}" for figure, word in enumerate("一二三四五六七八九", 1)} | {
    "第十": "第10"
}


READ: Final = "#read"


@dataclass(frozen=True, slots=True)
class Parsed:
    """How a column is read, in two steps, so that what costs is done once.

    `read` is what the text says; the others are expressions over it as column READ: the output
    columns, a Chinese reason where a cell cannot be read (else null), whether it was rounded.
    """

    read: pl.Expr
    values: dict[str, pl.Expr]
    fault: pl.Expr
    is_rounded: pl.Expr


def _read_figure(text: pl.Expr, pattern: str) -> pl.Expr:
    """Decimal(38, 12) of a figure times the scale word after it; null where the text is no such figure."""
    folded = (
        fold_width(text)
        .str.replace_all(r"^(?:人民币|RMB|CNY)?[¥￥]?", "")
        .str.replace_all("[−–]", "-")
        .str.replace(r"^\((.+)\)$", "-${1}")  # accountants' negative
    )
    groups = folded.str.extract_groups(f"^{pattern}$")
    figure = groups.struct.field("figure").str.replace_all(",", "", literal=True).cast(_EXACT, strict=False)
    scale = groups.struct.field("unit").replace_strict(_SCALES, default=1, return_dtype=pl.Int64)
    return figure * scale


def _faults(text: pl.Expr, figure: pl.Expr, what: str, upper: int) -> pl.Expr:
    """Reason in Chinese where a text is no figure, is negative or beyond `upper`."""
    return (
        pl.when(text.is_null())
        .then(None)
        .when(figure.is_null())
        .then(pl.lit(f"读不出{what}"))
        .when(figure < 0)
        .then(pl.lit(f"{what}为负"))
        .when(figure > upper)
        .then(pl.lit(f"{what}大得不可能"))
    )


@dataclass(frozen=True, slots=True)
class _DecimalKind:
    """What a decimal is called, how many places it keeps, how large it can be, its type."""

    what: str
    places: int
    upper: int
    dtype: pl.DataType


def _parse_decimal(name: str, text: pl.Expr, figure: pl.Expr, kind: _DecimalKind) -> Parsed:
    read = pl.col(READ)
    rounded = read.round(kind.places, mode="half_away_from_zero")
    value = pl.when(read.is_between(0, kind.upper)).then(rounded).cast(kind.dtype)
    return Parsed(figure, {name: value}, _faults(text, read, kind.what, kind.upper), rounded != read)


_MONEY_KIND: Final = _DecimalKind("金额", 2, MAX_YUAN, YUAN)
_NUMBER_KIND: Final = _DecimalKind("数字", 4, 10**12, pl.Decimal(18, 4))


def parse_money(name: str, text: pl.Expr) -> Parsed:
    """Yuan, Decimal(18, 2), to the nearest fen (half up); negative and impossible figures are faults."""
    return _parse_decimal(name, text, _read_figure(text, _MONEY), _MONEY_KIND)


def parse_number(name: str, text: pl.Expr) -> Parsed:
    """Decimal(18, 4) of a figure that is not money (area, months, quantity)."""
    return _parse_decimal(name, text, _read_figure(text, _NUMBER), _NUMBER_KIND)


def parse_count(name: str, text: pl.Expr) -> Parsed:
    """Int64 of a whole number, 万 and counters allowed (12万次, 第3名); a broken number is a fault."""
    read = pl.col(READ)
    is_broken = (read != read.round(0)).fill_null(False)
    is_no_place = (read == 0).fill_null(False) if name in _COUNTED_FROM_ONE else pl.lit(False)
    fault = (
        pl.when(is_broken)
        .then(pl.lit("应为整数"))
        .when(is_no_place)
        .then(pl.lit("应从1起计"))
        .otherwise(_faults(text, read, "数字", _MAX_COUNT))
    )
    value = pl.when(~is_broken & ~is_no_place & read.is_between(0, _MAX_COUNT)).then(read).cast(pl.Int64)
    figure = _read_figure(text.str.replace_many(_CHINESE_ORDINALS), _NUMBER)
    return Parsed(figure, {name: value}, fault, pl.lit(False))


def parse_share(name: str, text: pl.Expr) -> Parsed:
    """Int64 basis points of a proportion: 55.5%, 0.555 and 55.5 are 5550; finer parts are cut off, never up.

    A bare figure up to 1 is a proportion and above 1 a percentage. Where one sheet holds both, what
    the small ones are cannot be told: they are faults.
    """
    figure = pl.col(READ).struct.field("figure")
    mark = pl.col(READ).struct.field("mark")
    is_bare = ~mark.is_in(["%", "‰"])
    sheet_has_percentages = (is_bare & (figure > 1)).any().over("file", "sheet")
    is_ambiguous = (is_bare & (figure > 0) & (figure <= 1) & sheet_has_percentages).fill_null(False)
    points = (
        pl.when(mark == "‰")
        .then(figure * 10)
        .when((mark == "%") | (figure > 1))
        .then(figure * 100)
        .otherwise(figure * _BASIS_POINTS)
    )
    fault = (
        pl.when(is_ambiguous)
        .then(pl.lit("分不清是比例还是百分数，请写明 %"))
        .otherwise(_faults(text, points, "占比", _BASIS_POINTS))
    )
    whole = points.floor()
    value = pl.when(~is_ambiguous & points.is_between(0, _BASIS_POINTS)).then(whole).cast(pl.Int64)
    read = pl.struct(figure=_read_figure(text, _SHARE), mark=fold_width(text).str.slice(-1))
    return Parsed(read, {name: value}, fault, whole != points)
