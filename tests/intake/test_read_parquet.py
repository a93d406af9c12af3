"""Parquet files: columns of every type become the same texts as from other files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import polars as pl
import pytest

from screening.contract.source_tables import ANNUAL_RETURNS, ENTERPRISES, PROJECTS
from screening.intake.read_files import read_file
from screening.intake.sheets import ROW_NUMBER, FileRefusedError
from tests.intake.inbox_files import JIA


def _bytes(frame: pl.DataFrame) -> bytes:
    stream = BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


def test_numbers_dates_and_booleans_are_written_out() -> None:
    frame = pl.DataFrame(
        {
            "uscc": [JIA],
            "年度": [2024],
            "营业收入": [0.1 + 0.2],
            "local_contribution": [Decimal("12.30")],
            "identifier_registrations": [100_000.0],
            "是否规上": [True],
        }
    )
    cells = read_file(_bytes(frame), "weihai/f.parquet", ANNUAL_RETURNS).sheets[0].cells
    assert cells.select("c0", "c1", "c2", "c3", "c4", "c5").rows() == [(JIA, "2024", "0.3", "12.30", "100000", "是")]


def test_dates_and_lists_are_written_out() -> None:
    frame = pl.DataFrame(
        {
            "project_id": ["P1"],
            "uscc": [JIA],
            "type": pl.Series(["技术改造"], dtype=pl.Categorical),
            "year": [None],
            "plan_lists": [["省重大项目", "省重点建设项目"]],
            "started_on": [dt.date(2024, 5, 1)],
            "completed_on": [dt.datetime(2024, 5, 2)],  # noqa: DTZ001
        },
        schema_overrides={"year": pl.Int32},
    )
    cells = read_file(_bytes(frame), "weihai/f.parquet", PROJECTS).sheets[0].cells
    assert cells.select("c2", "c3", "c4", "c5", "c6").rows() == [
        ("技术改造", None, "省重大项目；省重点建设项目", "2024-05-01", "2024-05-02 00:00:00")
    ]


def test_a_code_column_of_numbers_is_told_apart() -> None:
    frame = pl.DataFrame({"uscc": [913710001668030123, None], "name": ["甲", "乙"]})
    cells = read_file(_bytes(frame), "weihai/f.parquet", ENTERPRISES).sheets[0].cells
    assert cells["c0#number"].to_list() == [True, False]


def test_contacts_are_never_read_and_rows_count_from_two() -> None:
    frame = pl.DataFrame(
        {"uscc": [JIA], "name": ["甲"], "联系人": ["王示例"], "contact_phone": ["13800000001"], "法人手机": ["1"]}
    )
    sheet = read_file(_bytes(frame), "weihai/f.parquet", ENTERPRISES).sheets[0]
    assert [heading.text for heading in sheet.kept] == ["uscc", "name"]
    assert sheet.cells[ROW_NUMBER].to_list() == [2]


def test_a_column_that_is_no_single_value_is_refused() -> None:
    frame = pl.DataFrame({"uscc": [JIA], "name": [{"full": "甲"}]})
    with pytest.raises(FileRefusedError, match="列“name”的类型"):
        read_file(_bytes(frame), "weihai/f.parquet", ENTERPRISES)


def test_a_file_without_known_columns_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="第一行：a、b"):
        read_file(_bytes(pl.DataFrame({"a": [1], "b": [2]})), "weihai/f.parquet", ENTERPRISES)


@pytest.mark.parametrize("cut", [20, 200, -1])
def test_a_truncated_file_is_refused(cut: int) -> None:
    data = _bytes(pl.DataFrame({"uscc": [JIA] * 100, "name": ["甲"] * 100}))
    with pytest.raises(FileRefusedError, match="不完整或已损坏"):
        read_file(data[:cut], "weihai/f.parquet", ENTERPRISES)
