"""Small frames in the contract's shape: clean rows of every table, to which a test plants one fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening.quality.checks import Check
from screening.quality.gates import CITY_RESULTS, INTAKE_RESULTS, SUITES, run_gate
from screening.quality.suite_parameters import table_schema
from tests.credit_codes import credit_code

AS_OF: Final = dt.date(2025, 11, 30)
CITY: Final = "weihai"
FIRST: Final = credit_code(1, "371002")
SECOND: Final = credit_code(2, "371002")
UNKNOWN: Final = credit_code(99, "371002")
Row = dict[str, Any]

_DAY: Final = dt.date(2024, 5, 1)
_RECOGNITION: Final = {
    "programme": "绿色工厂",
    "level": "省级",
    "event": "新认定",
    "recognised_on": _DAY,
    "recognised_on_through": _DAY,
    "recognised_on_precision": "day",
}
_LINE: Final = {
    "run_id": "2025-11-30-0a1b2c3d",
    "as_of": AS_OF,
    "uscc": FIRST,
    "name": "威海示例海岬精密机械有限公司",
    "policy_id": "weihai-2023",
    "policy_status": "in_force",
    "article": "一",
    "item_id": "weihai-2023/1-01",
    "item_title": "智能化改造项目补助",
    "award_year": 2024,
    "determination": "eligible",
    "reasons": ["设备投资额应为已知，现为1200万元"],
    "missing_facts": [],
    "judgements": [],
    "flags": [],
    "evidence_table": "projects",
    "evidence_key": "WH-1/2024",
    "match_class": "code",
}
_AWARD: Final = _LINE | {
    "certainty": "upper_bound",
    "entitlement": Decimal("1200000.00"),
    "award": Decimal("1000000.00"),
    "disposition": "payable",
    "received": Decimal("0.00"),
    "outstanding": Decimal("1000000.00"),
    "adjustments": [{"reason": "按地方贡献封顶", "amount": Decimal("-200000.00"), "source": "文末"}],
}
_ROWS: Final[dict[tuple[str, str], list[Row]]] = {
    ("accepted", "enterprises"): [
        {
            "uscc": FIRST,
            "name": "威海示例海岬精密机械有限公司",
            "district": "环翠区",
            "subject_type": "企业",
            "industry_code": "3670",
            "registered_on": dt.date(2010, 3, 1),
            "operating_status": "存续",
            "above_scale_on": dt.date(2015, 1, 1),
            "above_scale_on_through": dt.date(2015, 12, 31),
            "above_scale_on_precision": "year",
        },
        {
            "uscc": SECOND,
            "name": "威海示例云帆智能装备有限公司",
            "district": "荣成市",
            "industry_code": "3499",
            "operating_status": "注销",
        },
    ],
    ("accepted", "recognitions"): [
        _RECOGNITION | {"uscc": FIRST, "name": "威海示例海岬精密机械有限公司", "match_class": "exact_name"},
        _RECOGNITION | {"uscc": None, "name": "威海示例远航科技有限公司", "match_class": "unmatched"},
    ],
    ("accepted", "annual_returns"): [
        {
            "uscc": FIRST,
            "year": 2023,
            "revenue": Decimal("80000000.00"),
            "local_contribution": Decimal("5000000.00"),
            "productivity_grade": "A",
        },
        {"uscc": FIRST, "year": 2024, "revenue": None},
    ],
    ("accepted", "projects"): [
        {
            "project_id": "WH-1",
            "uscc": FIRST,
            "type": "智能化改造",
            "year": 2024,
            "equipment_investment": Decimal("12000000.00"),
            "plan_lists": "无",
            "started_on": dt.date(2024, 1, 1),
            "completed_on": dt.date(2024, 10, 1),
        }
    ],
    ("accepted", "expenditures"): [
        {"uscc": FIRST, "year": 2024, "kind": "展位费", "amount": Decimal("30000.00"), "months": Decimal("12")}
    ],
    ("accepted", "sanctions"): [
        {
            "uscc": SECOND,
            "name": "威海示例云帆智能装备有限公司",
            "kind": "严重失信",
            "listed_on": _DAY,
            "match_class": "code",
        }
    ],
    ("accepted", "awards_received"): [
        {
            "uscc": FIRST,
            "document": "威政办发〔2023〕7号",
            "amount": Decimal("100000.00"),
            "paid_on": _DAY,
            "award_year": 2023,
        }
    ],
    ("accepted", "rulings"): [{"kind": "reading", "key": "weihai-2023/1", "ruling": "甲", "ruled_on": _DAY}],
    ("results", "determinations"): [
        _LINE,
        _LINE | {"uscc": SECOND, "determination": "ineligible", "evidence_key": "WH-2/2024"},
    ],
    ("results", "awards"): [_AWARD],
    ("results", "enterprise_totals"): [
        {
            "run_id": _LINE["run_id"],
            "as_of": AS_OF,
            "uscc": FIRST,
            "name": _LINE["name"],
            "award_year": 2024,
            "exact_total": Decimal("0.00"),
            "upper_bound_total": Decimal("1000000.00"),
            "unstated_items": 0,
            "undetermined_items": 0,
            "undetermined_total": Decimal("0.00"),
            "received_total": Decimal("0.00"),
            "items": 1,
            "draft_exact_total": Decimal("0.00"),
            "draft_upper_bound_total": Decimal("0.00"),
        }
    ],
    ("results", "near_misses"): [
        {key: value for key, value in _LINE.items() if key in table_schema("results", "near_misses")}
        | {"fact": "revenue", "required": "≥ 1亿元", "seen": "9500万元", "gap": "500万元"}
    ],
    ("results", "quarantine"): [
        {
            "table": "projects",
            "column": "",
            "is_row_set_aside": True,
            "reasons": ["缺少项目编号"],
            "row_text": "示例项目 | 1200",
            "row_values": '{"项目名称":"示例项目"}',
            "is_open": True,
        }
    ],
    ("results", "name_matches"): [
        {
            "table": "recognitions",
            "list_name": "威海示例海岬精密机械有限公司",
            "uscc": FIRST,
            "match_class": "exact_name",
        },
        {
            "table": "recognitions",
            "list_name": "威海示例云帆装备",
            "uscc": SECOND,
            "match_class": "candidate",
            "similarity": 88,
            "reason": "名称相近",
        },
    ],
}


def rows_of(stage: str, table: str) -> list[Row]:
    """Clean rows of a table; the raw ones are the accepted ones, none set aside."""
    rows = _ROWS["accepted" if stage == "raw" else stage, table]
    placed = [_provenance(table, number) | row for number, row in enumerate(rows)]
    return [row | {"is_row_set_aside": False} for row in placed] if stage == "raw" else placed


def frame_of(stage: str, table: str, rows: list[Row]) -> pl.DataFrame:
    """A frame of the contract's columns and types; what a row does not say is null."""
    schema = table_schema(stage, table)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def clean_frame(stage: str, table: str) -> pl.DataFrame:
    """The clean rows of a table as a frame."""
    return frame_of(stage, table, rows_of(stage, table))


