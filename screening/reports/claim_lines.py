"""What an enterprise can claim, as numbered lines a person can read out on the phone."""

from __future__ import annotations

from typing import Final

import polars as pl

from screening.contract.money import FEN_PER_YUAN, to_fen
from screening.contract.result_tables import Certainty, Determination, Disposition
from screening.intake.fill_in import fill_in
from screening.reports.labels import (
    FACT_LABELS,
    KINDS,
    LOOSE_MATCHES,
    MATCH_CLASSES,
    TO_VERIFY,
    UNSTATED,
    UPPER_BOUND,
    kind_of_amount,
    label,
)
from screening.reports.measures import is_draft

_FEN_PER_WAN: Final = 10_000 * FEN_PER_YUAN
_LEFT_TO_CHECK: Final = "逐项核实，见“事项明细”"


def printed_amount(yuan: pl.Expr) -> pl.Expr:
    """An amount as a person writes it: 100万元, 12.5万元, 12,345.67元; exact to the fen, null stays null."""
    fen = to_fen(yuan)
    is_whole = (fen.abs() >= _FEN_PER_WAN) & (fen % (_FEN_PER_WAN // 100) == 0)
    wan = _grouped(fen // _FEN_PER_WAN) + _decimals(fen % _FEN_PER_WAN // (_FEN_PER_WAN // 100)).str.strip_chars_end(
        "0"
    )
    exact = _grouped(fen // FEN_PER_YUAN) + _decimals(fen % FEN_PER_YUAN)
    return pl.when(is_whole).then(wan.str.strip_chars_end(".") + "万元").otherwise(exact + "元")


def signed_amount(yuan: pl.Expr) -> pl.Expr:
    """An adjustment with its sign: -20万元, +5万元."""
    sign = pl.when(yuan < 0).then(pl.lit("-")).otherwise(pl.lit("+"))
    return sign + printed_amount(yuan.abs())


def amount_phrase() -> pl.Expr:
    """Kind and amount of an awards row: 确定额100万元, 上限300万元, 未明示金额, 待核(核实后上限50万元)."""
    amount = printed_amount(pl.col("award"))
    is_upper_bound = pl.col("certainty") == Certainty.UPPER_BOUND.value
    stated = pl.when(is_upper_bound).then(pl.lit(UPPER_BOUND)).otherwise(pl.lit("")) + amount
    is_unstated = pl.col("certainty") == Certainty.UNSTATED.value
    if_verified = (
        pl.when(is_unstated).then(pl.lit("金额未明示")).otherwise(pl.coalesce("核实后" + stated, pl.lit("金额未定")))
    )
    return (
        pl.when(kind_of_amount() == TO_VERIFY)
        .then(TO_VERIFY + "（" + if_verified + "）")
        .when(is_unstated)
        .then(pl.lit(UNSTATED + "金额"))
        .otherwise(kind_of_amount() + pl.coalesce(amount, pl.lit("（金额未定）")))
    )


def needs_phrase() -> pl.Expr:
    """What is still missing for an awards row and what a department must find; empty where nothing is."""
    facts = pl.col("missing_facts").list.eval(label(pl.element(), FACT_LABELS)).list.join("、")
    is_open = pl.col("determination") == Determination.UNDETERMINED.value
    missing = pl.when(is_open).then("缺数据：" + facts).otherwise("补数据可能增加：" + facts)
    judged = "须部门认定：" + pl.col("judgements").list.join("、")
    parts = pl.concat_list(
        pl.when(pl.col("missing_facts").list.len() > 0).then(missing),
        pl.when(pl.col("judgements").list.len() > 0).then(judged),
        pl.when(pl.col("match_class").is_in(LOOSE_MATCHES)).then("名单按“" + _match_label() + "”匹配，先核对企业"),
    ).list.drop_nulls()
    is_unexplained = is_open & (pl.col("missing_facts").list.len() + pl.col("judgements").list.len() == 0)
    return pl.when(is_unexplained).then(pl.lit(_LEFT_TO_CHECK)).otherwise(parts.list.join("；"))


def adjustments_phrase() -> pl.Expr:
    """Adjustments of an awards row, one a line: reason and signed amount; empty where there are none."""
    reason, amount = pl.element().struct.field("reason"), pl.element().struct.field("amount")
    return pl.col("adjustments").list.eval(reason + " " + signed_amount(amount)).list.join("\n")


def claims_by_enterprise(awards: pl.DataFrame, most_lines: int) -> pl.DataFrame:
    """One row per enterprise: uscc, name, district, `claims` and `needs` as numbered lines of the same numbers,
    `claim_count`, and whether any item to verify has a figure and any receipt is known.

    Certain sums come first, then upper bounds, unstated, to verify; within a kind the larger first. Beyond
    `most_lines` a last line says how many more stand on the sheet of details.
    """
    numbered = _numbered(awards).with_columns(
        claim=fill_in(
            "{}. {} {}（{}年，条款{}）{}", "number", amount_phrase(), _titled(), "award_year", "article", _paid()
        ),
        need=pl.when(needs_phrase() != "").then(fill_in("{}. {}", "number", needs_phrase())),
    )
    lines = numbered.group_by("uscc", "name", "district").agg(
        claims=_lines("claim", most_lines),
        needs=_lines("need", most_lines),
        claim_count=pl.len(),
        has_priced_open_item=((kind_of_amount() == TO_VERIFY) & pl.col("award").is_not_null()).any(),
        has_known_receipt=pl.col("received").is_not_null().any(),
    )
    left_out = fill_in("\n……另有 {} 项，见“事项明细”", pl.col("claim_count") - most_lines)
    more = pl.when(pl.col("claim_count") > most_lines).then(left_out).otherwise(pl.lit(""))
    return lines.with_columns(claims=pl.col("claims") + more).sort("uscc")


def _numbered(awards: pl.DataFrame) -> pl.DataFrame:
    kind_order = kind_of_amount().replace_strict(list(KINDS), list(range(len(KINDS))), return_dtype=pl.Int8)
    ordered = awards.with_columns(kind_order=kind_order).sort(
        "uscc", is_draft(), "kind_order", "award", "award_year", "item_id", "evidence_table", "evidence_key",
        descending=[False, False, False, True, False, False, False, False],
        nulls_last=True,
    )  # fmt: skip
    return ordered.with_columns(number=pl.int_range(1, pl.len() + 1).over("uscc"))


def _lines(column: str, most: int) -> pl.Expr:
    shown = pl.col(column).filter(pl.col("number") <= most)
    return shown.sort_by(pl.col("number").filter(pl.col("number") <= most)).drop_nulls().str.join("\n")


def _titled() -> pl.Expr:
    draft = pl.when(is_draft()).then(pl.lit("【征求意见稿】")).otherwise(pl.lit(""))
    thing = (
        pl.when(pl.col("item_name").str.len_chars() > 0).then("〔" + pl.col("item_name") + "〕").otherwise(pl.lit(""))
    )
    return draft + pl.col("item_title") + thing


def _paid() -> pl.Expr:
    part = fill_in(" 已兑付{}，尚余{}", printed_amount(pl.col("received")), printed_amount(pl.col("outstanding")))
    return (
        pl.when(pl.col("disposition") == Disposition.SETTLED.value)
        .then(pl.lit(" 已兑付"))
        .when((pl.col("received") > 0) & pl.col("outstanding").is_not_null())
        .then(part)
        .otherwise(pl.lit(""))
    )


def _match_label() -> pl.Expr:
    return label(pl.col("match_class"), MATCH_CLASSES)


def _grouped(whole: pl.Expr) -> pl.Expr:
    """Digits in threes: 12345 gives 12,345."""
    backwards = whole.cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "$1,")
    return backwards.str.strip_chars_end(",").str.reverse()


def _decimals(hundredths: pl.Expr) -> pl.Expr:
    """Two decimals with their point: 50 gives .50, 7 gives .07; 0 gives nothing."""
    return pl.when(hundredths == 0).then(pl.lit("")).otherwise("." + hundredths.cast(pl.String).str.zfill(2))
