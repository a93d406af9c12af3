"""A ceiling over several rows: pro rata, rounded down, the remainder to the largest (readings 1.13)."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from screening.award.limits import limit_open_rows, spread_limit


def rows(*awards: tuple[str, int], limit: int | None) -> pl.DataFrame:
    """Determined rows (item, fen) of one enterprise and year."""
    return pl.DataFrame(
        {
            "row_no": range(len(awards)),
            "uscc": ["A"] * len(awards),
            "item_id": [item for item, _ in awards],
            "evidence_key": ["e"] * len(awards),
            "award_fen": [fen for _, fen in awards],
            "limit": [limit] * len(awards),
        },
        schema_overrides={"limit": pl.Int64, "award_fen": pl.Int64, "row_no": pl.Int64},
    )


def kept(determined: pl.DataFrame) -> list[int]:
    """What each row keeps, in order."""
    lost = spread_limit(determined, ["uscc"], "limit")
    joined = determined.join(lost, on="row_no", how="left").sort("row_no")
    return joined.select(pl.col("award_fen") + pl.coalesce("amount_fen", pl.lit(0))).to_series().to_list()


def test_a_sum_on_the_limit_is_left_whole() -> None:
    assert kept(rows(("1", 600), ("2", 400), limit=1000)) == [600, 400]


def test_a_sum_a_fen_above_the_limit_loses_a_fen_from_where_rounding_leaves_it() -> None:
    # 600·1000/1001 = 599.4 → 599; 401·1000/1001 = 400.6 → 400; the fen left over goes to the larger.
    assert kept(rows(("1", 600), ("2", 401), limit=1000)) == [600, 400]


def test_equal_awards_give_the_remainder_to_the_first_item() -> None:
    assert kept(rows(("2", 100), ("1", 100), ("3", 100), limit=100)) == [33, 34, 33]


def test_an_unknown_limit_caps_nothing() -> None:
    assert kept(rows(("1", 600), ("2", 400), limit=None)) == [600, 400]


def test_a_limit_of_nothing_leaves_nothing() -> None:
    assert kept(rows(("1", 600), ("2", 400), limit=0)) == [0, 0]


@given(st.lists(st.integers(1, 10**15), min_size=1, max_size=8), st.integers(0, 10**15))
def test_a_capped_group_sums_to_its_limit_exactly(fens: list[int], limit: int) -> None:
    left = kept(rows(*((str(n), fen) for n, fen in enumerate(fens)), limit=limit))
    assert sum(left) == min(limit, sum(fens))
    assert all(0 <= new <= old for new, old in zip(left, fens, strict=True))


def test_an_open_row_shows_what_the_determined_leave_and_uses_up_nothing() -> None:
    determined = rows(("1", 700), limit=1000)
    open_rows = rows(("2", 500), ("3", 200), limit=1000)
    cut = limit_open_rows(open_rows, determined, ["uscc"], "limit").sort("row_no")
    assert cut["amount_fen"].to_list() == [-200, 0]
