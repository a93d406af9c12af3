"""What people decided about names of lists (rulings of kind name_match), and when a decision no longer stands.

Key: `city|list name` for all enterprises proposed, `city|list name|code|registered name` for one of them; the
last part may be left out. Ruling: the enterprise's credit code, with its name behind it or without; 是 under a key
with a code; or 否, which refuses the enterprise of the key, or all where the key names none. Where the registered
name is given, the ruling stands only as long as the enterprise bears it; a spelling that folds alike is that name.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.credit_codes import write_one_way
from screening.intake.fill_in import fill_in
from screening.intake.fold_names import fold_name

KIND: Final = "name_match"
SEPARATOR: Final = "|"
YES: Final = "是"
NO: Final = "否"

_LEFT_REGISTER: Final = "复核结论所指企业已不在名录中"
_OTHER_NAME: Final = "复核后企业已更名：复核时登记名称为“{}”，现为“{}”"
_RENAMED: Final = "复核后企业已更名：{}更名为“{}”"
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
    decided = _read_parts(rulings).filter(_decides())
    return decided.select(
        "key",
        "ruled_on",
        uscc=pl.coalesce("code", "asked"),
        is_accepted=~pl.col("is_no"),
        # The key prints the name of the enterprise proposed; a code written in instead of it is another's.
        printed_key=pl.when(_is_of_another()).then("named_key").otherwise(pl.coalesce("named_key", "proposed_key")),
    )


def unread_name_rulings(rulings: pl.DataFrame) -> pl.DataFrame:
    """key and ruling, as written, of the rulings on names that decide nothing as they stand; sorted."""
    unread = _read_parts(rulings).filter(~_decides())
    return unread.select(key="written_key", ruling="written").unique().sort("key", "ruling")


def _read_parts(rulings: pl.DataFrame) -> pl.DataFrame:
    """What each ruling on a name says, cut into its parts."""
    parts = pl.col("key").str.splitn(SEPARATOR, 4)
    ruling = pl.col("ruling").str.strip_chars()
    return rulings.filter((pl.col("kind") == KIND).fill_null(False)).select(
        written_key="key",
        written="ruling",
        key=fold_name(parts.struct.field("field_1")),
        asked=write_one_way(parts.struct.field("field_2")),
        code=write_one_way(ruling.str.extract(_CODE, 1)),
        named_key=fold_name(ruling.str.extract(_CODE, 2)),
        proposed_key=fold_name(parts.struct.field("field_3")),
        is_yes=ruling == YES,
        is_no=ruling == NO,
        ruled_on="ruled_on",
    )


def _decides() -> pl.Expr:
    """Whether a ruling names a list name and says which enterprise it is, or that it is not one."""
    is_accepted = pl.col("code").is_not_null() | (pl.col("is_yes") & pl.col("asked").is_not_null())
    return pl.col("key").is_not_null() & (is_accepted | pl.col("is_no")).fill_null(False)


def _is_of_another() -> pl.Expr:
    return (pl.col("code") != pl.col("asked")).fill_null(False)


def judge_rulings(rulings: pl.DataFrame, firms: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    """key, uscc, is_accepted, dispute of what `read_name_rulings` read: dispute says in Chinese why a ruling no
    longer stands: its enterprise changed its name since or, where it was accepted, left the register, or rulings
    contradict each other.

    firms: the register; renamed: as `rename_chains.renamed_firms` gives it.
    """
    seen = _with_renames(rulings, renamed).join(firms, on="uscc", how="left")
    has_other_name = (pl.col("printed_key") != pl.col("firm_key")).fill_null(False)
    has_left = pl.col("is_accepted") & pl.col("uscc").is_not_null() & pl.col("firm_key").is_null()
    stale = (
        pl.when(has_left)
        .then(pl.lit(_LEFT_REGISTER))
        .when(has_other_name)
        .then(fill_in(_OTHER_NAME, "printed_key", "registered_name"))
        .when(pl.col("renamed_on").is_not_null())
        .then(fill_in(_RENAMED, pl.col("renamed_on").dt.to_string("%Y-%m-%d"), "new_key"))
    )
    judged = seen.with_columns(stale=stale).with_columns(
        contradiction=pl.when(_is_contradicted()).then(pl.lit(_CONTRADICTORY))
    )
    dispute = (
        pl.when(pl.col("stale").is_null().any()).then(pl.col("contradiction").max()).otherwise(pl.col("stale").min())
    )
    return judged.group_by("key", "uscc", "is_accepted").agg(dispute=dispute)


def _with_renames(rulings: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    """The rulings with the last 更名 event after their day to another name than they were made on, where one is."""
    numbered = rulings.with_row_index("ruling_no")
    since = numbered.join(renamed, on="uscc").filter(
        (pl.col("renamed_on") > pl.col("ruled_on")).fill_null(False),
        pl.col("new_key").ne_missing(pl.col("printed_key")),
    )
    last = since.sort("renamed_on", "new_key").unique("ruling_no", keep="last")
    joined = numbered.join(last.select("ruling_no", "renamed_on", "new_key"), on="ruling_no", how="left")
    return joined.drop("ruling_no")


def _is_contradicted() -> pl.Expr:
    """Whether, of the rulings that are not stale, one accepts another enterprise for the name, or refuses this one or
    all; null where the ruling itself is a refusal or stale.
    """
    stands, is_accepted, uscc = pl.col("stale").is_null(), pl.col("is_accepted"), pl.col("uscc")
    refuses = ~is_accepted & stands
    accepted = uscc.filter(is_accepted & stands).n_unique().over("key")
    is_nobodys = (refuses & uscc.is_null()).any().over("key")
    is_refused = refuses.any().over("key", "uscc")
    return pl.when(is_accepted & stands).then((accepted > 1) | is_nobodys | is_refused)
