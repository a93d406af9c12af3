"""Lists, returns, projects and payments of invented enterprises, as the rulebook of their city asks for them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from sample_data.enterprises import Choice
from screening.rules.loaded_rulebook import Rulebook
from screening.rules.vocabulary import Evidence

RETURN_YEARS: Final = (2022, 2023, 2024)
RECOGNITIONS_PER_FIRM: Final = 0.4
RETURNS_PER_FIRM: Final = 0.35
PROJECTS_PER_FIRM: Final = 0.08
_NAMED_ONLY: Final = 0.7  # share of list rows that carry a name and no code


def make_recognitions(city: str, register: pl.DataFrame, rulebook: Rulebook, choice: Choice) -> pl.DataFrame:
    """Events of the titles the city's clauses name; most rows by name only, some names written another way."""
    titles = _titles_asked(city, rulebook)
    count = int(register.height * RECOGNITIONS_PER_FIRM) if titles.height else 0
    holder = register[_pick(register.height, count, choice)]
    title = titles[_pick(titles.height, count, choice)]
    # More of them recent: the square root of a share leans to its end.
    days = np.floor(np.sqrt(choice.random(count)) * (365 * 5 - 60)).astype("timedelta64[D]")
    started = np.datetime64("2021-01-01") + days
    is_named_only = pl.Series(choice.random(count) < _NAMED_ONLY)
    printed = _as_printed(holder["name"], choice)
    return title.with_columns(
        uscc=pl.when(~is_named_only).then(holder["uscc"]),
        name=printed,
        event=pl.Series(choice.choice(["", "新认定", "复核通过", "取消"], count, p=[0.55, 0.33, 0.1, 0.02])),
        recognised_on=pl.Series(started),
        item_name=pl.lit(None, dtype=pl.String),
    ).with_columns(event=pl.when(pl.col("event") != "").then("event"))


