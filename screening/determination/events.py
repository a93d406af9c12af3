"""Recognition rows to events: what was new, first, revoked, as the events known on the as-of date tell.

A list is a stream of events, not a table of holders (readings 1.7, 1.11). The same event in two lists is
one; a title's identity is the enterprise, the canonical title, level and grade, for a single work or a
thing also its name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import polars as pl

from screening.rules.policy_item import Programme

NEW, REVIEWED, MOVED_IN = "新认定", "复核通过", "迁入"
REVOKED: Final = ("取消", "迁出")
RECOGNISES: Final = (NEW, REVIEWED, MOVED_IN)
SAME_EVENT_DAYS: Final = 180  # readings 1.11

_TITLE: Final = ("uscc", "programme_title", "level", "grade", "thing")
_PARTS: Final = ("level", "grade", "thing")  # what a title's identity has besides holder and name
_EVENT: Final = ("uscc", "programme_title", "level", "grade", "rank", "object_key", "event")
_LEADING_ROLES: Final = ("主导", "牵头")
_PAYABLE_MATCHES: Final = ("code", "exact_name", "folded_name", "former_name", "company_form", "reviewed")


def events_known(recognitions: pl.DataFrame, programmes: Mapping[str, Programme], as_of: dt.date) -> pl.DataFrame:
    """One row per distinct event known on the as-of date, with what the stream says of it.

    Adds to the columns of `recognitions`: `object_key` (folded object name), `thing` (object key where the
    title is held by a thing), `is_work`, `held_before`, `ever_before`, `revoked_before` (Boolean, never
    null), `revoked_on` (the next revocation up to the as-of date, else null), `perhaps_revoked_on` (one that
    does not say which level, grade or thing it ends), `evidence_key`.
    """
    events = _merge_same_events(_usable_rows(recognitions, programmes, as_of))
    # The name on a list is not the enterprise's: that is the register's.
    return _with_history(_with_revocation(events)).with_columns(_evidence_key()).drop("name", "city")


def fold_object(name: pl.Expr) -> pl.Expr:
    """An object's name folded for joining (readings 1.20): width, brackets and blanks; null stays null."""
    folded = name.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[\s()\[\]【】《》〈〉“”\"'‘’]", "")
    return pl.when(folded.str.len_chars() > 0).then(folded)


def _usable_rows(recognitions: pl.DataFrame, programmes: Mapping[str, Programme], as_of: dt.date) -> pl.DataFrame:
    traits = pl.DataFrame(
        [(p.title, p.is_work, p.is_per_object, p.subject_type) for p in programmes.values()],
        schema={
            "programme_title": pl.String,
            "is_work": pl.Boolean,
            "is_per_object": pl.Boolean,
            "programme_subject_type": pl.String,
        },
        orient="row",
    )
    is_usable = (
        pl.col("uscc").is_not_null()
        & pl.col("programme_title").is_not_null()
        & pl.col("match_class").is_in(_PAYABLE_MATCHES)
        & (pl.col("recognised_on") <= as_of)
    )
    return (
        recognitions.filter(is_usable)
        .join(traits, on="programme_title", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("event", pl.lit(NEW)).alias("event"),
            # A title of persons is told apart by the person (contract: person_name).
            fold_object(pl.coalesce("item_name", "person_name")).alias("object_key"),
        )
        .with_columns(pl.when(pl.col("is_work") | pl.col("is_per_object")).then("object_key").alias("thing"))
    )


def _merge_same_events(rows: pl.DataFrame) -> pl.DataFrame:
    """The same event reported again within 180 days is one event; the earliest date counts."""
    order = [*_EVENT, "recognised_on", "is_led", "match_rank", "file", "sheet", "row_number"]
    ranked = rows.with_columns(
        (~pl.col("role").is_in(_LEADING_ROLES)).fill_null(True).alias("is_led"),  # null: an order, not a verdict
        pl.col("match_class").replace_strict(_PAYABLE_MATCHES, range(len(_PAYABLE_MATCHES))).alias("match_rank"),
    ).sort(order, nulls_last=True)
    gap = pl.col("recognised_on").diff().dt.total_days()
    is_same_title = pl.all_horizontal([pl.col(c).eq_missing(pl.col(c).shift()) for c in _EVENT])
    starts_event = ~(is_same_title & (gap <= SAME_EVENT_DAYS))
    numbered = ranked.with_columns(starts_event.fill_null(True).cum_sum().alias("event_no"))  # null: the first row
    first = numbered.select("event_no", pl.exclude("event_no", "is_led", "match_rank", "role", "is_confirmed"))
    decided = numbered.group_by("event_no").agg(
        pl.col("role").sort_by("is_led", "role", nulls_last=True).first(),
        pl.col("is_confirmed").drop_nulls().first(),
        pl.len().alias("reports"),
    )
    return (
        first.unique("event_no", keep="first", maintain_order=True)
        .join(decided, on="event_no", how="left", maintain_order="left")
        .drop("event_no")
    )


