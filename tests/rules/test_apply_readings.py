"""Another reading is a patch of the files, read as strictly as the files themselves."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from screening.rules.apply_readings import ReadingError, build_under_readings, chosen_by_rulings, list_readings
from screening.rules.load_rulebook import Rulebook, RulebookError, load_rulebook
from screening.rules.policy_item import Item
from screening.rules.rulebook_files import read_rulebook_files
from tests.rules.conftest import TITLES, WriteRulebook

FIRST = "sample-2024/first"


def _item(rulebook: Rulebook, item_id: str) -> Item:
    return next(item for _, item in rulebook.policies["sample-2024"].items() if item.id == item_id)


def test_the_register_lists_each_alternative_and_readings_without_one(write_rulebook: WriteRulebook) -> None:
    register = list_readings(load_rulebook(write_rulebook()))
    assert register.select("article", "reading_id", "alternative", "is_computable").rows() == [
        (None, "sample-2024/whole", None, False),
        ("一", FIRST, "按新认定", True),
        ("一", FIRST, "另议", False),
    ]


def test_an_alternative_changes_its_item_and_the_hash_and_nothing_else(write_rulebook: WriteRulebook) -> None:
    files = read_rulebook_files(write_rulebook())
    taken, other = build_under_readings(files, {}), build_under_readings(files, {FIRST: "按新认定"})
    assert (_item(taken, "1-02").novelty, _item(other, "1-02").novelty) == ("first", "new")
    assert _item(taken, "1-01") == _item(other, "1-01")
    assert taken.sha256 == files.sha256 != other.sha256
    assert other.sha256 == build_under_readings(files, {FIRST: "按新认定"}).sha256
    assert build_under_readings(files, {}).policies == taken.policies, "the files read once stay as they were"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("award.amount", "5万", "1-02.award.amount"),  # no valid rulebook comes of it
        ("payee", "企业", "unknown field"),
    ],
)
def test_what_a_patch_makes_is_read_strictly(
    write_rulebook: WriteRulebook, path: str, value: str, message: str
) -> None:
    changed = TITLES.replace("path: novelty, value: new", f"path: {path}, value: {value}")
    files = read_rulebook_files(write_rulebook({"sample-2024/01-titles.yml": changed}))
    with pytest.raises(RulebookError, match=message):
        build_under_readings(files, {FIRST: "按新认定"})


def test_a_path_reaches_into_lists_and_may_add_to_them(write_rulebook: WriteRulebook) -> None:
    changed = TITLES.replace("path: novelty, value: new", "path: level.1, value: 国家级")
    files = read_rulebook_files(write_rulebook({"sample-2024/01-titles.yml": changed}))
    assert _item(build_under_readings(files, {FIRST: "按新认定"}), "1-02").level == ["省级", "国家级"]


@pytest.mark.parametrize("path", ["award.bounds.0.amount", "level.5", "level.x", "title.0.x"])
def test_a_path_that_leads_nowhere_is_refused(write_rulebook: WriteRulebook, path: str) -> None:
    changed = TITLES.replace("path: novelty, value: new", f"path: {path}, value: x")
    files = read_rulebook_files(write_rulebook({"sample-2024/01-titles.yml": changed}))
    with pytest.raises(ReadingError, match="1-02 has no"):
        build_under_readings(files, {FIRST: "按新认定"})


@pytest.mark.parametrize(
    ("chosen", "message"),
    [({"sample-2024/second": "按新认定"}, "is not in the rulebook"), ({FIRST: "按工厂"}, "has no alternative")],
)
def test_a_choice_outside_the_register_is_refused(
    write_rulebook: WriteRulebook, chosen: dict[str, str], message: str
) -> None:
    with pytest.raises(ReadingError, match=message):
        build_under_readings(read_rulebook_files(write_rulebook()), chosen)


def _rulings(*rows: tuple[str, str, str, dt.date | None]) -> pl.DataFrame:
    schema = {"kind": pl.String, "key": pl.String, "ruling": pl.String, "ruled_on": pl.Date}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_rulings_of_kind_reading_choose_and_the_newest_counts(write_rulebook: WriteRulebook) -> None:
    rulebook = load_rulebook(write_rulebook())
    rulings = _rulings(
        ("reading", FIRST, "按新认定", dt.date(2025, 3, 1)),
        ("reading", FIRST, "另议", dt.date(2025, 2, 1)),
        ("condition", "1-01|x", "是", dt.date(2025, 4, 1)),
    )
    assert chosen_by_rulings(rulings, rulebook) == {FIRST: "按新认定"}


def test_a_ruling_for_the_reading_taken_changes_nothing(write_rulebook: WriteRulebook) -> None:
    rulebook = load_rulebook(write_rulebook())
    assert chosen_by_rulings(_rulings(("reading", FIRST, "按企业", None)), rulebook) == {}


def test_a_ruling_on_no_reading_is_refused(write_rulebook: WriteRulebook) -> None:
    with pytest.raises(ReadingError, match="sample-2024/third"):
        chosen_by_rulings(_rulings(("reading", "sample-2024/third", "x", None)), load_rulebook(write_rulebook()))
