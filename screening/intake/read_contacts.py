"""Contacts of enterprises, read again from the inbox for the one report that may show them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import polars as pl

from screening.contract.source_tables import ENTERPRISES, ColumnKind
from screening.intake.clean_text import clean_text
from screening.intake.credit_codes import write_one_way
from screening.intake.find_files import InboxFile, find_files, read_bytes
from screening.intake.read_files import read_file
from screening.intake.read_table import SourceFile
from screening.intake.sheets import FileRefusedError, Heading, Sheet

CONTACTS: Final = {"uscc": pl.String, "contact_name": pl.String, "contact_phone": pl.String}


class ContactSourceChangedError(Exception):
    """A register file is no longer the one the run was made from."""


def read_contacts(inbox: Path, city: str, sources: Iterable[SourceFile]) -> pl.DataFrame:
    """uscc, contact_name, contact_phone of the city's registers, one row per code that has a contact, sorted.

    `sources` are the files that the run recorded. Raises ContactSourceChangedError, naming every file
    that is gone or whose SHA-256 differs: contacts of another register must not go with these results.
    """
    recorded = {source.file: source for source in sources if source.city == city and source.table == ENTERPRISES.name}
    files = {file.file: file for file in find_files(inbox, city)[0]}
    frames, changed = [pl.DataFrame(schema=CONTACTS)], []
    for name in sorted(recorded):
        data = _read(files.get(name))
        if data is None or hashlib.sha256(data).hexdigest() != recorded[name].sha256:
            changed.append(name)
            continue
        content = read_file(data, name, ENTERPRISES, _keep_contacts)
        frames.extend(_contacts_of(sheet) for sheet in content.sheets)
    if changed:
        raise ContactSourceChangedError(f"以下企业名录在运行之后有改动或已不在，不能取联系人：{'、'.join(changed)}")
    found = pl.concat(frames).filter(pl.col("uscc").is_not_null())
    firsts = [pl.col(name).drop_nulls().first() for name in ("contact_name", "contact_phone")]
    contacts = found.group_by("uscc", maintain_order=True).agg(firsts)
    return contacts.filter(pl.any_horizontal(pl.exclude("uscc").is_not_null())).sort("uscc")


def _read(file: InboxFile | None) -> bytes | None:
    """Bytes of the file; None where it is gone or cannot be read any more."""
    try:
        return read_bytes(file) if file is not None else None
    except FileRefusedError:
        return None


def _keep_contacts(heading: Heading) -> bool:
    column = heading.column
    return column is not None and (column.name == "uscc" or column.kind is ColumnKind.CONTACT)


def _contacts_of(sheet: Sheet) -> pl.DataFrame:
    """CONTACTS of a sheet; of several phone columns the first that is filled."""
    cells = {
        name: [pl.col(h.cell) for h in sheet.kept if h.column is not None and h.column.name == name]
        for name in CONTACTS
    }
    text = {name: clean_text(pl.coalesce(found)) if found else pl.lit(None, pl.String) for name, found in cells.items()}
    return sheet.cells.select(
        text["uscc"].pipe(write_one_way).alias("uscc"), *(text[n].alias(n) for n in CONTACTS if n != "uscc")
    )
