"""List rows to enterprises of the register, in stages; what is not certain is put to a person.

Stages: credit code → exact name → folded name → former name → name but for 股份有限公司 / 有限公司 → candidates.
The first stage that knows the name decides, and it decides only if one enterprise is left:

- An enterprise registered after the last day of the row is not meant by it.
- A namesake that was 注销 or 吊销 gives way to one that was not.
- A name that one enterprise bears and another bore is the present bearer's only where the day of the row shows
  it: the other had given it up by then or, that day unknown, the present bearer existed by then.
- A row whose code is another enterprise's than its name, or nobody's while its name is known, is open.
- A branch never stands for its parent: names are matched whole, and the code of one with the name of the other
  is open.
- A person's ruling stands in for all stages but code and exact name; against an exact name it is open again.

Open rows come out as candidates, each with the reason. Only rows of the other classes may be paid on.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.apply_rulings import OPTIONS, Reviewed, apply_rulings, refusals
from screening.intake.find_by_name import find_hits, settle_hits
from screening.intake.fold_names import fold_name, is_branch
from screening.intake.name_claims import claims_of_register, read_firms
from screening.intake.name_rulings import judge_rulings, read_name_rulings
from screening.intake.name_similarity import edit_distances, similarity
from screening.intake.propose_candidates import propose_candidates
from screening.intake.rename_chains import add_renamed, renamed_firms

MATCHES: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "uscc": pl.String,  # the enterprise, or for a candidate the one it might be
    "match_class": pl.String,
    "matched_name": pl.String,  # as registered
    "similarity": pl.Int64,  # 0 to 100; null but for candidates
    "reason": pl.String,  # 中文: why a candidate is put to a person, why a row is unmatched; else null
}
"""Columns of the result after `row_id`."""

_CODE_AGAINST_NAME: Final = "名单所列代码与名称分属不同企业"
_CODE_NOT_REGISTERED: Final = "名单所列代码不在名录中，名称相同的企业代码不同"
_BRANCH_AGAINST_PARENT: Final = "名单所列代码与名称一为总机构、一为分支机构"
_ALIKE: Final = "名称相近"
_ALL_REFUSED: Final = "复核结论：名称相近的企业都不是"
_NOBODY_ALIKE: Final = "名录中没有同名或名称相近的企业"
_NEITHER: Final = "名单所列代码不在名录中，名录中也没有同名或名称相近的企业"
_NO_NAME: Final = "名单没有写明企业名称"
_CODE_ALONE: Final = "名单只有代码，名录中没有这一代码"


def match_list_rows(
    rows: pl.DataFrame, register: pl.DataFrame, renames: pl.DataFrame, rulings: pl.DataFrame
) -> pl.DataFrame:
    """row_id and MATCHES: one row per list row, or one per candidate put to a person; sorted.

    rows: list rows of one city: row_id (unique), uscc, name and, where known, dated_through: the last day on which
    the row can have been written. register: the city's accepted enterprises. renames: RENAMES of rename_chains.
    rulings: the city's rulings of all kinds. Raises ValueError where a row_id is not unique.
    """
    firms = read_firms(register)
    claims = add_renamed(claims_of_register(register, firms), renames, firms)
    ruled = judge_rulings(read_name_rulings(rulings), firms, renamed_firms(renames, firms))
    named = _read_rows(rows)
    hits = find_hits(named, claims, firms)
    reviewed = apply_rulings(named, _with_codes(named, hits, firms), ruled, firms)
    matches = _matches(reviewed.options)
    candidates = pl.concat([_disputed(named, reviewed.options), _alike(named, claims, ruled, reviewed)])
    remarks = pl.concat([reviewed.remarks, _refused_alike(named, ruled)]).unique("row_id", keep="first")
    return _complete(named, pl.concat([matches, candidates]), remarks, firms)


def _read_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """row_id, code, name, key, dated_through, is_branch."""
    repeated = rows["row_id"].is_duplicated().sum()
    if repeated:
        raise ValueError(f"row_id must be unique, but {repeated} of {rows.height} list rows share theirs")
    dated = pl.col("dated_through") if "dated_through" in rows.columns else pl.lit(None, pl.Date)
    code, name = pl.col("uscc").cast(pl.String), pl.col("name").cast(pl.String).str.strip_chars()
    read = rows.select("row_id", code=code, name=name, key=fold_name(name), dated_through=dated)
    return read.with_columns(is_branch=is_branch(pl.col("key")))


def _with_codes(named: pl.DataFrame, hits: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """Options by name, but by the code for rows that give one; disputed where the two contradict each other."""
    of_code = firms.select(code="uscc", bears="firm_key", is_branch_of_code="is_branch")
    known_as = hits.group_by("row_id").agg(found=pl.col("uscc"))
    coded = named.filter(pl.col("code").is_not_null()).join(of_code, on="code", how="left")
    coded = coded.join(known_as, on="row_id", how="left").with_columns(dispute=_code_dispute())
    registered = coded.filter(pl.col("is_branch_of_code").is_not_null())
    by_code = registered.select("row_id", "bears", "dispute", uscc="code", match_class=pl.lit("code"))
    by_name = settle_hits(hits).join(registered.filter(pl.col("dispute").is_null()), on="row_id", how="anti")
    by_name = by_name.join(coded.select("row_id", of_code="dispute"), on="row_id", how="left")
    by_name = by_name.with_columns(dispute=pl.coalesce("of_code", "dispute"))
    return pl.concat(options.select("row_id", *OPTIONS) for options in (by_code, by_name))


def _code_dispute() -> pl.Expr:
    """Why the code of a row does not decide, null where it does; `found`: codes of those known by the row's name."""
    is_known, is_registered = pl.col("found").is_not_null(), pl.col("is_branch_of_code").is_not_null()
    is_among = pl.col("found").list.contains(pl.col("code")).fill_null(False)
    return (
        pl.when(is_known & ~is_registered)
        .then(pl.lit(_CODE_NOT_REGISTERED))
        .when(is_known & ~is_among)
        .then(pl.lit(_CODE_AGAINST_NAME))
        .when(~is_known & is_registered & (pl.col("is_branch") != pl.col("is_branch_of_code")))
        .then(pl.lit(_BRANCH_AGAINST_PARENT))
    )


