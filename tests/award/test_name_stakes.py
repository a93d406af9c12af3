"""What hangs on a question about a list name: worked out by hand from 绍兴's clauses, nobody paid by it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from sample_data.generate import generate
from screening.award.name_stakes import name_stakes
from screening.award.screen_city import screen_city
from screening.contract.money import YUAN
from screening.contract.result_tables import NAME_STAKES
from screening.intake.read_inbox import read_city
from screening.rules.catalogue import catalogue_of
from screening.rules.load_rulebook import load_rulebook
from screening.rules.loaded_rulebook import Rulebook
from screening.rules.resolve_programmes import resolve_programmes
from screening.screening_run import ScreeningRun
from tests.credit_codes import credit_code

KILN: Final = credit_code(1, "330602")
LOOM: Final = credit_code(2, "330602")
CITY: Final = "shaoxing"
AS_OF: Final = dt.date(2025, 11, 30)
REGISTER: Final = (
    "统一社会信用代码,企业名称,所在区县,主体类型,行业代码,经济性质,成立日期,经营状态\n"
    f"{KILN},绍兴示例越窑新材料有限公司,越城区,企业,2614,民营,2011-01-01,存续\n"
    f"{LOOM},绍兴示例锦纶纺织科技有限公司,柯桥区,企业,1751,民营,2012-01-01,存续\n"
)
LISTED: Final = "统一社会信用代码,企业名称,认定名称,级别,认定类型,认定日期\n"
KILN_SLIP: Final = "绍兴示例越窖新材料有限公司"
KILN_OTHER_SLIP: Final = "绍兴示例越窑新材科有限公司"
GIANT: Final = "专精特新“小巨人”企业,国家级,新认定,2025-06-30"  # 十二: 150 万元, exact
CENTRE: Final = "企业技术中心,省级,新认定,2025-08-15"  # 十四: at most 20 万元

Stake = tuple[Decimal | None, str, int]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


class City:
    """Shaoxing as read from an inbox with these lists, or with what lies there if none are given."""

    def __init__(self, inbox: Path, rulebook: Rulebook, *recognised: str, **other: str) -> None:
        own = {"企业名录": REGISTER, "认定名单": LISTED + "\n".join(recognised)} if recognised else {}
        for name, text in (own | other).items():
            (inbox / CITY).mkdir(parents=True, exist_ok=True)
            (inbox / CITY / f"{name}.csv").write_text(text, encoding="utf-8")
        intake = read_city(inbox, CITY)
        present = {source.table for source in intake.sources}
        tables = {name: frame for name, frame in intake.tables.items() if name in present}
        tables["recognitions"] = resolve_programmes(tables["recognitions"], catalogue_of(rulebook))
        run = ScreeningRun("id", AS_OF, inbox, inbox, (CITY,))
        self.results = screen_city(tables, rulebook, run, CITY)
        self.stakes = name_stakes(tables, intake.name_matches, self.results["awards"], rulebook, run)

    def of(self, list_name: str, uscc: str = KILN) -> Stake:
        """Stake, kind and number of awards without a figure of one question."""
        asked = self.stakes.filter(pl.col("key").str.starts_with(f"{CITY}|{list_name}|{uscc}|"))
        (row,) = asked.select("stake", "stake_kind", "unstated_items").rows()
        return row


def yuan(amount: str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def test_a_printed_sum_is_exact_and_says_whose_it_would_be(tmp_path: Path, rulebook: Rulebook) -> None:
    city = City(tmp_path, rulebook, f",{KILN_SLIP},{GIANT}")
    assert city.of(KILN_SLIP) == (yuan("1500000"), "exact", 0)
    assert city.stakes.schema == pl.Schema(NAME_STAKES)
    assert city.stakes.select("city", "key", "uscc", "district", "industry_code").rows() == [
        (CITY, f"{CITY}|{KILN_SLIP}|{KILN}|绍兴示例越窑新材料有限公司", KILN, "越城区", "2614")
    ]


def test_nobody_is_paid_by_a_stake(tmp_path: Path, rulebook: Rulebook) -> None:
    results = City(tmp_path, rulebook, f",{KILN_SLIP},{GIANT}", f"{LOOM},,{CENTRE}").results
    assert results["awards"].select("uscc", "award").rows() == [(LOOM, yuan("200000"))]
    assert results["determinations"]["uscc"].unique().to_list() == [LOOM]
    (total,) = results["enterprise_totals"].select("uscc", "exact_total", "upper_bound_total").rows()
    assert total == (LOOM, yuan("0"), yuan("200000"))


def test_a_sum_printed_as_the_most_is_an_upper_bound_and_so_is_what_it_is_added_to(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    city = City(
        tmp_path, rulebook, f",{KILN_SLIP},{CENTRE}", f",{KILN_OTHER_SLIP},{CENTRE}", f",{KILN_OTHER_SLIP},{GIANT}"
    )
    assert city.of(KILN_SLIP) == (yuan("200000"), "upper_bound", 0)
    assert city.of(KILN_OTHER_SLIP) == (yuan("1700000"), "upper_bound", 0)


def test_support_without_a_figure_has_no_amount_and_is_counted_beside_one(tmp_path: Path, rulebook: Rulebook) -> None:
    machine = "首台（套）整机设备,省级,新认定,2025-08-15"
    city = City(
        tmp_path, rulebook, f",{KILN_SLIP},{machine}", f",{KILN_OTHER_SLIP},{machine}", f",{KILN_OTHER_SLIP},{GIANT}"
    )
    assert city.of(KILN_SLIP) == (None, "unstated", 1)
    assert city.of(KILN_OTHER_SLIP) == (yuan("1500000"), "exact", 1)


def test_what_a_department_has_yet_to_judge_is_undetermined(tmp_path: Path, rulebook: Rulebook) -> None:
    prize = "国内外知名工业设计大赛奖项,,新认定,2025-08-15"
    city = City(
        tmp_path, rulebook, f",{KILN_SLIP},{prize}", f",{KILN_OTHER_SLIP},{prize}", f",{KILN_OTHER_SLIP},{GIANT}"
    )
    assert city.of(KILN_SLIP) == (yuan("50000"), "undetermined", 0)
    assert city.of(KILN_OTHER_SLIP) == (yuan("1550000"), "undetermined", 0)


def test_a_level_above_one_already_paid_is_worth_the_difference(tmp_path: Path, rulebook: Rulebook) -> None:
    # 市级 5 万元 stands; 省级 20 万元 less those 5. Without a ledger nobody knows what was paid before.
    rows = f"{KILN},,企业技术中心,市级,新认定,2025-03-01", f",{KILN_SLIP},{CENTRE}"
    assert City(tmp_path, rulebook, *rows).of(KILN_SLIP) == (yuan("150000"), "undetermined", 0)
    paid = f"{LOOM},绍政发〔2020〕1号,技术改造补助,1000,2021-01-01"
    ledger = f"统一社会信用代码,政策文号或名称,兑付事项,金额,兑付日期\n{paid}\n"
    assert City(tmp_path, rulebook, *rows, 兑付台账=ledger).of(KILN_SLIP) == (yuan("150000"), "upper_bound", 0)


def test_a_row_that_says_nothing_new_is_worth_nothing(tmp_path: Path, rulebook: Rulebook) -> None:
    known, later = f"{KILN},,{GIANT}", "专精特新“小巨人”企业,国家级,新认定,2025-07-31"
    not_yet = "专精特新“小巨人”企业,国家级,新认定,2025-12-01"
    city = City(tmp_path, rulebook, known, f",{KILN_SLIP},{later}", f",{KILN_OTHER_SLIP},{not_yet}")
    assert city.of(KILN_SLIP) == (yuan("0"), "none", 0)
    assert city.of(KILN_OTHER_SLIP) == (yuan("0"), "none", 0)


def test_two_names_that_may_be_one_enterprise_each_have_their_own_stake(tmp_path: Path, rulebook: Rulebook) -> None:
    city = City(tmp_path, rulebook, f",{KILN_SLIP},{GIANT}", f",{KILN_OTHER_SLIP},{GIANT}")
    assert city.of(KILN_SLIP) == city.of(KILN_OTHER_SLIP) == (yuan("1500000"), "exact", 0)


def test_one_name_in_two_lists_is_one_question_with_one_stake(tmp_path: Path, rulebook: Rulebook) -> None:
    city = City(tmp_path, rulebook, f",{KILN_SLIP},{GIANT}", f",{KILN_SLIP},{GIANT}", f",{KILN_SLIP},{CENTRE}")
    assert city.of(KILN_SLIP) == (yuan("1700000"), "upper_bound", 0)
    assert city.stakes.height == 1


def test_an_answer_is_worth_what_all_rows_of_the_name_give_that_it_settles(tmp_path: Path, rulebook: Rulebook) -> None:
    # A branch's name with the code of its parent is a question; without the code the name is nobody's as yet.
    branch = "绍兴示例越窑新材料有限公司第一分公司"
    city = City(tmp_path, rulebook, f"{KILN},{branch},{GIANT}", f",{branch},{CENTRE}")
    assert city.of(branch) == (yuan("1700000"), "upper_bound", 0)


def test_a_title_nobody_knows_leaves_the_stake_unknown(tmp_path: Path, rulebook: Rulebook) -> None:
    unknown = "绍兴示例特别荣誉,市级,新认定,2025-08-15"
    assert City(tmp_path, rulebook, f",{KILN_SLIP},{unknown}").of(KILN_SLIP) == (None, "unknown_programme", 0)


def test_a_sanction_is_worth_what_it_would_take(tmp_path: Path, rulebook: Rulebook) -> None:
    sanctions = f"企业名称,类别,列入日期\n{KILN_SLIP},严重失信,2025-05-01\n{KILN_OTHER_SLIP},一般失信,2025-05-01\n"
    city = City(tmp_path, rulebook, f"{KILN},,{GIANT}", f"{KILN},,{CENTRE}", 失信惩戒=sanctions)
    assert city.of(KILN_SLIP) == (yuan("-1700000"), "upper_bound", 0)
    assert city.of(KILN_OTHER_SLIP) == (yuan("0"), "none", 0)


def test_rulings_on_conditions_of_the_enterprise_hold_for_its_double(tmp_path: Path, rulebook: Rulebook) -> None:
    # The prize was judged: 5 万元 are the enterprise's whatever is answered on the name.
    prize = f"{KILN},,国内外知名工业设计大赛奖项,,新认定,2025-08-15"
    key = f"shaoxing-2025/21-18|{KILN}|国内外知名工业设计大赛奖项|新认定|2025-08-15|国内外知名"
    rulings = f"结论类型,键,结论\ncondition,{key},是\n"
    city = City(tmp_path, rulebook, prize, f",{KILN_SLIP},{GIANT}", 复核结论=rulings)
    assert city.results["awards"]["determination"].to_list() == ["eligible"]
    assert city.of(KILN_SLIP) == (yuan("1500000"), "exact", 0)


def test_a_city_without_candidates_has_no_stakes(tmp_path: Path, rulebook: Rulebook) -> None:
    city = City(tmp_path, rulebook, f"{KILN},,{GIANT}")
    assert city.stakes.is_empty()
    assert city.stakes.schema == pl.Schema(NAME_STAKES)


def test_a_stake_is_what_the_totals_move_by_once_the_name_is_answered(tmp_path: Path, rulebook: Rulebook) -> None:
    """Invented lists of a thousand enterprises: questions that do not touch each other, all answered 是 at once."""
    generate(tmp_path, 1_000, 7, [CITY])
    before = City(tmp_path, rulebook)
    name = pl.col("key").str.splitn("|", 3).struct.field("field_1")
    alone = before.stakes.with_columns(name=name).filter(pl.len().over("uscc") == 1).filter(pl.len().over("name") == 1)
    rulings = alone.select(
        pl.lit("name_match").alias("结论类型"), pl.col("key").alias("键"), pl.lit("是").alias("结论")
    )
    after = City(tmp_path, rulebook, 复核结论=rulings.write_csv())
    moved = alone.join(_shown(before), on="uscc", how="left").join(
        _shown(after), on="uscc", how="left", suffix="_after"
    )
    zero = pl.lit(0, dtype=YUAN)
    by = pl.coalesce("shown_after", zero) - pl.coalesce("shown", zero)
    assert moved.filter(pl.coalesce("stake", zero) != by).is_empty()
    assert {"none", "upper_bound"} <= set(alone["stake_kind"])


def _shown(city: City) -> pl.DataFrame:
    """uscc and what its awards come to, open ones among them."""
    shown = pl.col("upper_bound_total").sum() + pl.col("undetermined_total").sum()
    return city.results["enterprise_totals"].group_by("uscc").agg(shown.cast(YUAN).alias("shown"))
