"""The shape of the rulebook: what an article file and a policy file may say, and nothing else.

Decoded strictly (unknown keys are errors). Figures stay as the law prints them ("100万元", "12%",
"180天"); `load_rulebook` checks that each parses in the unit of its fact.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from screening.rules.vocabulary import Evidence


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every part of the rulebook."""


# --- conditions: a closed set of kinds, each three-valued: met, unmet, unknown -----------------------


class AtLeast(_Strict, frozen=True, tag_field="kind", tag="at_least"):
    """fact ≥ value (以上, 不低于, 达到, 突破)."""

    fact: str
    value: str


class Over(_Strict, frozen=True, tag_field="kind", tag="over"):
    """fact > value (超过, 超)."""

    fact: str
    value: str


class AtMost(_Strict, frozen=True, tag_field="kind", tag="at_most"):
    """fact ≤ value (以内, 前N名)."""

    fact: str
    value: str


class Under(_Strict, frozen=True, tag_field="kind", tag="under"):
    """fact < value."""

    fact: str
    value: str


class OneOf(_Strict, frozen=True, tag_field="kind", tag="one_of"):
    """A text fact is one of the names. blank_is_met: a reading takes a row that says none as one of them
    (shaoxing 二十五: whoever a list of committees names leads it)."""

    fact: str
    values: list[str]
    blank_is_met: bool = False


class Contains(_Strict, frozen=True, tag_field="kind", tag="contains"):
    """A text fact has one of the words in it (组织方: 青岛市…行业协会)."""

    fact: str
    words: list[str]


class IsTrue(_Strict, frozen=True, tag_field="kind", tag="is_true"):
    """A 是 / 否 fact is 是. blank_is_no: the reading takes a blank as 否 and counts it (shaoxing 八 内生项目)."""

    fact: str
    blank_is_no: bool = False


class IsFalse(_Strict, frozen=True, tag_field="kind", tag="is_false"):
    """A 是 / 否 fact is 否. blank_is_no: as with `IsTrue`."""

    fact: str
    blank_is_no: bool = False


class IsPresent(_Strict, frozen=True, tag_field="kind", tag="is_present"):
    """The fact is known (验收日期 there: 验收通过); blank is unknown, never no.

    blank_is_no: only in `select`, where a row without the fact is no evidence for the item (shaoxing 九).
    """

    fact: str
    blank_is_no: bool = False


class ListedIn(_Strict, frozen=True, tag_field="kind", tag="listed_in"):
    """A list fact (列入计划) names at least one of these; blank is unknown, 无 is none."""

    fact: str
    any_of: list[str]


class IndustryIn(_Strict, frozen=True, tag_field="kind", tag="industry_in"):
    """industry_code stands in a list of rulebook/code_lists/industries.csv (制造业, 工业, …)."""

    industry_list: str


class AboveScale(_Strict, frozen=True, tag_field="kind", tag="above_scale"):
    """规上 / 纳统 in the year of the event."""


class Growth(_Strict, frozen=True, tag_field="kind", tag="growth"):
    """A money fact grew by at least `at_least` over the year before; years_back 1 tests the year before."""

    fact: str
    at_least: str
    years_back: int = 0


class ReachesTarget(_Strict, frozen=True, tag_field="kind", tag="reaches"):
    """fact ≥ another fact of the same row (营业收入 达到 年度目标)."""

    fact: str
    other_fact: str


class Line(_Strict, frozen=True):
    """A line of a ladder: fact ≥ at_least, or fact > over; exactly one of the two."""

    fact: str
    at_least: str | None = None
    over: str | None = None


class FirstReach(_Strict, frozen=True, tag_field="kind", tag="first_reach"):
    """All lines reached together for the first year ever (readings 1.5, 1.7): rows for lines met, missing
    values and near misses only; the earliest known year proves nothing."""

    lines: list[Line]


class Holds(_Strict, frozen=True, tag_field="kind", tag="holds"):
    """The enterprise holds one of these titles on the as-of date, or ever got it up to then (`ever`).

    No known event is unknown, never no; only known and revoked, moved out or run out is unmet.
    """

    programmes: list[str]
    levels: list[str] = []
    ever: bool = False
    same_object: bool = False  # the title's item_name must be that of the evidence row
    level_from_row: bool = False  # at the level printed on the evidence row (工艺美术大师 展位费)


