"""The rulebook against the official texts: every figure of a rule printed, every sum printed used, no text changed.

The texts stay in the operator's folder; the project keeps only hashes of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from screening.contract.money import fen_from_printed
from screening.rules import policy_item as shape
from screening.rules.catalogue import grade_words_of
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.official_texts import articles_of, read_text, sentence_sha256, split_sentences, text_sha256
from screening.rules.policy_item import Article, Item, Programme
from screening.rules.text_figures import amounts_printed, is_figure_printed, is_word_printed, parse_amount, spell_out
from screening.rules.vocabulary import Unit
from screening.rules.walk_items import ItemFigure, figures_of


class FindingKind(StrEnum):
    """What a comparison of rulebook and text found."""

    TEXT_MISSING = "text_missing"
    ARTICLE_MISSING = "article_missing"  # in the text, not in the rulebook
    ARTICLE_UNKNOWN = "article_unknown"  # in the rulebook, not in the text
    NOT_STAMPED = "not_stamped"
    TEXT_CHANGED = "text_changed"
    FIGURE_NOT_PRINTED = "figure_not_printed"
    SUM_NOT_USED = "sum_not_used"
    DATE_NOT_PRINTED = "date_not_printed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement between a document's rules and its text; `message` is Chinese, for people."""

    policy_id: str
    article: str | None
    kind: FindingKind
    message: str

    def __str__(self) -> str:
        """Document, article and message on one line."""
        return f"{self.policy_id} {self.article or ''}：{self.message}"


def verify(rulebook: Rulebook, texts_dir: Path, policy_ids: Iterable[str] | None = None) -> list[Finding]:
    """Every disagreement between the rulebook and the official texts in a folder; empty where they agree."""
    chosen = rulebook.policies if policy_ids is None else {name: rulebook.policies[name] for name in policy_ids}
    return [finding for policy in chosen.values() for finding in _verify_policy(policy, rulebook, texts_dir)]


def _verify_policy(policy: LoadedPolicy, rulebook: Rulebook, texts_dir: Path) -> Iterator[Finding]:
    path = texts_dir / policy.policy.text_file
    if not path.is_file():
        yield Finding(policy.policy.id, None, FindingKind.TEXT_MISSING, f"没有文件 {policy.policy.text_file}")
        return
    texts = articles_of(policy, path)
    labels = {article.article for article in policy.articles}
    for label in texts:
        if label not in labels:
            yield Finding(policy.policy.id, label, FindingKind.ARTICLE_MISSING, "文本有此条，规则库没有")
    yield from _verify_dates(policy, read_text(path))
    for article in policy.articles:
        if article.article not in texts:
            yield Finding(policy.policy.id, article.article, FindingKind.ARTICLE_UNKNOWN, "规则库有此条，文本没有")
            continue
        for kind, message in _verify_article(article, policy, rulebook, texts[article.article]):
            yield Finding(policy.policy.id, article.article, kind, message)


def _verify_dates(policy: LoadedPolicy, text: str) -> Iterator[Finding]:
    """Both ends of the period of force are printed somewhere in the document."""
    force = policy.policy.force
    compact = "".join(text.split())
    for date in (force.start, force.end) if force else ():
        printed = f"{date.year}年{date.month}月{date.day}日"
        if printed not in compact:
            yield Finding(policy.policy.id, None, FindingKind.DATE_NOT_PRINTED, f"有效期 {printed} 未见于文本")


