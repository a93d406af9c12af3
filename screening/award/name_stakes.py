"""What hangs on each question about a list name: how the candidate's awards would change if it were the one meant.

The engine itself screens the candidates a second time with the list rows taken as theirs; the difference to the
awards of the run is the stake. So it counts what else a row moves: the top-up over a lower level, a ceiling, a
revocation, a sanction. It stands in no total and in no table but its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from screening.award.screen_city import screen_city
from screening.award.suppose_matches import (
    mark_of,
    marks_of_unknown_titles,
    name_questions,
    suppose_matches,
    without_mark,
)
from screening.contract.money import to_fen, to_yuan
from screening.contract.result_tables import NAME_STAKES, Certainty, Determination, Disposition, StakeKind
from screening.rules.loaded_rulebook import Rulebook
from screening.screening_run import ScreeningRun

_COUNTED: Final = (Disposition.PAYABLE.value, Disposition.SETTLED.value)
_AWARD: Final = ("mark", "item_id", "award_year", "evidence_table", "evidence_key")
_LOOSEST_FIRST: Final = (StakeKind.UNDETERMINED, StakeKind.UPPER_BOUND, StakeKind.EXACT, StakeKind.UNSTATED)


def name_stakes(
    tables: Mapping[str, pl.DataFrame],
    name_matches: pl.DataFrame,
    awards: pl.DataFrame,
    rulebook: Rulebook,
    run: ScreeningRun,
) -> pl.DataFrame:
    """NAME_STAKES of a city, sorted by key: one row per list name and candidate. Documents in force alone count.

    tables: as `screen_city` takes them, recognitions with `programme_title`; name_matches, awards: of the same city
    and run.
    """
    questions = name_questions(name_matches)
    if questions.is_empty():
        return pl.DataFrame(schema=NAME_STAKES)
    city = name_matches["city"][0]
    supposed = suppose_matches(tables, questions)
    screened = screen_city(supposed, rulebook, replace(run, include_drafts=False), city)["awards"]
    own_key = without_mark(pl.col("evidence_key"))
    after = _counted(screened.with_columns(mark=mark_of(pl.col("uscc")), evidence_key=own_key))
    before = _counted(awards.join(questions.select("uscc", "mark"), on="uscc"))
    stakes = _sum_up(_changes(before, after))
    traits = tables["enterprises"].select("uscc", "district", "industry_code")
    told = (
        questions.join(stakes, on="mark", how="left")
        .join(marks_of_unknown_titles(tables, questions), on="mark", how="left")
        .join(traits, on="uscc", how="left")
        .with_columns(_stake_kind(), city=pl.lit(city))
        .with_columns(pl.col("unstated_items").fill_null(0))  # null: no award would change, so none without a figure
    )
    # Nothing would change, and that is known: the one case in which a stake of nothing is meant.
    stake = pl.when(pl.col("stake_kind") == StakeKind.NONE.value).then(0).otherwise("stake_fen")
    return told.with_columns(stake=to_yuan(stake)).select(NAME_STAKES.keys()).cast(pl.Schema(NAME_STAKES)).sort("key")


def _counted(awards: pl.DataFrame) -> pl.DataFrame:
    """_AWARD, `kind` and `fen` of the awards under documents in force that count."""
    is_open = pl.col("determination") == Determination.UNDETERMINED.value
    counted = awards.filter((pl.col("policy_status") == "in_force") & pl.col("disposition").is_in(_COUNTED))
    kind = pl.when(is_open).then(pl.lit(StakeKind.UNDETERMINED.value)).otherwise("certainty")
    return counted.select(
        *_AWARD,
        kind=kind,
        fen=to_fen(pl.col("award")),
        is_unstated=pl.col("certainty") == Certainty.UNSTATED.value,
    )


def _changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """mark, kind, `change_fen` (null where a figure is unknown) and is_unstated of the awards that are not the same."""
    both = before.join(after, on=_AWARD, how="full", coalesce=True, nulls_equal=True, suffix="_after")
    differs = pl.col("kind").ne_missing(pl.col("kind_after")) | pl.col("fen").ne_missing(pl.col("fen_after"))
    # An award that was open was not yet the enterprise's: what is settled now is gained whole.
    is_settled = (pl.col("kind") == StakeKind.UNDETERMINED.value) & (
        pl.col("kind_after") != StakeKind.UNDETERMINED.value
    )
    had = pl.when(pl.col("kind").is_null() | is_settled.fill_null(False)).then(0).otherwise("fen")  # null: not settled
    has = pl.when(pl.col("kind_after").is_null()).then(0).otherwise("fen_after")
    return both.filter(differs).select(
        "mark",
        kind=pl.coalesce("kind_after", "kind"),
        change_fen=has - had,
        is_unstated=pl.coalesce("is_unstated_after", "is_unstated"),
    )


def _sum_up(changes: pl.DataFrame) -> pl.DataFrame:
    """mark, kinds, `stake_fen` (null where no figure of the changes is known), unstated_items."""
    known = pl.col("change_fen").count() > 0
    return changes.group_by("mark").agg(
        kinds=pl.col("kind").unique(),
        stake_fen=pl.when(known).then(pl.col("change_fen").sum()),
        unstated_items=pl.col("is_unstated").sum().cast(pl.Int64),
    )


def _stake_kind() -> pl.Expr:
    """The loosest kind of what would change; where nothing would, whether that is known."""
    found = [pl.when(pl.col("kinds").list.contains(kind.value)).then(pl.lit(kind.value)) for kind in _LOOSEST_FIRST]
    unknown = pl.when("has_unknown_title").then(pl.lit(StakeKind.UNKNOWN_PROGRAMME.value))
    return pl.coalesce(*found, unknown, pl.lit(StakeKind.NONE.value)).alias("stake_kind")
