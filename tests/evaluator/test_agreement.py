"""The engine and the evaluator give every invented enterprise the same determinations and the same yuan."""

from __future__ import annotations

import pytest

from screening.rules.load_rulebook import load_rulebook
from tests.evaluator.compare import describe, differences

ENTERPRISES = 80


@pytest.mark.parametrize("city", ["qingdao", "shaoxing", "weifang", "weihai"])
def test_the_engine_and_the_evaluator_agree_on_every_invented_enterprise(city: str) -> None:
    found = list(differences(ENTERPRISES, seed=2025, rulebook=load_rulebook(), city=city))
    assert not found, "\n".join(describe(difference) for difference in found[:3])
