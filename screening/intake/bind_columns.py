"""A sheet's cells under the columns of its table: units appended, same meanings joined, titles filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from screening.contract.source_tables import CORRECTION_REMARK, ColumnKind, SourceColumn, SourceTable
from screening.intake.clean_text import clean_text, fold_width
from screening.intake.find_header import title_unit
from screening.intake.list_titles import Inferred, ListTitle, read_list_title
from screening.intake.parse_dates import read_period
from screening.intake.sheets import ROW_FAULT, ROW_NUMBER, FileRefusedError, Heading, Sheet, fold_heading

INFERENCES: Final = "inferences"
IS_WHOLE_PROJECT: Final = "is_total_investment_of_project"
WHOLE_PROJECT_HEADING: Final = "项目总投资"
# Every published list has row numbers and nobody needs them; the remark is ours.
_NO_DATA: Final = frozenset({"序号", "no", "no.", CORRECTION_REMARK})
_BARE_FIGURE: Final = r"^[-+]?[\d.,，．\s]+$"
_FROM_TITLE: Final = ("programme", "level", "recognised_on")


@dataclass(frozen=True, slots=True)
class BoundSheet:
    """Rows of a sheet under the columns of its table, all text.

    `rows` has every column of the table but contacts (String, null where the sheet has none), for codes
    a Boolean `<column>#number`, file, sheet, row_number, row_fault; recognitions also INFERENCES
    (List of String), projects IS_WHOLE_PROJECT (Boolean).
    """

    rows: pl.DataFrame
    unknown: tuple[str, ...] = ()  # headings that stand for no column
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Binding:
    """What is found while a sheet is bound: expressions by column, problems that stop the file, remarks."""

    texts: dict[str, pl.Expr] = field(default_factory=dict)
    numbers: dict[str, pl.Expr] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def bind_columns(sheet: Sheet, table: SourceTable, file_rest: str) -> BoundSheet:
    """The sheet's rows under the table's columns. Raises FileRefusedError with all that is missing or contradictory."""
    unknown = [h.text for h in sheet.headings if h.column is None and fold_heading(h.text) not in _NO_DATA]
    binding = _Binding(unknown=unknown)
    for column in table.columns:
        headings = [heading for heading in sheet.kept if heading.column == column]
        if headings:
            _bind(binding, sheet, column, headings)
    title = read_list_title(sheet.titles, sheet.name, file_rest) if table.name == "recognitions" else ListTitle()
    extra = _fill_from_title(binding, sheet, title) if table.name == "recognitions" else []
    _require_columns(binding, sheet, table, title)
    if table.name == "projects":
        extra.append(pl.lit(_is_whole_project(sheet)).alias(IS_WHOLE_PROJECT))
    if binding.problems:
        place = f"工作表“{sheet.name}”：" if sheet.name else ""
        raise FileRefusedError(place + "；".join(binding.problems))
    rows = sheet.cells.select(*_columns_of(binding, table), *extra, *_provenance(sheet))
    return BoundSheet(rows, tuple(binding.unknown), tuple(f"{sheet.file} {text}" for text in binding.warnings))


def _columns_of(binding: _Binding, table: SourceTable) -> list[pl.Expr]:
    expressions = []
    for column in table.columns:
        if column.kind is ColumnKind.CONTACT:
            continue
        expressions.append(binding.texts.get(column.name, pl.lit(None, pl.String)).alias(column.name))
        if column.kind is ColumnKind.CODE:
            expressions.append(binding.numbers.get(column.name, pl.lit(False)).alias(f"{column.name}#number"))
    return expressions


def _provenance(sheet: Sheet) -> list[pl.Expr]:
    return [pl.lit(sheet.file).alias("file"), pl.lit(sheet.name).alias("sheet"), pl.col(ROW_NUMBER), pl.col(ROW_FAULT)]


def _bind(binding: _Binding, sheet: Sheet, column: SourceColumn, headings: list[Heading]) -> None:
    """Put the column's text and number flag into the binding, joined where several headings mean it."""
    headings = _without_whole_project(binding, column, headings)
    unit = title_unit(sheet.titles) if column.kind is ColumnKind.MONEY else ""
    if unit and not all(heading.unit for heading in headings):
        binding.warnings.append(f"“{headings[0].text}”没有写单位，按表上方的“单位：{unit}”计")
    text = _with_unit(headings[0], unit)
    for heading in headings[1:]:
        other = _with_unit(heading, unit)
        conflicts = sheet.cells.lazy().filter(_differ(column, text, other)).select(ROW_NUMBER).collect()[ROW_NUMBER]
        if len(conflicts):
            binding.problems.append(
                f"“{headings[0].text}”与“{heading.text}”是同一列（{column.headings[0]}），但有{len(conflicts)}行内容不同"
                f"（如第{conflicts[0]}行），请删去或改名其中一列"
            )
        text = _join_texts(column, text, other)
    binding.texts[column.name] = text
    flags = [pl.col(h.number_flag) for h in headings if h.number_flag in sheet.cells.columns]
    if flags:
        binding.numbers[column.name] = pl.any_horizontal(flags)


