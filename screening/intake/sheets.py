"""What a file reader hands on: the rows under one header row, all text, and where each stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.contract.source_tables import ColumnKind, SourceColumn

ROW_NUMBER: Final = "row_number"  # as Excel shows it; a Parquet file counts as if it had a header row
ROW_FAULT: Final = "row_fault"  # Chinese reason why the reader could not cut the row into cells, else null
ROW_TEXT: Final = "row_text"  # the row's own text where ROW_FAULT is set, else null
OUTER_BLANKS: Final = " \t\r\n\v\f\u3000\u00a0\u200b\u2060\ufeff"

_PERSONAL_HEADINGS: Final = re.compile(
    r"电话|手机|联系|邮箱|邮件|微信|qq|身份证|证件号|法定代表人|法人代表|法人姓名|负责人|经办人|住址|家庭|银行|账号|"
    r"phone|mobile|mail|contact|id_?card",
    re.IGNORECASE,
)


class FileRefusedError(Exception):
    """A file that is not read at all; the message is the Chinese reason bureau staff see."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as found: its position, text, the column it stands for (None: unknown) and its unit."""

    position: int
    text: str
    column: SourceColumn | None
    unit: str = ""  # to be appended to bare figures: 万元, 万, %

    @property
    def cell(self) -> str:
        """Name of the column of `Sheet.cells` that holds the text under this heading."""
        return f"c{self.position}"

    @property
    def number_flag(self) -> str:
        """Name of the Boolean column of `Sheet.cells` that says a code was held as a number."""
        return f"c{self.position}#number"

    @property
    def is_code(self) -> bool:
        """Whether cells under it are codes, whose number cells must be told apart."""
        return self.column is not None and self.column.kind is ColumnKind.CODE

    @property
    def is_personal(self) -> bool:
        """Whether cells under it are personal data that no frame may hold."""
        if self.column is None:
            return _PERSONAL_HEADINGS.search(self.text) is not None
        return self.column.kind is ColumnKind.CONTACT


KeepHeading = Callable[[Heading], bool]


def keep_impersonal(heading: Heading) -> bool:
    """Whether the night reads the cells under a heading: all but contacts and other personal data."""
    return not heading.is_personal


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under one header row.

    `cells` has a String column per kept heading (`Heading.cell`), for codes a Boolean
    `Heading.number_flag` where the file type can hold numbers, and ROW_NUMBER, ROW_FAULT, ROW_TEXT.
    """

    file: str  # path below the inbox
    name: str  # empty for csv and parquet
    titles: tuple[str, ...]  # texts above the header row
    headings: tuple[Heading, ...]  # all as found, kept or not
    cells: pl.DataFrame
    rows_above: int = 0

    @property
    def kept(self) -> tuple[Heading, ...]:
        """Headings whose cells were read."""
        return tuple(heading for heading in self.headings if heading.cell in self.cells.columns)


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file holds: sheets with a header row, rows on sheets without one, remarks in Chinese."""

    sheets: tuple[Sheet, ...]
    rows_outside: int = 0
    warnings: tuple[str, ...] = ()


def strip_cells(cells: pl.DataFrame) -> pl.DataFrame:
    """The frame with outer blanks of its text cells removed and empty ones null."""
    text = pl.col([name for name, dtype in cells.schema.items() if dtype == pl.String and name.startswith("c")])
    stripped = text.str.strip_chars(OUTER_BLANKS)
    return cells.with_columns(pl.when(stripped != "").then(stripped))


def fold_heading(text: str) -> str:
    """Heading with width, blanks, case, required marks and numbering folded away."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return re.sub(r"^(?:\d{1,2}[.、])?[*★]*|[*★:]+$", "", folded)