def _verify_article(
    article: Article, policy: LoadedPolicy, rulebook: Rulebook, text: str
) -> Iterator[tuple[FindingKind, str]]:
    yield from _verify_hash(article, policy, text)
    spelt = spell_out(text)
    derived = {note.figure for note in article.figures_derived}
    for item in article.items:
        for figure in figures_of(item):
            is_exempt = _is_whole(figure) or figure.text in derived
            if not is_exempt and not is_figure_printed(figure.text, figure.unit, spelt):
                yield FindingKind.FIGURE_NOT_PRINTED, f"{item.id} 的 {figure.text}（{figure.path}）未见于本条"
        for grade in _grades_not_printed(item, rulebook, spelt):
            yield FindingKind.FIGURE_NOT_PRINTED, f"{item.id} 的等级“{grade}”未见于本条"
    used = {figure.text for item in article.items for figure in figures_of(item)}
    for text_of_figure in sorted(derived - used):
        yield FindingKind.FIGURE_NOT_PRINTED, f"figures_derived 的 {text_of_figure} 没有规则使用"
    for ceiling in article.ceilings:
        if not is_figure_printed(ceiling.limit, Unit.MONEY, spelt):
            yield FindingKind.FIGURE_NOT_PRINTED, f"上限 {ceiling.id} 的 {ceiling.limit} 未见于本条"
    for factor in _factors(article, policy):
        if not is_figure_printed(factor, Unit.SHARE, spelt):
            yield FindingKind.FIGURE_NOT_PRINTED, f"系数 {factor} 未见于本条"
    yield from _verify_sums(article, spelt)


def _verify_hash(article: Article, policy: LoadedPolicy, text: str) -> Iterator[tuple[FindingKind, str]]:
    if article.text_sha256 is None:
        yield FindingKind.NOT_STAMPED, "尚未登记核对过的文本"
    elif article.text_sha256 != text_sha256(text):
        known = set(policy.sentences.get(article.article, ()))
        sentences = split_sentences(text)
        changed = [sentence for sentence in sentences if sentence_sha256(sentence) not in known]
        gone = len(known - {sentence_sha256(sentence) for sentence in sentences})
        shown = "／".join(changed) or "无"
        yield FindingKind.TEXT_CHANGED, f"文本与核对时不同；核对时没有的句子：{shown}；核对时有而今没有的句子：{gone}句"


def _verify_sums(article: Article, spelt: str) -> Iterator[tuple[FindingKind, str]]:
    """Each sum of money printed is a rule's or is named as none; what is named as none is printed."""
    figures = [figure.text for item in article.items for figure in figures_of(item) if figure.unit is Unit.MONEY]
    used = {fen_from_printed(figure) for figure in (*figures, *(ceiling.limit for ceiling in article.ceilings))}
    noted = {parse_amount(note.figure) for note in article.figures_not_rules}
    printed = amounts_printed(spelt)
    for fen, text in sorted(printed.items()):
        if fen not in used and fen not in noted:
            yield FindingKind.SUM_NOT_USED, f"本条印有 {text}，没有规则使用，也未列入 figures_not_rules"
    for note in article.figures_not_rules:
        if parse_amount(note.figure) is not None and parse_amount(note.figure) not in printed:
            yield FindingKind.FIGURE_NOT_PRINTED, f"figures_not_rules 的 {note.figure} 未见于本条"


def _is_whole(figure: ItemFigure) -> bool:
    """100 % of a base is the base itself (按实际发生的费用) and need not be printed."""
    return figure.unit is Unit.SHARE and figure.text == "100%"


def _grades_not_printed(item: Item, rulebook: Rulebook, spelt: str) -> list[str]:
    """Grades of the item that are printed under none of the words the catalogue knows for them.

    4级及以上 prints every grade from the fourth on.
    """
    programmes = [rulebook.programmes[title] for title in item.programmes]
    return [grade for grade in item.grade if not any(_prints_grade(grade, known, spelt) for known in programmes)]


def _prints_grade(grade: str, programme: Programme, spelt: str) -> bool:
    if grade not in programme.grades:
        return False
    at_most = programme.grades[: programme.grades.index(grade) + 1]
    words = grade_words_of(programme).items()
    is_named = any(is_word_printed(word, spelt) for word, meant in words if meant == grade)
    return is_named or any(
        is_word_printed(f"{word}{and_above}", spelt)
        for word, meant in words
        if meant in at_most
        for and_above in ("及以上", "以上")
    )


def _factors(article: Article, policy: LoadedPolicy) -> list[str]:
    """Factors of provisions of this article; 0 % is printed as 不予支持."""
    return [
        factor
        for provision in policy.policy.provisions
        if isinstance(provision, shape.GradeFactor) and provision.article == article.article
        for factor in provision.factors.values()
        if factor != "0%"
    ]
