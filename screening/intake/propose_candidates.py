"""Enterprises whose names resemble a list name: proposals to a person, never matches.

No threshold is safe (a fifth of all firms has a different firm of its city at 90), so this only narrows the
choice. Names are compared where they share rare parts: pairs of characters next to each other or one apart, so
that one wrong character leaves others whole. The rarest parts of a name are followed until about
`_FOLLOWED_NAMES` names are reached, whatever the size of the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from screening.intake.fold_names import is_branch
from screening.intake.name_similarity import edit_distances, similarity

LOWEST_SIMILARITY: Final = 80
MOST_CANDIDATES: Final = 5

_FOLLOWED_NAMES: Final = 250
_TOO_COMMON: Final = 1_000  # a part that more names share is not followed
_NAMES_AT_ONCE: Final = 250_000  # bounds memory, changes no result
_QUERIES_AT_ONCE: Final = 4_000
_COMPANY_FORM: Final = r"(?:股份)?(?:有限)?公司$"
_IN_ALMOST_ALL: Final = r"(?:股份)?有限公司"  # has no rare parts
_MOST_SIMILAR: Final = 99  # 100 is for names that fold alike
_ALIKE: Final = {"query": pl.UInt32, "name": pl.UInt32, "similarity": pl.Int64, "weight": pl.Int64}


@dataclass(frozen=True, slots=True)
class _Index:
    """The rare parts of the queries (query, part, weight) and the names that hold them (part, name)."""

    chosen: pl.DataFrame
    postings: pl.DataFrame


def propose_candidates(keys: pl.Series, claims: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """key, uscc, similarity (0 to 99): for each folded list name at most MOST_CANDIDATES enterprises of at least
    LOWEST_SIMILARITY, branches only for branches.

    claims: CLAIMS of the city; refused: key and uscc of pairs that people ruled out.
    """
    queries = _numbered(keys.rename("key").drop_nulls().unique().to_frame(), "query")
    names = _numbered(claims.select("key", "uscc").drop_nulls("key"), "name")
    alike = _resembling(queries, names) if queries.height and names.height else pl.DataFrame(schema=_ALIKE)
    proposed = alike.join(queries.select("query", "key"), on="query").join(names.select("name", "uscc"), on="name")
    best = proposed.sort("key", "similarity", "weight", "uscc", descending=[False, True, True, False])
    best = best.unique(["key", "uscc"], keep="first", maintain_order=True)
    best = best.group_by("key", maintain_order=True).head(MOST_CANDIDATES).select("key", "uscc", "similarity")
    return best.join(refused, on=["key", "uscc"], how="anti")  # last, or each refusal would bring up another one


def _numbered(named: pl.DataFrame, number: str) -> pl.DataFrame:
    """The rows with their position, the name without what almost all names hold, and whether it is a branch's."""
    stem = pl.col("key").str.replace_all(_IN_ALMOST_ALL, "")
    return named.with_row_index(number).with_columns(stem=stem, is_branch=is_branch(pl.col("key")))


def _resembling(queries: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """query, name, similarity, weight of all pairs that share a rare part and are similar enough.

    A list name that leaves 有限公司 out is compared with names without their company form.
    """
    index = _index_parts(queries, names)
    is_short = ~pl.col("key").str.contains("有限|公司")
    spelled = {False: names["key"], True: names["key"].str.replace(_COMPANY_FORM, "")}
    found = [pl.DataFrame(schema=_ALIKE)]
    for lacks_form, spellings in spelled.items():
        group = queries.filter(is_short == lacks_form)
        if not group.is_empty():
            found.extend(_score(group, queries["key"], spellings, index))
    return pl.concat(found)


def _index_parts(queries: pl.DataFrame, names: pl.DataFrame) -> _Index:
    signs = queries["stem"].str.split("").explode().unique().sort()
    asked = _parts(queries, signs).unique()
    counts = [_parts_among(asked, block, signs).group_by("part").len() for block in _blocks(names)]
    frequency = pl.concat(counts).group_by("part").agg(frequency=pl.col("len").sum().cast(pl.Int64))
    known = asked.join(frequency.filter(pl.col("frequency") <= _TOO_COMMON), on="part")
    reached_before = pl.col("frequency").cum_sum().over("query") - pl.col("frequency")
    chosen = known.sort("query", "frequency", "part").filter(reached_before < _FOLLOWED_NAMES)
    postings = [_parts_among(chosen, block, signs) for block in _blocks(names)]
    weighted = chosen.select("query", "part", weight=_TOO_COMMON // pl.col("frequency"))
    return _Index(weighted, pl.concat(postings))


def _parts_among(wanted: pl.DataFrame, names: pl.DataFrame, signs: pl.Series) -> pl.DataFrame:
    return _parts(names, signs).join(wanted, on="part", how="semi")


def _blocks(names: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return names.iter_slices(_NAMES_AT_ONCE)


def _parts(named: pl.DataFrame, signs: pl.Series) -> pl.DataFrame:
    """Number of each name and its pairs of `signs` next to each other or one apart, as integers; a branch's differ."""
    number = named.columns[0]
    size = signs.len()
    values = dict(zip(signs, range(size), strict=True))
    sign = pl.col("sign").replace_strict(values, default=None, return_dtype=pl.Int64)
    row = named.select(number, "is_branch", sign=pl.col("stem").str.split("")).explode("sign").with_columns(sign)
    pairs = [
        row.select(
            number,
            part=((2 * gap + pl.col("is_branch")) * size + pl.col("sign")) * size + pl.col("sign").shift(-gap),
            is_whole=pl.col(number) == pl.col(number).shift(-gap),
        )
        for gap in (1, 2)
    ]
    return pl.concat(pairs).filter("is_whole").select(number, "part").drop_nulls()


def _score(group: pl.DataFrame, keys: pl.Series, spellings: pl.Series, index: _Index) -> Iterator[pl.DataFrame]:
    """_ALIKE of a group of queries, in blocks; keys: of all queries by number, spellings: of the names by number."""
    asked, texts = keys.to_numpy(), spellings.to_numpy()  # of Python strings, picked by number without a copy
    lengths = spellings.str.len_chars().cast(pl.Int64)
    group = group.select("query", length=pl.col("key").str.len_chars().cast(pl.Int64))
    for block in group.iter_slices(_QUERIES_AT_ONCE):
        shared = index.chosen.join(block, on="query", how="semi").join(index.postings, on="part")
        pairs = shared.group_by("query", "name").agg(pl.col("weight").sum()).join(block, on="query")
        pairs = pairs.with_columns(other=lengths.gather(pairs["name"])).filter(_may_resemble())
        distance = edit_distances(asked[pairs["query"].to_numpy()], texts[pairs["name"].to_numpy()])
        percent = similarity(pl.col("distance"), pl.col("length"), pl.col("other")).clip(upper_bound=_MOST_SIMILAR)
        alike = pairs.with_columns(distance=distance).with_columns(similarity=percent)
        yield alike.filter(pl.col("similarity") >= LOWEST_SIMILARITY).select(_ALIKE.keys())


def _may_resemble() -> pl.Expr:
    """Whether the lengths alone do not rule out LOWEST_SIMILARITY."""
    apart, both = (pl.col("length") - pl.col("other")).abs(), pl.col("length") + pl.col("other")
    return 100 * apart <= (100 - LOWEST_SIMILARITY) * both
