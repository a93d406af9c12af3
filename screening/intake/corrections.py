"""Rows that came back corrected: which row each replaces, and what becomes of both.

A row under 更正编号 names the row it corrects by file, sheet, row number and a digest of that row's text, so that
a file that has changed since is noticed. The row it names is used no more. A correction that cannot be read,
or that contradicts another row, is a problem of its own and leaves the row it names as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.contract.source_tables import CORRECTS, SourceTable
from screening.intake.clean_text import clean_text
from screening.intake.fill_in import fill_in
from screening.intake.hand_out import columns_handed_out, hand_out, plain_texts
from screening.intake.mask_personal import text_of_rows
from screening.intake.merge_duplicates import compared_columns, name_place
from screening.intake.sheets import ROW_NUMBER, Sheet
from screening.intake.type_rows import FAULTS, ROW_ID

PLACE: Final = ("file", "sheet", "row_number")
TARGET: Final = "target"
_CLAIMS: Final = {"file": pl.String, "sheet": pl.String, "row_number": pl.Int64, "corrects": pl.String}
# Neither a file below the city nor a sheet has a slash in its name.
_REFERENCE: Final = r"^(?<file>[^/]+)/(?<sheet>[^/]*)/(?<row>\d{1,9})/(?<digest>[0-9a-f]{8})$"
_DIGEST_LENGTH: Final = 8
_HEADING: Final = CORRECTS.headings[0]


@dataclass(frozen=True, slots=True)
class Written:
    """What the files of a table say: the sheets, and all their rows as text in the order of ROW_ID."""

    sheets: Sequence[Sheet]
    bound: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a table.

    found: ROW_ID, corrects (the 更正编号), TARGET: the row it names, null where it may replace none.
    replacements: TARGET and ROW_ID of the one correction that takes its place.
    unchanged: ROW_ID of rows that came back as they were handed out; repeated: of those that say what another says.
    faults: FAULTS of 更正编号 that name no row and of corrections that contradict each other.
    """

    found: pl.DataFrame
    replacements: pl.DataFrame
    unchanged: pl.Series
    repeated: pl.Series
    faults: pl.DataFrame

    def faults_heard(self, faults: pl.DataFrame) -> pl.DataFrame:
        """All FAULTS, but of a row that came back as it was handed out none: those of the row it names say the same."""
        changed = faults.join(self.unchanged.to_frame(), on=ROW_ID, how="anti", maintain_order="left")
        return pl.concat([changed, self.faults])


def reference_of(place: pl.Expr, digest: pl.Expr) -> pl.Expr:
    """更正编号 of a row; `place` is file/sheet/row_number with the file's path below its city."""
    return pl.concat_str([place, digest], separator="/")


def digest_texts(texts: pl.Series) -> pl.Series:
    """First eight figures of the SHA-256 of each text: Polars' own hash is another in another version."""
    encoded = (text.encode() for text in texts)
    return pl.Series("digest", [hashlib.sha256(text).hexdigest()[:_DIGEST_LENGTH] for text in encoded], pl.String)


def read_references(sheet: Sheet) -> pl.DataFrame:
    """file, sheet, row_number and 更正编号 of the sheet's rows that have one; without that heading none."""
    cells = [pl.col(heading.cell) for heading in sheet.kept if heading.column is CORRECTS]
    if not cells:
        return pl.DataFrame(schema=_CLAIMS)
    rows = sheet.cells.select(
        file=pl.lit(sheet.file),
        sheet=pl.lit(sheet.name),
        row_number=pl.col(ROW_NUMBER),
        corrects=clean_text(pl.coalesce(cells)),
    )
    return rows.filter(pl.col("corrects").is_not_null())


def find_corrections(
    references: pl.DataFrame, rows: pl.DataFrame, faults: pl.DataFrame, written: Written, table: SourceTable
) -> Corrections | None:
    """The corrections among the typed rows of a table; None where no row has a 更正编号."""
    if references.is_empty():
        return None
    found = _find_targets(references, rows, written.sheets)
    unchanged = _as_handed_out(found, rows, written.bound, table)
    live = found.join(unchanged.to_frame(), on=ROW_ID, how="anti").sort(ROW_ID)
    read = live.join(faults.filter("is_row"), on=ROW_ID, how="anti")
    best = _without_worse(read.filter(pl.col("reason").is_null()), faults)
    contradictory = _contradicting(best, rows, table)
    agreeing = best.join(contradictory, on=TARGET, how="anti")
    replacements = agreeing.unique(TARGET, keep="first", maintain_order=True).select(TARGET, ROW_ID)
    strays = live.filter(pl.col("reason").is_not_null())
    known = _already_known(strays.join(read, on=ROW_ID, how="semi"), found, rows, faults, table)
    kept = pl.concat([replacements[ROW_ID], best.join(contradictory, on=TARGET, how="semi")[ROW_ID]])
    yielding = read.filter(pl.col("reason").is_null() & ~pl.col(ROW_ID).is_in(kept.implode()))[ROW_ID]
    return Corrections(
        found.select(ROW_ID, "corrects", pl.when(pl.col("reason").is_null()).then(TARGET)),
        replacements,
        unchanged,
        pl.concat([yielding, known]),
        pl.concat([_stray_faults(strays, known), _contradictions(best, contradictory, rows)]),
    )


