"""The project's own rulebook: loads, leaves no article out, computes under every reading, keeps to its texts."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from screening.rules.apply_readings import build_under_readings, list_readings
from screening.rules.coverage import coverage_register, missing_articles
from screening.rules.export_items import export_items
from screening.rules.load_rulebook import Rulebook, build_rulebook, load_rulebook
from screening.rules.rulebook_files import read_rulebook_files
from screening.rules.show_policy import show_policy
from screening.rules.verify_texts import verify

# Articles of each document, as its text numbers them.
ARTICLES = {
    "weihai-2023": 18,
    "weihai-2021-draft": 30,
    "qingdao-2024-draft": 26,
    "weifang-2022": 17 + 6,
    "shaoxing-2025": 27 + 7,
}
TEXTS = os.environ.get("POLICY_TEXTS")


@cache
def _rulebook() -> Rulebook:
    return load_rulebook()


def test_all_five_documents_are_there_with_every_article() -> None:
    assert {name: len(policy.articles) for name, policy in _rulebook().policies.items()} == ARTICLES
    assert {name: missing_articles(policy) for name, policy in _rulebook().policies.items()} == {
        name: [] for name in ARTICLES
    }


def test_every_programme_of_the_catalogue_is_used() -> None:
    assert _rulebook().warnings == ()


def test_the_register_and_the_list_of_items_cover_the_rulebook() -> None:
    register, items = coverage_register(_rulebook()), export_items(_rulebook())
    assert register.height == sum(ARTICLES.values())
    assert items.height == register["items"].sum() + register.filter(register["items"] == 0).height
    assert items["item_id"].drop_nulls().is_unique().all()


def test_every_document_can_be_shown_in_words() -> None:
    for policy in _rulebook().policies.values():
        assert all(item.title in show_policy(policy) for _, item in policy.items())


def test_every_alternative_that_says_what_it_changes_can_be_computed() -> None:
    files = read_rulebook_files()
    taken = build_rulebook(files)
    alternatives = list_readings(taken).filter("is_computable").select("reading_id", "alternative").rows()
    assert alternatives
    for reading_id, alternative in alternatives:
        other = build_under_readings(files, {reading_id: alternative})
        assert other.policies != taken.policies, f"{reading_id}: {alternative} changes nothing"


@pytest.mark.skipif(TEXTS is None, reason="POLICY_TEXTS names no folder of official texts")
def test_the_rules_keep_to_the_official_texts() -> None:
    assert [str(finding) for finding in verify(_rulebook(), Path(TEXTS or ""))] == []