def _matches(options: pl.DataFrame) -> pl.DataFrame:
    matched = options.filter(pl.col("dispute").is_null()).select("row_id", "uscc", "match_class")
    return matched.with_columns(similarity=pl.lit(None, pl.Int64), reason=pl.lit(None, pl.String))


def _disputed(named: pl.DataFrame, options: pl.DataFrame) -> pl.DataFrame:
    """Candidates of rows with more than one enterprise, or one that is disputed."""
    asked = options.filter(pl.col("dispute").is_not_null()).join(named.select("row_id", "key"), on="row_id", how="left")
    key, bears = (pl.col(name).fill_null("") for name in ("key", "bears"))
    asked = asked.with_columns(key, bears)
    asked = asked.with_columns(distance=edit_distances(asked["key"].to_list(), asked["bears"].to_list()))
    percent = similarity(pl.col("distance"), key.str.len_chars(), bears.str.len_chars())
    return asked.select("row_id", "uscc", match_class=pl.lit("candidate"), similarity=percent, reason="dispute")


def _alike(named: pl.DataFrame, claims: pl.DataFrame, ruled: pl.DataFrame, reviewed: Reviewed) -> pl.DataFrame:
    """Candidates of rows whose name nobody is known by and nobody ruled on."""
    done = pl.concat([reviewed.options["row_id"], reviewed.nobodys]).unique().to_frame()
    unknown = named.join(done, on="row_id", how="anti").drop_nulls("key").select("row_id", "key")
    proposed = propose_candidates(unknown["key"], claims, refusals(ruled).select("key", "uscc")).join(unknown, on="key")
    lapsed = ruled.filter(~pl.col("is_accepted")).select("key", "uscc", lapsed="dispute")
    remarked = proposed.join(reviewed.remarks, on="row_id", how="left").join(lapsed, on=["key", "uscc"], how="left")
    reason = pl.concat_str("reason", "lapsed", pl.lit(_ALIKE), separator="；", ignore_nulls=True)
    return remarked.select("row_id", "uscc", match_class=pl.lit("candidate"), similarity="similarity", reason=reason)


def _refused_alike(named: pl.DataFrame, ruled: pl.DataFrame) -> pl.DataFrame:
    """row_id and reason of the rows for whose name people refused enterprises, should nothing be left of them."""
    return named.join(refusals(ruled), on="key", how="semi").select("row_id", reason=pl.lit(_ALL_REFUSED))


def _complete(named: pl.DataFrame, found: pl.DataFrame, remarks: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """Every row, those without an enterprise as unmatched, with registered names; sorted."""
    unmatched = named.join(found, on="row_id", how="anti").join(remarks, on="row_id", how="left")
    unmatched = unmatched.select("row_id", match_class=pl.lit("unmatched"), reason=pl.coalesce("reason", _why_nobody()))
    rows = pl.concat([found, unmatched], how="diagonal")
    rows = rows.join(firms.select("uscc", matched_name="registered_name"), on="uscc", how="left")
    order = ["row_id", "similarity", "uscc"]
    return rows.select("row_id", *MATCHES).sort(order, descending=[False, True, False], nulls_last=True)


def _why_nobody() -> pl.Expr:
    """Why a row without candidates is unmatched, by what it says of the enterprise."""
    has_code, has_name = pl.col("code").is_not_null(), pl.col("key").is_not_null()
    return (
        pl.when(has_code & has_name)
        .then(pl.lit(_NEITHER))
        .when(has_code)
        .then(pl.lit(_CODE_ALONE))
        .when(has_name)
        .then(pl.lit(_NOBODY_ALIKE))
        .otherwise(pl.lit(_NO_NAME))
    )
