"""Items of one shape together, so that hundreds of them are one join.

Most items are a price list: programme, level, grade → amount. Items that ask the same conditions of the
same evidence form a group; what differs between them (titles, levels, figures of the award) becomes
columns of the group's item frame.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import msgspec
import polars as pl

from screening.contract.money import basis_points_from_printed, fen_from_printed
from screening.rules import policy_item as rule
from screening.rules.loaded_rulebook import LoadedPolicy
from screening.rules.policy_item import Item
from screening.rules.vocabulary import Evidence


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Items of one policy document that differ only in titles and figures.

    items: one row per item (`ITEM_COLUMNS`). shape: any of them, for its conditions and kinds.
    """

    policy: rule.Policy
    shape: Item
    items: pl.DataFrame


ITEM_COLUMNS: dict[str, type[pl.DataType] | pl.DataType] = {
    "item_id": pl.String,  # "<policy id>/<item id>"
    "article": pl.String,
    "item_title": pl.String,
    "programmes": pl.List(pl.String),
    "levels": pl.List(pl.String),
    "grades": pl.List(pl.String),
    "asked_prize_rank": pl.Int64,
    "project_types": pl.List(pl.String),
    "item_plan_lists": pl.List(pl.String),
    "spending_kinds": pl.List(pl.String),
    "certainty": pl.String,
    "award_sum_fen": pl.Int64,
    "rate_bp": pl.Int64,
    "limit_fen": pl.Int64,
    "item_flags": pl.List(pl.String),
    "channel": pl.String,
    "pays_enterprises": pl.Boolean,
    "is_investment": pl.Boolean,
}


def group_items(loaded: LoadedPolicy) -> list[ItemGroup]:
    """The document's items that a table can concern, grouped by shape, in the order of the document."""
    groups: dict[bytes, list[tuple[rule.Article, Item]]] = defaultdict(list)
    for article, item in loaded.items():
        if item.evidence is not Evidence.NONE:
            groups[_shape_key(item)].append((article, item))
    return [ItemGroup(loaded.policy, members[0][1], _item_frame(loaded.policy, members)) for members in groups.values()]


def title_items(loaded: LoadedPolicy) -> pl.DataFrame:
    """`item_id`, `programme_title`, `levels`, `grades`: one row per item and title it names."""
    rows = [
        (public_id(loaded.policy.id, item.id), programme, item.level, item.grade)
        for _, item in loaded.items()
        for programme in item.programmes
    ]
    strings = pl.List(pl.String)
    schema = {"item_id": pl.String(), "programme_title": pl.String(), "levels": strings, "grades": strings}
    return pl.DataFrame(rows, schema=schema, orient="row")


def names_its_level_and_grade() -> pl.Expr:
    """Whether a title's level and grade are those of `title_items`; one that is not said is not."""
    return _agrees("level", "levels") & _agrees("grade", "grades")


def _agrees(said: str, asked: str) -> pl.Expr:
    is_open = pl.col(asked).list.len() == 0
    return is_open | pl.col(asked).list.contains(pl.col(said)).fill_null(False)  # null: what is not said is no match


def public_id(policy_id: str, item_id: str) -> str:
    """The id of an item in every result: "weihai-2023/2-01"."""
    return f"{policy_id}/{item_id}"


def _shape_key(item: Item) -> bytes:
    """Equal for items that may share a group: everything but titles, levels and the award's plain figures."""
    same = {
        name: getattr(item, name)
        for name in (
            "evidence",
            "novelty",
            "spending_kinds",
            "select",
            "dated_by",
            "year_offset",
            "recurrence",
            "subject_types",
            "when",
            "requires_manufacturing",
            "except_grade",
            "grade_must_be_named",
            "flags_when",
        )
    }
    # Firstness over an item's own grades needs its grades as constants.
    grades = item.grade if item.novelty == "first_of_grades" else []
    has = [bool(item.level), bool(item.grade), item.prize_rank is not None]
    return msgspec.json.encode([same, grades, has, _award_shape(item.award)])


def _award_shape(award: rule.Award) -> object:
    match award:
        case rule.Fixed() | rule.Ceiling():
            return "sum"
        case rule.Rate():
            return ["rate", award.of, award.steps, award.limit is None]
        case rule.PerUnit():
            return ["per_unit", award.unit]
        case rule.Unstated() | rule.NoSupport():
            return "unstated"
        case _:
            return award


def _item_frame(policy: rule.Policy, members: list[tuple[rule.Article, Item]]) -> pl.DataFrame:
    rows = [
        {
            "item_id": public_id(policy.id, item.id),
            "article": article.article,
            "item_title": item.title,
            "programmes": item.programmes,
            "levels": item.level,
            "grades": item.grade,
            "asked_prize_rank": item.prize_rank,
            "project_types": item.project_types,
            "item_plan_lists": item.plan_lists,
            "spending_kinds": item.spending_kinds,
            "item_flags": item.flags,
            "channel": item.channel if item.channel is not None else policy.channel,
            "pays_enterprises": item.pays_enterprises,
            "is_investment": item.is_investment,
            **_figures(item.award),
        }
        for article, item in members
    ]
    return pl.DataFrame(rows, schema=ITEM_COLUMNS)


def _figures(award: rule.Award) -> dict[str, object]:
    """Certainty and plain figures of an award as item columns (readings 1.1, 1.4)."""
    match award:
        case rule.Fixed():
            return {"certainty": "exact", "award_sum_fen": fen_from_printed(award.amount)}
        case rule.Ceiling():
            return {"certainty": "upper_bound", "award_sum_fen": fen_from_printed(award.amount)}
        case rule.Rate():
            is_bound = award.rate_is_ceiling or award.limit_is_ceiling
            return {
                "certainty": "upper_bound" if is_bound else "exact",
                "rate_bp": basis_points_from_printed(award.rate),
                "limit_fen": None if award.limit is None else fen_from_printed(award.limit),
            }
        case rule.PerUnit() | rule.PerStep():
            return {
                "certainty": "upper_bound" if award.amount_is_ceiling else "exact",
                "award_sum_fen": fen_from_printed(award.amount),
            }
        case rule.LeastOf():
            return {"certainty": "exact" if award.is_exact else "upper_bound"}
        case rule.Unstated() | rule.NoSupport():
            return {"certainty": "unstated"}
