"""Published titles to programmes of the catalogue: programme, level and grade, never guessed.

A title is folded, stripped of year, batch, words of level and endings, and must then equal a published
name of the catalogue. What was taken from it is written beside the row in `inferences`.
"""

from __future__ import annotations

from typing import Final

import polars as pl
from rapidfuzz import fuzz, process

from screening.rules.catalogue import Catalogue, fold_title, grade_words_of
from screening.rules.policy_item import Programme
from screening.rules.read_titles import TitleSaid, read_title

_NEAREST: Final = 3
_LEAST_SIMILARITY: Final = 50

UNKNOWN_PROGRAMMES: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "city": pl.String,
    "programme": pl.String,
    "rows": pl.Int64,
    "nearest": pl.List(pl.String),
}


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
    said = read_title(title, level, catalogue) if title else None
    graded = (
        _read_with_grade(title, level, grade, catalogue)
        if title and grade and _has_no_grades(said, catalogue)
        else None
    )
    said = graded or said
    if said is None:
        return None, level, grade, []
    programme = catalogue.programmes[said.name.programme]
    found_level, level_remark = _level_of(said, programme, level)
    found_grade, grade_remarks = _grade_of(said, programme, grade)
    merged = f"认定名称与等级合读为“{programme.title}”{found_grade}" if graded else None
    return programme.title, found_level, found_grade, [r for r in (merged, level_remark, *grade_remarks) if r]


def _has_no_grades(said: TitleSaid | None, catalogue: Catalogue) -> bool:
    return said is None or not catalogue.programmes[said.name.programme].grades


def _read_with_grade(title: str, level: str | None, grade: str, catalogue: Catalogue) -> TitleSaid | None:
    """What title and grade say together (市级工业行业协会, 优秀), where that is a published name of this grade."""
    said = read_title(f"{title}{grade}", level, catalogue)
    return said if said is not None and said.name.grade == grade else None


def _level_of(said: TitleSaid, programme: Programme, column: str | None) -> tuple[str | None, str | None]:
    """Level of a row, null where a word of the title and the column, or two words, disagree; and a remark.

    A place before a title that has a level of its own (浙江省…专精特新“小巨人”) says only whose list it is.
    A level the title only implies yields to the column.
    """
    own = said.name.level
    by_word = None if said.is_place and own is not None else said.level
    if own is not None and by_word is not None and own != by_word:
        return None, f"认定名称同时写明{own}与{by_word}，级别按未知处理"
    if by_word is None and own is not None and own == programme.implied_level and column not in (None, own):
        # The title only implies its level: a list that says another is of another title of that name.
        return column, f"级别栏为{column}，与该称号通常的{own}不同，按级别栏计"
    return _agree("级别", own or by_word, column)


def _grade_of(said: TitleSaid, programme: Programme, column: str | None) -> tuple[str | None, list[str | None]]:
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


def _nearest_titles(title: str, catalogue: Catalogue) -> list[str]:
    """Canonical titles whose published names look most like this one, most alike first."""
    names = list(catalogue.names)
    found = process.extract(
        fold_title(title), names, scorer=fuzz.ratio, limit=len(names), score_cutoff=_LEAST_SIMILARITY
    )
    titles = [known.programme for name, _, _ in found for known in catalogue.names[name]]
    return list(dict.fromkeys(titles))[:_NEAREST]
