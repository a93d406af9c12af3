"""The tables of a city as they would be if candidates of list names were the enterprises meant.

Each question, a list name and one candidate for it, gets a double of that enterprise to itself, so that the answers
to two questions on one enterprise do not mix. Nothing of this is ever published.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from screening.intake.fold_names import fold_name
from screening.intake.name_rulings import name_match_key

_LISTS: Final = ("recognitions", "sanctions")
_PLACE: Final = ("table", "file", "sheet", "row_number")
_MARK: Final = "\x1f"  # in no text that was read: intake drops control characters
_CONDITION: Final = "condition"
_DECIDED: Final = ("code", "exact_name")  # no ruling on the name moves these


def name_questions(name_matches: pl.DataFrame) -> pl.DataFrame:
    """key (as the review workbook prints it), uscc, mark (what tells the double of the question), and places: the
    rows that the answer settles; one row per list name and candidate, sorted by key.
    """
    key = name_match_key(pl.col("city"), pl.col("list_name"), pl.col("uscc"), pl.col("matched_name"))
    named = name_matches.with_columns(name=fold_name(pl.col("list_name")), key=key)
    settled = named.filter(~pl.col("match_class").is_in(_DECIDED)).group_by("name").agg(places=pl.struct(_PLACE))
    candidates = named.filter(pl.col("match_class") == "candidate").unique("key").select("key", "uscc", "name")
    number = pl.int_range(pl.len()).cast(pl.String)
    asked = candidates.join(settled, on="name").sort("key").with_columns(mark=pl.concat_str(pl.lit(_MARK), number))
    return asked.select("key", "uscc", "mark", pl.col("places").list.unique())


def suppose_matches(tables: Mapping[str, pl.DataFrame], questions: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of the candidates alone, as their doubles', each with the list rows its question asks about.

    tables: typed input tables, lists with `match_class`; questions: as `name_questions` gives them. A table that
    is not there stays unknown.
    """
    doubled = {name: _doubled(frame, questions) for name, frame in tables.items() if "uscc" in frame.columns}
    listed = questions.explode("places").unnest("places")
    supposed = {name: _listed(tables[name], listed.filter(table=name)) for name in _LISTS if name in tables}
    joined = {name: pl.concat([doubled[name], rows]) for name, rows in supposed.items()}
    if "rulings" in tables:
        joined["rulings"] = _doubled_rulings(tables, questions)
    return doubled | joined


def marks_of_unknown_titles(tables: Mapping[str, pl.DataFrame], questions: pl.DataFrame) -> pl.DataFrame:
    """mark and has_unknown_title of the questions on a list row of which nobody knows what it recognises."""
    if "recognitions" not in tables:
        return pl.DataFrame(schema={"mark": pl.String, "has_unknown_title": pl.Boolean})
    listed = questions.explode("places").unnest("places").filter(table="recognitions")
    untitled = tables["recognitions"].filter(pl.col("programme_title").is_null())
    asked = listed.join(untitled, on=list(_PLACE[1:]), how="semi", nulls_equal=True)
    return asked.select("mark", has_unknown_title=pl.lit(True)).unique()


def without_mark(text: pl.Expr) -> pl.Expr:
    """A code, or a key with codes in it, as it is of the enterprise itself."""
    return text.str.replace_all(rf"{_MARK}[0-9]+", "")


def mark_of(code: pl.Expr) -> pl.Expr:
    """What tells the question of a double's code."""
    return code.str.extract(rf"({_MARK}[0-9]+)$", 1)


def _doubled(rows: pl.DataFrame, questions: pl.DataFrame) -> pl.DataFrame:
    own = rows.join(questions.select("uscc", "mark"), on="uscc")
    coded = [name for name in ("uscc", "project_id") if name in rows.columns]
    return own.with_columns(pl.concat_str(name, "mark") for name in coded).drop("mark")


def _listed(rows: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Rows that are not the candidate's yet, once for each candidate, as if that had been confirmed."""
    place = list(_PLACE[1:])
    asked = rows.join(listed.select(*place, "mark", candidate="uscc"), on=place, nulls_equal=True)
    gained = asked.filter(pl.col("uscc").ne_missing(pl.col("candidate")))
    confirmed = gained.with_columns(uscc=pl.concat_str("candidate", "mark"), match_class=pl.lit("reviewed"))
    return confirmed.select(rows.columns)


def _doubled_rulings(tables: Mapping[str, pl.DataFrame], questions: pl.DataFrame) -> pl.DataFrame:
    """Rulings on conditions under the keys that they have for the doubles: `item|code or project|…`."""
    heads = [questions.select("mark", head="uscc")]
    if "projects" in tables:
        projects = tables["projects"].select("uscc", head="project_id").unique()
        heads.append(projects.join(questions, on="uscc").select("mark", "head"))
    parts = pl.col("key").str.splitn("|", 3)
    item, head, rest = (parts.struct.field(f"field_{n}") for n in range(3))
    on_conditions = tables["rulings"].filter(pl.col("kind") == _CONDITION).with_columns(item=item, head=head, rest=rest)
    doubled = on_conditions.join(pl.concat(heads).unique(), on="head")
    key = pl.concat_str("item", pl.concat_str("head", "mark"), "rest", separator="|")
    return doubled.with_columns(key=key).select(tables["rulings"].columns)
