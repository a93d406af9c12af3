"""Parquet files of a table with any type in any column, then changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any, Final

import polars as pl

from screening.contract.source_tables import SourceTable
from tests.fuzz.mutate_bytes import mutate_bytes
from tests.fuzz.seed_values import grid

_MOMENT: Final = dt.datetime(2024, 2, 29, 23, 59, tzinfo=dt.UTC)
_TYPES: Final[tuple[tuple[pl.DataType, Callable[[Random], Any]], ...]] = (
    (pl.Int64(), lambda random: random.choice((0, -1, 2**63 - 1, -(2**63), 2024, 913710001668030123))),
    (pl.UInt64(), lambda random: random.choice((0, 2**64 - 1, 2024))),
    (pl.Int128(), lambda random: random.choice((0, 2**100))),
    (pl.Float64(), lambda random: random.choice((0.0, -0.0, float("nan"), float("inf"), 1e308, 5e-324, 1200.5))),
    (pl.Decimal(38, 4), lambda _: Decimal("1234567890123456789012345678.1234")),
    (pl.Boolean(), lambda random: random.random() < 0.5),
    (pl.Date(), lambda random: random.choice((dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2024, 2, 29)))),
    (pl.Datetime("ns"), lambda _: _MOMENT.replace(tzinfo=None)),
    (pl.Datetime("ms", "Asia/Shanghai"), lambda _: _MOMENT),
    (pl.Time(), lambda _: dt.time(1, 2)),
    (pl.Duration(), lambda _: dt.timedelta(days=1)),
    (pl.List(pl.String), lambda _: ["甲厂", "乙厂", None]),
    (pl.List(pl.Int64), lambda _: [1, None]),
    (pl.Struct({"a": pl.Int64}), lambda _: {"a": 1}),
    (pl.Binary(), lambda _: b"\xff\x00"),
    (pl.Null(), lambda _: None),
    (pl.Categorical(), lambda random: random.choice(("威海", "乙"))),
)


def write_parquet(table: SourceTable, random: Random) -> bytes:
    """A Parquet file of the table, most of its columns text; in two cases of five its bytes are changed."""
    rows = grid(table, random)
    header = max(rows, key=len)
    body = [row for row in rows if row is not header and len(row) == len(header)]
    columns = {
        name: _column(name, [row[place] for row in body], random) for place, name in enumerate(dict.fromkeys(header))
    }
    stream = BytesIO()
    compression: Any = random.choice(("zstd", "snappy", "gzip", "uncompressed"))
    pl.DataFrame(list(columns.values())).write_parquet(stream, compression=compression, row_group_size=5)
    data = stream.getvalue()
    return mutate_bytes(data, random) if random.random() < 0.4 else data


def _column(name: str, texts: list[str], random: Random) -> pl.Series:
    if random.random() < 0.85:
        return pl.Series(name, [text or None for text in texts], dtype=pl.String)
    kind, value = random.choice(_TYPES)
    return pl.Series(name, [value(random) if random.random() < 0.8 else None for _ in texts], dtype=kind)
