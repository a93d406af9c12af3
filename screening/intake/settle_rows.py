"""Which rows of a table repeat another, contradict another, or have been replaced by their correction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from screening.contract.source_tables import SourceTable
from screening.intake.corrections import TARGET, Corrections
from screening.intake.merge_duplicates import Duplicates, find_duplicates
from screening.intake.type_rows import ROW_ID

CLOSING: Final = "closing"
_REPLACED: Final = "已由更正替换，不再采用"


def _no_ids() -> pl.Series:
    return pl.Series(ROW_ID, [], pl.UInt32)


def _no_replacements() -> pl.DataFrame:
    return pl.DataFrame(schema={TARGET: pl.UInt32, ROW_ID: pl.UInt32})


def _no_corrections() -> pl.DataFrame:
    return pl.DataFrame(schema={ROW_ID: pl.UInt32, "corrects": pl.String, TARGET: pl.UInt32})


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of the rows of a table.

    faults: all FAULTS. repeated: ROW_ID of rows that say what another says or were replaced. unchanged: of
    corrections that came back as they were handed out. replacements: TARGET and the ROW_ID in its place.
    corrections: ROW_ID, corrects and TARGET of all rows with a 更正编号.
    """

    faults: pl.DataFrame
    repeated: pl.Series
    unchanged: pl.Series = field(default_factory=_no_ids)
    replacements: pl.DataFrame = field(default_factory=_no_replacements)
    corrections: pl.DataFrame = field(default_factory=_no_corrections)

    def closed(self) -> pl.DataFrame:
        """ROW_ID of the rows replaced and of other corrections of these, with CLOSING, the one in their place."""
        replaced = self.replacements.select(TARGET, pl.col(ROW_ID).alias(CLOSING))
        others = self.corrections.join(replaced, on=TARGET, how="inner").filter(pl.col(ROW_ID) != pl.col(CLOSING))
        return pl.concat([replaced.rename({TARGET: ROW_ID}), others.select(ROW_ID, CLOSING)])

    def outdated(self) -> pl.Series:
        """ROW_ID of the rows that say nothing of their own any more: closed, or handed out and not corrected yet."""
        return pl.concat([self.closed()[ROW_ID], self.unchanged])


def settle_rows(
    readable: pl.DataFrame, faults: pl.DataFrame, table: SourceTable, corrections: Corrections | None
) -> Settlement:
    """The settlement of a table whose rows without a fault of their own are `readable`."""
    if corrections is None:
        duplicates = find_duplicates(readable, table)
        return Settlement(pl.concat([faults, duplicates.faults]), duplicates.repeated)
    idle = pl.concat([corrections.unchanged, corrections.repeated]).to_frame()
    heard = readable.join(idle, on=ROW_ID, how="anti", maintain_order="left")
    duplicates, replacements = _settle_replacements(heard, corrections.replacements, table)
    all_faults = pl.concat([faults, duplicates.faults])
    return Settlement(
        pl.concat([all_faults, _faults_of_replaced(replacements, all_faults)]),
        pl.concat([duplicates.repeated, corrections.repeated, replacements[TARGET].alias(ROW_ID)]),
        corrections.unchanged,
        replacements,
        corrections.found,
    )


def _settle_replacements(
    heard: pl.DataFrame, replacements: pl.DataFrame, table: SourceTable
) -> tuple[Duplicates, pl.DataFrame]:
    """Duplicates among the rows that are not replaced, and the replacements that stand.

    A correction that contradicts another row does not stand, and the row it would replace is heard again.
    """
    while True:
        standing = heard.join(replacements, left_on=ROW_ID, right_on=TARGET, how="anti", maintain_order="left")
        duplicates = find_duplicates(standing, table)
        failed = replacements.join(duplicates.faults.filter("is_row"), on=ROW_ID, how="semi")
        if failed.is_empty():
            return duplicates, replacements
        replacements = replacements.join(failed, on=ROW_ID, how="anti")


def _faults_of_replaced(replacements: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """A fault that sets nothing aside for each replaced row without one, so that every replaced row is on record."""
    return (
        replacements.select(pl.col(TARGET).alias(ROW_ID))
        .join(faults, on=ROW_ID, how="anti")
        .select(ROW_ID, column=pl.lit(""), reason=pl.lit(_REPLACED), is_row=pl.lit(False))
    )