def _find_targets(references: pl.DataFrame, rows: pl.DataFrame, sheets: Sequence[Sheet]) -> pl.DataFrame:
    """ROW_ID, corrects, TARGET, and the Chinese reason why the row named may not be replaced, else null."""
    places = rows.select(ROW_ID, "city", *PLACE)
    parts = pl.col("corrects").str.extract_groups(_REFERENCE).struct
    own = references.join(places, on=PLACE, how="left").select(
        ROW_ID,
        "corrects",
        file=fill_in("{}/{}", "city", parts.field("file")),
        sheet=parts.field("sheet"),
        row_number=parts.field("row").cast(pl.Int64),
        digest=parts.field("digest"),
    )
    named = own.join(places.select(*PLACE, pl.col(ROW_ID).alias(TARGET)), on=PLACE, how="left")
    digests = pl.concat(_digests(sheets, named.filter(pl.col(TARGET).is_not_null())))
    asked = named.join(digests, on=PLACE, how="left")
    return asked.select(ROW_ID, "corrects", TARGET, reason=_why_not(asked[ROW_ID])).sort(ROW_ID)


def _digests(sheets: Sequence[Sheet], named: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """file, sheet, row_number and `digest_now` of the rows named."""
    yield pl.DataFrame(schema={"file": pl.String, "sheet": pl.String, "row_number": pl.Int64, "digest_now": pl.String})
    for sheet in sheets:
        wanted = named.filter((pl.col("file") == sheet.file) & (pl.col("sheet") == sheet.name))["row_number"].unique()
        if len(wanted):
            texts = text_of_rows(sheet, wanted)
            yield texts.select(*PLACE, digest_now=digest_texts(texts["row_text"]))


def _why_not(corrections: pl.Series) -> pl.Expr:
    return (
        pl.when(pl.col("digest").is_null())
        .then(pl.lit("写法不对，应原样保留所给的编号"))
        .when(pl.col(TARGET).is_null())
        .then(pl.lit("所指的行不在收件目录的这张表里"))
        .when(pl.col(TARGET).is_in(corrections.implode()))
        .then(pl.lit("所指的行本身是一行更正，应填最初那一行的编号"))
        .when(pl.col("digest") != pl.col("digest_now"))
        .then(pl.lit("所指的行内容已变，不能用这份更正替换"))
    )


def _as_handed_out(found: pl.DataFrame, rows: pl.DataFrame, bound: pl.DataFrame, table: SourceTable) -> pl.Series:
    """ROW_ID of corrections whose texts are those the row they name was handed out with."""
    standing = found.filter(pl.col("reason").is_null())
    names = [column.name for column in columns_handed_out(table)]
    before = hand_out(bound, rows, standing[TARGET].unique(), table).select(pl.col(ROW_ID).alias(TARGET), *names)
    after = standing.select(ROW_ID, TARGET).join(plain_texts(bound, standing[ROW_ID], table), on=ROW_ID, how="left")
    return after.join(before, on=[TARGET, *names], how="semi", nulls_equal=True)[ROW_ID]


def _without_worse(readable: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """Of several corrections of one row those with the fewest kinds of fault: one with an empty cell yields."""
    judged = readable.with_columns(is_whole=~pl.col(ROW_ID).is_in(faults[ROW_ID].unique().implode()))
    return judged.filter(pl.col("is_whole") == pl.col("is_whole").max().over(TARGET)).drop("is_whole")


def _contradicting(best: pl.DataFrame, rows: pl.DataFrame, table: SourceTable) -> pl.DataFrame:
    """TARGET of the rows whose corrections differ."""
    values = compared_columns(table)
    valued = best.select(ROW_ID, TARGET).join(rows.select(ROW_ID, *values), on=ROW_ID, how="left")
    differing = valued.group_by(TARGET).agg(pl.col(values).n_unique())
    return differing.filter(pl.any_horizontal(pl.col(values) > 1)).select(TARGET)


def _already_known(
    strays: pl.DataFrame, found: pl.DataFrame, rows: pl.DataFrame, faults: pl.DataFrame, table: SourceTable
) -> pl.Series:
    """ROW_ID of corrections that have no row to replace and say what a row says: it was put right at its source."""
    if strays.is_empty():
        return strays[ROW_ID]
    values = compared_columns(table)
    valued = strays.select(ROW_ID).join(rows.select(ROW_ID, *values), on=ROW_ID, how="left")
    others = rows.join(found, on=ROW_ID, how="anti").join(faults.filter("is_row"), on=ROW_ID, how="anti")
    return valued.join(others, on=values, how="semi", nulls_equal=True)[ROW_ID]


def _stray_faults(strays: pl.DataFrame, known: pl.Series) -> pl.DataFrame:
    return strays.filter(~pl.col(ROW_ID).is_in(known.implode())).select(
        ROW_ID,
        column=pl.lit(CORRECTS.name),
        reason=fill_in("{}：{}（“{}”）", pl.lit(_HEADING), "reason", "corrects"),
        is_row=pl.lit(True),
    )


def _contradictions(best: pl.DataFrame, contradictory: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FAULTS of all corrections of one row that differ, naming their places."""
    placed = best.join(contradictory, on=TARGET, how="semi").join(rows.select(ROW_ID, *PLACE), on=ROW_ID, how="left")
    if placed.is_empty():
        return pl.DataFrame(schema=FAULTS)
    named = placed.sort(ROW_ID).with_columns(places=name_place().str.join("、").over(TARGET))
    return named.select(
        ROW_ID,
        column=pl.lit(CORRECTS.name),
        reason=fill_in("{}：同一行有几份更正，内容不一致，均不采用：{}", pl.lit(_HEADING), "places"),
        is_row=pl.lit(True),
    )
