"""What the title of a published list says of all its rows: programme, level, batch, event, date."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

_YEAR: Final = r"(?:19|20)\d{2}"
_DATES: Final = (  # from the most to the least exact
    re.compile(rf"({_YEAR})\s*(?:年|[-./])\s*(\d{{1,2}})\s*(?:月|[-./])\s*(\d{{1,2}})(?:日|(?!\d))"),
    re.compile(rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"({_YEAR})\s*年\s*(\d{{1,2}})\s*月"),
    re.compile(rf"(?<!\d)({_YEAR})(?:\s*年|\s*[)\]〕]|(?=[\s_-]|$))"),
)
_BATCH: Final = re.compile(r"第[一二三四五六七八九十百\d]{1,4}批次?")
_EVENTS: Final = {
    "复核通过": re.compile(r"通过(?:复核|复审)|(?:复核|复审)(?:通过|合格)"),
    "取消": re.compile(r"取消|撤销"),
    "更名": re.compile(r"更名|名称变更"),
    "新认定": re.compile(r"新认定|新增"),
}
# A list of firms first recognised and of firms reviewed: one title, two events.
_MIXED: Final = re.compile(r"(?:认定|入选|企业|[”\"])(?:及|和|与|、)(?:通过)?(?:复核|复审)")
_FAILED: Final = re.compile(r"未通过|不通过|不予通过|不合格|未参加复核")
_LEVELS: Final = {"国家级": "国家级", "省级": "省级", "市级": "市级", "区县级": "县级", "县级": "县级"}

_DOCUMENT_NUMBER: Final = re.compile(r"〔\d{4}〕\s*\d+\s*号")
_NOTICE: Final = re.compile(
    r"^.*?关于(?:拟|公布|公示|发布|印发|认定|确定|命名|下达|通报)*(?P<what>.+?)"
    r"(?:的?(?:通知|公告|公示|通报|决定|通告|函))?$"
)
_DATE: Final = re.compile(
    rf"(?:{_YEAR}\s*[-至~])?{_YEAR}(?:\s*年度?(?:\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?)?|\d{{2,4}})?"
)
_PUBLISHED: Final = re.compile(r"^(?:公布|公示|发布|认定|评定)的")
_REVIEWED_TOO: Final = re.compile(r"(?:及|和|与|、)(?:通过)?(?:复核|复审).*$")
_ENDING: Final = re.compile(
    r"(?:的|拟|新|认定|入选|入围|获评|获奖|推荐|公布|公示|评选|评定|复核|复审|通过|合格|更名|取消|撤销|变更)*"
    r"(?:名单|清单|名录|目录|一览表|汇总表|明细表|结果)$"
)
_REVOKED: Final = re.compile(r"^(?:取消|撤销)(?P<title>.+?)(?:资格|称号)?$")
_BRACKETS: Final = re.compile(r"\([^()]*\)|〔[^〕]*〕|\[[^\]]*\]")
_ATTACHMENT: Final = re.compile(r"^附[件表]?\s*\d*\s*[:.、]?\s*")
_NO_PROGRAMME: Final = re.compile(
    r"^(?:工作表|附件|附表|汇总|明细|数据|企业|单位|总表|全部|最新|终稿|定稿|名单|表)+\d*$"
)
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{3}")
_OUTER: Final = " _-—.·:、,，的"


@dataclass(frozen=True, slots=True)
class Inferred:
    """A value taken from a title, and the Chinese remark that says from where."""

    value: str
    remark: str


@dataclass(frozen=True, slots=True)
class ListTitle:
    """What title, sheet name and file name say; `unclear_event` is why they leave the event open, in Chinese.

    `recognised_on` is written YYYY, YYYY-MM or YYYY-MM-DD.
    """

    programme: Inferred | None = None
    level: Inferred | None = None
    batch: Inferred | None = None
    event: Inferred | None = None
    recognised_on: Inferred | None = None
    unclear_event: str | None = None


def read_list_title(titles: Iterable[str], sheet: str, file_rest: str) -> ListTitle:
    """What a list says of all its rows, each from the first place that says it unambiguously.

    The places are the lines above the header, the name of the sheet, and what follows the table's
    name in the file name.
    """
    lines = [text for text in map(_fold, titles) if not _DOCUMENT_NUMBER.search(text)]
    places = [("表上方标题", lines), ("工作表名", [_fold(sheet)]), ("文件名", [_fold(file_rest)])]
    event = _first(places, _read_event, "认定类型")
    return ListTitle(
        programme=_first(places, _read_programme, "认定名称"),
        level=_first(places, _read_level, "级别"),
        batch=_first(places, _read_batch, "批次"),
        event=event,
        recognised_on=_first(places, _read_date, "认定日期"),
        unclear_event=_unclear_event(places, event),
    )


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(_OUTER)


def _first(places: list[tuple[str, list[str]]], read: Callable[[list[str]], str | None], label: str) -> Inferred | None:
    for place, texts in places:
        if value := read(texts):
            return Inferred(value, f"{label}“{value}”取自{place}")
    return None


def _unclear_event(places: list[tuple[str, list[str]]], event: Inferred | None) -> str | None:
    """Why a blank event must not be taken as 新认定 although no place says another."""
    texts = [text for _, lines in places for text in lines]
    if any(_FAILED.search(text) for text in texts):
        return "标题写明是复核未通过的名单"
    if event is None and any(_events_in(text) for text in texts):
        return "标题同时写有多种认定类型"
    return None


def _events_in(text: str) -> set[str]:
    events = {event for event, pattern in _EVENTS.items() if pattern.search(text)}
    return events | {"新认定"} if _MIXED.search(text) else events


def _read_event(texts: list[str]) -> str | None:
    return _only({event for text in texts if not _FAILED.search(text) for event in _events_in(text)})


def _read_date(texts: list[str]) -> str | None:
    """The most exact date of the texts; None where two differ at that exactness or the day does not exist."""
    for pattern in _DATES:
        found = {tuple(map(int, match.groups())) for text in texts for match in pattern.finditer(text)}
        if found:
            return _written(found.pop()) if len(found) == 1 else None
    return None


def _written(parts: tuple[int, ...]) -> str | None:
    try:
        dt.date(*(*parts, 1, 1)[:3])
    except ValueError:
        return None
    return "-".join(f"{part:02d}" for part in parts)


def _only(values: set[str]) -> str | None:
    return values.pop() if len(values) == 1 else None


def _read_batch(texts: list[str]) -> str | None:
    return _only({match[0] for text in texts for match in _BATCH.finditer(text)})


def _read_level(texts: list[str]) -> str | None:
    """A level printed as such; what a place in the title means, the catalogue of programmes decides."""
    return _only({level for word, level in _LEVELS.items() for text in texts if word in text})


def _read_programme(texts: list[str]) -> str | None:
    return next((programme for programme in map(_programme_of, texts) if programme), None)


def _programme_of(text: str) -> str | None:
    """The title that a list's heading names, without notice, batch, date and 名单; None where it names none."""
    bare = _BRACKETS.sub("", _ATTACHMENT.sub("", text)).strip(_OUTER)
    if notice := _NOTICE.match(bare):
        bare = notice["what"]
    bare = _PUBLISHED.sub("", _DATE.sub("", _BATCH.sub("", bare)).strip(_OUTER))
    bare = _ENDING.sub("", _REVIEWED_TOO.sub("", bare)).removesuffix("认定").strip(_OUTER)
    if revoked := _REVOKED.match(bare):
        bare = revoked["title"]
    return bare if _CHINESE.search(bare) and not _NO_PROGRAMME.match(bare) else None
