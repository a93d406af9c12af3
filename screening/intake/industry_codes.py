"""Industry codes of GB/T 4754-2017 as rules compare them: without the section letter."""

from __future__ import annotations

from typing import Final

import polars as pl

# Last division of each section, A to T; divisions run on from one section to the next.
_LAST_DIVISIONS: Final = (5, 12, 43, 46, 50, 52, 60, 62, 65, 69, 70, 72, 75, 79, 82, 83, 85, 90, 96, 97)
_SECTIONS: Final = "ABCDEFGHIJKLMNOPQRST"
_SECTION_OF_DIVISION: Final = {
    f"{division:02d}": section
    for section, first, last in zip(_SECTIONS, (0, *_LAST_DIVISIONS), _LAST_DIVISIONS, strict=False)
    for division in range(first + 1, last + 1)
}


def normalise_industry_code(code: pl.Expr) -> pl.Expr:
    """The two to four digits of a code written with or without its section letter (C3670 → 3670).

    Null where it is no code, names no division, or where letter and division contradict each other (D3670),
    and for a letter alone, which is coarser than the lists of industries.csv can tell.
    """
    folded = code.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()
    letter, digits = folded.str.extract(r"^([A-T])\d", 1), folded.str.extract(r"^[A-T]?(\d{2,4})$", 1)
    section = digits.str.slice(0, 2).replace_strict(_SECTION_OF_DIVISION, default=None, return_dtype=pl.String)
    return pl.when(letter.fill_null(section) == section).then(digits)
