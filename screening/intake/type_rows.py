"""Text rows of a table to typed rows, in bulk, and every cell or row that could not be read with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.contract.source_tables import ColumnKind, SourceColumn, SourceTable, typed_schema
from screening.intake.bind_columns import INFERENCES, IS_WHOLE_PROJECT
from screening.intake.clean_text import has_artefacts
from screening.intake.credit_codes import CODE_FAULT, CODE_WARNING, normalise_codes
from screening.intake.fill_in import fill_in
from screening.intake.parse_values import read_column
from screening.intake.sheets import ROW_FAULT

ROW_ID: Final = "row_id"
FAULTS: Final = {
    ROW_ID: pl.UInt32,
    "column": pl.String,  # empty where the whole row is at fault
    "reason": pl.String,
    "is_row": pl.Boolean,  # whether the row must be set aside
}
_EXTRA: Final = (INFERENCES, IS_WHOLE_PROJECT)
_NUMBER_CELL: Final = "在工作簿中是数值，代码不可信，请按文本重新填报"
# Codes that Excel makes numbers of by itself and that survive it: whole numbers a double holds exactly, and
# industries of two or four figures. Of three a leading nought may be lost: 131 may be 0131, which is no manufacture.
_UNSPOILT_NUMBERS: Final = {"project_id": r"^\d{1,15}$", "industry_code": r"^(?:\d{2}|\d{4})$"}
# Blank says something here (still listed), so an unreadable cell must not become a blank one.
_MUST_BE_READABLE: Final = frozenset({("sanctions", "removed_on")})


@dataclass(frozen=True, slots=True)
class TypedRows:
    """All rows of a table typed, with ROW_ID in their order; FAULTS; remarks in Chinese on what was changed."""

    rows: pl.DataFrame
    faults: pl.DataFrame
    warnings: tuple[str, ...]


def type_rows(rows: pl.DataFrame, table: SourceTable, city: str) -> TypedRows:
    """Typed rows of bound text rows: `typed_schema(table)` with ROW_ID and the table's extra columns.

    A cell that cannot be read is null; whether its row must be set aside stands in the faults.
    """
    columns = [column for column in table.columns if column.kind is not ColumnKind.CONTACT]
    extra = [name for name in _EXTRA if name in rows.columns]
    result = [ROW_ID, *typed_schema(table), *extra]
    if rows.is_empty():
        schema = {ROW_ID: pl.UInt32()} | typed_schema(table) | {name: rows.schema[name] for name in extra}
        return TypedRows(pl.DataFrame(schema={name: schema[name] for name in result}), pl.DataFrame(schema=FAULTS), ())
    typed = [_read_column(rows, column, table) for column in columns]
    carried = rows.drop(column.name for column in columns)
    checked = pl.concat([carried, *typed], how="horizontal").with_row_index(ROW_ID)
    if "uscc" in checked.columns:
        checked = normalise_codes(checked, "uscc")
    checked = checked.with_columns(city=pl.lit(city))
    faults = pl.concat([pl.DataFrame(schema=FAULTS), *_faults_of(checked, columns, table)])
    return TypedRows(_empty_number_codes(checked).select(result), faults, tuple(_remarks(checked, columns, table)))


def _read_column(rows: pl.DataFrame, column: SourceColumn, table: SourceTable) -> pl.DataFrame:
    """What `read_column` gives, and `#changed`, row by row.

    Where texts repeat, as dates, districts and states of a register do, each is read once.
    """
    texts = rows.select([column.name, "file", "sheet"] if column.kind is ColumnKind.SHARE else column.name)
    changed = texts.select(has_artefacts(pl.col(column.name)).alias(f"{column.name}#changed"))
    distinct = texts.unique()
    if 2 * distinct.height > texts.height:
        return pl.concat([read_column(table.name, column, texts), changed], how="horizontal")
    keys = [pl.col(name).alias(f"{name}#key") for name in texts.columns]
    read = pl.concat([distinct.select(keys), read_column(table.name, column, distinct)], how="horizontal")
    asked = texts.select(keys)
    joined = asked.join(read, on=asked.columns, how="left", nulls_equal=True, maintain_order="left")
    return pl.concat([joined.drop(asked.columns), changed], how="horizontal")


def _is_missing(column: SourceColumn, table: SourceTable) -> pl.Expr:
    """Whether a required cell is empty; a recognition needs its name only where it has no code.

    A question of the review workbook that nobody answered is no fault.
    """
    if (table.name, column.name) == ("rulings", "ruling"):
        return pl.lit(False)
    is_empty = pl.col("uscc").is_null() if column.name == "uscc" else pl.col(f"{column.name}#empty")
    is_named_by_code = (table.name, column.name) == ("recognitions", "name")
    return is_empty & pl.col("uscc").is_null() if is_named_by_code else is_empty


def _faults_of(checked: pl.DataFrame, columns: list[SourceColumn], table: SourceTable) -> Iterator[pl.DataFrame]:
    """FAULTS in the order of the columns; of a row that could not be cut into cells only that."""
    whole = checked.filter(pl.col(ROW_FAULT).is_null())
    yield _fault_rows(checked, pl.col(ROW_FAULT).is_not_null(), "", pl.col(ROW_FAULT), is_row=True)
    for column in columns:
        name, heading = column.name, column.headings[0]
        is_row = column.is_required or (table.name, name) in _MUST_BE_READABLE or name == "uscc"
        if column.kind is ColumnKind.CODE:
            yield _fault_rows(whole, _is_spoilt_number(name), name, pl.lit(f"{heading}：{_NUMBER_CELL}"), is_row=is_row)
        if name == "uscc":
            is_fault = pl.col(CODE_FAULT).is_not_null() & ~pl.col("uscc#number")
            yield _fault_rows(whole, is_fault, name, fill_in("{}：{}", pl.lit(heading), CODE_FAULT), is_row=True)
        has_fault = pl.col(f"{name}#fault").is_not_null()
        yield _fault_rows(whole, has_fault, name, pl.col(f"{name}#fault"), is_row=is_row)
        if column.is_required:
            yield _fault_rows(whole, _is_missing(column, table), name, pl.lit(f"缺少{heading}"), is_row=True)


def _fault_rows(
    checked: pl.DataFrame, is_fault: pl.Expr, column: str, reason: pl.Expr, *, is_row: bool
) -> pl.DataFrame:
    return checked.filter(is_fault).select(pl.col(ROW_ID), column=pl.lit(column), reason=reason, is_row=pl.lit(is_row))


def _is_spoilt_number(name: str) -> pl.Expr:
    """Whether a code was held as a number that it may have been spoilt by."""
    code, unspoilt = pl.col(name), _UNSPOILT_NUMBERS.get(name)
    is_spoilt = pl.lit(True) if unspoilt is None else ~code.str.contains(unspoilt)
    return (pl.col(f"{name}#number") & is_spoilt & code.is_not_null()).fill_null(False)


def _empty_number_codes(checked: pl.DataFrame) -> pl.DataFrame:
    """The rows with codes that numbers may have spoilt, or that are a person's number, taken out."""
    flags = [name for name in checked.columns if name.endswith("#number")]
    emptied = [
        pl.when(~_is_spoilt_number(name)).then(pl.col(name)).alias(name)
        for name in (flag.removesuffix("#number") for flag in flags)
    ]
    typed = checked.with_columns(emptied)
    if CODE_FAULT not in checked.columns:
        return typed
    return typed.with_columns(uscc=pl.when(pl.col(CODE_FAULT).is_null()).then("uscc"))