def with_fault(stage: str, table: str, fault: Mapping[str, Any]) -> pl.DataFrame:
    """The clean frame with the columns of its first row changed."""
    first, *others = rows_of(stage, table)
    return frame_of(stage, table, [{**first, **fault}, *others])


def guard(stage: str, table: str, frame: pl.DataFrame, **references: pl.DataFrame) -> list[Check]:
    """The checks of a frame, beside clean frames of every other table or those given."""
    beside = _clean_references() | {name: given.lazy() for name, given in references.items()}
    path = SUITES / stage / f"{table}.json"
    return run_gate(path, frame.lazy(), as_of=AS_OF, city=CITY, references=beside)


def failed(checks: list[Check]) -> dict[str, str]:
    """Severity by id of the failed checks."""
    return {check.id: check.severity for check in checks if not check.passed}


def suite_files() -> list[Path]:
    """Every suite file, in order."""
    return sorted(SUITES.glob("*/*.json"))


@cache
def _clean_references() -> dict[str, pl.LazyFrame | Path]:
    results = {table: clean_frame("results", table).lazy() for table in (*CITY_RESULTS, *INTAKE_RESULTS)}
    tables = {table: clean_frame("accepted", table).lazy() for stage, table in _ROWS if stage == "accepted"}
    return {**tables, **results}


def _provenance(table: str, number: int) -> Row:
    return {"city": CITY, "file": f"weihai/{table}.csv", "sheet": "", "row_number": number + 2}