class SpendingExists(_Strict, frozen=True, tag_field="kind", tag="spending_exists"):
    """An expenditure of one of these kinds is known for the enterprise (and object) in the year."""

    spending_kinds: list[str]
    same_object: bool = False


class Judged(_Strict, frozen=True, tag_field="kind", tag="judged"):
    """A department's judgement, as printed (成效显著): unknown until is_confirmed or a ruling decides."""

    text: str


class InForce(_Strict, frozen=True, tag_field="kind", tag="in_force"):
    """A date fact lies in the document's period of force, both ends included; one printed as a month or
    year lies in it where it overlaps (reading 1.8)."""

    fact: str


class AnyOf(_Strict, frozen=True, tag_field="kind", tag="any_of"):
    """At least one of the conditions is met."""

    conditions: list[Condition]


Condition = (
    AtLeast
    | Over
    | AtMost
    | Under
    | OneOf
    | Contains
    | IsTrue
    | IsFalse
    | IsPresent
    | ListedIn
    | IndustryIn
    | AboveScale
    | Growth
    | ReachesTarget
    | FirstReach
    | Holds
    | SpendingExists
    | Judged
    | InForce
    | AnyOf
)

# --- awards: what the clause gives, before stacking and shared ceilings -----------------------------


class Fixed(_Strict, frozen=True, tag_field="kind", tag="fixed"):
    """A printed sum: exact."""

    amount: str


class Ceiling(_Strict, frozen=True, tag_field="kind", tag="ceiling"):
    """A sum printed as 最高 / 不超过: an upper bound, never a sum."""

    amount: str


class Spending(_Strict, frozen=True):
    """A base that stands in `expenditures` beside the evidence row (销售额 of the listed product)."""

    kinds: list[str]
    same_object: bool = True  # joined by object name; no partner is unknown


class RateStep(_Strict, frozen=True):
    """Percentage points added to the base rate where the conditions are met; the largest met step counts."""

    points: str
    when: list[Condition]


class Rate(_Strict, frozen=True, tag_field="kind", tag="rate"):
    """A share of a base, up to `limit` for the one thing. rate_is_ceiling (不高于 / 最高 x%): upper bound."""

    rate: str
    of: str | Spending
    rate_is_ceiling: bool = False
    limit: str | None = None
    limit_is_ceiling: bool = False  # the law makes the whole figure an upper bound, not just caps it
    steps: list[RateStep] = []


class PerUnit(_Strict, frozen=True, tag_field="kind", tag="per_unit"):
    """An amount for each unit counted by `unit` (blank counts as the one thing the row is)."""

    amount: str
    unit: str = "quantity"
    amount_is_ceiling: bool = False


class PerStep(_Strict, frozen=True, tag_field="kind", tag="per_step"):
    """An amount for each full `step` of a fact above `above`, each step once over all known years."""

    amount: str
    of: str
    step: str
    above: str
    amount_is_ceiling: bool = True


class Bound(_Strict, frozen=True):
    """One bound of a least_of: a plain amount, a share of a fact, or a unit price times facts."""

    amount: str | None = None
    rate: str | None = None
    of: str | None = None
    unit_price: str | None = None
    times: list[str] = []
    when: list[Condition] = []  # the bound applies only where these are met


class LeastOf(_Strict, frozen=True, tag_field="kind", tag="least_of"):
    """The least of several bounds (软件企业租金补贴): an upper bound unless is_exact."""

    bounds: list[Bound]
    is_exact: bool = False


class Unstated(_Strict, frozen=True, tag_field="kind", tag="unstated"):
    """Support without a figure (一事一议, 分档, 各地根据实际)."""

    as_printed: str


class NoSupport(_Strict, frozen=True, tag_field="kind", tag="none"):
    """The item is registered but pays nothing."""


Award = Fixed | Ceiling | Rate | PerUnit | PerStep | LeastOf | Unstated | NoSupport

# --- items -------------------------------------------------------------------------------------------

