"""What people decided about names of lists (rulings of kind name_match), and when a decision no longer stands.

Key: `city|list name`, as printed by the review workbook, for all enterprises proposed, or `city|list name|code`
for one of them. Ruling: the enterprise's credit code, with its name behind it if the workbook printed one; 是
under a key with a code; or 否, which under a key with a code refuses that enterprise and else all of them.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.credit_codes import write_one_way
from screening.intake.fold_names import fold_name

KIND: Final = "name_match"
SEPARATOR: Final = "|"
YES: Final = "是"
NO: Final = "否"

_CODE: Final = r"^\s*([0-9A-Za-z]{18})(?:[\s　]+(.+))?$"


def name_match_key(city: pl.Expr, list_name: pl.Expr) -> pl.Expr:
    """The key under which a ruling on a list name comes back: the same for every spelling that folds alike."""
    return pl.concat_str(city, fold_name(list_name), separator=SEPARATOR)


def read_name_rulings(rulings: pl.DataFrame) -> pl.DataFrame:
    """key (folded list name), uscc (null: all enterprises), is_accepted, printed_key (folded name of the enterprise
    when it was ruled, if printed), ruled_on; one row per ruling. Rulings that say neither a code, 是 nor 否 are open.
    """
    parts = pl.col("key").str.splitn(SEPARATOR, 3)
    ruling = pl.col("ruling").str.strip_chars()
    ruled = rulings.filter((pl.col("kind") == KIND).fill_null(False)).select(
        key=fold_name(parts.struct.field("field_1")),
        asked=write_one_way(parts.struct.field("field_2")),
        ruling=ruling,
        code=write_one_way(ruling.str.extract(_CODE, 1)),
        printed_key=fold_name(ruling.str.extract(_CODE, 2)),
        ruled_on="ruled_on",
    )
    is_yes = (pl.col("ruling") == YES) & pl.col("asked").is_not_null()
    is_decided = pl.col("code").is_not_null() | is_yes | (pl.col("ruling") == NO)
    return (
        ruled.filter(is_decided.fill_null(False))
        .drop_nulls("key")
        .select(
            "key",
            uscc=pl.coalesce("code", "asked"),
            is_accepted=pl.col("ruling") != NO,
            printed_key="printed_key",
            ruled_on="ruled_on",
        )
    )


def judge_rulings(rulings: pl.DataFrame, firms: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    """key, uscc, is_accepted, dispute: what `read_name_rulings` read, with the reason in Chinese where an accepted
    ruling no longer stands: its enterprise left the register or changed its name since, or rulings contradict.

    firms: the register; renamed: uscc and renamed_on of 更名 events.
    """
    last = renamed.group_by("uscc").agg(pl.col("renamed_on").max())
    seen = rulings.join(firms.select("uscc", "firm_key"), on="uscc", how="left").join(last, on="uscc", how="left")
    has_other_name = (pl.col("printed_key") != pl.col("firm_key")).fill_null(False)
    was_renamed = (pl.col("renamed_on") > pl.col("ruled_on")).fill_null(False)
    dispute = (
        pl.when(_is_contradicted())
        .then(pl.lit("复核结论前后不一"))
        .when(pl.col("firm_key").is_null())
        .then(pl.lit("复核结论所指企业已不在名录中"))
        .when(has_other_name | was_renamed)
        .then(pl.lit("复核后企业已更名"))
    )
    judged = seen.select("key", "uscc", "is_accepted", dispute=pl.when("is_accepted").then(dispute))
    return judged.group_by("key", "uscc", "is_accepted").agg(pl.col("dispute").min())


def _is_contradicted() -> pl.Expr:
    """Whether another enterprise was accepted for the name, or the same one, or all, refused."""
    is_accepted, uscc = pl.col("is_accepted"), pl.col("uscc")
    is_nobodys = (~is_accepted & uscc.is_null()).any().over("key")
    return (uscc.filter(is_accepted).n_unique().over("key") > 1) | is_nobodys | (~is_accepted).any().over("key", "uscc")
