"""A document in words shows its items, ceilings, relations and readings."""

from __future__ import annotations

import pytest

from screening.rules.load_rulebook import load_rulebook
from screening.rules.show_policy import list_policies, show_policy
from tests.rules.conftest import WriteRulebook


def test_documents_are_listed_with_their_period_and_size(write_rulebook: WriteRulebook) -> None:
    row = list_policies(load_rulebook(write_rulebook())).row(0, named=True)
    assert (row["policy_id"], row["status"], row["articles"], row["items"]) == ("sample-2024", "in_force", 3, 3)
    assert (str(row["force_start"]), str(row["force_end"])) == ("2024-01-10", "2026-01-09")


def test_a_document_is_shown_whole(write_rulebook: WriteRulebook) -> None:
    text = show_policy(load_rulebook(write_rulebook()).policies["sample-2024"])
    for words in (
        "样例市促进制造业若干措施（样政发〔2024〕1号，现行）",
        "有效期：2024-01-10 至 2026-01-09",
        "【二】技术改造补助（partial：是否符合条件由部门判定）",
        "2-01 技术改造设备投资补助：设备投资额的10%以内，不超过200万元",
        "上限 year：2-01 合计不超过500万元",
        "晋级补差 green：1-02、1-01",
        "解读 sample-2024/first：省级的首次按企业还是按工厂？取：按企业",
    ):
        assert words in text


def test_one_article_is_shown_alone(write_rulebook: WriteRulebook) -> None:
    text = show_policy(load_rulebook(write_rulebook()).policies["sample-2024"], "一")
    assert "1-01" in text
    assert "2-01" not in text
    assert "有效期" not in text


def test_an_article_the_document_lacks_is_said(write_rulebook: WriteRulebook) -> None:
    with pytest.raises(KeyError, match="九"):
        show_policy(load_rulebook(write_rulebook()).policies["sample-2024"], "九")
