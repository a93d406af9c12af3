"""Money: integer fen inside, Decimal(18, 2) yuan at rest, one rounding function.

A yuan amount is exact to the fen everywhere. Inside `determination` and `award` every amount is an
Int64 column of fen whose name ends in ``_fen``; files hold ``YUAN``. No float ever touches money.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import polars as pl

YUAN: Final = pl.Decimal(18, 2)
FEN: Final = pl.Int64

FEN_PER_YUAN: Final = 100
BASIS_POINTS: Final = 10_000

_UNITS: Final = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_PRINTED_AMOUNT: Final = re.compile(r"(?P<figure>\d+(?:\.\d+)?)(?P<unit>亿元|万元|元)")
_PRINTED_RATE: Final = re.compile(r"(?P<figure>\d+(?:\.\d{1,2})?)%")


class PrintedFigureError(ValueError):
    """A figure of a rule is not written as the law prints it."""


def fen_from_printed(text: str) -> int:
    """Fen of an amount as a rule prints it: ``"100万元"`` gives 100_000_000.

    Raises PrintedFigureError where the text is not one figure and one of 元, 万元, 亿元, or is
    finer than a fen.
    """
    found = _PRINTED_AMOUNT.fullmatch(text)
    if found is None:
        raise PrintedFigureError(f"amount {text!r}: expected a figure and 元, 万元 or 亿元, as in '100万元'")
    fen = Decimal(found["figure"]) * _UNITS[found["unit"]] * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise PrintedFigureError(f"amount {text!r}: finer than a fen")
    return int(fen)


def basis_points_from_printed(text: str) -> int:
    """Basis points of a rate as a rule prints it: ``"12%"`` gives 1_200.

    Raises PrintedFigureError where the text is not a percentage of at most two decimals.
    """
    found = _PRINTED_RATE.fullmatch(text)
    if found is None:
        raise PrintedFigureError(f"rate {text!r}: expected a percentage, as in '12%'")
    return int(Decimal(found["figure"]) * 100)


def to_fen(yuan: pl.Expr) -> pl.Expr:
    """Int64 fen of a ``YUAN`` column; null stays null."""
    return (yuan.cast(pl.Decimal(38, 2)) * FEN_PER_YUAN).cast(FEN)


def to_yuan(fen: pl.Expr) -> pl.Expr:
    """``YUAN`` of an Int64 fen column; null stays null."""
    return (fen.cast(pl.Decimal(38, 2)) / FEN_PER_YUAN).cast(YUAN)


def round_half_up(numerator: pl.Expr, denominator: int) -> pl.Expr:
    """Int64 quotient of two non-negative integers, halves rounded up; null stays null.

    The one rounding function of the project: a rate in basis points times fen is divided here.
    Exact for products below 2**63, which is fen bases up to 9.2e14 (9.2 trillion yuan) at 100 %.
    """
    return (numerator + denominator // 2) // denominator


def share_of(fen: pl.Expr, basis_points: pl.Expr | int) -> pl.Expr:
    """Fen of a share in basis points of an amount, half up to the fen; null where either is null."""
    points = pl.lit(basis_points, dtype=pl.Int64) if isinstance(basis_points, int) else basis_points.cast(pl.Int64)
    return round_half_up(fen.cast(pl.Int64) * points, BASIS_POINTS)
