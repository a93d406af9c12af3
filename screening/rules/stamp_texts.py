"""Hashes of the official texts that the rules have been checked against, written into the rulebook.

The project keeps no sentence of a text: a hash per article tells that it changed, one per sentence shows where.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Final

from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.official_texts import articles_of, sentence_sha256, split_sentences, text_sha256
from screening.rules.rulebook_files import RULEBOOK_ROOT, SENTENCES_FILE

_STAMP: Final = re.compile(r"^text_sha256:.*$", re.MULTILINE)


def stamp(rulebook: Rulebook, texts_dir: Path, root: Path = RULEBOOK_ROOT) -> list[Path]:
    """Write the hashes of the texts the rules have been checked against into the rulebook; gives the files changed.

    `text_sha256` of each article file, and text_sentences.csv of each document, by which a later change is shown.
    Documents whose text is absent are left as they are.
    """
    changed: list[Path] = []
    for policy in rulebook.policies.values():
        path = texts_dir / policy.policy.text_file
        if not path.is_file():
            continue
        texts = articles_of(policy, path)
        contents = {root / file: _stamped(root / file, texts.get(label)) for label, file in policy.files.items()}
        contents[root / policy.policy.id / SENTENCES_FILE] = _sentence_table(policy, texts)
        for file, content in contents.items():
            if not file.is_file() or file.read_text("utf-8") != content:
                file.write_text(content, encoding="utf-8")
                changed.append(file)
    return changed


def _stamped(file: Path, text: str | None) -> str:
    """The article file with its hash; as it is where the text has no such article."""
    content = file.read_text("utf-8")
    if text is None:
        return content
    line = f"text_sha256: {text_sha256(text)}"
    return _STAMP.sub(line, content) if _STAMP.search(content) else f"{content.rstrip()}\n{line}\n"


def _sentence_table(policy: LoadedPolicy, texts: dict[str, str]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("article", "sha256"))
    for article in policy.articles:
        for sentence in split_sentences(texts.get(article.article, "")):
            writer.writerow((article.article, sentence_sha256(sentence)))
    return table.getvalue()
