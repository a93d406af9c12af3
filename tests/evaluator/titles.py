"""The stream of events of published lists: duplicates, revocation, and what is new (readings 1.7, 1.11)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable
from typing import Final

from tests.evaluator.claims import Verdict, all_of, any_of
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
    "工业节能降碳技术装备推荐目录": "国家级",
    "中国软件百强": "国家级",
    "国家鼓励的重点软件企业": "国家级",
    "重点培育纺织服装百家品牌": "国家级",
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

# Prizes of three places; medals are another word for them.
PRIZES: Final = {"中国优秀工业设计奖", "“省长杯”工业设计大赛", "中小企业创新创业大赛", "数据大赛"}
_PRIZE_OF_MEDAL: Final = {"金奖": "一等奖", "银奖": "二等奖", "铜奖": "三等奖"}
HOLDING: Final = ("新认定", "复核通过", "迁入")
PLACES: Final = {
    "一等奖": 1,
    "二等奖": 2,
    "三等奖": 3,
    "金奖": 1,
    "银奖": 2,
    "铜奖": 3,
}


def prize_place(event: Event) -> int | None:
    """Which of the three prizes, by grade or else by rank; 0 for any other, None where both are blank."""
    if event.grade is not None:
        return PLACES.get(event.grade, 0)
    if event.rank is not None:
        return event.rank if event.rank in (1, 2, 3) else 0
    return None


def plain_grade(programme: str, grade: str | None) -> str | None:
    """A grade in the words of its title: what the title says where the column is blank, prizes for medals."""
    if grade is None:
        return GRADE_OF_TITLE.get(programme)
    return _PRIZE_OF_MEDAL.get(grade, grade) if programme in PRIZES else grade


class Stream:
    """The events known on the as-of date, each once, earliest first."""

    def __init__(self, events: Iterable[Event], as_of: dt.date) -> None:
        known = sorted((_filled(each) for each in events if each.on.first <= as_of), key=lambda each: each.on.first)
        self.events: list[Event] = []
        for event in known:
            if not any(_is_report_of_same(event, kept) for kept in self.events):
                self.events.append(event)

    def new_events(self, programme: str) -> list[Event]:
        return self.events_of(programme, "新认定")

    def events_of(self, programme: str, kind: str) -> list[Event]:
        return [each for each in self.events if each.programme == programme and each.kind == kind]

    def holding_events(self, programme: str) -> list[Event]:
        """Events that say the title is held: new, reviewed, moved in."""
        return [each for each in self.events if each.programme == programme and each.kind in HOLDING]

    def is_thing_held(self, programme: str, level: str, thing: str | None) -> bool:
        """Held for this very object."""
        of_thing = [each for each in self.events if (each.programme, each.level) == (programme, level)]
        named = [each for each in of_thing if thing is not None and each.thing == thing]
        return bool(named) and not _ends(named[-1])

    def is_revoked(self, event: Event) -> Verdict:
        """取消, or 迁出, after the event; open where the list does not say of which level or grade."""
        later = [other for other in self.events if _ends(other) and other.on.first > event.on.first]
        return any_of(*(_is_of_title(other, event) for other in later))

    def is_revoked_before(self, event: Event, later: Event) -> bool:
        """Ended between two events of one title."""
        between = [each for each in self.events if event.on.first < each.on.first < later.on.first]
        return any(_ends(each) and _is_of_title(each, event) for each in between)

    def is_new(self, event: Event) -> Verdict:
        """新认定: open where the title was lost before, or perhaps was, and is regained."""
        earlier = [each for each in self.events if each.on.first < event.on.first]
        held = [each for each in earlier if each.kind in HOLDING and _title(each) == _title(event)]
        if not held:
            return True
        lost = [each for each in earlier if _ends(each) and each.on.first > held[-1].on.first]
        return None if any(_is_of_title(each, event) is not False for each in lost) else False

    def is_first(self, event: Event) -> Verdict:
        """首次: never before in any year; the list's own word decides."""
        if event.first_time is not None:
            return event.first_time
        earlier = [each for each in self._of_title(event) if each.on.first < event.on.first]
        return not earlier

    def has_standing(self, programme: str) -> Verdict:
        """Standing that no other table carries: unknown where no list speaks of it."""
        of_title = [each for each in self.events if each.programme == programme]
        return not _ends(of_title[-1]) if of_title else None

    def is_held(self, programme: str, levels: Collection[str | None]) -> bool:
        """A title of one of the levels, held on the as-of date."""
        last = {_title(each): each for each in self.events if each.programme == programme and each.level in levels}
        return any(not _ends(each) for each in last.values())

    def _of_title(self, event: Event) -> list[Event]:
        """Events of the same title, 更名 left aside."""
        wanted = _title(event)
        return [each for each in self.events if each.kind != "更名" and _title(each) == wanted]


def _title(event: Event) -> tuple[str, str | None, str | None, str | None]:
    thing = event.thing if event.programme in TITLES_OF_OBJECTS else None
    return event.programme, event.level, event.grade, thing


def _is_of_title(other: Event, event: Event) -> Verdict:
    pairs = zip(_title(other), _title(event), strict=True)
    return all_of(*(True if one == two else None if None in (one, two) else False for one, two in pairs))


def _ends(event: Event) -> bool:
    return event.kind in ("取消", "迁出")


def _filled(event: Event) -> Event:
    level = event.level or LEVEL_OF_TITLE.get(event.programme)
    return dataclasses.replace(event, level=level, grade=plain_grade(event.programme, event.grade))


def _is_report_of_same(event: Event, kept: Event) -> bool:
    def identity(each: Event) -> tuple[object, ...]:
        return each.programme, each.level, each.grade, each.rank, each.thing, each.kind

    return identity(event) == identity(kept) and event.on.first - kept.on.first <= SAME_EVENT_WITHIN
