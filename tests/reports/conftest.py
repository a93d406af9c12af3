"""Frames and run record of an invented night, as the reports are given them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import polars as pl
import pytest

from screening.contract.money import YUAN
from screening.contract.result_tables import RESULT_TABLES, Schema
from tests.reports.sample_results import awards_of, contacts_of, firms_of, near_misses_of, read_sample_run, totals_of

_READINGS: Final[Schema] = {
    "policy_id": pl.String,
    "article": pl.String,
    "reading_id": pl.String,
    "question": pl.String,
    "taken": pl.String,
    "alternative": pl.String,
    "says": pl.String,
    "is_computable": pl.Boolean,
}
_PAYMENTS: Final[Schema] = {
    "uscc": pl.String,
    "document": pl.String,
    "item": pl.String,
    "level": pl.String,
    "grade": pl.String,
    "item_name": pl.String,
    "award_year": pl.Int32,
    "paid_on": pl.Date,
    "amount": YUAN,
    "reason": pl.String,
}


@pytest.fixture(scope="session")
def awards() -> pl.DataFrame:
    return awards_of("weihai")


@pytest.fixture(scope="session")
def totals() -> pl.DataFrame:
    return totals_of("weihai")


@pytest.fixture(scope="session")
def near_misses() -> pl.DataFrame:
    return near_misses_of("weihai")


@pytest.fixture(scope="session")
def contacts() -> pl.DataFrame:
    return contacts_of("weihai")


@pytest.fixture
def run() -> dict[str, Any]:
    """The content of run.json, a test's own."""
    return read_sample_run()


@pytest.fixture(scope="session")
def unmatched_payments() -> pl.DataFrame:
    """One payment that belongs to no award."""
    row = {
        "uscc": next(firms_of("weihai")).uscc,
        "document": "威政办发〔2019〕1号",
        "item": "技术改造补助",
        "amount": Decimal("88000.50"),
        "reason": "无对应事项",
    }
    return pl.DataFrame([row], schema=_PAYMENTS)


@pytest.fixture(scope="session")
def name_matches() -> pl.DataFrame:
    """A list name in two rows with two candidates each, one with one candidate, and a row that was matched."""
    firms = list(firms_of("weihai"))
    rows = [
        *(_candidate("威海海岬精密机械公司", firms[0].uscc, firms[0].name, 93, row) for row in (5, 9)),
        *(_candidate("威海海岬精密机械公司", firms[10].uscc, firms[10].name, 90, row) for row in (5, 9)),
        _candidate("=云帆精密机械（样例）厂", firms[1].uscc, firms[1].name, 91, 7),
        _candidate(firms[2].name, firms[2].uscc, firms[2].name, None, 8)
        | {"match_class": "exact_name", "reason": None},
    ]
    return pl.DataFrame(rows, schema=RESULT_TABLES["name_matches"])


def _candidate(list_name: str, uscc: str, name: str, similarity: int | None, row_number: int) -> dict[str, Any]:
    return {
        "city": "weihai",
        "table": "recognitions",
        "file": "weihai/认定名单_第六批.xlsx",
        "sheet": "名单",
        "row_number": row_number,
        "list_name": list_name,
        "uscc": uscc,
        "match_class": "candidate",
        "matched_name": name,
        "similarity": similarity,
        "reason": "名称相近",
    }


@pytest.fixture(scope="session")
def readings() -> pl.DataFrame:
    """One open reading of Weihai with two alternatives, and one of Shaoxing."""
    rows = [
        ("weihai-2023", "七", "weihai-2023/title", "单项冠军是否替代示范企业", "待核", "替代", "按示范企业给予", True),
        ("weihai-2023", "七", "weihai-2023/title", "单项冠军是否替代示范企业", "待核", "不替代", "不给予", True),
        ("shaoxing-2025", None, "shaoxing-2025/scope", "范围", "市本级", "全市", "含各县", False),
    ]
    return pl.DataFrame(rows, schema=_READINGS, orient="row")


@pytest.fixture(scope="session")
def quarantine() -> pl.DataFrame:
    """Forty problems: of odd numbers a date that cannot be read, of even ones a code and a name."""
    rows = [
        {
            "city": "weihai" if number % 3 else "shaoxing",
            "table": "recognitions" if number % 2 else "enterprises",
            "file": f"weihai/名单_{number % 4}.csv",
            "sheet": "" if number % 2 else "Sheet1",
            "row_number": number + 2,
            "column": "recognised_on" if number % 2 else "",
            "is_row_set_aside": number % 4 == 0,
            "reasons": [f"日期无法识别：2025-13-{number:02d}"] if number % 2 else ["校验位不符", "名称缺失"],
            "row_text": f"威海样例{number}（样例）有限公司 | 138****{number:04d} | =1+1",
            "is_open": True,
        }
        for number in range(40)
    ]
    return pl.DataFrame(rows, schema=RESULT_TABLES["quarantine"])
