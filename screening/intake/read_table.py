"""All files of one table of a city: read, typed, checked, duplicates merged, every row accounted for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from screening.contract.source_tables import SourceTable
from screening.intake.bind_columns import bind_columns
from screening.intake.corrections import Corrections, Written, find_corrections, read_references
from screening.intake.districts import DISTRICT_WARNING, add_canonical_district
from screening.intake.divisions import read_divisions
from screening.intake.find_files import InboxFile, RefusedFile, read_bytes
from screening.intake.quarantine_rows import quarantine_rows
from screening.intake.read_files import read_file
from screening.intake.set_aside_notes import set_aside_notes
from screening.intake.settle_rows import Settlement, settle_rows
from screening.intake.sheets import ROW_FAULT, ROW_NUMBER, FileRefusedError, Heading, Sheet
from screening.intake.type_rows import ROW_ID, type_rows

FATE: Final = "fate"
USED: Final = "used"
SET_ASIDE: Final = "set_aside"
REPEATED: Final = "repeated"  # says what another row says, or a correction took its place
UNANSWERED: Final = "unanswered"  # a question of the review workbook, blank or put off; a correction not yet made
PUT_OFF: Final = "待查"
_EXAMPLES: Final = 3
_NO_SHEET: Final = Sheet("", "", (), (), pl.DataFrame())


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of the rows of a table: the first is the sum of the others. Header rows are not counted."""

    rows_in: int
    used: int
    quarantined: int
    merged_duplicates: int
    titles_notes_blanks: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file whose rows were read."""

    city: str
    table: str
    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class UnknownColumns:
    """Headings of a sheet that stand for no column of its table."""

    city: str
    file: str
    sheet: str
    columns: tuple[str, ...]


@dataclass(slots=True)
class TableIntake:
    """One table of a city as read: `rows` are all data rows with ROW_ID and FATE, what became of each."""

    rows: pl.DataFrame
    quarantine: pl.DataFrame
    counts: RowCounts
    outdated: pl.Series  # ROW_ID of rows that a correction replaced, and of corrections not made yet
    sources: list[SourceFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    unknown_columns: list[UnknownColumns] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class LostRowsError(AssertionError):
    """Rows of a table are not accounted for: a fault of this program."""


@dataclass(slots=True)
class _Gathered:
    """What the files of a table gave before typing."""

    sheets: list[Sheet] = field(default_factory=list)
    bound: list[pl.DataFrame] = field(default_factory=list)
    references: list[pl.DataFrame] = field(default_factory=list)
    rows: int = 0
    notes: int = 0
    sources: list[SourceFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    unknown: list[UnknownColumns] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_table(files: Sequence[InboxFile], table: SourceTable, city: str) -> TableIntake:
    """The table from its files in the order given; a file that is refused leaves the others as they are."""
    gathered = _Gathered()
    for file in files:
        try:
            _gather(gathered, file, table)
        except FileRefusedError as error:
            gathered.refused.append(RefusedFile(city, file.file, str(error)))
    bound = pl.concat(gathered.bound) if gathered.bound else empty_bound(table)
    typed = type_rows(bound, table, city)
    rows, remarks = _with_districts(typed.rows, table, city)
    written = Written(gathered.sheets, bound)
    references = pl.concat([read_references(_NO_SHEET), *gathered.references])
    corrections = find_corrections(references, rows, typed.faults, written, table)
    faults = typed.faults if corrections is None else corrections.faults_heard(typed.faults)
    settled, settlement = _settle(rows, faults, table, corrections)
    return TableIntake(
        settled,
        quarantine_rows(settled, settlement, written, table),
        _count(settled, gathered, table),
        settlement.outdated(),
        gathered.sources,
        gathered.refused,
        gathered.unknown,
        [*gathered.warnings, *typed.warnings, *remarks, *_remarks_on_answers(settled, settlement, table)],
    )


def _gather(gathered: _Gathered, file: InboxFile, table: SourceTable) -> None:
    """Read one file; nothing of it is kept where any of its sheets is refused."""
    data = read_bytes(file)
    content = read_file(data, file.file, table, sheet=file.sheet)
    parts = [set_aside_notes(sheet) for sheet in content.sheets]
    bound = [bind_columns(sheet, table, file.rest) for sheet, _ in parts]
    gathered.sheets.extend(sheet for sheet, _ in parts)
    gathered.bound.extend(each.rows for each in bound)
    gathered.references.extend(read_references(sheet) for sheet, _ in parts)
    gathered.rows += content.rows_outside + sum(sheet.rows_above + sheet.cells.height for sheet in content.sheets)
    gathered.notes += content.rows_outside + sum(notes for _, notes in parts)
    digest = hashlib.sha256(data).hexdigest()
    gathered.sources.append(SourceFile(file.city, table.name, file.file, digest, len(data)))
    gathered.unknown.extend(
        UnknownColumns(file.city, file.file, sheet.name, each.unknown)
        for (sheet, _), each in zip(parts, bound, strict=True)
        if each.unknown
    )
    gathered.warnings.extend([*content.warnings, *(text for each in bound for text in each.warnings)])


def empty_bound(table: SourceTable) -> pl.DataFrame:
    """The frame `bind_columns` gives, without rows."""
    header = tuple(Heading(i, column.headings[0], column) for i, column in enumerate(table.columns))
    schema = {heading.cell: pl.String for heading in header} | {ROW_NUMBER: pl.Int64, ROW_FAULT: pl.String}
    return bind_columns(Sheet("", "", (), header, pl.DataFrame(schema=schema)), table, "").rows


def _with_districts(rows: pl.DataFrame, table: SourceTable, city: str) -> tuple[pl.DataFrame, list[str]]:
    """Enterprises with the district under one name, in cities whose divisions are known; remarks on strange ones."""
    if table.name != "enterprises" or city not in read_divisions()["city"]:
        return rows, []
    pair = ["district", pl.col("uscc").str.slice(2, 6).alias("division")]
    asked = rows.group_by(pair, maintain_order=True).agg(pl.col("uscc").first()).rechunk()
    answers = add_canonical_district(asked.with_columns(written="district"), city).drop("uscc")
    named = (
        rows.rename({"district": "written"})
        .with_columns(division=pl.col("uscc").str.slice(2, 6))
        .join(answers, on=["written", "division"], how="left", nulls_equal=True, maintain_order="left")
        .select(*rows.columns, DISTRICT_WARNING)
    )
    strange = named[DISTRICT_WARNING].drop_nulls().value_counts().sort(DISTRICT_WARNING)
    warnings = [f"企业名录：{text}（{count}行）" for text, count in strange.head(_EXAMPLES).iter_rows()]
    if strange.height > _EXAMPLES:
        warnings.append(f"企业名录：还有{strange.height - _EXAMPLES}种写法的所在区县不是本市的区县或开发区")
    return named.drop(DISTRICT_WARNING), warnings


def _settle(
    rows: pl.DataFrame, faults: pl.DataFrame, table: SourceTable, corrections: Corrections | None
) -> tuple[pl.DataFrame, Settlement]:
    """The rows with their FATE, and their settlement with all faults."""
    unread = faults.filter("is_row").select(ROW_ID).unique()
    readable = rows.join(unread, on=ROW_ID, how="anti", maintain_order="left") if len(unread) else rows
    is_open = (pl.col("ruling").is_null() | (pl.col("ruling") == PUT_OFF)) if table.name == "rulings" else pl.lit(False)
    settlement = settle_rows(readable.filter(~is_open), faults, table, corrections)
    row = pl.col(ROW_ID)
    fate = (
        pl.when(row.is_in(settlement.faults.filter("is_row")[ROW_ID].unique().implode()))
        .then(pl.lit(SET_ASIDE))
        .when(row.is_in(settlement.repeated.implode()))
        .then(pl.lit(REPEATED))
        .when(row.is_in(pl.concat([readable.filter(is_open)[ROW_ID], settlement.unchanged]).implode()))
        .then(pl.lit(UNANSWERED))
        .otherwise(pl.lit(USED))
    )
    return rows.with_columns(fate.alias(FATE)), settlement


def _remarks_on_answers(settled: pl.DataFrame, settlement: Settlement, table: SourceTable) -> Iterator[str]:
    """What came of the questions put to people and of the corrections they sent."""
    title, unchanged, accepted = table.titles[0], len(settlement.unchanged), settlement.replacements.height
    unanswered = settled.filter(pl.col(FATE) == UNANSWERED).height - unchanged
    if unanswered:
        yield f"{title}：{unanswered}行尚未作答，不采用"
    if accepted:
        yield f"{title}：{accepted}行已由更正替换"
    if unchanged:
        yield f"{title}：{unchanged}行更正与原行相同，尚未改正，不采用"


def _count(settled: pl.DataFrame, gathered: _Gathered, table: SourceTable) -> RowCounts:
    """Counts of the table; raises LostRowsError where they do not add up to the rows of its files."""
    fates = dict(settled[FATE].value_counts().iter_rows())
    counts = RowCounts(
        rows_in=gathered.rows,
        used=fates.get(USED, 0),
        quarantined=fates.get(SET_ASIDE, 0),
        merged_duplicates=fates.get(REPEATED, 0),
        titles_notes_blanks=gathered.notes + fates.get(UNANSWERED, 0),
    )
    parts = counts.used + counts.quarantined + counts.merged_duplicates + counts.titles_notes_blanks
    if counts.rows_in != parts:
        raise LostRowsError(f"{table.name}: {counts.rows_in} rows read, {parts} accounted for: {counts}")
    return counts
