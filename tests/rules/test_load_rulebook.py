"""The rulebook is read strictly: whatever is wrong is named with its file and place, all of it at once."""

from __future__ import annotations

import datetime as dt

import pytest

from screening.rules.load_rulebook import RulebookError, load_rulebook
from screening.rules.rulebook_files import read_rulebook_files
from tests.rules.conftest import FILES, POLICY, PROGRAMMES, PROJECTS, SERVICES, TITLES, WriteRulebook


def _faults(write: WriteRulebook, changes: dict[str, str | None]) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(write(changes))
    assert str(len(caught.value.faults)) in str(caught.value)
    return [str(fault) for fault in caught.value.faults]


def test_a_rulebook_has_its_articles_in_the_order_of_the_document(write_rulebook: WriteRulebook) -> None:
    rulebook = load_rulebook(write_rulebook())
    policy = rulebook.policies["sample-2024"]
    assert policy.policy.force is not None
    assert policy.policy.force.end == dt.date(2026, 1, 9)
    assert [article.article for article in policy.articles] == ["一", "二", "附则(一)"]
    assert [item.id for _, item in policy.items()] == ["1-01", "1-02", "2-01"]
    assert [ceiling.id for ceiling in policy.ceilings()] == ["year"]
    assert [relation.id for relation in policy.stacking()] == ["green"]
    assert policy.files["附则(一)"] == "sample-2024/90-factor.yml"
    assert rulebook.industry_lists == {"制造业": ("13", "36")}
    assert rulebook.code_lists["project_types"] == ("技术改造",)
    assert rulebook.version == "1.0"


def test_the_hash_is_that_of_every_byte(write_rulebook: WriteRulebook) -> None:
    first = load_rulebook(write_rulebook()).sha256
    assert load_rulebook(write_rulebook()).sha256 == first
    assert load_rulebook(write_rulebook({"code_lists/levels.csv": "name\n市级\n省级\n国家级\n县级\n"})).sha256 != first


def test_a_document_alone_can_be_loaded(write_rulebook: WriteRulebook) -> None:
    root = write_rulebook({"other-2024/policy.yml": "id: other-2024"})
    assert list(load_rulebook(root, policy_ids=["sample-2024"]).policies) == ["sample-2024"]
    with pytest.raises(RulebookError, match="other-2024"):
        load_rulebook(root)


def test_programmes_that_no_item_uses_are_a_warning(write_rulebook: WriteRulebook) -> None:
    warnings = load_rulebook(write_rulebook()).warnings
    assert [warning for warning in warnings if "DCMM" in warning]
    assert not [warning for warning in warnings if "绿色工厂" in warning]


def test_an_absent_folder_is_said(write_rulebook: WriteRulebook) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_rulebook(write_rulebook() / "nowhere")


def test_all_faults_of_all_files_come_at_once(write_rulebook: WriteRulebook) -> None:
    faults = _faults(
        write_rulebook,
        {
            "sample-2024/01-titles.yml": TITLES.replace("50万元", "50万").replace("[省级]", "[县级]"),
            "sample-2024/02-projects.yml": PROJECTS.replace("300万元", "三百万元"),
        },
    )
    assert [fault.split(": ")[:2] for fault in faults] == [
        ["sample-2024/01-titles.yml", "1-01.award.amount"],
        ["sample-2024/01-titles.yml", "1-02.level"],
        ["sample-2024/01-titles.yml", "1-02.level"],
        ["sample-2024/02-projects.yml", "2-01.when.0.value"],
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("amount: 50万元", "amount: 500000"), "items[0].award.amount (1-01): Expected `str`, got `int`"),
        (("novelty: new", "novelty: newest"), "items[0].novelty (1-01)"),
        (("subject: 企业", "subject: 企业\n    payee: 企业"), "unknown field `payee`"),
        (("evidence: recognition", "evidence: rumour"), "items[0].evidence (1-01)"),
        (("kind: fixed", "kind: gift"), "items[0].award"),
        (("article: 一", "article: 一\nremark: x"), "unknown field `remark`"),
        (("title: 称号奖励", "title: 称号奖励\ntitle: 称号"), "key 'title' is given twice"),
        (("[1-02, 1-01]", "*items"), "undefined alias"),
        (("id: first", "id: &a first"), None),
        (("programmes: [绿色工厂]\n    level: [省级]", "programmes: *a\n    level: [省级]"), "undefined alias"),
        (("article: 一", "article: [一"), "did not find expected"),
        (("article: 一", "article: 第一条"), "expected a label"),
        (("article: 一", "article: 三"), "numbered 1: expected 03"),
        (("article: 一", "article: 二"), "given twice"),
    ],
)
def test_a_file_that_does_not_decode_is_named(
    write_rulebook: WriteRulebook, change: tuple[str, str], says: str | None
) -> None:
    root = write_rulebook({"sample-2024/01-titles.yml": TITLES.replace(*change, 1)})
    if says is None:
        load_rulebook(root)
        return
    with pytest.raises(RulebookError) as caught:
        load_rulebook(root)
    assert says in str(caught.value)


