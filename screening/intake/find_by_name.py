"""The enterprises that bear or bore the name of a list row, and which of them are left once dates are looked at."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.intake.fold_names import annotated_names, other_company_form

BY_NAME: Final = 1  # the name itself, folded
BY_ANNOTATION: Final = 2  # another name given in brackets behind it, asked only where nobody knows the name itself
BY_COMPANY_FORM: Final = 3  # the name with 股份有限公司 for 有限公司 or the other way round, borne today

AMBIGUOUS: Final = "名称对应多家企业（现用名或曾用名）"
TOO_YOUNG: Final = "名称相同的企业成立于名单日期之后"


def find_hits(named: pl.DataFrame, claims: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """row_id, uscc, bears (folded name), match_class and what `settle_hits` needs; one row per row and enterprise.

    Only hits of the first way in which anyone is found: BY_NAME, BY_ANNOTATION, BY_COMPANY_FORM.
    """
    asked = _ways(named)
    borne = claims.join(asked.select("key").unique(), on="key", how="semi")
    hits = asked.join(borne, on="key").filter(~((pl.col("way") == BY_COMPANY_FORM) & pl.col("is_former")))
    hits = hits.filter(pl.col("way") == pl.col("way").min().over("row_id"))
    is_former = pl.col("is_former") | (pl.col("way") == BY_ANNOTATION)
    is_exact = ~is_former & (pl.col("claimed_name").str.strip_chars() == pl.col("name"))
    per_firm = hits.group_by("row_id", "uscc").agg(
        bears=pl.col("key").min(),
        way=pl.col("way").min(),
        is_former=is_former.all(),
        is_exact=is_exact.any(),
        borne_until=pl.col("borne_until").max(),
        dated_through=pl.col("dated_through").first(),
    )
    return per_firm.with_columns(match_class=_match_class()).join(
        firms.select("uscc", "is_live", "registered_on"), on="uscc", how="left"
    )


def settle_hits(hits: pl.DataFrame) -> pl.DataFrame:
    """row_id, uscc, bears, match_class, dispute: the enterprises left; dispute is null where only one is.

    Where every enterprise is too young for the row, all are left, disputed.
    """
    is_of_age = ~(pl.col("registered_on") > pl.col("dated_through")).fill_null(False)
    has_live_peer = (is_of_age & pl.col("is_live")).any().over("row_id", "is_former")
    may_be = hits.with_columns(may_be=is_of_age & (pl.col("is_live") | ~has_live_peer))
    may_be = may_be.with_columns(may_be=pl.col("may_be") & ~_gives_way())
    left = pl.col("may_be").sum().over("row_id")
    dispute = pl.when(left == 0).then(pl.lit(TOO_YOUNG)).when(left > 1).then(pl.lit(AMBIGUOUS))
    settled = may_be.with_columns(dispute=dispute).filter(pl.col("may_be") | (pl.col("dispute") == TOO_YOUNG))
    return settled.select("row_id", "uscc", "bears", "match_class", "dispute")


def _ways(named: pl.DataFrame) -> pl.DataFrame:
    """row_id, name, dated_through, key, way: every name under which a row may be known."""
    row = named.select("row_id", "name", "dated_through", "key")
    annotated = row.filter(pl.col("name").str.contains(r"[)）]$")).with_columns(key=annotated_names(pl.col("name")))
    ways = {
        BY_NAME: row,
        BY_ANNOTATION: annotated.explode("key"),
        BY_COMPANY_FORM: row.with_columns(key=other_company_form(pl.col("key"))),
    }
    return pl.concat(frame.with_columns(way=pl.lit(way)) for way, frame in ways.items()).drop_nulls("key")


def _match_class() -> pl.Expr:
    return (
        pl.when(pl.col("way") == BY_COMPANY_FORM)
        .then(pl.lit("company_form"))
        .when("is_former")
        .then(pl.lit("former_name"))
        .when("is_exact")
        .then(pl.lit("exact_name"))
        .otherwise(pl.lit("folded_name"))
    )


def _gives_way() -> pl.Expr:
    """Whether a former bearer gives way to a present one: it is gone, or the day shows that the name had passed on."""
    is_bearer = ~pl.col("is_former") & pl.col("may_be")
    bearer_since = pl.col("registered_on").filter(is_bearer).max().over("row_id")
    had_passed = pl.col("borne_until") < pl.col("dated_through")
    bearer_existed = pl.col("borne_until").is_null() & (bearer_since <= pl.col("dated_through"))
    shown = had_passed.fill_null(False) | bearer_existed.fill_null(False)
    return pl.col("is_former") & is_bearer.any().over("row_id") & (~pl.col("is_live") | shown)
