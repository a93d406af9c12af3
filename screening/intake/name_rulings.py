"""What people decided about names of lists (rulings of kind name_match), and when a decision no longer stands.

Key: `city|list name` for all enterprises proposed, `city|list name|code|registered name` for one of them; the
last part may be left out. Ruling: the enterprise's credit code, with its name behind it or without; 是 under a key
with a code; or 否, which refuses the enterprise of the key, or all where the key names none. Where the registered
name is given, the ruling stands only as long as the enterprise bears it.
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

_LEFT_REGISTER: Final = "复核结论所指企业已不在名录中"
_RENAMED: Final = "复核后企业已更名"
_CONTRADICTORY: Final = "复核结论前后不一"
_CODE: Final = r"^\s*([0-9A-Za-z]{18})(?:[\s　]+(.+))?$"


def name_match_key(
    city: pl.Expr, list_name: pl.Expr, uscc: pl.Expr | None = None, registered_name: pl.Expr | None = None
) -> pl.Expr:
    """The key under which a ruling on a list name, or on one enterprise for it, comes back: the same for every
    spelling that folds alike.
    """
    parts = [city, fold_name(list_name)]
    if uscc is not None:
        parts.append(uscc)
    if registered_name is not None:
        parts.append(fold_name(registered_name))
    return pl.concat_str(parts, separator=SEPARATOR)


def read_name_rulings(rulings: pl.DataFrame) -> pl.DataFrame:
    """key (folded list name), uscc (null: all enterprises), is_accepted, printed_key (folded registered name of the
    enterprise when it was ruled, where known), ruled_on. Rulings that say neither a code, 是 nor 否 are open.
    """
    parts = pl.col("key").str.splitn(SEPARATOR, 4)
    ruling = pl.col("ruling").str.strip_chars()
    ruled = rulings.filter((pl.col("kind") == KIND).fill_null(False)).select(
        key=fold_name(parts.struct.field("field_1")),
        asked=write_one_way(parts.struct.field("field_2")),
        code=write_one_way(ruling.str.extract(_CODE, 1)),
        printed_key=fold_name(pl.coalesce(ruling.str.extract(_CODE, 2), parts.struct.field("field_3"))),
        is_yes=ruling == YES,
        is_no=ruling == NO,
        ruled_on="ruled_on",
    )
    is_accepted = pl.col("code").is_not_null() | (pl.col("is_yes") & pl.col("asked").is_not_null())
    decided = ruled.filter((is_accepted | pl.col("is_no")).fill_null(False)).drop_nulls("key")
    return decided.select(
        "key", "printed_key", "ruled_on", uscc=pl.coalesce("code", "asked"), is_accepted=~pl.col("is_no")
    )


def judge_rulings(rulings: pl.DataFrame, firms: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    """key, uscc, is_accepted, dispute of what `read_name_rulings` read: dispute says in Chinese why an accepted
    ruling no longer stands: its enterprise left the register or changed its name since, or rulings contradict each
    other. A refusal whose enterprise changed its name is dropped.

    firms: the register; renamed: uscc and renamed_on of 更名 events.
    """
    last = renamed.group_by("uscc").agg(pl.col("renamed_on").max())
    seen = rulings.join(firms.select("uscc", "firm_key"), on="uscc", how="left").join(last, on="uscc", how="left")
    has_other_name = (pl.col("printed_key") != pl.col("firm_key")).fill_null(False)
    was_renamed = has_other_name | (pl.col("renamed_on") > pl.col("ruled_on")).fill_null(False)
    has_left = pl.col("is_accepted") & pl.col("firm_key").is_null()
    stale = pl.when(has_left).then(pl.lit(_LEFT_REGISTER)).when(was_renamed).then(pl.lit(_RENAMED))
    standing = seen.with_columns(stale=stale).filter(pl.col("is_accepted") | pl.col("stale").is_null())
    contradiction = pl.when(_is_contradicted()).then(pl.lit(_CONTRADICTORY))
    dispute = (
        pl.when(pl.col("stale").is_null().any()).then(pl.col("contradiction").max()).otherwise(pl.col("stale").min())
    )
    judged = standing.with_columns(contradiction=contradiction).group_by("key", "uscc", "is_accepted")
    return judged.agg(dispute=dispute)


def _is_contradicted() -> pl.Expr:
    """Whether, of the rulings that are not stale, one accepts another enterprise for the name, or refuses this one or
    all; null where the ruling itself is a refusal or stale.
    """
    stands, is_accepted, uscc = pl.col("stale").is_null(), pl.col("is_accepted"), pl.col("uscc")
    accepted = uscc.filter(is_accepted & stands).n_unique().over("key")
    is_nobodys = (~is_accepted & uscc.is_null()).any().over("key")
    is_refused = (~is_accepted).any().over("key", "uscc")
    return pl.when(is_accepted & stands).then((accepted > 1) | is_nobodys | is_refused)
