"""Problems of one night go to their offices, come back corrected, and are gone the next: through real nights."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import openpyxl
import polars as pl
import pytest

from screening.pipeline import run_night
from screening.plan_run import NightRequest
from screening.quality import gates
from screening.stage_files import read_json
from tests.credit_codes import credit_code
from tests.intake.inbox_files import CITY, put, workbook
from tests.quick_night import QUICK
from tests.reports.read_back import read_rows

_CODES: Final = [credit_code(number, "371002") for number in range(1, 41)]
_REGISTER: Final = "问题数据-weihai-市场监督管理局.xlsx"
_OFFICE: Final = "问题数据-weihai-工业和信息化局.xlsx"
_HEAD: Final = "统一社会信用代码,企业名称,所在区县,主体类型,行业代码,经济性质,成立日期,经营状态,联系人,联系电话\n"
_COUNTS: Final = ("rows_in", "used", "quarantined", "merged_duplicates", "titles_notes_blanks")


def firm(number: int) -> str:
    return f"威海示例{number}号机械有限公司"


def register(*, code: str, day: str) -> str:
    """Forty firms; the code of the 39th and the day of the 40th as given."""
    codes, days = [*_CODES[:38], code, _CODES[39]], ["2010-03-01"] * 39 + [day]
    rows = zip(range(1, 41), codes, days, strict=True)
    return _HEAD + "".join(
        f"{uscc},{firm(number)},环翠区,企业,3670,民营,{on},存续,王示例,13800000001\n" for number, uscc, on in rows
    )


def recognitions(day: str) -> bytes:
    """A list of twenty firms; the last recognised on a day as given."""
    rows: list[list[object]] = [["2024年省级瞪羚企业名单"], ["序号", "企业名称", "认定名称", "认定日期"]]
    rows += [[n, firm(n), "瞪羚企业", "2024-05-20" if n < 20 else day] for n in range(1, 21)]
    return workbook({"名单": rows})


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A csv register with a row set aside and a cell emptied, and an xlsx list with a row set aside."""
    put(tmp_path / "inbox", "企业名录.csv", register(code="9137100212345", day="2010年"))
    put(tmp_path / "inbox", "认定名单.xlsx", recognitions("2024-13-01"))
    return tmp_path / "inbox"


@pytest.fixture
def ungated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights without Great Expectations, whose workbooks are drawn."""
    for owner, name, stand_in in QUICK:
        if owner is gates:
            monkeypatch.setattr(owner, name, stand_in)


def spend_night(inbox: Path, day: int) -> tuple[dict[str, Any], Path]:
    """run.json and folder of a night, whose counts must close."""
    night = run_night(NightRequest(inbox, inbox.parent / "out", dt.date(2025, 11, day)))
    assert not night.is_held
    assert night.held_cities == ()
    run: dict[str, Any] = read_json(night.folder / "run.json")
    for counts in run["counts"][CITY].values():
        assert counts["rows_in"] == sum(counts[name] for name in _COUNTS[1:])
    return run, night.folder


def counts_of(run: dict[str, Any], table: str) -> tuple[int, ...]:
    return tuple(run["counts"][CITY][table][name] for name in _COUNTS)


def problems(run: dict[str, Any]) -> dict[str, int]:
    """Open problems by table."""
    names = ("rows_set_aside", "cells_emptied", "files_refused")
    return {entry["table"]: sum(entry[name] for name in names) for entry in run["open_problems"]}


def correct(path: Path, sheet: str, cells: dict[str, dict[str, str]], target: Path) -> None:
    """Open the workbook as a clerk would, fill cells of the rows of these firms, save it into the inbox."""
    book = openpyxl.load_workbook(path)
    header, *rows = book[sheet].iter_rows()
    by_heading = {cell.value: at for at, cell in enumerate(header)}
    for row in rows:
        for heading, value in cells.get(str(row[by_heading["企业名称"]].value), {}).items():
            row[by_heading[heading]].value = value
    book.save(target)


def test_rows_corrected_in_the_workbook_heal_the_next_night(inbox: Path) -> None:
    first, folder = spend_night(inbox, 28)
    assert problems(first) == {"recognitions": 1, "enterprises": 2}
    assert counts_of(first, "enterprises") == (40, 39, 1, 0, 0)

    fixes = {firm(39): {"统一社会信用代码": _CODES[38]}, firm(40): {"成立日期": "2010-03-02"}}
    correct(folder / "reports" / _REGISTER, "更正-企业名录", fixes, inbox / CITY / _REGISTER)
    day = {firm(20): {"认定日期": "2024-12-01"}}
    correct(folder / "reports" / _OFFICE, "更正-认定名单", day, inbox / CITY / _OFFICE)

    second, folder = spend_night(inbox, 29)
    assert problems(second) == {}
    # Rows in: forty and two corrections; the row set aside stays counted, the row used in part is merged away.
    assert counts_of(second, "enterprises") == (42, 40, 1, 1, 0)
    assert counts_of(second, "recognitions") == (22, 20, 1, 0, 1)  # the title above the list is the note
    used = pl.read_parquet(folder / "tables" / "enterprises.parquet")
    assert used["uscc"].sort().to_list() == sorted(_CODES)
    assert used.filter(uscc=_CODES[39])["registered_on"].to_list() == [dt.date(2010, 3, 2)]
    assert pl.read_parquet(folder / "quarantine.parquet")["is_open"].to_list() == [False] * 3

    rows = {row["表"]: row for row in read_rows(folder / "reports" / "数据质量.xlsx", "未解决问题")}
    assert [(row["合计"], row["2025-11-28 合计"]) for row in rows.values()] == [(0, 1), (0, 2), (0, 3)]


@pytest.mark.usefixtures("ungated")
def test_files_corrected_in_place_heal_the_next_night(inbox: Path) -> None:
    first, _ = spend_night(inbox, 28)
    assert sum(problems(first).values()) == 3
    put(inbox, "企业名录.csv", register(code=_CODES[38], day="2010-03-02"))
    put(inbox, "认定名单.xlsx", recognitions("2024-12-01"))
    second, folder = spend_night(inbox, 29)
    assert problems(second) == {}
    assert counts_of(second, "enterprises") == (40, 40, 0, 0, 0)
    assert not list((folder / "reports").glob("问题数据*"))


@pytest.mark.usefixtures("ungated")
def test_the_workbook_put_back_half_done_heals_half_and_can_be_sent_again(inbox: Path) -> None:
    _, folder = spend_night(inbox, 28)
    half = {firm(39): {"统一社会信用代码": _CODES[38]}}
    correct(folder / "reports" / _REGISTER, "更正-企业名录", half, inbox / CITY / _REGISTER)
    second, folder = spend_night(inbox, 29)
    assert problems(second) == {"enterprises": 1, "recognitions": 1}
    assert counts_of(second, "enterprises") == (42, 40, 1, 0, 1)
    rest = {firm(40): {"成立日期": "2010-03-02"}}
    correct(folder / "reports" / _REGISTER, "更正-企业名录", rest, inbox / CITY / _REGISTER)
    third, _ = spend_night(inbox, 30)
    assert problems(third) == {"recognitions": 1}
    assert counts_of(third, "enterprises") == (42, 40, 1, 1, 0)
