"""What became of every row of the demonstration inbox, read off an intake of it, as a page of the docs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import polars as pl

from sample_data.make_dirty import DirtyFile, read_files
from screening.intake.mask_personal import mask_personal
from screening.intake.read_inbox import CityIntake, read_city

FATES: Final = {
    "used": "used",
    "cell": "used but for a cell",
    "set_aside": "set aside",
    "merged": "merged with an equal row",
    "note": "no data (title, note, total, blank)",
    "header": "header",
    "refused": "file refused",
}
_HEAD: Final = """\
# The dirty inbox, row by row

`sample_data/dirty/` is an inbox of invented firms with the dirt of real registers and lists. It and this page are
written by `python -m sample_data.make_dirty` from `sample_data/dirty_rows.yml`, where what must become of each row
was worked out by hand; a test holds the two against each other. Reasons are those that bureau staff read. Codes and
contacts are cut off here.

"""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row: a key of FATES, its reasons in the quarantine, its match class in a list."""

    fate: str
    reasons: tuple[str, ...] = ()
    match: str | None = None


_Place: TypeAlias = tuple[str, str, int]


class Outcomes:
    """Where each row of a city's intake went, by file, sheet and row number."""

    def __init__(self, intake: CityIntake) -> None:
        place = ["file", "sheet", "row_number"]
        self._data: dict[_Place, bool] = {
            (file, sheet, number): is_set_aside
            for frame in intake.raw.values()
            for file, sheet, number, is_set_aside in frame.select(*place, "is_row_set_aside").iter_rows()
        }
        self._used = {row for frame in intake.tables.values() for row in frame.select(place).iter_rows()}
        self._reasons: dict[_Place, list[str]] = {}
        for file, sheet, number, reasons in intake.quarantine.select(*place, "reasons").iter_rows():
            self._reasons.setdefault((file, sheet, number), []).extend(reasons)
        matches = intake.name_matches.select(*place, "match_class")
        self._matches = {(file, sheet, number): match for file, sheet, number, match in matches.iter_rows()}

    def of(self, file: str, sheet: str, number: int) -> RowOutcome:
        """The outcome of a row that is no header."""
        row = (file, sheet, number)
        reasons = tuple(self._reasons.get(row, ()))
        if row not in self._data:
            return RowOutcome("note", reasons)
        if self._data[row]:
            return RowOutcome("set_aside", reasons)
        if row not in self._used:
            return RowOutcome("merged", reasons)
        return RowOutcome("cell" if reasons else "used", reasons, self._matches.get(row))


def describe_inbox(inbox: Path) -> str:
    """The page: per file a table of its rows, and the sums of each table."""
    files = read_files()
    intakes = {city: read_city(inbox, city) for city in dict.fromkeys(file.city for file in files)}
    outcomes = {city: Outcomes(intake) for city, intake in intakes.items()}
    parts = [_HEAD, *(_describe_file(file, intakes[file.city], outcomes[file.city]) for file in files)]
    return "".join([*parts, *_describe_counts(intakes)])


def _describe_file(file: DirtyFile, intake: CityIntake, outcomes: Outcomes) -> str:
    title = f"## {file.file}\n\n"
    if file.refused is not None:
        (reason,) = [refused.reason for refused in intake.refused if refused.file == file.file]
        return f"{title}Refused: {reason}\n\n"
    return title + _table(["sheet", "row", "begins with", "what is wrong", "what happened"], _rows(file, outcomes))


def _rows(file: DirtyFile, outcomes: Outcomes) -> Iterator[list[str]]:
    for sheet in file.sheets:
        for row in sheet.rows:
            if row.fate == "header":
                continue
            outcome = outcomes.of(file.file, sheet.name, row.row_number)
            match = f", matched: {outcome.match}" if outcome.match else ""
            happened = "; ".join([FATES[outcome.fate] + match, *outcome.reasons])
            yield [sheet.name, str(row.row_number), _beginning(row.cells), row.wrong, happened]


def _beginning(cells: str | tuple[Any, ...]) -> str:
    """The first characters of a row, personal numbers masked."""
    text = cells if isinstance(cells, str) else "，".join(str(cell) for cell in cells if cell is not None)
    masked: str = pl.select(mask_personal(pl.lit(text))).item()
    return "".join(sign for sign in masked if sign.isprintable())[:40]


def _describe_counts(intakes: dict[str, CityIntake]) -> Iterator[str]:
    yield "## Rows in = rows used + rows set aside, to the last row\n\n"
    heads = ["city", "table", "rows in", "used", "set aside", "merged", "no data"]
    rows = [
        [city, table, *map(str, asdict(counts).values())]
        for city, intake in intakes.items()
        for table, counts in intake.counts.items()
        if counts.rows_in
    ]
    yield _table(heads, iter(rows))
    yield "## Remarks of the intake\n\n"
    for intake in intakes.values():
        yield from (f"- {warning}\n" for warning in intake.warnings)


def _table(heads: list[str], rows: Iterator[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines) + "\n"
