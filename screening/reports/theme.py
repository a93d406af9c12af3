"""The one look of all workbooks: `theme.yml`, read strictly, and the openpyxl styles made of it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final, Literal

import msgspec
import yaml
from msgspec import Struct
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

# Styles that are not those of a column.
TITLE: Final = "sheet title"
BLOCK: Final = "block title"
REMARK: Final = "sheet remark"
HEADING: Final = "column heading"
EMPTY: Final = "empty table"

_TOTAL: Final = " total"


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every part of the theme."""


class Fonts(_Strict, frozen=True):
    """Font families and sizes in points."""

    body: str
    heading: str
    body_size: float
    title_size: float
    block_size: float


class Colours(_Strict, frozen=True):
    """Colours as RRGGBB."""

    title: str
    heading_fill: str
    total_fill: str
    answer_fill: str
    line: str
    muted: str
    alert: str
    exact: str
    upper_bound: str


class CellStyle(_Strict, frozen=True):
    """Look of a column's cells; width in characters, `unknown` is printed for a null."""

    width: float
    align: Literal["left", "center", "right"] = "left"
    vertical: Literal["top", "center"] = "center"
    format: str = "General"
    unknown: str = ""
    is_answer: bool = False
    is_muted: bool = False


class Rows(_Strict, frozen=True):
    """Heights of rows in points; `heights` by style of the first cell."""

    line_height: float
    padding: float
    heights: dict[str, float]


class Limits(_Strict, frozen=True):
    """How much a sheet, a cell or a cover takes before it points elsewhere."""

    rows_per_sheet: int
    rows_to_review: int
    lines_per_cell: int
    characters_per_cell: int
    sources_on_cover: int


class Theme(_Strict, frozen=True):
    """The whole of `theme.yml`."""

    fonts: Fonts
    colours: Colours
    styles: dict[str, CellStyle]
    rows: Rows
    limits: Limits


@cache
def load_theme() -> Theme:
    """The theme shipped with the package. Raises msgspec.ValidationError naming the key that is wrong."""
    text = resources.files("screening.reports").joinpath("theme.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Theme)


def named_styles(theme: Theme) -> list[NamedStyle]:
    """One style per kind of cell, one more for the total row under it, and those of titles and headings."""
    cells = [_cell_style(theme, name, style) for name, style in theme.styles.items()]
    totals = [_total_style(theme, name, style) for name, style in theme.styles.items()]
    return [*cells, *totals, *_frame_styles(theme)]


def total_of(style: str) -> str:
    """Name of the style of the total row under cells of this style."""
    return style + _TOTAL


def style_of_column(theme: Theme, style: str) -> CellStyle:
    """What the theme says of a cell style, of its total row too; a plain left cell for any other style."""
    return theme.styles.get(style.removesuffix(_TOTAL)) or CellStyle(width=0)


def _cell_style(theme: Theme, name: str, style: CellStyle) -> NamedStyle:
    colour = theme.colours.muted if style.is_muted else "000000"
    named = NamedStyle(
        name=name,
        font=Font(name=theme.fonts.body, size=theme.fonts.body_size, color=colour),
        alignment=Alignment(horizontal=style.align, vertical=style.vertical, wrap_text=True),
        border=_hairlines(theme),
        number_format=style.format,
    )
    if style.is_answer:
        named.fill = _solid(theme.colours.answer_fill)
    return named


def _total_style(theme: Theme, name: str, style: CellStyle) -> NamedStyle:
    named = _cell_style(theme, total_of(name), style)
    named.font = Font(name=theme.fonts.body, size=theme.fonts.body_size, bold=True)
    named.fill = _solid(theme.colours.total_fill)
    return named


def _frame_styles(theme: Theme) -> list[NamedStyle]:
    fonts, colours = theme.fonts, theme.colours
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    left = Alignment(vertical="center")
    return [
        NamedStyle(TITLE, font=_heading_font(theme, fonts.title_size), alignment=left),
        NamedStyle(BLOCK, font=_heading_font(theme, fonts.block_size), alignment=left),
        NamedStyle(REMARK, font=Font(name=fonts.body, size=fonts.body_size, color=colours.muted), alignment=left),
        NamedStyle(
            HEADING,
            font=Font(name=fonts.heading, size=fonts.body_size, bold=True),
            fill=_solid(colours.heading_fill),
            alignment=middle,
            border=_hairlines(theme),
        ),
        NamedStyle(EMPTY, font=Font(name=fonts.body, size=fonts.body_size), alignment=middle, border=_hairlines(theme)),
    ]


def _heading_font(theme: Theme, size: float) -> Font:
    return Font(name=theme.fonts.heading, size=size, bold=True, color=theme.colours.title)


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _hairlines(theme: Theme) -> Border:
    line = Side(style="thin", color=theme.colours.line)
    return Border(left=line, right=line, top=line, bottom=line)