def _with_unit(heading: Heading, title_unit: str) -> pl.Expr:
    """The cells with the heading's unit, or the table's, behind each bare figure."""
    cell = pl.col(heading.cell)
    unit = heading.unit or title_unit
    if not unit:
        return cell
    return pl.when(cell.str.contains(_BARE_FIGURE)).then(pl.concat_str([cell, pl.lit(unit)])).otherwise(cell)


def _differ(column: SourceColumn, text: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether two cells of one meaning contradict each other; a year and a day in it do not."""
    one, two = clean_text(text), clean_text(other)
    if column.kind in (ColumnKind.PERIOD, ColumnKind.DATE):
        first, through, _ = read_period(one)
        other_first, other_through, _ = read_period(two)
        return ((first > other_through) | (other_first > through)).fill_null(False)
    return (fold_width(one) != fold_width(two)).fill_null(False)


def _join_texts(column: SourceColumn, text: pl.Expr, other: pl.Expr) -> pl.Expr:
    """The text that is there, of two dates the more exact one."""
    one, two = clean_text(text), clean_text(other)
    if column.kind in (ColumnKind.PERIOD, ColumnKind.DATE):
        first, through, _ = read_period(one)
        other_first, other_through, _ = read_period(two)
        is_closer = ((other_through - other_first) < (through - first)).fill_null(False)
        return pl.when(is_closer).then(two).otherwise(pl.coalesce(one, two))
    return pl.coalesce(one, two)


def _is_whole_project_heading(heading: Heading) -> bool:
    return fold_heading(heading.text).startswith(WHOLE_PROJECT_HEADING)


def _is_whole_project(sheet: Sheet) -> bool:
    """Whether the sheet's only investment column is the whole project's and not the year's."""
    named = [h for h in sheet.kept if h.column is not None and h.column.name == "total_investment"]
    return bool(named) and all(_is_whole_project_heading(heading) for heading in named)


def _without_whole_project(binding: _Binding, column: SourceColumn, headings: list[Heading]) -> list[Heading]:
    """The headings without 项目总投资 where another gives the year's investment, which is what the column means."""
    yearly = [heading for heading in headings if not _is_whole_project_heading(heading)]
    if column.name != "total_investment" or not yearly or len(yearly) == len(headings):
        return headings
    binding.unknown.extend(heading.text for heading in headings if _is_whole_project_heading(heading))
    binding.warnings.append(f"已有“{yearly[0].text}”，不读“{WHOLE_PROJECT_HEADING}”")
    return yearly


def _fill_from_title(binding: _Binding, sheet: Sheet, title: ListTitle) -> list[pl.Expr]:
    """Fill programme, level, date and event from the title; returns the INFERENCES column."""
    remarks: list[pl.Expr] = []
    for name in _FROM_TITLE:
        inferred: Inferred | None = getattr(title, name)
        if inferred is not None and _is_blank(sheet, binding.texts.get(name)):
            binding.texts[name] = pl.lit(inferred.value)
            remarks.append(pl.lit(inferred.remark))
    event = clean_text(binding.texts.get("event", pl.lit(None, pl.String)))
    if title.event is not None:
        binding.texts["event"] = pl.coalesce(event, pl.lit(title.event.value))
        remarks.append(pl.when(event.is_null()).then(pl.lit(title.event.remark)))
    if title.unclear_event is not None and not sheet.cells.filter(event.is_null()).is_empty():
        binding.problems.append(f"{title.unclear_event}，请在“认定类型”列逐行写明（新认定、复核通过、取消等）")
    if title.batch is not None:
        remarks.append(pl.lit(title.batch.remark))
    if not remarks:
        return [pl.lit([], dtype=pl.List(pl.String)).alias(INFERENCES)]
    return [pl.concat_list(remarks).list.drop_nulls().alias(INFERENCES)]


def _is_blank(sheet: Sheet, text: pl.Expr | None) -> bool:
    """Whether no row of the sheet says anything in the column."""
    return text is None or sheet.cells.lazy().filter(clean_text(text).is_not_null()).head(1).collect().is_empty()


def _require_columns(binding: _Binding, sheet: Sheet, table: SourceTable, title: ListTitle) -> None:
    """Add a problem for the required columns that neither a heading nor the title gives."""
    missing = [c for c in table.columns if c.is_required and c.name not in binding.texts]
    if table.name == "recognitions" and "uscc" in binding.texts:
        missing = [column for column in missing if column.name != "name"]
    if missing:
        wanted = "、".join(f"{c.headings[0]}（查找过的表头：{_names(c.headings)}）" for c in missing)
        found = _names([heading.text for heading in sheet.headings])
        hint = "；标题、工作表名和文件名里也没有写明" if any(c.name in _FROM_TITLE for c in missing) else ""
        binding.problems.append(f"缺少必需的列：{wanted}{hint}；找到的表头：{found}")


def _names(texts: Sequence[str]) -> str:
    return "、".join(" ".join(text.split())[:30] for text in texts)
