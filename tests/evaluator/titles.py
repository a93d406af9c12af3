"""The stream of events of published lists: duplicates, revocation, and what is new (readings 1.7, 1.11)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Final

from tests.evaluator.claims import Verdict
from tests.evaluator.facts import Event

SAME_EVENT_WITHIN: Final = dt.timedelta(days=180)

# Titles that say their level or grade themselves.
LEVEL_OF_TITLE: Final = {
    "专精特新“小巨人”企业": "国家级",
    "中国优秀工业设计奖": "国家级",
    "“省长杯”工业设计大赛": "省级",
    "中国质量奖": "国家级",
    "省长质量奖": "省级",
    "省政府质量奖": "省级",
    "质量管理卓越企业（组织）": "市级",
    "质量管理创新企业（组织）": "市级",
    "中国标准创新贡献奖": "国家级",
    "电子信息百强企业": "国家级",
    "电子信息产业百家重点企业": "省级",
    "中国软件名园": "国家级",
}
GRADE_OF_TITLE: Final = {"中国质量奖": "质量奖", "省长质量奖": "质量奖", "省政府质量奖": "质量奖"}

# Standing of an object: each workshop, scene or product is a title of its own.
TITLES_OF_OBJECTS: Final = {
    "智能制造优秀场景",
    "数字化车间",
    "智能制造场景",
    "无人车间",
    "制造业单项冠军产品",
    "服务型制造示范项目",
    "绿色产品",
    "企业标准“领跑者”",
    "专业标准化技术委员会",
    "新型信息消费示范项目",
    "数据领域社会类政企合作",
}

PLACES: Final = {
    "一等奖": 1,
    "二等奖": 2,
    "三等奖": 3,
    "金奖": 1,
    "银奖": 2,
    "铜奖": 3,
}


def prize_place(event: Event) -> int | None:
    """Which of the three prizes an event was: its grade, or else its rank; 0 for any other, None where both are blank."""
    if event.grade is not None:
        return PLACES.get(event.grade, 0)
    if event.rank is not None:
        return event.rank if event.rank in (1, 2, 3) else 0
    return None


class Stream:
    """The events known on the as-of date, each once, earliest first."""

    def __init__(self, events: Iterable[Event], as_of: dt.date) -> None:
        known = sorted((_filled(each) for each in events if each.on.first <= as_of), key=lambda each: each.on.first)
        self.events: list[Event] = []
        for event in known:
            if not any(_is_report_of_same(event, kept) for kept in self.events):
                self.events.append(event)

    def new_events(self, programme: str) -> list[Event]:
        return [each for each in self.events if each.programme == programme and each.kind == "新认定"]

    def is_revoked(self, event: Event) -> bool:
        """取消, or 迁出, after the event and up to the as-of date."""
        return any(_ends(other) and other.on.first > event.on.first for other in self._of_title(event))

    def is_new(self, event: Event) -> Verdict:
        """新认定: open where the title was lost before and is regained."""
        earlier = [each for each in self._of_title(event) if each.on.first < event.on.first]
        held = [each for each in earlier if not _ends(each)]
        if not held:
            return True
        return None if _ends(earlier[-1]) else False

    def is_first(self, event: Event) -> Verdict:
        """首次: never before in any year; the list's own word decides."""
        if event.first_time is not None:
            return event.first_time
        earlier = [each for each in self._of_title(event) if each.on.first < event.on.first]
        return not earlier

    def holds(self, programme: str, level: str | None = None) -> bool:
        """Held on the as-of date: the last event of the title does not end it."""
        of_title = [each for each in self.events if each.programme == programme and level in (None, each.level)]
        return bool(of_title) and not _ends(of_title[-1])

    def _of_title(self, event: Event) -> list[Event]:
        """Events of the same title, 更名 left aside."""
        wanted = _title(event)
        return [each for each in self.events if each.kind != "更名" and _title(each) == wanted]


def _title(event: Event) -> tuple[str, str | None, str | None, str | None]:
    thing = event.thing if event.programme in TITLES_OF_OBJECTS else None
    return event.programme, event.level, event.grade, thing


def _ends(event: Event) -> bool:
    return event.kind in ("取消", "迁出")


def _filled(event: Event) -> Event:
    level = event.level or LEVEL_OF_TITLE.get(event.programme)
    grade = event.grade or GRADE_OF_TITLE.get(event.programme)
    return dataclasses.replace(event, level=level, grade=grade)


def _is_report_of_same(event: Event, kept: Event) -> bool:
    def identity(each: Event) -> tuple[object, ...]:
        return each.programme, each.level, each.grade, each.rank, each.thing, each.kind

    return identity(event) == identity(kept) and event.on.first - kept.on.first <= SAME_EVENT_WITHIN
