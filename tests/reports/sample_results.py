"""Invented results of one night: 60 firms of Weihai and 110 of Shaoxing, with every kind of award row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from screening.contract.result_tables import RESULT_TABLES

AS_OF: Final = dt.date(2025, 11, 30)
RUN_ID: Final = "2025-11-30-0123456789ab"

Row = dict[str, Any]


class SampleCity(NamedTuple):
    """A city of the sample: how many firms, and the districts they are spread over."""

    place: str
    region: str
    firms: int
    districts: tuple[str | None, ...]


class SampleFirm(NamedTuple):
    """An invented firm; its name says that it is a sample."""

    city: str
    number: int
    uscc: str
    name: str
    district: str | None


class SampleItem(NamedTuple):
    """An item of the sample: article, number, title, programme and level, what it gives."""

    policy_id: str
    article: str
    number: str
    title: str
    programme: str | None
    level: str | None
    certainty: str
    yuan: str | None


_WEIHAI: Final = ("环翠区", "文登区", "荣成市", "乳山市", "火炬高技术产业开发区", "临港经济技术开发区", None)
_SHAOXING: Final = ("越城区", "柯桥区", "上虞区", "诸暨市", "嵊州市", "新昌县")
CITIES: Final = {
    "weihai": SampleCity("威海", "371000", 60, _WEIHAI),
    "shaoxing": SampleCity("绍兴", "330600", 110, _SHAOXING),
}
SHOPS: Final = ("海岬", "云帆", "北辰", "恒泽", "天工", "鲸湾", "锦纶", "越窑", "稽山", "兰亭")
TRADES: Final = ("精密机械", "智能装备", "纺织科技", "新材料", "软件", "渔具", "医疗器械", "化工", "酒业", "电子")
LIKE_FORMULAS: Final = {
    3: "=威海样例一（样例）有限公司",
    4: "+86样例通信（样例）有限公司",
    5: "@样例网络（样例）有限公司",
    6: "-样例建材（样例）有限公司",
}

_FORCE, _DRAFT, _CURRENT = "weihai-2023", "weihai-2021-draft", "shaoxing-2025"
_EXACT, _BOUND, _NONE = "exact", "upper_bound", "unstated"
ITEMS: Final = {
    "weihai": (
        SampleItem(_FORCE, "一", "1-01", "智能化改造补助", None, None, _BOUND, "1234567.89"),
        SampleItem(_FORCE, "二", "2-01", "国家级示范工厂新认定奖励", "智能制造示范工厂", "国家级", _BOUND, "3000000"),
        SampleItem(_FORCE, "七", "7-02", "单项冠军企业新认定奖励", "制造业单项冠军企业", "国家级", _BOUND, "1000000"),
        SampleItem(_FORCE, "八", "8-01", "首次纳统奖励", None, None, _EXACT, "50000"),
        SampleItem(_FORCE, "十", "10-03", "工业互联网平台标杆奖励", "工业互联网平台", "省级", _BOUND, "500000"),
        SampleItem(_FORCE, "十三", "13-01", "链主企业一事一议支持", "链主", None, _NONE, None),
        SampleItem(_DRAFT, "13", "13-01", "两化融合贯标奖励", "两化融合", "国家级", _EXACT, "200000"),
    ),
    "shaoxing": (
        SampleItem(_CURRENT, "七", "7-04", "四星级小微企业园认定奖励", "小微企业园", "省级", _EXACT, "400000"),
        SampleItem(_CURRENT, "八", "8-01", "制造业项目设备投资奖励", None, None, _EXACT, "7654321.09"),
        SampleItem(_CURRENT, "十二", "12-05", "省级工业设计中心认定奖励", "工业设计中心", "省级", _EXACT, "300000"),
        SampleItem(_CURRENT, "十八", "18-02", "数据管理能力贯标奖励", "DCMM", "3级", _BOUND, "500000"),
        SampleItem(_CURRENT, "二十五", "25-02", "主导制定国家标准奖励", "国家标准", None, _BOUND, "300000"),
        SampleItem(_CURRENT, "附则(四)", "b4-01", "其他支持", None, None, _NONE, None),
    ),
}  # fmt: skip


def firms_of(city: str) -> Iterator[SampleFirm]:
    """The firms of a city; a few names are such as a spreadsheet would take for a formula."""
    sample = CITIES[city]
    for number in range(sample.firms):
        form = "股份有限公司" if number % 7 == 0 else "有限公司"
        name = f"{sample.place}{SHOPS[number % 10]}{TRADES[number // 10 % 10]}（样例）{form}"
        uscc = f"91{sample.region}MA3{number:05d}0X"
        district = sample.districts[number % len(sample.districts)]
        yield SampleFirm(city, number, uscc, LIKE_FORMULAS.get(number, name), district)


def award_row(firm: SampleFirm, item: SampleItem, sequence: int) -> Row:
    """One award row; the sequence number decides in turn what is missing, received, settled or barred."""
    award = None if item.yuan is None else Decimal(item.yuan)
    row: Row = {
        "run_id": RUN_ID,
        "as_of": AS_OF,
        "city": firm.city,
        "district": firm.district,
        "uscc": firm.uscc,
        "name": firm.name,
        "policy_id": item.policy_id,
        "policy_status": "draft" if item.policy_id == _DRAFT else "in_force",
        "article": item.article,
        "item_id": f"{item.policy_id}/{item.number}",
        "item_title": item.title,
        "award_year": 2024 + sequence % 2,
        "determination": "eligible",
        "reasons": [f"满足：级别为{item.level or '不限'}", "满足：认定日期在执行期内；实际：2025-05-01"],
        "missing_facts": [],
        "judgements": [],
        "flags": [],
        "evidence_table": "recognitions" if item.programme else "projects",
        "evidence_key": f"{firm.uscc}|{item.programme or 'P'}|{sequence}",
        "match_class": ("code", "exact_name", "folded_name", "former_name", "reviewed")[sequence % 5],
        "programme": item.programme,
        "level": item.level,
        "grade": None,
        "item_name": None if item.programme else f"年产{sequence}万件智能化生产线",
        "certainty": item.certainty,
        "entitlement": award,
        "award": award,
        "disposition": "payable",
        "received": Decimal(0),
        "outstanding": award,
        "adjustments": [],
        "channel": "市工业和信息化局",
    }
    return row | (_open_row(sequence) if award is None else _variation(sequence, award))


def _open_row(sequence: int) -> Row:
    return {"determination": "undetermined", "judgements": ["一事一议"]} if sequence % 2 else {}


def _variation(sequence: int, award: Decimal) -> Row:
    none, cut = Decimal(0), Decimal("20000.00")
    lost = {"award": none, "outstanding": none}
    variations: dict[int, Row] = {
        1: {"missing_facts": ["plan_lists"]},
        2: {"determination": "undetermined", "missing_facts": ["plan_lists", "accepted_on"]},
        4: {"determination": "undetermined", "judgements": ["成效显著"]},
        5: {"disposition": "settled", "received": award, "outstanding": none},
        6: {"received": Decimal(10_000), "outstanding": award - 10_000},
        7: lost | {"disposition": "barred", "adjustments": [_adjustment("亩均评价D档", -award)]},
        8: {"award": award - cut, "outstanding": award - cut, "adjustments": [_adjustment("全文件封顶", -cut)]},
        9: {"received": None, "outstanding": None},
        10: lost | {"disposition": "not_additional", "adjustments": [_adjustment("同一事项就高", -award)]},
    }
    return variations.get(sequence % 11, {})


def _adjustment(reason: str, amount: Decimal) -> Row:
    return {"reason": reason, "amount": amount, "source": "样例"}


def award_rows_of(city: str) -> list[Row]:
    """The award rows of a city: firm 8 has more of them than a cell takes, the others one to four."""
    items = ITEMS[city]
    rows: list[Row] = []
    for firm in firms_of(city):
        for turn in range(len(items) * 4 if firm.number == 8 else 1 + firm.number % 4):
            rows.append(award_row(firm, items[(firm.number + turn) % len(items)], len(rows) + 1))
    return rows


def awards_of(city: str) -> pl.DataFrame:
    """The awards table of a city."""
    return pl.DataFrame(award_rows_of(city), schema=RESULT_TABLES["awards"])


def totals_of(city: str) -> pl.DataFrame:
    """The totals of the award rows of a city, summed one by one."""
    rows, firms = award_rows_of(city), {firm.uscc: firm for firm in firms_of(city)}
    keys = sorted({(row["uscc"], row["award_year"]) for row in rows})
    totals = [
        _total_row(firms[uscc], [row for row in rows if (row["uscc"], row["award_year"]) == (uscc, year)], year)
        for uscc, year in keys
    ]
    return pl.DataFrame(totals, schema=RESULT_TABLES["enterprise_totals"])


def is_counted(row: Row, *, status: str = "in_force", determination: str = "eligible") -> bool:
    """Whether a row stands in a total of rows of that status and determination."""
    wanted = (status, determination)
    return row["disposition"] in ("payable", "settled") and (row["policy_status"], row["determination"]) == wanted


def sum_of(rows: list[Row], column: str, is_meant: Callable[[Row], bool]) -> Decimal:
    """Sum of a column over the rows that are meant and have a figure."""
    return sum((row[column] for row in rows if is_meant(row) and row[column] is not None), Decimal(0))


def _total_row(firm: SampleFirm, rows: list[Row], year: int) -> Row:
    def is_exact(row: Row) -> bool:
        return is_counted(row) and row["certainty"] == "exact"

    def is_exact_draft(row: Row) -> bool:
        return is_counted(row, status="draft") and row["certainty"] == "exact"

    def is_open(row: Row) -> bool:
        return is_counted(row, determination="undetermined")

    return {
        "run_id": RUN_ID,
        "as_of": AS_OF,
        "uscc": firm.uscc,
        "name": firm.name,
        "city": firm.city,
        "district": firm.district,
        "award_year": year,
        "exact_total": sum_of(rows, "award", is_exact),
        "upper_bound_total": sum_of(rows, "award", is_counted),
        "unstated_items": sum(is_counted(row) and row["certainty"] == "unstated" for row in rows),
        "undetermined_items": sum(map(is_open, rows)),
        "undetermined_total": sum_of(rows, "award", is_open),
        "received_total": sum_of(rows, "received", lambda row: row["policy_status"] == "in_force"),
        "items": sum(is_counted(row) for row in rows),
        "draft_exact_total": sum_of(rows, "award", is_exact_draft),
        "draft_upper_bound_total": sum_of(rows, "award", lambda row: is_counted(row, status="draft")),
    }


def near_misses_of(city: str) -> pl.DataFrame:
    """Every ninth firm misses a line of revenue by a little."""
    shared = {
        "run_id": RUN_ID,
        "as_of": AS_OF,
        "city": city,
        "policy_id": ITEMS[city][0].policy_id,
        "policy_status": "in_force",
        "article": "八",
        "item_id": f"{ITEMS[city][0].policy_id}/8-09",
        "item_title": "营业收入首次突破奖励",
        "award_year": 2025,
        "fact": "revenue",
        "required": "≥ 10000万元",
        "seen": "9600万元",
        "gap": "400万元",
        "evidence_table": "annual_returns",
    }
    rows = [
        shared | {"district": firm.district, "uscc": firm.uscc, "name": firm.name, "evidence_key": f"{firm.uscc}|2025"}
        for firm in firms_of(city)
        if firm.number % 9 == 0
    ]
    return pl.DataFrame(rows, schema=RESULT_TABLES["near_misses"])


def contacts_of(city: str) -> pl.DataFrame:
    """A contact for four firms in five."""
    surnames = "赵钱孙李周吴郑王"
    rows = [
        (firm.uscc, f"{surnames[firm.number % 8]}样例", f"1380000{firm.number:04d}")
        for firm in firms_of(city)
        if firm.number % 5
    ]
    schema = {"uscc": pl.String, "contact_name": pl.String, "contact_phone": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def read_sample_run() -> Row:
    """The content of run.json of the sample night."""
    record: Row = json.loads(Path(__file__).with_name("sample_run.json").read_text(encoding="utf-8"))
    return record
