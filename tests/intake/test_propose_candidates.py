"""Proposals: near enough, not too many, the nearest first, and the same whatever the order or size of blocks."""

from __future__ import annotations

import random

import polars as pl
import pytest

from screening.intake import propose_candidates as subject
from screening.intake.propose_candidates import LOWEST_SIMILARITY, MOST_CANDIDATES, propose_candidates

NOBODY = pl.DataFrame(schema={"key": pl.String, "uscc": pl.String})


def propose(key: str, *names: str, refused: pl.DataFrame = NOBODY) -> list[tuple[str, int]]:
    """Name and similarity of each proposal; codes are the names themselves."""
    claims = pl.DataFrame({"key": names, "uscc": names}, schema={"key": pl.String, "uscc": pl.String})
    return propose_candidates(pl.Series([key]), claims, refused).select("uscc", "similarity").rows()


@pytest.mark.parametrize(
    ("written", "name", "similarity"),
    [
        ("威海海呐机械有限公司", "威海海纳机械有限公司", 90),  # 1 sign of 10 put in and 1 taken out: 18 of 20 left
        ("威海海纳机械有限公", "威海海纳机械有限公司", 94),  # 18 of 19
        ("海纳机械有限公司", "威海海纳机械有限公司", 88),  # 16 of 18
        ("威海海纳机诫制造有限公司", "威海海纳机械有限公司", 81),  # 18 of 22
        ("威海海纳机械", "威海海纳机械股份有限公司", 99),  # the form left out; 100 is for names that fold alike
    ],
)
def test_similarity_is_the_share_of_signs_both_have_in_order(written: str, name: str, similarity: int) -> None:
    assert propose(written, name) == [(name, similarity)]


def test_the_lowest_similarity_is_proposed_and_one_below_is_not() -> None:
    assert propose("威海海纳机械", "威海海纳") == [("威海海纳", 80)]  # 8 of 10
    assert LOWEST_SIMILARITY == 80
    assert propose("威海海纳机械一", "威海海纳") == []  # 8 of 11


def test_at_most_five_are_proposed_and_the_nearest_come_first() -> None:
    names = [f"威海海纳{word}有限公司" for word in ("机诫", "机城", "机戒", "机贼", "机绒", "机戎")]
    proposed = propose("威海海纳机械有限公司", *names, "威海海纳机械制有限公司")
    assert len(proposed) == MOST_CANDIDATES
    assert proposed[0] == ("威海海纳机械制有限公司", 95)
    assert [similarity for _, similarity in proposed[1:]] == [90] * 4


def test_refused_enterprises_make_no_room_for_others() -> None:
    names = [f"威海海纳{word}有限公司" for word in ("机诫", "机城", "机戒", "机贼", "机绒", "机戎")]
    first = [name for name, _ in propose("威海海纳机械有限公司", *names)]
    refused = pl.DataFrame({"key": ["威海海纳机械有限公司"] * 5, "uscc": first})
    assert propose("威海海纳机械有限公司", *names, refused=refused) == []


def test_an_enterprise_is_proposed_once_by_its_nearest_name() -> None:
    claims = pl.DataFrame({"key": ["威海海纳机诫有限公司", "威海海纳机械厂有限公司"], "uscc": ["A", "A"]})
    assert propose_candidates(pl.Series(["威海海纳机械有限公司"]), claims, NOBODY).rows() == [
        ("威海海纳机械有限公司", "A", 95)
    ]


def test_branches_are_proposed_for_branches_only() -> None:
    parent, branch = "威海海纳机械有限公司", "威海海纳机械有限公司荣成分公司"
    assert propose("威海海呐机械有限公司荣成分公司", parent, branch) == [(branch, 93)]
    assert propose("威海海呐机械有限公司", parent, branch) == [(parent, 90)]


def test_nothing_is_proposed_without_names_or_questions() -> None:
    claims = pl.DataFrame({"key": ["威海海纳机械有限公司"], "uscc": ["A"]})
    assert propose_candidates(pl.Series([], dtype=pl.String), claims, NOBODY).is_empty()
    assert propose_candidates(pl.Series(["威海海纳机械有限公司"]), claims.clear(), NOBODY).is_empty()
    assert propose("纺", "威海海纳机械有限公司") == []


def test_blocks_and_order_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)
    signs = "海纳远信鑫达盛华"
    names = sorted({f"威海{''.join(rng.choices(signs, k=3))}机械有限公司" for _ in range(300)})
    claims = pl.DataFrame({"key": names, "uscc": [f"{n:018d}" for n in range(len(names))]})
    keys = pl.Series([name.replace("机械", "机诫") for name in names[::7]])
    whole = propose_candidates(keys, claims, NOBODY)
    monkeypatch.setattr(subject, "_NAMES_AT_ONCE", 17)
    monkeypatch.setattr(subject, "_QUERIES_AT_ONCE", 5)
    shuffled = propose_candidates(keys.shuffle(3), claims.sample(fraction=1, shuffle=True, seed=3), NOBODY)
    assert whole.height > keys.len()
    assert shuffled.equals(whole)
