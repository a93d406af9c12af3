"""The rulebook is held beside the official text: figures, sums, numbering, dates and the text itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.rules.load_rulebook import load_rulebook
from screening.rules.stamp_texts import stamp
from screening.rules.verify_texts import Finding, FindingKind, verify
from tests.rules.conftest import POLICY, PROJECTS, TITLES, WriteRulebook

TEXT = """
样例市促进制造业若干措施
一、支持企业
（一）称号奖励。到2026年产值达到多。对国家级绿色工厂奖励50万元;对省级绿色工厂奖励最高20万元。
（二）技术改造。产值达到30亿元。设备投资额300万元以上的，按不高于10%补助，单个项目不超过200万元，每年不超过 500 万元。
二、附则
（一）A类100%，C类80%，D类不予支持。
本措施自2024年1月10日起施行，有效期至2026年1月9日。
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "sample-2024.txt").write_text(TEXT, encoding="utf-8")
    return folder


def _findings(write: WriteRulebook, texts: Path, changes: dict[str, str | None] | None = None) -> list[tuple[str, str]]:
    found = verify(load_rulebook(write(changes)), texts)
    return [(finding.article or "", finding.message) for finding in found if finding.kind != "not_stamped"]


def test_rules_that_print_what_the_text_prints_have_no_findings(write_rulebook: WriteRulebook, texts: Path) -> None:
    assert _findings(write_rulebook, texts) == []


def _unused(amount: str) -> str:
    return f"本条印有 {amount}，没有规则使用，也未列入 figures_not_rules"


@pytest.mark.parametrize(
    ("file", "change", "finding"),
    [
        ("01-titles", ("50万元", "60万元"), ("一", "1-01 的 60万元（award.amount）未见于本条")),
        ("01-titles", ("50万元", "60万元"), ("一", _unused("50万元"))),
        ("01-titles", ("50万元", "20万元"), ("一", _unused("50万元"))),
        ("02-projects", ("300万元", "400万元"), ("二", "2-01 的 400万元（when.0.value）未见于本条")),
        ("02-projects", ("rate: 10%", "rate: 12%"), ("二", "2-01 的 12%（award.rate）未见于本条")),
        ("02-projects", ("limit: 500万元", "limit: 300万元"), ("二", _unused("500万元"))),
        ("02-projects", ("limit: 500万元", "limit: 600万元"), ("二", "上限 year 的 600万元 未见于本条")),
        ("02-projects", ("figure: 30亿元", "figure: 40亿元"), ("二", "figures_not_rules 的 40亿元 未见于本条")),
        ("02-projects", ("figure: 30亿元", "figure: 30家"), ("二", _unused("30亿元"))),
        ("policy", ("C: 80%", "C: 70%"), ("附则(一)", "系数 70% 未见于本条")),
        ("policy", ("end: 2026-01-09", "end: 2026-01-10"), ("", "有效期 2026年1月10日 未见于文本")),
    ],
)  # fmt: skip
def test_each_figure_is_held_against_its_own_article(
    write_rulebook: WriteRulebook, texts: Path, file: str, change: tuple[str, str], finding: tuple[str, str]
) -> None:
    source = {"01-titles": TITLES, "02-projects": PROJECTS, "policy": POLICY}[file]
    assert finding in _findings(write_rulebook, texts, {f"sample-2024/{file}.yml": source.replace(*change)})


def test_a_grade_is_looked_for_in_all_words_the_catalogue_has_for_it(
    write_rulebook: WriteRulebook, texts: Path
) -> None:
    changed = TITLES.replace("programmes: [绿色工厂]\n    level: [国家级]", "programmes: [DCMM]\n    grade: [3级]", 1)
    files: dict[str, str | None] = {"sample-2024/01-titles.yml": changed}
    assert ("一", "1-01 的等级“3级”未见于本条") in _findings(write_rulebook, texts, files)
    (texts / "sample-2024.txt").write_text(TEXT.replace("国家级绿色工厂", "通过三级"), encoding="utf-8")
    assert _findings(write_rulebook, texts, files) == []


def test_from_a_grade_on_prints_every_grade_above_it(write_rulebook: WriteRulebook, texts: Path) -> None:
    changed = TITLES.replace("programmes: [绿色工厂]\n    level: [国家级]", "programmes: [DCMM]\n    grade: [3级]", 1)
    files: dict[str, str | None] = {"sample-2024/01-titles.yml": changed}
    (texts / "sample-2024.txt").write_text(TEXT.replace("国家级绿色工厂", "通过二级及以上"), encoding="utf-8")
    assert _findings(write_rulebook, texts, files) == []