def make_returns(register: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """Annual returns of some enterprises, revenue growing or shrinking from year to year, cells missing."""
    count = int(register.height * RETURNS_PER_FIRM)
    firms = register["uscc"].gather(np.sort(choice.permutation(register.height)[:count]))
    revenue = np.exp(choice.normal(8.5, 1.6, count))  # 万元
    years = []
    for year in RETURN_YEARS:
        revenue = revenue * choice.normal(1.08, 0.15, count).clip(0.4, 2.5)
        years.append(_returns_of_year(firms, year, revenue, choice))
    return pl.concat(years)


def _returns_of_year(firms: pl.Series, year: int, revenue: np.ndarray[Any, Any], choice: Choice) -> pl.DataFrame:
    count = len(firms)

    def known(values: Any, share: float) -> pl.Expr:
        return pl.when(pl.Series(choice.random(count) < share)).then(pl.Series(values))

    fen = np.floor(revenue * 1_000_000).astype(np.int64)
    return pl.DataFrame({"uscc": firms, "year": np.full(count, year)}).with_columns(
        known(fen, 0.97).alias("revenue_fen"),
        known(fen // 8, 0.1).alias("software_revenue_fen"),
        known(fen // 25, 0.85).alias("local_contribution_fen"),
        known(choice.choice(["A", "B", "C", "D"], count, p=[0.2, 0.55, 0.2, 0.05]), 0.6).alias("productivity_grade"),
        known(_mostly_none(300_000, count, choice), 0.95).alias("identifier_registrations"),
        known(_mostly_none(60_000, count, choice), 0.95).alias("identifier_resolutions"),
        known(np.where(revenue >= 2_000, "是", "否"), 0.9).alias("is_above_scale"),
    )


def _mostly_none(most: int, count: int, choice: Choice) -> np.ndarray[Any, Any]:
    """Counts that are nothing for most firms."""
    return choice.integers(0, most, count) * (choice.random(count) < 0.05)


def make_projects(city: str, register: pl.DataFrame, rulebook: Rulebook, choice: Choice) -> pl.DataFrame:
    """Projects of the types and plan lists the city's clauses name, one row per year."""
    types = sorted({kind for item in _items(city, rulebook) for kind in item.project_types}) or ["技术改造"]
    plans = sorted({plan for item in _items(city, rulebook) for plan in item.plan_lists})
    count = int(register.height * PROJECTS_PER_FIRM)
    holder = register[_pick(register.height, count, choice)]
    equipment = np.floor(np.exp(choice.normal(6.5, 1.3, count)) * 1_000_000).astype(np.int64)
    plan = pl.Series(choice.choice([*plans, "无", ""], count))
    day = np.datetime64("2023-03-01") + choice.integers(0, 900, count).astype("timedelta64[D]")
    return pl.DataFrame(
        {
            "project_id": [f"样例-{city}-{number:07d}" for number in range(count)],
            "uscc": holder["uscc"],
            "name": [f"样例项目{number:07d}" for number in range(count)],
            "type": choice.choice(types, count),
            "year": choice.integers(2023, 2026, count),
            "equipment_investment_fen": equipment,
            "total_investment_fen": equipment * 13 // 10,
            "fixed_asset_investment_fen": equipment * 3,
            "started_on": pl.Series(day),
            "agreed_start_on": pl.Series(day + choice.integers(-30, 220, count).astype("timedelta64[D]")),
        }
    ).with_columns(
        plan_lists=pl.when(plan != "").then(plan),
        is_confirmed=pl.when(pl.Series(choice.random(count) < 0.4)).then(pl.lit("是")),
    )


def make_sanctions(register: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """A few enterprises on lists of the dishonest, one in three of them removed again."""
    count = max(1, register.height // 200) if register.height else 0
    holder = register[_pick(register.height, count, choice)]
    kinds = ["严重失信", "失信被执行人", "经营异常"]
    day = np.datetime64("2024-01-01") + choice.integers(0, 600, count).astype("timedelta64[D]")
    frame = pl.DataFrame(
        {
            "uscc": holder["uscc"],
            "name": holder["name"],
            "kind": choice.choice(kinds, count),
            "listed_on": pl.Series(day),
        }
    )
    removed = pl.col("listed_on").dt.offset_by("90d")
    return frame.with_columns(removed_on=pl.when(pl.Series(choice.random(count) < 0.33)).then(removed))


def make_payments(city: str, recognitions: pl.DataFrame, rulebook: Rulebook, choice: Choice) -> pl.DataFrame:
    """Payments of earlier years for some of the recognitions that carry a code."""
    numbers = [p.policy.document_number or p.policy.title for p in rulebook.policies.values() if p.policy.city == city]
    coded = recognitions.filter(pl.col("uscc").is_not_null() & (pl.col("recognised_on").dt.year() <= 2024))
    paid = coded.filter(pl.Series(choice.random(coded.height) < 0.15))
    return paid.select(
        "uscc",
        pl.lit(sorted(numbers)[0] if numbers else "样例文件").alias("document"),
        pl.col("programme").alias("item"),
        "level",
        "grade",
        pl.lit(10_000_000, dtype=pl.Int64).alias("amount_fen"),
        pl.col("recognised_on").dt.offset_by("1y").dt.truncate("1mo").alias("paid_on"),
    )


def _titles_asked(city: str, rulebook: Rulebook) -> pl.DataFrame:
    """Every title, level and grade that an item of the city names."""
    rows = {
        (title, level, grade)
        for item in _items(city, rulebook)
        if item.evidence is Evidence.RECOGNITION
        for title in item.programmes
        for level in item.level or [None]
        for grade in item.grade or [None]
    }
    ordered = sorted(rows, key=lambda row: tuple(part or "" for part in row))
    schema = {"programme": pl.String, "level": pl.String, "grade": pl.String}
    return pl.DataFrame(ordered, schema=schema, orient="row")


def _items(city: str, rulebook: Rulebook) -> list[Any]:
    return [item for loaded in rulebook.policies.values() if loaded.policy.city == city for _, item in loaded.items()]


def _pick(size: int, count: int, choice: Choice) -> np.ndarray[Any, Any]:
    return choice.integers(0, max(size, 1), count)


def _as_printed(names: pl.Series, choice: Choice) -> pl.Expr:
    """Names as lists print them: brackets of the other width, inner blanks, 有限责任公司 for 有限公司, a branch."""
    way = pl.Series(choice.random(len(names)))
    name = pl.lit(names)
    half = name.str.replace_all("（", "(").str.replace_all("）", ")")
    longer = name.str.replace("股份有限公司$", "有限公司").str.replace("有限公司$", "有限责任公司")
    return (
        pl.when(way < 0.80)
        .then(name)
        .when(way < 0.88)
        .then(half)
        .when(way < 0.92)
        .then(pl.concat_str([name.str.slice(0, 2), pl.lit(" "), name.str.slice(2)]))
        .when(way < 0.96)
        .then(longer)
        .when(way < 0.98)
        .then(name.str.replace("有限", "科技有限"))
        .otherwise(pl.concat_str([name, pl.lit("第一分公司")]))
    )
