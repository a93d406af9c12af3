"""What titles of published lists say of all their rows."""

from __future__ import annotations

import pytest

from screening.intake.list_titles import ListTitle, read_list_title


def _said(title: ListTitle) -> dict[str, str]:
    names = ("programme", "level", "batch", "event", "recognised_on")
    return {name: inferred.value for name in names if (inferred := getattr(title, name))}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (
            "第六批国家级专精特新“小巨人”企业名单",
            {"programme": "国家级专精特新“小巨人”企业", "level": "国家级", "batch": "第六批"},
        ),
        ("关于公布2024年度山东省瞪羚企业名单的通知", {"programme": "山东省瞪羚企业", "recognised_on": "2024"}),
        (
            "浙江省经济和信息化厅关于公布2024年度浙江省“未来工厂”名单的通知",
            {"programme": "浙江省“未来工厂”", "recognised_on": "2024"},
        ),
        (
            "附件1：2024年山东省专精特新中小企业复核通过名单（第一批）",
            {"programme": "山东省专精特新中小企业", "batch": "第一批", "event": "复核通过", "recognised_on": "2024"},
        ),
        ("取消高新技术企业资格名单", {"programme": "高新技术企业", "event": "取消"}),
        (
            "2024年9月2日公布的省级企业技术中心名单",
            {"programme": "省级企业技术中心", "level": "省级", "recognised_on": "2024-09-02"},
        ),
        ("附件2", {}),
        ("鲁工信发〔2024〕15号", {}),
    ],
)
def test_a_title_says_programme_level_batch_event_and_date(title: str, said: dict[str, str]) -> None:
    assert _said(read_list_title([title], "Sheet1", "")) == said


def test_sheet_and_file_name_fill_what_the_lines_above_do_not_say() -> None:
    title = read_list_title(["山东省瞪羚企业名单"], "复核通过", "-第三批(2024年9月)")
    assert _said(title) == {
        "programme": "山东省瞪羚企业",
        "batch": "第三批",
        "event": "复核通过",
        "recognised_on": "2024-09",
    }
    assert title.event is not None
    assert title.event.remark == "认定类型“复核通过”取自工作表名"
    assert title.recognised_on is not None
    assert title.recognised_on.remark == "认定日期“2024-09”取自文件名"


@pytest.mark.parametrize(
    ("rest", "date"),
    [
        ("_20240902", "2024-09-02"),
        ("_2024", "2024"),
        ("2024年", "2024"),
        ("_20241399", None),
        ("2023-2024年", None),
        ("12345", None),
    ],
)
def test_the_file_name_may_say_the_date(rest: str, date: str | None) -> None:
    assert _said(read_list_title([], "", rest)).get("recognised_on") == date


def test_the_most_exact_date_counts() -> None:
    title = read_list_title(["2024年度省级瞪羚企业名单", "2025年1月3日"], "", "")
    assert _said(title)["recognised_on"] == "2025-01-03"


def test_two_years_in_one_place_say_none() -> None:
    assert "recognised_on" not in _said(read_list_title(["2023年名单", "2024年名单"], "", ""))


@pytest.mark.parametrize(
    "title",
    [
        "关于公布2023年省级企业技术中心认定及复核通过名单的通知",
        "关于公布第六批专精特新“小巨人”企业和通过复核的第三批专精特新“小巨人”企业名单的通知",
        "新认定、取消名单",
    ],
)
def test_a_title_with_several_events_leaves_the_event_open(title: str) -> None:
    read = read_list_title([title], "", "")
    assert read.event is None
    assert read.unclear_event == "标题同时写有多种认定类型"


def test_the_sheet_name_decides_between_events_of_the_title() -> None:
    read = read_list_title(["省级企业技术中心认定及复核通过名单"], "复核通过", "")
    assert _said(read)["event"] == "复核通过"
    assert read.unclear_event is None


def test_a_list_of_failed_reviews_is_never_taken_as_recognised() -> None:
    read = read_list_title(["2024年未通过复核企业名单"], "", "")
    assert read.event is None
    assert read.unclear_event == "标题写明是复核未通过的名单"


@pytest.mark.parametrize("sheet", ["Sheet1", "工作表1", "汇总表", "2024", "附件", "企业名单"])
def test_a_sheet_name_that_names_nothing_is_no_programme(sheet: str) -> None:
    assert read_list_title([], sheet, "").programme is None
