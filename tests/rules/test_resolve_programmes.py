"""Published titles become programmes of the catalogue by rule, never by likeness."""

from __future__ import annotations

import polars as pl
import pytest

from screening.rules.catalogue import Catalogue, catalogue_of, fold_title
from screening.rules.load_rulebook import load_rulebook
from screening.rules.resolve_programmes import resolve_programmes, unknown_programmes
from tests.rules.conftest import WriteRulebook

Answer = tuple[str | None, str | None, str | None, list[str]]


@pytest.fixture
def catalogue(write_rulebook: WriteRulebook) -> Catalogue:
    return catalogue_of(load_rulebook(write_rulebook()))


def _resolve(catalogue: Catalogue, title: str | None, level: str | None = None, grade: str | None = None) -> Answer:
    schema = {"programme": pl.String, "level": pl.String, "grade": pl.String}
    frame = pl.DataFrame([(title, level, grade)], schema=schema, orient="row")
    row = resolve_programmes(frame, catalogue).row(0, named=True)
    return row["programme_title"], row["level"], row["grade"], row["inferences"]


@pytest.mark.parametrize(
    "title",
    [
        "绿色工厂",
        " 绿 色 工 厂 ",
        "“绿色工厂”",
        "绿色(工厂)",
        "绿色制造工厂",
        "绿色工厂名单",
        "2024年度绿色工厂",
        "第五批绿色工厂企业名单",
    ],
)
def test_width_quotes_batches_and_endings_do_not_count(catalogue: Catalogue, title: str) -> None:
    assert _resolve(catalogue, title, "省级") == ("绿色工厂", "省级", None, [])


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("国家级绿色工厂", "国家级"),
        ("国家绿色工厂", "国家级"),
        ("国家绿色制造示范工厂", "国家级"),
        ("省级绿色工厂", "省级"),
        ("样例省绿色工厂", "省级"),
        ("样例市省级绿色工厂", "省级"),
        ("样例市2024年第一批省级绿色工厂名单", "省级"),
        ("绿色工厂（省级）", "省级"),
        ("样例市绿色工厂", "市级"),
    ],
)
def test_a_blank_level_is_filled_from_the_title_and_told(catalogue: Catalogue, title: str, level: str) -> None:
    assert _resolve(catalogue, title) == ("绿色工厂", level, None, [f"级别取自认定名称：{level}"])


def test_a_title_without_a_word_of_level_leaves_it_unknown(catalogue: Catalogue) -> None:
    assert _resolve(catalogue, "绿色工厂") == ("绿色工厂", None, None, [])


def test_a_title_that_contradicts_the_column_leaves_the_level_unknown_and_the_row_in(catalogue: Catalogue) -> None:
    title, level, _, told = _resolve(catalogue, "国家级绿色工厂", "省级")
    assert (title, level) == ("绿色工厂", None)
    assert told == ["认定名称写明国家级，级别栏为省级，两者不符，按未知处理"]


def test_a_level_that_is_not_the_usual_one_of_a_title_is_told(catalogue: Catalogue) -> None:
    assert _resolve(catalogue, "专精特新小巨人", "省级")[3] == ["级别栏为省级，与该称号通常的国家级不同，按级别栏计"]


def test_words_of_a_title_that_contradict_each_other_leave_the_level_unknown(catalogue: Catalogue) -> None:
    title, level, _, told = _resolve(catalogue, "省级国家绿色制造示范工厂")
    assert (title, level) == ("绿色工厂", None)
    assert told == ["认定名称同时写明国家级与省级，级别按未知处理"]


@pytest.mark.parametrize(
    ("title", "column", "level"),
    [
        ("专精特新“小巨人”企业", None, "国家级"),
        ("样例省第六批专精特新小巨人企业名单", None, "国家级"),  # the province says whose list it is
        ("样例省专精特新小巨人", "国家级", "国家级"),
        ("专精特新小巨人", "省级", "省级"),
        ("国家级专精特新小巨人", "省级", None),
        ("省级专精特新小巨人", None, None),
    ],
)
def test_a_level_the_title_implies_fills_a_blank_and_yields_to_the_column_but_a_printed_word_does_not(
    catalogue: Catalogue, title: str, column: str | None, level: str | None
) -> None:
    assert _resolve(catalogue, title, column)[:2] == ("专精特新“小巨人”企业", level)