def _remarks(checked: pl.DataFrame, columns: list[SourceColumn], table: SourceTable) -> Iterator[str]:
    """What was changed in cells without making them unreadable, counted."""
    title = table.titles[0]
    changed, rounded = (
        checked.select(pl.col(f"{column.name}{mark}").sum() for column in columns).row(0)
        for mark in ("#changed", "#rounded")
    )
    if any(changed):
        yield f"{title}：{sum(filter(None, changed))}个单元格清除了控制字符、零宽字符或软件残留的标记"
    for column, count in zip(columns, rounded, strict=True):
        if count:
            yield f"{title}“{column.headings[0]}”：{count}个单元格{_ROUNDED.get(column.kind, '取到最近的精度')}"
    if CODE_WARNING in checked.columns:
        yield from _code_warnings(checked, title)


_ROUNDED: Final = {
    ColumnKind.MONEY: "超过两位小数，取到最近的分",
    ColumnKind.SHARE: "细于万分之一，舍去尾数",
    ColumnKind.DATE: "只写到年或月，按当期首日（有效期按末日）读取",
}


def _code_warnings(checked: pl.DataFrame, title: str) -> Iterator[str]:
    remarks = checked.select(pl.col(CODE_WARNING).drop_nulls().str.split("；").explode()).to_series()
    for remark, count in remarks.value_counts().sort(CODE_WARNING).iter_rows():
        yield f"{title}：{count}个统一社会信用代码{remark}，已保留"
