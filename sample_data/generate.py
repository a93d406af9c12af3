"""An inbox of invented enterprises: any number, the same bytes for the same seed.

Small cities are written as people send files (csv with units in headings, GB18030, published lists as
workbooks with titles and notes); from `BULK_FROM` enterprises on every table is one Parquet file.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from sample_data.enterprises import make_enterprises
from sample_data.evidence import make_payments, make_projects, make_recognitions, make_returns, make_sanctions
from sample_data.published_lists import write_published_lists
from screening.contract.money import to_yuan
from screening.rules.load_rulebook import load_rulebook

BULK_FROM: Final = 20_000
DAY: Final = dt.date(2025, 11, 30)  # the night the sample inbox is made for

_CHINESE: Final = {
    "enterprises": "企业名录",
    "annual_returns": "年度数据",
    "projects": "项目清单",
    "sanctions": "失信惩戒",
    "awards_received": "兑付台账",
}


def generate(out: Path, enterprises: int, seed: int, cities: Sequence[str]) -> None:
    """Write `<out>/<city>/…` with `enterprises` invented enterprises in each city."""
    rulebook = load_rulebook()
    for city in cities:
        choice = np.random.default_rng([seed, zlib.crc32(city.encode())])
        register = make_enterprises(city, enterprises, choice)
        recognitions = make_recognitions(city, register, rulebook, choice)
        tables = {
            "enterprises": register,
            "recognitions": recognitions,
            "annual_returns": make_returns(register, choice),
            "projects": make_projects(city, register, rulebook, choice),
            "sanctions": make_sanctions(register, choice),
            "awards_received": make_payments(city, recognitions, rulebook, choice),
        }
        folder = out / city
        folder.mkdir(parents=True, exist_ok=True)
        if enterprises >= BULK_FROM:
            _write_bulk(folder, tables)
        else:
            _write_as_sent(folder, tables)


def _write_bulk(folder: Path, tables: dict[str, pl.DataFrame]) -> None:
    for name, frame in tables.items():
        _in_yuan(frame).write_parquet(folder / f"{name}.parquet")


def _write_as_sent(folder: Path, tables: dict[str, pl.DataFrame]) -> None:
    for name, title in _CHINESE.items():
        frame = _in_yuan(tables[name])
        text = frame.write_csv()
        encoding = "gb18030" if name == "annual_returns" else "utf-8-sig"
        (folder / f"{title}.csv").write_bytes(text.encode(encoding))
    write_published_lists(folder, tables["recognitions"], DAY)


def _in_yuan(frame: pl.DataFrame) -> pl.DataFrame:
    """Amounts in fen as columns of yuan under their own name."""
    money = [name for name in frame.columns if name.endswith("_fen")]
    return frame.with_columns(to_yuan(pl.col(name)).alias(name.removesuffix("_fen")) for name in money).drop(money)