Novelty = Literal[
    "new",  # 新认定, 新增, 当年 认定 / 列入 / 获得: an event 新认定 in the year
    "first",  # 首次: never before in any year, at this level and grade
    "first_of_grades",  # first pass ever of any of the item's grades (qingdao 19)
    "reviewed",  # 复核通过
    "held",  # a title of any date (with recurrence)
]
Recurrence = Literal["once", "yearly", "first_year_met"]
Computability = Literal["full", "partial", "none"]


class ConditionalFlag(_Strict, frozen=True):
    """A Chinese remark for the rows where the conditions are met (shaoxing 八: the rate is only a floor)."""

    text: str
    when: list[Condition]


class Item(_Strict, frozen=True):
    """One thing an article gives, to one kind of subject, at one level and grade."""

    id: str  # "<article number>-<running number>", unique in its document: "2-01"
    title: str
    subject: str  # who is paid, as printed
    evidence: Evidence
    award: Award
    # which evidence rows the item concerns
    programmes: list[str] = []  # recognition: canonical titles of the catalogue
    level: list[str] = []  # recognition: any of; empty: the title has no levels here
    any_level: bool = False  # the clause names no level: the title at any, a blank one too
    grade: list[str] = []
    except_grade: list[str] = []  # grades the clause leaves out (除外); a row that names no grade is not left out
    grade_must_be_named: bool = False  # a direction inside a title: a row that names none is not this item's
    prize_rank: int | None = None
    novelty: Novelty | None = None  # recognition: required
    project_types: list[str] = []
    plan_lists: list[str] = []  # a project counts under each clause that its type or a plan list names
    spending_kinds: list[str] = []
    select: list[Condition] = []  # unmet: the row does not concern the item; unknown: it might
    # when it counts
    dated_by: str | None = None  # a date fact that dates the event, where not the evidence's own date
    year_offset: int = 0  # 1: 上年度 clauses, award year = event year + 1
    recurrence: Recurrence = "once"
    # what must hold
    subject_types: list[str] = []  # pays only these; blank type is unknown (reading 1.14)
    when: list[Condition] = []
    requires_manufacturing: bool = False  # shaoxing 附则 二: payee printed as bare 企业 / 项目
    is_investment: bool = False  # qingdao 26: the factor does not touch investment support
    pays_enterprises: bool = True  # false: ceilings and factors on enterprises do not bind
    # for people
    channel: str | None = None
    computability: Computability = "full"
    reason: str | None = None  # required unless full: what our tables cannot decide
    note: str | None = None
    flags: list[str] = []  # Chinese remarks that stand on every row of the item
    flags_when: list[ConditionalFlag] = []  # remarks on some rows; they decide nothing


class SharedCeiling(_Strict, frozen=True):
    """A ceiling over several rows; `per` closes the group (project: for its life, earlier years first)."""

    id: str
    items: list[str]
    limit: str
    per: list[Literal["enterprise", "award_year", "project", "object"]]
    as_printed: str


class HighestOnly(_Strict, frozen=True, tag_field="kind", tag="highest"):
    """Of the rows of these items in one group only the highest figure counts, a tie goes to the exact one."""

    id: str
    items: list[str]
    per: list[Literal["enterprise", "award_year", "project", "object", "event", "programme"]]
    as_printed: str


class TopUp(_Strict, frozen=True, tag_field="kind", tag="top_up"):
    """Same title at a higher level or grade: the difference to what was received for the lower."""

    id: str  # the family
    items: list[str]  # from the lowest rung to the highest where figures do not order them
    per: list[Literal["enterprise", "object"]]
    as_printed: str


class Overlap(_Strict, frozen=True, tag_field="kind", tag="overlap"):
    """Pairs that look like one achievement but are both paid: flagged, nothing deducted."""

    id: str
    items: list[str]
    as_printed: str


Stacking = HighestOnly | TopUp | Overlap


class Patch(_Strict, frozen=True):
    """One change another reading makes: a dotted path below an item, ceiling or stacking, and its value."""

    target: str  # id of an item, ceiling, stacking or provision of the document
    path: str  # "award.amount"
    value: object


class Alternative(_Strict, frozen=True):
    """Another way to read the text, and what it would change."""

    name: str
    says: str
    patches: list[Patch] = []


class Reading(_Strict, frozen=True):
    """An open question of the text, the reading taken, the others."""

    id: str
    question: str
    taken: str
    alternatives: list[Alternative] = []


