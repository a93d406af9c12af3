"""What a person should know of the rulings that changed nothing: those without a question, those without an answer.

A ruling vanishes for one of four reasons: nobody knows its kind, its answer says neither yes nor no, its name stands
in no list, its condition is asked of no evidence. Each is counted and told with its keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from screening.intake.fold_names import fold_name
from screening.intake.name_rulings import KIND, SEPARATOR, unread_name_rulings
from screening.rules.loaded_rulebook import Rulebook
from screening.rules.policy_item import Judged
from screening.rules.walk_items import conditions_of
from screening.screening_run import ScreeningRun

_CONDITION: Final = "condition"
_KINDS: Final = (KIND, _CONDITION, "reading")
_ANSWERS: Final = ("是", "否")
_EXAMPLES: Final = 20
_TOLD: Final = ["key", "ruling"]
_YEAR: Final = r"\|\d{4}$"


def warn_of_rulings(
    tables: Mapping[str, pl.DataFrame],
    name_matches: pl.DataFrame,
    determinations: pl.DataFrame,
    rulebook: Rulebook,
    run: ScreeningRun,
) -> list[str]:
    """A warning, in Chinese, for each way in which rulings of a city were not taken; rulings on readings are told by
    `rulebook_under_rulings`.

    name_matches, determinations: the result tables of the city. A night of chosen award years asks only part of the
    conditions, so rulings on others are then no surprise and are not told.
    """
    if "rulings" not in tables:
        return []
    rulings = tables["rulings"]
    of_conditions = rulings.filter(pl.col("kind") == _CONDITION)
    is_read = pl.col("ruling").is_in(_ANSWERS)
    unread = unread_name_rulings(rulings)
    read = rulings.join(unread, on=_TOLD, how="anti")
    found = [
        ("结论类型应为 name_match、condition 或 reading", rulings.filter(~pl.col("kind").is_in(_KINDS))),
        ("名称匹配的结论应为 是、否、待查 或统一社会信用代码", unread),
        (
            "名称匹配：本次名单中没有键所写的名称",
            _on_unlisted_names(read, name_matches),
        ),
        ("条件认定的结论应为 是、否 或 待查", of_conditions.filter(~is_read)),
    ]
    if run.award_years is None:
        unasked = _on_unasked_conditions(of_conditions.filter(is_read), determinations, rulebook)
        found.append(("条件认定：本次筛查中没有键所写的事项、依据和条件", unasked))
    return [_warning(expected, idle) for expected, idle in found if not idle.is_empty()]


def _warning(expected: str, idle: pl.DataFrame) -> str:
    pairs = idle.select(_TOLD).unique().sort(_TOLD)
    told = "；".join(f"“{key}”填“{ruling}”" for key, ruling in pairs.head(_EXAMPLES).iter_rows())
    more = f"；另有 {pairs.height - _EXAMPLES} 条" if pairs.height > _EXAMPLES else ""
    return f"复核结论 {pairs.height} 条未采用（{expected}）：{told}{more}"


def _on_unlisted_names(rulings: pl.DataFrame, name_matches: pl.DataFrame) -> pl.DataFrame:
    """Rulings on names that stand in no list of the city."""
    listed = name_matches.select(name=fold_name(pl.col("list_name"))).drop_nulls().unique()
    name = fold_name(pl.col("key").str.splitn(SEPARATOR, 4).struct.field("field_1"))
    return rulings.filter(pl.col("kind") == KIND).with_columns(name=name).join(listed, on="name", how="anti")


def _on_unasked_conditions(rulings: pl.DataFrame, determinations: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Rulings whose item does not ask their condition, or has no such evidence; answered questions are asked still."""
    asked = _conditions_asked(rulebook)
    parts = pl.col("key").str.extract_groups(r"^([^|]*)\|(.*)\|([^|]*)$")
    ruled = rulings.with_columns(
        item_id=parts.struct.field("1"), evidence_key=parts.struct.field("2"), judgement=parts.struct.field("3")
    ).join(asked, on=["item_id", "judgement"])
    seen = determinations.join(ruled, on="item_id", how="semi").select("item_id", "evidence_key")
    seen = seen.join(asked.select("item_id", "is_once").unique(), on="item_id").select("item_id", evidence=_evidence())
    answered = ruled.with_columns(evidence=_evidence()).join(seen, on=["item_id", "evidence"], how="semi")
    return rulings.join(answered, on="key", how="anti")


def _evidence() -> pl.Expr:
    """The evidence a question is on: where only the first year that is met has a row, a no to it shows another."""
    return pl.when("is_once").then(pl.col("evidence_key").str.replace(_YEAR, "")).otherwise("evidence_key")


def _conditions_asked(rulebook: Rulebook) -> pl.DataFrame:
    """item_id, judgement, is_once: the conditions that are left to a department, and whether one year answers all."""
    rows = {
        (f"{policy.policy.id}/{item.id}", condition.text, item.recurrence == "first_year_met")
        for policy in rulebook.policies.values()
        for _, item in policy.items()
        for _, condition in conditions_of(item)
        if isinstance(condition, Judged)
    }
    schema = {"item_id": pl.String, "judgement": pl.String, "is_once": pl.Boolean}
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")
