"""更名 events of the lists carried through: A → B → C makes A and B former names of the enterprise called C."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.fold_names import fold_name
from screening.intake.name_claims import former_claims

RENAMES: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "old_name": pl.String,
    "new_name": pl.String,
    "uscc": pl.String,
    "renamed_on": pl.Date,  # where only a month or year is known, its last day
}

# A day adds to a former name of the register, which has none.
_CLAIM: Final = ["uscc", "key", "borne_until"]


def renames_of_events(recognitions: pl.DataFrame) -> pl.DataFrame:
    """RENAMES from the 更名 events of typed recognitions: from `counterpart` to `name`, by the event's last day."""
    events = recognitions.filter((pl.col("event") == "更名").fill_null(False))
    named = events.select(
        old_name="counterpart", new_name="name", uscc="uscc", renamed_on=pl.col("recognised_on_through")
    )
    return named.drop_nulls(["old_name", "new_name"]).unique().sort("new_name", "old_name", "renamed_on", "uscc")


def add_renamed(claims: pl.DataFrame, renames: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """The claims and those that follow from renames (RENAMES).

    A rename that gives a code is that enterprise's. Another is that of whoever bears the new name, or bore it
    on that day; where nobody does, the register is not up to date and it is that of the bearer of the old name.
    An enterprise registered after the day of a rename took no part in it.
    """
    edges = _fold_edges(renames)
    if edges.is_empty():
        return claims
    touched = pl.concat([edges["old_key"], edges["new_key"]]).unique().to_frame("key")
    known = _with_birth(claims.join(touched, on="key", how="semi"), firms)
    by_name = edges.filter(pl.col("code").is_null())
    found, added = [claims], _given_by_code(edges, known, firms)
    while True:
        found.append(added)
        known = pl.concat([known, _with_birth(added, firms)])
        added = _next_claims(by_name, known)
        if added.is_empty():
            return pl.concat(found)


def renamed_firms(renames: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """uscc, renamed_on and new_key (the new name, folded) of the enterprises that renames give by code or, without
    code, by their present name.
    """
    edges = _fold_edges(renames)
    by_code = edges.join(firms, left_on="code", right_on="uscc", how="semi").with_columns(uscc="code")
    by_name = edges.filter(pl.col("code").is_null()).join(
        firms.select("uscc", "firm_key"), left_on="new_key", right_on="firm_key"
    )
    columns = ["uscc", "renamed_on", "new_key"]
    return pl.concat([by_code.select(columns), by_name.select(columns)]).drop_nulls().unique()


def _fold_edges(renames: pl.DataFrame) -> pl.DataFrame:
    """old_key, new_key, code, renamed_on of the renames that change the folded name."""
    folded = renames.select(
        old_key=fold_name(pl.col("old_name").cast(pl.String)),
        new_key=fold_name(pl.col("new_name").cast(pl.String)),
        code=pl.col("uscc").cast(pl.String),
        renamed_on=pl.col("renamed_on").cast(pl.Date),
    )
    return folded.drop_nulls(["old_key", "new_key"]).filter(pl.col("old_key") != pl.col("new_key")).unique()


def _with_birth(claims: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    return claims.join(firms.select("uscc", "registered_on"), on="uscc", how="left")


def _given_by_code(edges: pl.DataFrame, known: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """Claims of renames that give the code of an enterprise of the register: its old name and its new one."""
    own = edges.join(firms, left_on="code", right_on="uscc", how="semi")
    old = own.select(uscc="code", key="old_key", borne_until="renamed_on")
    new = own.select(uscc="code", key="new_key", borne_until=pl.lit(None, pl.Date))
    return _new_claims(pl.concat([old, new]), known)


def _next_claims(edges: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Old names first, to the end of every chain; a new name goes to a bearer of the old one only after that."""
    backward = _followed(edges, known, "new_key").select("uscc", key="old_key", borne_until="renamed_on")
    found = _new_claims(backward, known)
    if not found.is_empty():
        return found
    unclaimed = edges.join(known, left_on="new_key", right_on="key", how="anti")
    forward = _followed(unclaimed, known, "old_key").select("uscc", key="new_key", borne_until=pl.lit(None, pl.Date))
    return _new_claims(forward, known)


def _followed(edges: pl.DataFrame, known: pl.DataFrame, end: str) -> pl.DataFrame:
    """Renames with the enterprises that bear the name at one end and can have taken part on that day."""
    bearers = edges.join(known, left_on=end, right_on="key")
    was_registered = (pl.col("registered_on") <= pl.col("renamed_on")).fill_null(True)
    still_bore_it = (pl.col("borne_until") >= pl.col("renamed_on")).fill_null(True)
    return bearers.filter(was_registered & still_bore_it).select("uscc", "old_key", "new_key", "renamed_on")


def _new_claims(names: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    return former_claims(names.select(_CLAIM).unique().join(known, on=_CLAIM, how="anti", nulls_equal=True))
