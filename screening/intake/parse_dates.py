"""Dates in cells, in all the forms people write them. Expressions over cleaned String columns."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.source_tables import PRECISION, THROUGH
from screening.intake.parse_amounts import READ, Parsed

_CLOCK: Final = r"[T ]?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?|分)?(?:Z|[+-]\d{2}:?\d{2})?$"
_PARTS: Final = r"^(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?$"
_SERIAL: Final = r"^([1-7]\d{4})(?:\.\d+)?$"  # days since 1899-12-30; 10000 is 1927, 79999 is 2119
_WHOLE_NUMBER: Final = r"^(\d+)\.0$"
_NUMBER_MONTH: Final = r"^(\d{4})\.1$"  # 2024.10 held as a number loses its nought: no month can be told
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_DIGITS: Final = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_TENS: Final = {
    f"{'' if tens == 1 else '一二三'[tens - 1]}十{'一二三四五六七八九'[ones - 1] if ones else ''}": str(
        10 * tens + ones
    )
    for tens in (1, 2, 3)
    for ones in range(10)
}
_CHINESE_NUMBERS: Final = dict(sorted(_TENS.items(), key=lambda pair: -len(pair[0]))) | _DIGITS

# Columns whose day is never counted from: a month or year is read as the day named. Elsewhere a
# date without its day is unknown, because days and years are reckoned from it.
COARSE_DATES: Final = {
    ("awards_received", "paid_on"): "first",
    ("sanctions", "listed_on"): "first",
    ("sanctions", "removed_on"): "first",
    ("rulings", "ruled_on"): "first",
    ("recognitions", "valid_until"): "last",  # 有效期至2026年12月 runs through the month
}
_WITHOUT_END: Final = ("长期", "长期有效", "永久", "永久有效", "无固定期限")


def _date_parts(text: pl.Expr) -> pl.Expr:
    """Struct of year, month, day texts of a date written in any known order of four-digit year first."""
    dashed = (
        text.str.normalize("NFKC")
        .str.replace(_CLOCK, "")
        .str.replace_all(r"\s", "")
        .str.replace(_WHOLE_NUMBER, "${1}")
        .str.replace(_NUMBER_MONTH, "${1}")
        .str.replace_many(_CHINESE_NUMBERS, leftmost=True)
        .str.replace_all("[日号度]", "")
        .str.replace_all("[年月./−–]", "-")
        .str.strip_chars_end("-")
        .str.replace(r"^(\d{4})(\d{2})(\d{2})$", "${1}-${2}-${3}")
        .str.replace(r"^(\d{4})(\d{2})$", "${1}-${2}")
    )
    return dashed.str.extract_groups(_PARTS)


def _to_date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    text = pl.concat_str([year, month.str.zfill(2), day.str.zfill(2)], separator="-")
    date = text.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(date.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR)).then(date)


def read_period(text: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """First day, last day (Date) and precision (day, month or year) of a date as written; null where it is none."""
    return _days_of(_struct_of(text))


def _struct_of(text: pl.Expr) -> pl.Expr:
    """Struct of first (Date) and precision of a date as written."""
    parts = _date_parts(text)
    year, month, day = (parts.struct.field(name) for name in ("year", "month", "day"))
    serial_days = text.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False)
    serial = pl.lit("1899-12-30").str.to_date() + pl.duration(days=serial_days)
    precision = (
        pl.when(day.is_not_null() | serial_days.is_not_null()).then(pl.lit("day"))
        .when(month.is_not_null()).then(pl.lit("month"))
        .otherwise(pl.lit("year"))
    )  # fmt: skip
    first = pl.coalesce(_to_date(year, month.fill_null("1"), day.fill_null("1")), serial)
    return pl.struct(first=first, precision=precision)


def _days_of(period: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """First day, last day and precision of a `_struct_of`."""
    first = period.struct.field("first")
    precision = pl.when(first.is_not_null()).then(period.struct.field("precision"))
    through = (
        pl.when(precision == "day").then(first)
        .when(precision == "month").then(first.dt.month_end())
        .otherwise(first.dt.offset_by("1y").dt.offset_by("-1d"))
    )  # fmt: skip
    return first, through, precision


def _fault(text: pl.Expr, first: pl.Expr) -> pl.Expr:
    return pl.when(text.is_not_null() & first.is_null()).then(pl.lit("读不出日期，或日期不存在"))


def parse_period(name: str, text: pl.Expr) -> Parsed:
    """First day, last day and precision of a day, month or year."""
    first, through, precision = _days_of(pl.col(READ))
    values = {name: first, name + THROUGH: through, name + PRECISION: precision}
    return Parsed(_struct_of(text), values, _fault(text, first), pl.lit(False))


def parse_date(name: str, text: pl.Expr, coarse: str | None) -> Parsed:
    """A day. A month or year alone is the `coarse` (first or last) day of it, or a fault where that is None."""
    dated = pl.when(~text.is_in(list(_WITHOUT_END))).then(text)
    first, through, precision = _days_of(pl.col(READ))
    if coarse is not None:
        value = through if coarse == "last" else first
        return Parsed(_struct_of(text), {name: value}, _fault(dated, first), precision != "day")
    is_day = precision == "day"
    fault = pl.when(~is_day).then(pl.lit("只有年份或年月，需要具体日期")).otherwise(_fault(dated, first))
    return Parsed(_struct_of(text), {name: pl.when(is_day).then(first)}, fault, pl.lit(False))


def parse_year(name: str, text: pl.Expr) -> Parsed:
    """Int32 year of a year, or of a month or day in it; serial numbers are no years."""
    first, _, _ = _days_of(pl.col(READ))
    read = _struct_of(pl.when(~text.str.contains(_SERIAL)).then(text))
    return Parsed(read, {name: first.dt.year().cast(pl.Int32)}, _fault(text, first), pl.lit(False))
