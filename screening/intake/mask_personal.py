"""Texts that people will read, with phone numbers and personal identity numbers masked."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.fill_in import fill_in
from screening.intake.sheets import ROW_NUMBER, ROW_TEXT, Sheet

MASK: Final = "***"
ROW_TEXT_LIMIT: Final = 2_000  # characters; a row swallowed by a stray quote can be a whole file

# An identity number shows a birth date in places 7 to 14, which a credit code all in digits hardly ever
# does. Boundaries are those of ASCII: a phone may stand right behind a Chinese character.
_BIRTH: Final = r"(?:19|20|１９|２０)\d{2}(?:[0０][1-9１-９]|[1１][0-2０-２])(?:[0-2０-２]\d|[3３][01０１])"
_EDGE: Final = r"(?-u:\b)"
_PERSONAL: Final = (
    rf"\d{{6}}{_BIRTH}\d{{3}}[\dXxＸｘ]"
    rf"|(?:\+?86[- ]?|{_EDGE})1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}}{_EDGE}"
    r"|１[３-９][０-９]{9}"
    rf"|{_EDGE}0[0-9]{{2,3}}[- ]?[0-9]{{7,8}}{_EDGE}"
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
)


def mask_numbers(text: pl.Expr) -> pl.Expr:
    """The text with phone, identity numbers and mail addresses replaced by ***."""
    return text.str.replace_all(_PERSONAL, MASK)


def mask_personal(text: pl.Expr) -> pl.Expr:
    """The text of a row as people will read it: masked, and cut to ROW_TEXT_LIMIT."""
    return mask_numbers(text).str.slice(0, ROW_TEXT_LIMIT)


def text_of_rows(sheet: Sheet, row_numbers: pl.Series) -> pl.DataFrame:
    """file, sheet, row_number, row_text of these rows: heading=text pairs, personal columns as ***.

    A row that could not be cut into cells shows the text the reader kept.
    """
    cells = [fill_in("{}={}", pl.lit(heading.text), pl.col(heading.cell)) for heading in sheet.kept]
    masked = [pl.lit(f"{heading.text}={MASK}") for heading in sheet.headings if heading.is_personal]
    text = pl.concat_str([*cells, *masked], separator="；", ignore_nulls=True)
    wanted = sheet.cells.filter(pl.col(ROW_NUMBER).is_in(row_numbers.implode()))
    return wanted.select(
        file=pl.lit(sheet.file),
        sheet=pl.lit(sheet.name),
        row_number=pl.col(ROW_NUMBER),
        row_text=mask_personal(pl.coalesce(pl.col(ROW_TEXT), text)),
    )
