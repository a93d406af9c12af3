"""What a near miss lacks, also where the figure stands exactly on a line that must be passed."""

from __future__ import annotations

import pytest

from screening.rules.load_rulebook import load_rulebook
from tests.rulebook_case import load_cases
from tests.run_cases import screen_cases


@pytest.mark.parametrize(
    ("case", "item", "gap"),
    [
        # 超过五十亿元: fifty on the dot is not more than fifty.
        ("年营业收入恰为五十亿元的没有超过", "1-05", "营业收入恰好等于，须超过"),
        ("从五十亿元以下到恰为一百亿元的按五十亿元一档", "1-04", "营业收入恰好等于，须超过"),
    ],
)
def test_a_figure_on_the_line_says_that_it_must_be_passed(case: str, item: str, gap: str) -> None:
    (found,) = [each for each in load_cases() if each.policy_id == "qingdao-2024-draft" and each.id.endswith(case)]
    _, results = screen_cases([found], load_rulebook(policy_ids=["qingdao-2024-draft"]))
    near = results["near_misses"]
    assert near.filter(near["item_id"] == f"qingdao-2024-draft/{item}")["gap"].to_list() == [gap]