def test_aliases_are_refused_for_they_hide_a_rule_from_its_reader(write_rulebook: WriteRulebook) -> None:
    changed = TITLES.replace("programmes: [绿色工厂]", "programmes: &green [绿色工厂]", 1)
    changed = changed.replace("programmes: [绿色工厂]", "programmes: *green")
    assert "aliases" in _faults(write_rulebook, {"sample-2024/01-titles.yml": changed})[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("id: 1-01", "id: 2-01"), "2-01.id: '2-01': expected '1-'"),
        (("id: 1-02", "id: 1-01"), "id '1-01' is given 2 times"),
        (("novelty: new\n", "\n"), "1-01.novelty: required for evidence 'recognition'"),
        (("level: [国家级]", "project_types: [技术改造]\n    level: [国家级]"), "1-01.project_types: not for evidence"),
        (("programmes: [绿色工厂]", "programmes: [蓝色工厂]"), "'蓝色工厂' is not a title of the catalogue"),
        (("level: [国家级]", "level: []"), "name the levels meant of programme '绿色工厂'"),
        (("level: [国家级]", "level: [国家级]\n    grade: [甲级]"), "grade '甲级'"),
        (("[1-02, 1-01]", "[1-02, 1-03]"), "green: item '1-03' is not an item"),
        (("[1-02, 1-01]", "[1-02, 1-02]"), "green: items named twice"),
        (("[1-02, 1-01]", "[]"), "green: no items"),
        (("target: 1-02", "target: 1-09"), "target '1-09' does not exist"),
        (("computability: full", "computability: partial"), "reason: required where computability is 'partial'"),
        (("name: 另议", "name: 按新认定"), "alternative '按新认定' is given twice"),
    ],
)
def test_what_is_named_must_exist_and_fit(write_rulebook: WriteRulebook, change: tuple[str, str], says: str) -> None:
    faults = _faults(write_rulebook, {"sample-2024/01-titles.yml": TITLES.replace(*change, 1)})
    assert [fault for fault in faults if says in fault], faults


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("fact: equipment_investment", "fact: height"), "fact 'height' is not in the vocabulary"),
        (("fact: equipment_investment", "fact: role"), "fact 'role' is not carried by evidence 'project'"),
        (("fact: equipment_investment", "fact: own_land"), "fact 'own_land' is flag"),
        (("of: equipment_investment", "of: completed_on"), "fact 'completed_on' is date, expected money"),
        (("rate: 10%", "rate: 10"), "Expected `str`"),
        (("rate: 10%", "rate: 十分之一"), "2-01.award.rate"),
        (("limit: 200万元", "limit: 200"), "got `int`"),
        (("limit: 500万元", "limit: 五百万元"), "year: amount '五百万元'"),
        (("[技术改造]", "[技术]"), "'技术' is not in code_lists/project_types.csv"),
        (("industry_list: 制造业", "industry_list: 农业"), "'农业' is not in code_lists/industries.csv"),
        (("    computability: partial\n", "    computability: full\n"), None),
        (("    reason: 是否符合条件由部门判定\n", ""), "2-01.reason: required"),
        (("computability: partial", "computability: full"), "'full', but its items are ['partial']"),
        (("computability: partial", "computability: none"), "'none', but its items are ['partial']"),
        (
            ("evidence: project\n", "evidence: expenditure\n"),
            "2-01.spending_kinds: required for evidence 'expenditure'",
        ),
        (("text: 符合条件}", "text: 符合条件}\n      - {kind: any_of, conditions: []}"), "at least two conditions"),
        (
            ("text: 符合条件}", "text: 符合条件}\n      - {kind: first_reach, lines: [{fact: revenue}]}"),
            "exactly one of",
        ),
        (
            ("text: 符合条件}", "text: 符合条件}\n      - {kind: is_present, fact: accepted_on, blank_is_no: true}"),
            "2-01.when.3: blank_is_no only in select",
        ),
        (
            (
                "kind: rate, rate: 10%, of: equipment_investment, rate_is_ceiling: true, limit: 200万元",
                "kind: least_of, bounds: [{rate: 10%}]",
            ),
            "expected exactly one of: amount; rate and of",
        ),
    ],
)
def test_conditions_and_awards_must_make_sense(
    write_rulebook: WriteRulebook, change: tuple[str, str], says: str | None
) -> None:
    root = write_rulebook({"sample-2024/02-projects.yml": PROJECTS.replace(*change, 1)})
    if says is None:
        load_rulebook(root)
        return
    with pytest.raises(RulebookError) as caught:
        load_rulebook(root)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("id: sample-2024", "id: other"), "expected the name of its folder"),
        (("end: 2026-01-09", "end: 2023-01-09"), "ends on 2023-01-09, before it starts"),
        (("force: {start: 2024-01-10, end: 2026-01-09}", "force: null"), "required for a document in force"),
        (("C: 80%", "C: 八折"), "factor: C: rate '八折'"),
        (("[严重失信]", "[失信]"), "'失信' is not in code_lists/sanction_kinds.csv"),
        (("article: 附则(一)", "article: 附则(二)"), "article '附则(二)' is not an article"),
        (("readings:", "districts: {'370001': {1-09: 5万元}}\nreadings:"), "item '1-09' is not an item"),
        (("readings:", "districts: {'370001': {1-01: 5万}}\nreadings:"), "amount '5万'"),
        (("id: whole", "id: 1-01"), "id '1-01' is given 2 times"),
        (("kind: grade_factor, id: factor, article: 附则(一), factors: {A: 100%, C: 80%, D: 0%}, unrated: 100%",
          "kind: contribution_ceiling, id: factor, article: 文末, fact: level, years_back: 1, is_soft: true"),
         "fact 'level' is not a money fact"),
    ],
)  # fmt: skip
def test_the_head_of_a_document_is_checked(write_rulebook: WriteRulebook, change: tuple[str, str], says: str) -> None:
    faults = _faults(write_rulebook, {"sample-2024/policy.yml": POLICY.replace(*change, 1)})
    assert [fault for fault in faults if says in fault and fault.startswith("sample-2024/policy.yml")], faults


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("levels: [省级, 国家级]", "levels: [省级, 部级]"), "level '部级' is not in code_lists/levels.csv"),
        (("level: 国家级}", "level: 市级}"), "level '市级' is not among the programme's levels"),
        (("三级: 3级", "三级: 4级"), "grade '4级' is not among the programme's grades"),
        (("grade: 提名奖", "grade: 入围奖"), "grade '入围奖' is not among the programme's grades"),
        (("plain_grade: 质量奖", "plain_grade: 大奖"), "plain_grade '大奖'"),
        (("title: DCMM", "title: 绿色工厂"), "programme is given twice"),
        (("[数据管理能力成熟度]", "[绿色“制造”工厂]"), "also means programme '绿色工厂' at the same level"),
        (("is_work: true", "subject_type: 团体"), "subject_type '团体'"),
        (("[专精特新小巨人]", "['（）']"), "is empty once folded"),
    ],
)
def test_the_catalogue_is_checked(write_rulebook: WriteRulebook, change: tuple[str, str], says: str) -> None:
    faults = _faults(write_rulebook, {"programmes/all.yml": PROGRAMMES.replace(*change, 1)})
    assert [fault for fault in faults if says in fault], faults