@pytest.mark.parametrize(
    ("title", "column", "grade"),
    [
        ("DCMM3级", None, "3级"),
        ("数据管理能力成熟度（DCMM）三级", None, None),  # two names run together are neither
        ("数据管理能力成熟度三级", None, "3级"),
        ("DCMM", "三级", "3级"),
        ("DCMM", "３级", "3级"),
        ("DCMM", "5级", "5级"),
        ("DCMM", None, None),
        ("DCMM2级", "3级", None),
    ],
)
def test_grades_are_read_from_the_title_and_in_other_words(
    catalogue: Catalogue, title: str, column: str | None, grade: str | None
) -> None:
    assert _resolve(catalogue, title, None, column)[2] == grade


def test_what_was_made_of_a_grade_is_told(catalogue: Catalogue) -> None:
    assert _resolve(catalogue, "DCMM", None, "三级")[3] == ["等级“三级”按“3级”计"]
    assert _resolve(catalogue, "DCMM3级")[3] == ["等级取自认定名称：3级"]
    assert _resolve(catalogue, "DCMM2级", None, "3级")[3] == ["认定名称写明2级，等级栏为3级，两者不符，按未知处理"]


def test_a_prize_without_grade_is_the_plain_prize(catalogue: Catalogue) -> None:
    assert _resolve(catalogue, "样例质量奖", "市级") == ("样例质量奖", "市级", "质量奖", ["未写明等级，按质量奖计"])
    assert _resolve(catalogue, "样例质量提名奖", "市级")[2] == "提名奖"
    assert _resolve(catalogue, "样例质量奖", "市级", "提名奖")[2] == "提名奖"


@pytest.mark.parametrize("title", [None, "", "绿色车间", "绿色工", "国家级", "企业名单", "绿色工厂培育"])
def test_what_equals_no_published_name_is_unknown(catalogue: Catalogue, title: str | None) -> None:
    assert _resolve(catalogue, title, "省级", "3级") == (None, "省级", "3级", [])


def test_rows_keep_their_order_and_what_was_inferred_before(catalogue: Catalogue) -> None:
    frame = pl.DataFrame(
        {
            "city": ["样例", "样例", "样例"],
            "programme": ["绿色车间", "省级绿色工厂", "绿色车间"],
            "level": [None, None, None],
            "grade": [None, None, None],
            "inferences": [[], ["日期取自标题"], []],
        },
        schema_overrides={"level": pl.String, "grade": pl.String, "inferences": pl.List(pl.String)},
    )
    resolved = resolve_programmes(frame, catalogue)
    assert resolved["programme"].to_list() == frame["programme"].to_list()
    assert resolved["inferences"].to_list() == [[], ["日期取自标题", "级别取自认定名称：省级"], []]
    assert resolve_programmes(resolved, catalogue)["programme_title"].to_list() == [None, "绿色工厂", None]


def test_unknown_titles_are_counted_and_shown_beside_the_nearest_known(catalogue: Catalogue) -> None:
    frame = pl.DataFrame(
        {
            "city": ["甲", "甲", "乙"],
            "programme": ["绿色工坊", "绿色工坊", "灯塔"],
            "level": ["省级"] * 3,
            "grade": ["1"] * 3,
        }
    )
    unknown = unknown_programmes(resolve_programmes(frame, catalogue), catalogue)
    assert unknown.rows() == [("乙", "灯塔", 1, []), ("甲", "绿色工坊", 2, ["绿色工厂"])]


def test_the_ledgers_items_resolve_the_same_way(catalogue: Catalogue) -> None:
    ledger = pl.DataFrame(
        {"item": ["国家级绿色工厂"], "level": [None], "grade": [None]},
        schema_overrides={"level": pl.String, "grade": pl.String},
    )
    assert resolve_programmes(ledger, catalogue, "item")["programme_title"].to_list() == ["绿色工厂"]


def test_an_empty_list_has_the_columns(catalogue: Catalogue) -> None:
    empty = pl.DataFrame(schema={"programme": pl.String, "level": pl.String, "grade": pl.String})
    assert set(resolve_programmes(empty, catalogue).columns) == {
        "programme",
        "level",
        "grade",
        "programme_title",
        "inferences",
    }


def test_titles_fold_by_width_case_quotes_brackets_and_blanks() -> None:
    assert fold_title("“５Ｇ 全连接（工厂）”") == fold_title("5g全连接工厂") == "5g全连接工厂"
