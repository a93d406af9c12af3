"""Every article stands in the coverage register, and a gap in their numbers is seen."""

from __future__ import annotations

from screening.rules.coverage import coverage_register, coverage_totals, missing_articles
from screening.rules.load_rulebook import load_rulebook
from tests.rules.conftest import PROJECTS, WriteRulebook


def test_the_register_has_a_row_per_article_with_its_reasons(write_rulebook: WriteRulebook) -> None:
    register = coverage_register(load_rulebook(write_rulebook()))
    assert register.select("article", "computability", "reason", "items", "items_full", "items_partial").rows() == [
        ("一", "full", None, 2, 2, 0),
        ("二", "partial", "是否符合条件由部门判定；2-01：是否符合条件由部门判定", 1, 0, 1),
        ("附则(一)", "none", "总则性规定，见 policy.yml", 0, 0, 0),
    ]
    assert coverage_totals(register).rows() == [("sample-2024", 3, 1, 1, 1, 3)]


def test_a_document_without_gaps_misses_nothing(write_rulebook: WriteRulebook) -> None:
    assert missing_articles(load_rulebook(write_rulebook()).policies["sample-2024"]) == []


def test_gaps_in_the_numbers_are_named(write_rulebook: WriteRulebook) -> None:
    changes: dict[str, str | None] = {
        "sample-2024/02-projects.yml": None,
        "sample-2024/04-projects.yml": PROJECTS.replace("article: 二", "article: 四").replace("2-01", "4-01"),
        "sample-2024/91-more.yml": "{article: 附则(三), title: 解释, computability: none, reason: 解释权}",
    }
    policy = load_rulebook(write_rulebook(changes)).policies["sample-2024"]
    assert missing_articles(policy) == ["第2条", "第3条", "附则或保障措施第2条"]
