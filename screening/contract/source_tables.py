"""Columns, types, units and headings of every input table.

One row of `SOURCE_TABLES` per table; the readers, the gates, the generator and the docs all take the
shape of a table from here. `TypedTable` columns beyond these (provenance, match class) are in
`PROVENANCE`. Absent means unknown, never zero and never "no": only `is_required` columns must be there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from screening.contract.money import YUAN


class ColumnKind(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"  # kept as written but for outer blanks
    CODE = "code"  # text from the first byte; a numeric cell is never trusted
    MONEY = "money"  # yuan; a unit in the heading or the cell scales it
    NUMBER = "number"  # plain decimal that is not money
    COUNT = "count"  # whole number
    SHARE = "share"  # a proportion, read with or without %, held in basis points
    DATE = "date"  # a day
    PERIOD = "period"  # a day, a month or a year; precision is kept
    YEAR = "year"
    BOOLEAN = "boolean"  # 是 / 否
    CONTACT = "contact"  # personal data: read only where an outreach list is written


POLARS_TYPES: Final[dict[ColumnKind, type[pl.DataType] | pl.DataType]] = {
    ColumnKind.TEXT: pl.String,
    ColumnKind.CODE: pl.String,
    ColumnKind.MONEY: YUAN,
    ColumnKind.NUMBER: pl.Decimal(18, 4),
    ColumnKind.COUNT: pl.Int64,
    ColumnKind.SHARE: pl.Int64,
    ColumnKind.DATE: pl.Date,
    ColumnKind.PERIOD: pl.Date,
    ColumnKind.YEAR: pl.Int32,
    ColumnKind.BOOLEAN: pl.Boolean,
    ColumnKind.CONTACT: pl.String,
}


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of an input table: its name here, the headings it comes under, how cells are read."""

    name: str
    headings: tuple[str, ...]
    kind: ColumnKind = ColumnKind.TEXT
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class SourceTable:
    """An input table: English and Chinese names, columns in order, columns that tell its rows apart."""

    name: str
    titles: tuple[str, ...]
    columns: tuple[SourceColumn, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> SourceColumn:
        """The column of that name; KeyError where the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


def _text(name: str, *headings: str, required: bool = False) -> SourceColumn:
    return SourceColumn(name, headings, ColumnKind.TEXT, required)


def _of(kind: ColumnKind, name: str, *headings: str, required: bool = False) -> SourceColumn:
    return SourceColumn(name, headings, kind, required)


def _uscc(*, required: bool = False) -> SourceColumn:
    return _of(
        ColumnKind.CODE, "uscc", "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", required=required
    )


def _year(*, required: bool = True) -> SourceColumn:
    return _of(ColumnKind.YEAR, "year", "年度", "年份", "所属年度", required=required)


_IS_CONFIRMED: Final = _of(ColumnKind.BOOLEAN, "is_confirmed", "是否符合条件")
_LEVEL: Final = _text("level", "级别", "认定级别", "层级")

ENTERPRISES: Final = SourceTable(
    "enterprises",
    ("企业名录", "企业名单", "企业登记"),
    (
        _uscc(required=True),
        _text("name", "企业名称", "单位名称", "名称", required=True),
        _text("former_names", "曾用名", "企业曾用名"),
        _text("district", "所在区县", "区县", "所属区县", "所属区市", "区市", "县市区", "县（市、区）", "区、县（市）"),
        _text("subject_type", "主体类型"),
        _of(ColumnKind.CODE, "industry_code", "行业代码", "国民经济行业代码", "所属行业代码"),
        _text("ownership", "经济性质", "所有制", "所有制性质"),
        _of(ColumnKind.DATE, "registered_on", "成立日期", "注册日期", "登记日期"),
        _text("operating_status", "经营状态", "登记状态", "企业状态"),
        _of(ColumnKind.PERIOD, "above_scale_on", "首次纳统日期", "纳统日期", "首次纳统时间"),
        _of(ColumnKind.CONTACT, "contact_name", "联系人", "联系人姓名"),
        _of(ColumnKind.CONTACT, "contact_phone", "联系电话", "联系方式", "手机", "电话"),
    ),
    key=("uscc",),
)

RECOGNITIONS: Final = SourceTable(
    "recognitions",
    ("认定名单", "认定清单", "公示名单"),
    (
        _uscc(),
        _text("name", "企业名称", "单位名称", "申报单位", "申报企业", "名称", required=True),
        _text("programme", "认定名称", "称号", "认定称号", "荣誉名称", "认定项目", required=True),
        _LEVEL,
        _text("grade", "等级", "档次", "等次", "认定等级"),
        _text("event", "认定类型", "事项类型"),
        _of(ColumnKind.BOOLEAN, "first_time", "是否首次", "是否首次认定"),
        _of(
            ColumnKind.PERIOD,
            "recognised_on",
            "认定日期",
            "公布日期",
            "认定时间",
            "公布时间",
            "认定年度",
            "认定年份",
            required=True,
        ),
        _of(ColumnKind.DATE, "valid_until", "有效期至", "有效期截止"),
        _text(
            "item_name",
            "对象名称",
            "项目/产品/标准名称",
            "项目名称",
            "产品名称",
            "标准名称",
            "车间名称",
            "场景名称",
        ),
        _text("role", "角色"),
        _of(ColumnKind.COUNT, "rank", "排名", "名次"),
        _of(ColumnKind.NUMBER, "quantity", "数量"),
        _text("counterpart", "原名称", "合作/原名称", "变更前名称"),
        _text("person_name", "获奖人"),
        _IS_CONFIRMED,
    ),
    key=("uscc", "name", "programme", "level", "grade", "event", "recognised_on", "item_name", "role", "rank"),
)

ANNUAL_RETURNS: Final = SourceTable(
    "annual_returns",
    ("年度数据", "年度报表"),
    (
        _uscc(required=True),
        _year(),
        _of(ColumnKind.MONEY, "revenue", "营业收入"),
        _of(ColumnKind.MONEY, "software_revenue", "软件业务收入"),
        _of(ColumnKind.MONEY, "local_contribution", "地方贡献"),
        _text("productivity_grade", "亩均评价", "亩产效益评价", "亩均效益评价"),
        _of(ColumnKind.SHARE, "local_manufacturing_share", "本地制造业营收占比"),
        _of(ColumnKind.COUNT, "identifier_registrations", "标识注册量"),
        _of(ColumnKind.COUNT, "identifier_resolutions", "标识解析量"),
        _of(ColumnKind.MONEY, "revenue_target", "年度目标"),
        _of(ColumnKind.BOOLEAN, "is_above_scale", "是否规上"),
        _text("target_pool", "冲击新目标库"),
        _text("reporting_scope", "统计口径"),
    ),
    key=("uscc", "year"),
)

PROJECTS: Final = SourceTable(
    "projects",
    ("项目", "项目清单", "项目库"),
    (
        _of(ColumnKind.CODE, "project_id", "项目编号", "项目代码", required=True),
        _uscc(required=True),
        _text("name", "项目名称"),
        _text("type", "项目类型", required=True),
        _year(),
        _of(ColumnKind.MONEY, "equipment_investment", "设备投资额", "设备购置额", "设备购置款"),
        _of(
            ColumnKind.MONEY,
            "total_investment",
            "年度投入",
            "信息化投入",
            "软硬件投资额",
            "项目总投资",
        ),
        _of(ColumnKind.MONEY, "fixed_asset_investment", "固定资产投资", "固定资产投资额"),
        _text("plan_lists", "列入计划"),
        _of(ColumnKind.BOOLEAN, "own_land", "独立供地"),
        _of(ColumnKind.BOOLEAN, "endogenous", "内生项目"),
        _IS_CONFIRMED,
        _of(ColumnKind.DATE, "agreed_start_on", "约定开工日期"),
        _of(ColumnKind.DATE, "started_on", "实际开工日期"),
        _of(ColumnKind.DATE, "agreed_completion_on", "约定竣工日期"),
        _of(ColumnKind.DATE, "completed_on", "实际竣工日期"),
        _of(ColumnKind.PERIOD, "accepted_on", "验收日期"),
        _of(ColumnKind.MONEY, "retired_net_value", "淘汰设备资产净值"),
    ),
    key=("project_id", "year"),
)

EXPENDITURES: Final = SourceTable(
    "expenditures",
    ("专项收支", "专项支出"),
    (
        _uscc(required=True),
        _year(),
        _text("kind", "类别", required=True),
        _of(ColumnKind.MONEY, "amount", "金额", required=True),
        _LEVEL,
        _text("plan_lists", "列入计划"),
        _text("organiser", "组织方"),
        _text("counterparty", "交易对方"),
        _IS_CONFIRMED,
        _text(
            "item_name",
            "对象名称",
            "项目/产品/标准名称",
            "产品名称",
            "标准名称",
            "展会名称",
            "证书名称",
            "项目名称",
        ),
        _of(ColumnKind.NUMBER, "area_sqm", "面积"),
        _of(ColumnKind.MONEY, "monthly_unit_rent", "月租单价"),
        _of(ColumnKind.NUMBER, "months", "月数"),
        _of(ColumnKind.COUNT, "lease_year", "第几年"),
    ),
    key=(),
)

SANCTIONS: Final = SourceTable(
    "sanctions",
    ("失信惩戒", "失信名单"),
    (
        _uscc(),
        _text("name", "企业名称", "单位名称", "名称", required=True),
        _text("kind", "类别", required=True),
        _text("field", "领域"),
        _of(ColumnKind.DATE, "listed_on", "列入日期", required=True),
        _of(ColumnKind.DATE, "removed_on", "移出日期"),
    ),
    key=("uscc", "name", "kind", "field", "listed_on"),
)

AWARDS_RECEIVED: Final = SourceTable(
    "awards_received",
    ("兑付台账", "兑付清单"),
    (
        _uscc(required=True),
        _text("document", "政策文号或名称", "政策文号", "政策名称", required=True),
        _text("item", "item or programme", "兑付事项", "programme"),
        _LEVEL,
        _text("grade", "等级", "档次"),
        _text(
            "item_name", "对象名称", "项目/产品/标准名称", "项目名称", "产品名称", "标准名称", "车间名称", "场景名称"
        ),
        _of(ColumnKind.MONEY, "amount", "金额", "兑付金额", required=True),
        _of(ColumnKind.DATE, "paid_on", "兑付日期", required=True),
        _of(ColumnKind.YEAR, "award_year", "政策年度"),
    ),
    key=(),
)

RULINGS: Final = SourceTable(
    "rulings",
    ("复核结论", "复核清单"),
    (
        _text("kind", "结论类型", "类型", required=True),
        _text("key", "键", "复核编号", required=True),
        _text("ruling", "结论", "复核意见", required=True),
        _text("ruled_by", "复核人"),
        _of(ColumnKind.DATE, "ruled_on", "复核日期"),
        _text("note", "备注"),
    ),
    key=("kind", "key"),
)

SOURCE_TABLES: Final[dict[str, SourceTable]] = {
    table.name: table
    for table in (
        ENTERPRISES,
        RECOGNITIONS,
        ANNUAL_RETURNS,
        PROJECTS,
        EXPENDITURES,
        SANCTIONS,
        AWARDS_RECEIVED,
        RULINGS,
    )
}

# Beside the columns of every table, and no data of it: a row under CORRECTS takes the place of the row it names;
# what was wrong with that row is printed under CORRECTION_REMARK for people, and not read.
CORRECTS: Final = _text("corrects", "更正编号")
CORRECTION_REMARK: Final = "待改正的问题"
# The workbook that takes problems to their office, by the beginning of its name, and its sheets that come back.
PROBLEM_BOOK: Final = "问题数据"
CORRECTION_SHEET: Final = "更正-"

# Where a row came from; every typed row carries it from the reader's edge to the last table.
PROVENANCE: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "city": pl.String,
    "file": pl.String,  # path below the inbox, with forward slashes
    "sheet": pl.String,  # empty for csv and parquet
    "row_number": pl.Int64,  # as Excel shows it
}

# A PERIOD column `x` is accompanied by its last day and by how exactly it was printed.
THROUGH: Final = "_through"
PRECISION: Final = "_precision"
PRECISIONS: Final = ("day", "month", "year")

MATCH_CLASSES: Final = (
    "code",  # the list row gave the credit code
    "exact_name",
    "folded_name",  # equal but for width, blanks, punctuation, 有限责任公司 = 有限公司
    "former_name",  # a former name of the register or of a 更名 event
    "company_form",  # equal but for 股份有限公司 / 有限公司
    "reviewed",  # a person decided
    "candidate",  # proposed to a person, never paid
    "unmatched",
)


def typed_schema(table: SourceTable) -> dict[str, type[pl.DataType] | pl.DataType]:
    """Polars schema of a table once typed: its columns without contacts, period companions, provenance."""
    schema: dict[str, type[pl.DataType] | pl.DataType] = {}
    for column in table.columns:
        if column.kind is ColumnKind.CONTACT:
            continue
        schema[column.name] = POLARS_TYPES[column.kind]
        if column.kind is ColumnKind.PERIOD:
            schema[column.name + THROUGH] = pl.Date()
            schema[column.name + PRECISION] = pl.String()
    return schema | PROVENANCE