def test_a_figure_derived_from_printed_parts_is_named_as_such(write_rulebook: WriteRulebook, texts: Path) -> None:
    changed = PROJECTS.replace("value: 300万元", "value: 350万元").replace(
        "figures_not_rules:", "figures_derived:\n  - {figure: 350万元, reason: 300万元与50万元之和}\nfigures_not_rules:"
    )
    assert _findings(write_rulebook, texts, {"sample-2024/02-projects.yml": changed}) == [("二", _unused("300万元"))]
    unused = PROJECTS.replace(
        "figures_not_rules:", "figures_derived:\n  - {figure: 7年, reason: 五加二}\nfigures_not_rules:"
    )
    assert _findings(write_rulebook, texts, {"sample-2024/02-projects.yml": unused}) == [
        ("二", "figures_derived 的 7年 没有规则使用")
    ]


def test_articles_on_one_side_only_are_named(write_rulebook: WriteRulebook, texts: Path) -> None:
    (texts / "sample-2024.txt").write_text(TEXT.replace("二、附则", "（三）其他。\n二、附则"), encoding="utf-8")
    assert _findings(write_rulebook, texts) == [("三", "文本有此条，规则库没有")]
    (texts / "sample-2024.txt").write_text(TEXT.replace("（二）", "二是"), encoding="utf-8")
    assert ("二", "规则库有此条，文本没有") in _findings(write_rulebook, texts)


def test_a_text_that_is_not_there_is_a_finding(write_rulebook: WriteRulebook, tmp_path: Path) -> None:
    assert _findings(write_rulebook, tmp_path) == [("", "没有文件 sample-2024.txt")]


def test_only_the_documents_asked_for_are_verified(write_rulebook: WriteRulebook, tmp_path: Path) -> None:
    assert verify(load_rulebook(write_rulebook()), tmp_path, policy_ids=[]) == []


def test_rules_not_yet_stamped_say_so_and_stamping_is_done_once(write_rulebook: WriteRulebook, texts: Path) -> None:
    root = write_rulebook()
    assert {finding.article for finding in verify(load_rulebook(root), texts)} == {"一", "二", "附则(一)"}
    assert len(stamp(load_rulebook(root), texts, root)) == 4
    assert verify(load_rulebook(root), texts) == []
    assert stamp(load_rulebook(root), texts, root) == []


def test_blanks_and_punctuation_of_another_crawl_are_no_change(write_rulebook: WriteRulebook, texts: Path) -> None:
    root = write_rulebook()
    stamp(load_rulebook(root), texts, root)
    (texts / "sample-2024.txt").write_text(f"首页\n{TEXT.replace('，', ', ')}\n关闭窗口", encoding="utf-8")
    assert verify(load_rulebook(root), texts) == []


def test_a_changed_text_shows_the_sentences_that_are_new(write_rulebook: WriteRulebook, texts: Path) -> None:
    root = write_rulebook()
    stamp(load_rulebook(root), texts, root)
    (texts / "sample-2024.txt").write_text(TEXT.replace("省级绿色工厂奖励", "省级绿色工厂补助"), encoding="utf-8")
    (finding,) = verify(load_rulebook(root), texts)
    assert (finding.article, finding.kind) == ("一", "text_changed")
    assert "对省级绿色工厂补助最高20万元。" in finding.message
    assert "对国家级绿色工厂" not in finding.message
    assert "而今没有的句子：1句" in finding.message


def test_no_sentence_of_a_text_is_kept(write_rulebook: WriteRulebook, texts: Path) -> None:
    root = write_rulebook()
    stamp(load_rulebook(root), texts, root)
    table = (root / "sample-2024" / "text_sentences.csv").read_text("utf-8")
    assert "article,sha256" in table
    assert "绿色工厂" not in table


def test_documents_without_a_text_keep_their_stamp(write_rulebook: WriteRulebook, tmp_path: Path) -> None:
    root = write_rulebook()
    assert stamp(load_rulebook(root), tmp_path, root) == []


def test_a_finding_reads_as_one_line() -> None:
    finding = Finding("sample-2024", "一", FindingKind.SUM_NOT_USED, "本条印有 5万元")
    assert str(finding) == "sample-2024 一：本条印有 5万元"
