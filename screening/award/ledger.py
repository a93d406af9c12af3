"""Payments matched to items and awards: by programme or article, level and grade, object, award year.

Readings 1.16. A payment under another document does not count, unless the document says so (Shaoxing).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.award.award_rows import AwardRows
from screening.contract.result_tables import Disposition
from screening.determination.item_groups import names_its_level_and_grade, public_id, title_items
from screening.rules.loaded_rulebook import LoadedPolicy

_SAID_OF_BOTH: Final = (
    "programme",
    "level",
    "grade",
    "object_key",
    "award_year",
)  # equal where payment and award both say it
_SHORTEST_TITLE: Final = 8  # characters of a title that name a document by a part of it


def fold_title(text: pl.Expr) -> pl.Expr:
    """A title or document number folded for comparing: width, brackets, quotes and blanks."""
    return text.str.normalize("NFKC").str.replace_all(r"[\s()\[\]〔〕【】《》〈〉“”\"'‘’]", "")


def match_payments(ledger: pl.DataFrame, loaded: LoadedPolicy) -> pl.DataFrame:
    """`payment_no`, `item_id`: items of the document that each payment could be for.

    `ledger` has been through `resolve_programmes` (`programme_title`, level and grade from the title).
    """
    counted = ledger if loaded.policy.other_documents_count else ledger.filter(_is_under(loaded))
    by_programme = _by_programme(counted, loaded)
    by_words = _by_words(counted.filter(_is_under(loaded)), loaded)
    rest = by_words.join(by_programme, on="payment_no", how="anti")
    return pl.concat([by_programme, rest]).unique().sort("payment_no", "item_id")


def _is_under(loaded: LoadedPolicy) -> pl.Expr:
    """Whether a payment names this document by number, title or id."""
    policy = loaded.policy
    names = [policy.id, policy.title, *([policy.document_number] if policy.document_number else [])]
    printed = fold_title(pl.col("document"))
    contains = [printed.str.contains(_fold(name), literal=True) for name in names]
    is_title_part = pl.lit(_fold(policy.title)).str.contains(printed, literal=True) & (
        printed.str.len_chars() >= _SHORTEST_TITLE
    )
    return pl.any_horizontal([*contains, is_title_part])


def _fold(text: str) -> str:
    return str(pl.select(fold_title(pl.lit(text))).item())


def _by_programme(payments: pl.DataFrame, loaded: LoadedPolicy) -> pl.DataFrame:
    titled = payments.join(title_items(loaded), on="programme_title", how="inner")
    return titled.filter(names_its_level_and_grade()).select("payment_no", "item_id")


def _by_words(payments: pl.DataFrame, loaded: LoadedPolicy) -> pl.DataFrame:
    """By the item's own id or title, or by its article."""
    policy_id = loaded.policy.id
    named = [
        (public_id(policy_id, item.id), name)
        for article, item in loaded.items()
        for name in (item.title, item.id, public_id(policy_id, item.id), article.article)
    ]
    words = pl.DataFrame(named, schema={"item_id": pl.String, "words": pl.String}, orient="row")
    said = payments.with_columns(words=_fold_label(pl.col("item")))
    folded = words.with_columns(_fold_label(pl.col("words"))).unique()
    return said.join(folded, on="words", how="inner").select("payment_no", "item_id").unique()


def _fold_label(text: pl.Expr) -> pl.Expr:
    """An item's words folded; an article however written: 第七条, (七), 七、 are 七."""
    return fold_title(text).str.replace(r"^第", "").str.replace(r"[条、.,，。]+$", "")


def assign_payments(awards: AwardRows, ledger: pl.DataFrame, payment_items: pl.DataFrame) -> pl.DataFrame:
    """`payment_no`, `row_no`, `amount_fen`: each payment given to at most one award row."""
    said = [*_SAID_OF_BOTH, "amount_fen"]
    titled = ledger.rename({"programme_title": "programme"})
    paid = titled.select("payment_no", "uscc", *(pl.col(name).alias(f"paid_{name}") for name in said))
    due = awards.rows.filter(pl.col("determination") != "ineligible").select(
        "row_no", "uscc", "item_id", "evidence_key", "disposition", *_SAID_OF_BOTH
    )
    pairs = (
        payment_items.join(paid, on="payment_no")
        .join(due, on=["uscc", "item_id"], how="inner")
        .filter(pl.all_horizontal([_same_or_unsaid(name, f"paid_{name}") for name in _SAID_OF_BOTH]))
    )
    order = ["payment_no", "is_idle", "award_year", "item_id", "evidence_key"]
    return (
        pairs.with_columns(is_idle=pl.col("disposition") != Disposition.PAYABLE.value)
        .sort(order)
        .unique("payment_no", keep="first", maintain_order=True)
        .select("payment_no", "row_no", amount_fen="paid_amount_fen")
    )


def _same_or_unsaid(one: str, other: str) -> pl.Expr:
    return pl.col(one).is_null() | pl.col(other).is_null() | (pl.col(one) == pl.col(other))


def with_received(awards: AwardRows, assigned: pl.DataFrame) -> pl.DataFrame:
    """The award rows with `received_fen`, `outstanding_fen`; what is paid in full is `settled`."""
    received = assigned.group_by("row_no").agg(pl.col("amount_fen").sum().alias("received_fen"))
    rows = awards.rows.join(received, on="row_no", how="left", maintain_order="left").with_columns(
        pl.coalesce("received_fen", pl.lit(0)).alias("received_fen")
    )
    outstanding = (pl.col("award_fen") - pl.col("received_fen")).clip(lower_bound=0)
    is_settled = (
        (pl.col("disposition") == Disposition.PAYABLE.value)
        & (pl.col("received_fen") > 0)
        & (pl.col("received_fen") >= pl.col("award_fen"))
    )
    settled = (
        pl.when(is_settled).then(pl.lit(Disposition.SETTLED.value)).otherwise("disposition")
    )  # null: no figure, not settled
    return rows.with_columns(outstanding.alias("outstanding_fen"), settled.alias("disposition"))
