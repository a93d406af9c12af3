"""The 政策事项清单 has a row for every item and every article without one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from screening.rules.export_items import ITEM_LIST, export_items, write_items_csv
from screening.rules.load_rulebook import load_rulebook
from tests.rules.conftest import PROJECTS, WriteRulebook

CONTRACT = [
    "policy_id",
    "article",
    "item_id",
    "title",
    "subject",
    "programme",
    "level",
    "grade",
    "novelty",
    "amount_kind",
    "amount",
    "rate_percent",
    "rate_is_ceiling",
    "rate_base",
    "ceiling",
    "ceiling_scope",
    "conditions",
    "computability",
    "reason",
]


def _rows(write: WriteRulebook, projects: str = PROJECTS) -> list[dict[str, Any]]:
    return export_items(load_rulebook(write({"sample-2024/02-projects.yml": projects}))).to_dicts()


def test_the_columns_are_those_agreed(write_rulebook: WriteRulebook) -> None:
    assert list(ITEM_LIST) == CONTRACT
    assert export_items(load_rulebook(write_rulebook())).columns == CONTRACT


def test_a_printed_sum_and_a_printed_ceiling_stand_in_one_column_under_two_kinds(write_rulebook: WriteRulebook) -> None:
    fixed, ceiling, *_ = _rows(write_rulebook)
    assert (fixed["amount_kind"], fixed["amount"]) == ("fixed", Decimal(500_000))
    assert (ceiling["amount_kind"], ceiling["amount"]) == ("ceiling", Decimal(200_000))
    assert (fixed["item_id"], fixed["programme"], fixed["level"]) == ("sample-2024/1-01", "绿色工厂", "国家级")
    assert (fixed["novelty"], ceiling["novelty"]) == ("当年新认定", "首次认定")
    assert fixed["conditions"] is None


def test_a_rate_shows_its_base_its_cap_and_what_the_cap_is_of(write_rulebook: WriteRulebook) -> None:
    row = _rows(write_rulebook)[2]
    assert (row["amount_kind"], row["amount"]) == ("rate", None)
    assert (row["rate_percent"], row["rate_is_ceiling"], row["rate_base"]) == (Decimal(10), True, "设备投资额")
    assert (row["ceiling"], row["ceiling_scope"]) == (Decimal(2_000_000), "单个项目")
    assert row["conditions"] == (
        "项目类型或列入计划：技术改造；设备投资额不低于300万元；行业属于制造业；“符合条件”由主管部门判定；"
        "单个企业每年度合计不超过500万元"
    )
    assert (row["computability"], row["reason"]) == ("partial", "是否符合条件由部门判定")


def test_a_shared_ceiling_stands_in_the_column_where_there_is_no_other(write_rulebook: WriteRulebook) -> None:
    row = _rows(write_rulebook, PROJECTS.replace(", limit: 200万元", ""))[2]
    assert (row["ceiling"], row["ceiling_scope"]) == (Decimal(5_000_000), "单个企业每年度")
    assert "500万元" not in row["conditions"]


@pytest.mark.parametrize(
    ("award", "kind", "amount"),
    [
        ("kind: per_unit, amount: 5万元, unit: days_early_start", "per_unit", Decimal(50_000)),
        ("kind: per_step, amount: 5万元, of: revenue, step: 1亿元, above: 5亿元", "per_unit", Decimal(50_000)),
        ("kind: least_of, bounds: [{amount: 5万元}, {rate: 50%, of: equipment_investment}]", "tiered", None),
        ("kind: unstated, as_printed: 一事一议", "unstated", None),
        ("kind: none", "none", None),
    ],
)
def test_every_kind_of_award_has_its_kind_of_amount(
    write_rulebook: WriteRulebook, award: str, kind: str, amount: Decimal | None
) -> None:
    old = "kind: rate, rate: 10%, of: equipment_investment, rate_is_ceiling: true, limit: 200万元"
    row = _rows(write_rulebook, PROJECTS.replace(old, award))[2]
    assert (row["amount_kind"], row["amount"], row["rate_percent"]) == (kind, amount, None)


def test_an_article_without_items_has_a_row_with_its_reason(write_rulebook: WriteRulebook) -> None:
    row = _rows(write_rulebook)[3]
    assert (row["article"], row["item_id"], row["amount_kind"]) == ("附则(一)", None, "none")
    assert (row["computability"], row["reason"]) == ("none", "总则性规定，见 policy.yml")


def test_only_the_documents_asked_for_are_listed(write_rulebook: WriteRulebook) -> None:
    rulebook = load_rulebook(write_rulebook())
    assert export_items(rulebook, ["sample-2024"]).height == 4
    assert export_items(rulebook, []).height == 0
    with pytest.raises(KeyError, match="other-2024"):
        export_items(rulebook, ["other-2024"])


def test_the_csv_opens_as_utf8_in_a_spreadsheet_and_amounts_are_plain(
    write_rulebook: WriteRulebook, tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    write_items_csv(export_items(load_rulebook(write_rulebook())), path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfpolicy_id,article,item_id")
    assert "500000.00" in content.decode()