class FigureNote(_Strict, frozen=True):
    """A figure printed in the article that is no rule, and why."""

    figure: str
    reason: str


class Article(_Strict, frozen=True):
    """One article file."""

    article: str  # as printed: 七, 10, 保障措施(二), 附则(四)
    title: str
    computability: Computability
    reason: str | None = None  # required unless full
    items: list[Item] = []
    ceilings: list[SharedCeiling] = []
    stacking: list[Stacking] = []
    readings: list[Reading] = []
    figures_not_rules: list[FigureNote] = []
    figures_derived: list[FigureNote] = []  # figures of rules not printed as such, and the printed parts they come from
    text_sha256: str | None = None  # of the article's official text, folded


# --- document-wide provisions ------------------------------------------------------------------------


class ContributionCeiling(_Strict, frozen=True, tag_field="kind", tag="contribution_ceiling"):
    """Sum per enterprise and award year ≤ its local contribution of the year before (soft: 原则上)."""

    id: str
    article: str
    fact: str
    years_back: int
    is_soft: bool


class GradeFactor(_Strict, frozen=True, tag_field="kind", tag="grade_factor"):
    """What is granted to enterprises is multiplied by the factor of their latest grade; unrated: `unrated`."""

    id: str
    article: str
    factors: dict[str, str]
    unrated: str


class GradeBar(_Strict, frozen=True, tag_field="kind", tag="grade_bar"):
    """Enterprises of this grade in the year `years_back` before the award year get nothing."""

    id: str
    article: str
    grade: str
    years_back: int
    except_newly_above_scale: bool


class SanctionBar(_Strict, frozen=True, tag_field="kind", tag="sanction_bar"):
    """Enterprises on one of these lists at the as-of date get nothing."""

    id: str
    article: str
    sanction_kinds: list[str]


class ScopeExclusion(_Strict, frozen=True, tag_field="kind", tag="scope_exclusion"):
    """Enterprises of this ownership in these industries are outside the policy."""

    id: str
    article: str
    ownership_prefix: str
    industry_list: str


class NoDouble(_Strict, frozen=True, tag_field="kind", tag="no_double"):
    """For one matter the highest counts, payments under any document are counted as received for it."""

    id: str
    article: str


Provision = ContributionCeiling | GradeFactor | GradeBar | SanctionBar | ScopeExclusion | NoDouble


class Force(_Strict, frozen=True):
    """Period of force, both ends included."""

    start: dt.date
    end: dt.date


class Policy(_Strict, frozen=True):
    """policy.yml of a document."""

    id: str
    city: str
    city_name: str
    title: str
    document_number: str | None
    issuer: str
    status: Literal["in_force", "draft"]
    published_on: dt.date | None
    force: Force | None
    text_file: str
    awards_add_up: bool = True  # no printed stacking rule: overlaps are only flagged
    other_documents_count: bool = False  # payments under other documents count as received
    districts: dict[str, dict[str, str]] = {}  # district override slot: code → item id → amount
    channel: str | None = None
    provisions: list[Provision] = []
    readings: list[Reading] = []


# --- catalogue of programmes -------------------------------------------------------------------------


class ProgrammeName(_Strict, frozen=True):
    """A published name of a programme that itself says level or grade."""

    name: str
    level: str | None = None
    grade: str | None = None


class Programme(_Strict, frozen=True):
    """A title, prize, certificate or standing that lists and clauses name."""

    title: str  # canonical Chinese title without level words; the name rules use
    names: list[str | ProgrammeName] = []  # as published, level words may stand before (国家级, 省级, 市级)
    levels: list[str] = []  # levels it exists at, lowest first; empty: it has none
    grades: list[str] = []  # grades it exists at, lowest first; empty: it has none
    implied_level: str | None = None  # the title itself says it
    is_work: bool = False  # a single work (prize, standard, product): new each time
    is_per_object: bool = False  # a title held by a workshop, scene or product, not by the firm as a whole
    is_standing: bool = False  # standing no table carries (链主, 软件企业评估)
    subject_type: str | None = None  # the title itself says what kind of subject holds it
    grade_words: dict[str, str] = {}  # published grade word → grade (金奖: 一等奖)
    plain_grade: str | None = None  # grade of a row that names none, in title or column (中国质量奖: the prize itself)