def _with_history(events: pl.DataFrame) -> pl.DataFrame:
    """What went before: recognised before and not revoked since, ever before, revoked (perhaps) before."""
    recognises, revokes = pl.col("event").is_in(RECOGNISES), pl.col("event").is_in(REVOKED)
    ordered = events.sort(*_TITLE, "recognised_on", "event", nulls_last=True)
    same_title = pl.all_horizontal([pl.col(c).eq_missing(pl.col(c).shift()) for c in _TITLE])
    title_no = (~same_title).fill_null(True).cum_sum().alias("title_no")  # null: the first row
    date = pl.col("recognised_on")

    def last(what: pl.Expr, value: pl.Expr) -> pl.Expr:
        return pl.when(what).then(value).shift(1).forward_fill().over("title_no")

    # Revoked since it was last recognised, for certain or perhaps: both leave a new recognition open.
    revoked_since = pl.col("last_revoked") >= pl.col("last_recognised")
    perhaps_since = pl.col("last_perhaps") <= date
    is_revoked = pl.col("last_recognised").is_null() & pl.col("last_revoked").is_not_null()
    return (
        ordered.with_columns(title_no)
        .with_columns(
            last_recognised=last(recognises, date),
            last_revoked=last(revokes, date),
            last_perhaps=last(recognises, pl.col("perhaps_revoked_on")),
        )
        .with_columns(
            ever_before=pl.col("last_recognised").is_not_null() | pl.col("last_revoked").is_not_null(),
            revoked_before=is_revoked | (revoked_since | perhaps_since).fill_null(False),  # null: no revocation known
        )
        .with_columns(held_before=pl.col("ever_before") & ~pl.col("revoked_before"))
        .drop("last_revoked", "last_perhaps", "title_no")
        .rename({"last_recognised": "recognised_before_on"})
    )


def _with_revocation(events: pl.DataFrame) -> pl.DataFrame:
    """The first revocation after the event; one that leaves open which level, grade or thing only perhaps."""
    row = events.with_row_index("event_row")
    revocations = row.filter(pl.col("event").is_in(REVOKED)).select(
        "uscc",
        "programme_title",
        *(pl.col(c).alias(f"{c}_ended") for c in _PARTS),
        pl.col("recognised_on").alias("ended_on"),
    )
    later = (
        row.filter(pl.col("event").is_in(RECOGNISES))
        .join(revocations, on=["uscc", "programme_title"], how="inner")
        .filter(pl.col("ended_on") > pl.col("recognised_on"))
    )
    is_this = pl.all_horizontal([pl.col(f"{c}_ended").eq_missing(pl.col(c)) for c in _PARTS])
    # null: equal or one of the two not said; two that differ are false and rule it out.
    might_be = pl.all_horizontal([(pl.col(f"{c}_ended") == pl.col(c)).fill_null(True) for c in _PARTS])
    ended = later.group_by("event_row").agg(
        pl.col("ended_on").filter(is_this).min().alias("revoked_on"),
        pl.col("ended_on").filter(might_be & ~is_this).min().alias("perhaps_revoked_on"),
    )
    return row.join(ended, on="event_row", how="left", maintain_order="left").drop("event_row")


def is_unrevoked() -> pl.Expr:
    """Whether a title stands unrevoked on the as-of date; unknown where a revocation might mean another one."""
    is_open = pl.col("perhaps_revoked_on").is_null() | pl.lit(None, dtype=pl.Boolean)
    return pl.col("revoked_on").is_null() & is_open


def _evidence_key() -> pl.Expr:
    """What names the event to a person and to a ruling: no row number, so that files may be reordered."""
    printed = (
        pl.when(pl.col("recognised_on_precision") == "year")
        .then(pl.col("recognised_on").dt.strftime("%Y"))
        .when(pl.col("recognised_on_precision") == "month")
        .then(pl.col("recognised_on").dt.strftime("%Y-%m"))
        .otherwise(pl.col("recognised_on").dt.strftime("%Y-%m-%d"))
    )
    parts = ["uscc", "programme_title", "level", "grade", "event", printed, "item_name", "person_name"]
    key = pl.concat_str([*parts, pl.col("rank").cast(pl.String)], separator="|", ignore_nulls=True)
    return key.alias("evidence_key")
