"""The rulebook as a city's rulings on readings leave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from screening.rules.apply_readings import build_under_readings, chosen_by_rulings, list_readings
from screening.rules.load_rulebook import build_rulebook
from screening.rules.loaded_rulebook import Rulebook
from screening.rules.rulebook_files import RulebookFiles

_CHOICE: Final = ["key", "ruling"]


def rulebook_under_rulings(files: RulebookFiles, tables: Mapping[str, pl.DataFrame]) -> tuple[Rulebook, list[str]]:
    """The rulebook under the readings that the table `rulings` chooses, and a warning for each ruling that fits none.

    Raises RulebookError where a chosen reading does not leave a valid rulebook.
    """
    rulebook = build_rulebook(files)
    if "rulings" not in tables:
        return rulebook, []
    of_readings = tables["rulings"].filter(pl.col("kind") == "reading")
    known = _known_choices(rulebook)
    chosen = chosen_by_rulings(of_readings.join(known, on=_CHOICE, how="semi"), rulebook)
    unknown = of_readings.join(known, on=_CHOICE, how="anti").select(_CHOICE).unique().sort(_CHOICE)
    warnings = [
        f"复核结论未采用：规则库中没有“{key}”的理解“{ruling}”，{_expected(key, known)}"
        for key, ruling in unknown.iter_rows()
    ]
    return (build_under_readings(files, chosen) if chosen else rulebook), warnings


def _expected(key: str, known: pl.DataFrame) -> str:
    """What a ruling on this reading may say."""
    choices = known.filter(pl.col("key") == key)["ruling"].sort()
    return "没有这一处读法" if choices.is_empty() else f"应为：{'、'.join(choices)}"


def _known_choices(rulebook: Rulebook) -> pl.DataFrame:
    """Every answer a ruling may give: reading id with the reading taken, or with the name of an alternative."""
    readings = list_readings(rulebook)
    answers = [readings.select(key="reading_id", ruling=answer) for answer in ("taken", "alternative")]
    return pl.concat(answers).drop_nulls().unique()
