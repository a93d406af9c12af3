"""Published titles to programmes of the catalogue: programme, level and grade, never guessed.

A title is folded, stripped of year, batch, words of level and endings, and must then equal a published
name of the catalogue. What was taken from it is written beside the row in `inferences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl
from rapidfuzz import fuzz, process

from screening.rules.catalogue import Catalogue, PublishedName, fold_title, grade_words_of, levels_of_name
from screening.rules.policy_item import Programme

_YEAR_OR_BATCH: Final = re.compile(r"(?:19|20)\d{2}年?度?|第[一二三四五六七八九十百零〇\d]+批次?")
_NEAREST: Final = 3
_LEAST_SIMILARITY: Final = 50

UNKNOWN_PROGRAMMES: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "city": pl.String,
    "programme": pl.String,
    "rows": pl.Int64,
    "nearest": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a title says: the name met in the catalogue, a word of level, a grade."""

    name: PublishedName
    level: str | None
    is_place: bool
    grade: str | None


@dataclass(frozen=True, slots=True)
class _Stripped:
    """A title with words taken off it, and the innermost word of level among them."""

    text: str
    level: str | None = None
    is_place: bool = False


def resolve_programmes(frame: pl.DataFrame, catalogue: Catalogue, title_column: str = "programme") -> pl.DataFrame:
    """The frame with `programme_title` (canonical, null where unknown), `level` and `grade` completed.

    Needs String columns `title_column`, `level` and `grade`. A blank level or grade is filled where the title
    says it; one that contradicts the title becomes null. Both are told in `inferences` (List[String], 中文,
    appended to what stands there). Rows and their order are kept.
    """
    keys = [title_column, "level", "grade"]
    distinct = frame.select(keys).unique().sort(keys)
    resolved = [_resolve(title, level, grade, catalogue) for title, level, grade in distinct.iter_rows()]
    answers = pl.DataFrame(
        resolved,
        schema={"programme_title": pl.String, "_level": pl.String, "_grade": pl.String, "_said": pl.List(pl.String)},
        orient="row",
    )
    if "inferences" not in frame.columns:
        frame = frame.with_columns(inferences=pl.lit([], dtype=pl.List(pl.String)))
    joined = frame.drop("programme_title", strict=False).join(
        distinct.hstack(answers), on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.with_columns(
        level=pl.col("_level"), grade=pl.col("_grade"), inferences=pl.concat_list("inferences", "_said")
    ).drop("_level", "_grade", "_said")


def unknown_programmes(frame: pl.DataFrame, catalogue: Catalogue, title_column: str = "programme") -> pl.DataFrame:
    """Titles no programme was found for, with their number of rows and the nearest names known, for people.

    Takes what `resolve_programmes` gave, with a column `city`. Columns: UNKNOWN_PROGRAMMES, sorted.
    """
    unknown = (
        frame.filter(pl.col("programme_title").is_null() & pl.col(title_column).is_not_null())
        .group_by("city", pl.col(title_column).alias("programme"))
        .agg(rows=pl.len().cast(pl.Int64))
        .sort("city", "programme")
    )
    nearest = [_nearest_titles(title, catalogue) for title in unknown["programme"]]
    return unknown.with_columns(nearest=pl.Series(nearest, dtype=pl.List(pl.String)))


def _resolve(
    title: str | None, level: str | None, grade: str | None, catalogue: Catalogue
) -> tuple[str | None, str | None, str | None, list[str]]:
    """Canonical title, level, grade and inferences of one published title with its level and grade cells."""
    said = _read_title(title, level, catalogue) if title else None
    if said is None:
        return None, level, grade, []
    programme = catalogue.programmes[said.name.programme]
    found_level, level_remark = _level_of(said, programme, level)
    found_grade, grade_remarks = _grade_of(said, programme, grade)
    return programme.title, found_level, found_grade, [remark for remark in (level_remark, *grade_remarks) if remark]


def _level_of(said: _Said, programme: Programme, column: str | None) -> tuple[str | None, str | None]:
    """Level of a row, null where title and column or two words of the title disagree, and a remark.

    A place before a title that has a level of its own (浙江省…专精特新“小巨人”) says only whose list it is.
    """
    own = said.name.level
    by_word = None if said.is_place and own is not None else said.level
    if own is not None and by_word is not None and own != by_word:
        return None, f"认定名称同时写明{own}与{by_word}，级别按未知处理"
    if own is not None and own == programme.implied_level and column not in (None, own):
        # The title only implies its level: a list that says another is of another title of that name.
        return column, f"级别栏为{column}，与该称号通常的{own}不同，按级别栏计"
    return _agree("级别", own or by_word, column)


def _grade_of(said: _Said, programme: Programme, column: str | None) -> tuple[str | None, list[str | None]]:
    """Grade of a row and remarks: other words for a grade are read as it, a prize without grade as the plain one."""
    if said.grade is None and column is None and programme.plain_grade is not None:
        return programme.plain_grade, [f"未写明等级，按{programme.plain_grade}计"]
    words = {fold_title(word): meant for word, meant in grade_words_of(programme).items()}
    known = words.get(fold_title(column), column) if column is not None else None
    is_other_word = column is not None and known is not None and fold_title(known) != fold_title(column)
    found, remark = _agree("等级", said.grade, known)
    return found, [remark, f"等级“{column}”按“{known}”计" if is_other_word else None]


def _agree(label: str, said: str | None, column: str | None) -> tuple[str | None, str | None]:
    """What title and column agree on, and a remark where the title filled a blank or they disagree."""
    if said is None or said == column:
        return column, None
    if column is None:
        return said, f"{label}取自认定名称：{said}"
    return None, f"认定名称写明{said}，{label}栏为{column}，两者不符，按未知处理"


def _read_title(title: str, level: str | None, catalogue: Catalogue) -> _Said | None:
    """What a published title says; None where it equals no published name, or several that no level tells apart."""
    candidates = _strip_title(fold_title(title), catalogue)
    for candidate in candidates:
        name = _choose(candidate.text, candidate.level or level, catalogue)
        if name is not None:
            return _Said(name, candidate.level, candidate.is_place, name.grade)
    for candidate in candidates:
        for word in catalogue.grade_words:
            name = _choose(candidate.text.replace(word, "", 1), candidate.level or level, catalogue)
            grade = _grade_meant(word, name, catalogue)
            if name is not None and grade is not None and word in candidate.text:
                return _Said(name, candidate.level, candidate.is_place, grade)
    return None


def _choose(folded: str, level: str | None, catalogue: Catalogue) -> PublishedName | None:
    """The name that reads so: the only one there is, else the only one that stands at that level."""
    names = catalogue.names.get(folded, [])
    if len(names) > 1:
        names = [name for name in names if level in levels_of_name(name, catalogue.programmes)]
    return names[0] if len(names) == 1 else None


def _grade_meant(word: str, name: PublishedName | None, catalogue: Catalogue) -> str | None:
    if name is None:
        return None
    words = grade_words_of(catalogue.programmes[name.programme])
    return next((grade for known, grade in words.items() if fold_title(known) == word), None)


def _strip_title(folded: str, catalogue: Catalogue) -> list[_Stripped]:
    """The title as it stands, then with more and more words off; an ending goes only after every word in front."""
    fronts = [
        front
        for start in (folded, _YEAR_OR_BATCH.sub("", folded))
        for front in _strip_fronts(_Stripped(start), catalogue)
    ]
    stripped = [(len(front.text) - len(end.text), end) for front in fronts for end in _strip_ends(front, catalogue)]
    in_order = [end for _, end in sorted(stripped, key=lambda cut: cut[0]) if end.text]
    return list(dict.fromkeys(in_order))


def _strip_fronts(title: _Stripped, catalogue: Catalogue) -> Iterator[_Stripped]:
    """Words of level off the front, one after the other; the last one taken off is the level of the title."""
    yield title
    for word in catalogue.level_words:
        if title.text.startswith(word.word):
            rest = _Stripped(title.text.removeprefix(word.word), word.level, word.is_place)
            yield from _strip_fronts(rest, catalogue)


def _strip_ends(title: _Stripped, catalogue: Catalogue) -> Iterator[_Stripped]:
    """Endings (名单, 称号, 示范企业, a level in brackets) off the end, one after the other."""
    yield title
    for suffix in catalogue.suffixes:
        if title.text.endswith(suffix):
            yield from _strip_ends(_Stripped(title.text.removesuffix(suffix), title.level, title.is_place), catalogue)
    for word in catalogue.level_words:
        if word.word.endswith("级") and title.text.endswith(word.word):
            yield from _strip_ends(_Stripped(title.text.removesuffix(word.word), word.level), catalogue)


def _nearest_titles(title: str, catalogue: Catalogue) -> list[str]:
    """Canonical titles whose published names look most like this one, most alike first."""
    found = process.extract(
        fold_title(title), list(catalogue.names), scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_LEAST_SIMILARITY
    )
    titles = [known.programme for name, _, _ in found for known in catalogue.names[name]]
    return list(dict.fromkeys(titles))
