"""Article labels sort as their document does."""

from __future__ import annotations

import pytest

from screening.rules.article_numbers import article_order, chinese_numeral, item_prefix, number_from_chinese


def test_every_numeral_to_ninety_nine_reads_back() -> None:
    assert [number_from_chinese(chinese_numeral(number)) for number in range(1, 100)] == list(range(1, 100))


@pytest.mark.parametrize(("numeral", "number"), [("七", 7), ("十", 10), ("十一", 11), ("二十", 20), ("二十七", 27)])
def test_numerals_are_written_as_printed(numeral: str, number: int) -> None:
    assert number_from_chinese(numeral) == number
    assert chinese_numeral(number) == numeral


@pytest.mark.parametrize("text", ["", "七八", "百", "二十七八", "1", "〇"])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="numeral"):
        number_from_chinese(text)


@pytest.mark.parametrize("number", [0, 100])
def test_numbers_outside_have_no_numeral(number: int) -> None:
    with pytest.raises(ValueError, match="numeral"):
        chinese_numeral(number)


def test_supplements_stand_after_the_articles_and_ten_after_nine() -> None:
    labels = ["附则(二)", "十", "九", "附则(一)", "二"]
    assert sorted(labels, key=article_order) == ["二", "九", "十", "附则(一)", "附则(二)"]
    assert sorted(["10", "9", "保障措施(二)"], key=article_order) == ["9", "10", "保障措施(二)"]


@pytest.mark.parametrize("label", ["附则", "附则四", "第七条", "(七)", "7-", "总则(一)", "附则(4"])
def test_a_label_not_as_the_contract_prints_it_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"expected a label|numeral"):
        article_order(label)


def test_item_ids_begin_with_the_number_of_their_article() -> None:
    assert [item_prefix(label) for label in ("七", "10", "附则(四)", "保障措施(二)")] == ["7-", "10-", "b4-", "b2-"]