def test_two_programmes_may_share_a_name_that_levels_tell_apart(write_rulebook: WriteRulebook) -> None:
    other = "- {title: 绿色工厂（市）, names: [绿色制造工厂], levels: [市级]}\n"
    load_rulebook(write_rulebook({"programmes/other.yml": other}))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sample-2024/policy.yml": None}, "sample-2024/policy.yml: is missing"),
        ({"sample-2024/Titles.yml": TITLES}, "expected a file name as 07-short-slug.yml"),
        ({"sample-2024/90-factor.yml": None, "sample-2024/03-factor.yml": SERVICES}, "expected a file number from 90"),
        ({"VERSION": None}, "VERSION: missing or empty"),
        ({"code_lists/levels.csv": None}, "code_lists/levels.csv: is missing"),
        ({"code_lists/industries.csv": "list,name\n制造业,汽车\n"}, "industries.csv: line 2: no code_prefix"),
        ({"code_lists/level_words.csv": "word,level,is_place\n省级,,否\n"}, "level_words.csv: line 2: no level"),
        ({"sample-2024/text_sentences.csv": "article,hash\n一,0\n"}, "text_sentences.csv: line 2: no sha256"),
        ({"programmes/all.yml": "绿色工厂: {}"}, "expected a list, got dict"),
        ({"programmes/all.yml": PROGRAMMES.replace("title: DCMM", "titel: DCMM")}, "[2]"),
    ],
)
def test_files_must_be_where_the_rulebook_has_them(
    write_rulebook: WriteRulebook, changes: dict[str, str | None], says: str
) -> None:
    assert [fault for fault in _faults(write_rulebook, changes) if says in fault]


def test_bytes_that_are_no_text_are_a_fault_not_a_crash(write_rulebook: WriteRulebook) -> None:
    root = write_rulebook()
    (root / "programmes" / "broken.yml").write_bytes("标题".encode("gb18030"))
    assert [fault.file for fault in read_rulebook_files(root).faults] == ["programmes/broken.yml"]


def test_editors_leftovers_are_not_read(write_rulebook: WriteRulebook) -> None:
    root = write_rulebook()
    before = load_rulebook(root).sha256
    (root / "sample-2024" / ".01-titles.yml").write_text("x: [", encoding="utf-8")
    (root / "sample-2024" / "01-titles.yml~").write_text("x: [", encoding="utf-8")
    assert load_rulebook(root).sha256 == before
    assert set(FILES) <= {path.relative_to(root).as_posix() for path in root.rglob("*")}
