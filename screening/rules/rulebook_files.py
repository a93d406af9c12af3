"""The rulebook as it lies on disk: YAML and csv read strictly, hashed, not yet understood."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

import yaml

RULEBOOK_ROOT: Final = Path(__file__).resolve().parent.parent / "rulebook"
VERSION_FILE: Final = "VERSION"
PROGRAMMES_FOLDER: Final = "programmes"
CODE_LISTS_FOLDER: Final = "code_lists"
POLICY_FILE: Final = "policy.yml"
SENTENCES_FILE: Final = "text_sentences.csv"

_MERGE: Final = "tag:yaml.org,2002:merge"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in the rulebook: file below its root, key path in the file, what to put right."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        """File, key path and message on one line."""
        return ": ".join(part for part in (self.file, self.path, self.message) if part)


@dataclass(frozen=True, slots=True)
class RulebookFiles:
    """Contents of every rulebook file by its path below the root, and the hash of all their bytes."""

    documents: dict[str, object]  # *.yml
    tables: dict[str, list[dict[str, str]]]  # *.csv
    version: str
    sha256: str
    faults: tuple[Fault, ...] = ()

    def of_policies(self, policy_ids: Iterable[str]) -> RulebookFiles:
        """The same rulebook with only these policy documents; the hash stays that of the whole."""
        folders = {PROGRAMMES_FOLDER, *policy_ids}
        kept = {path: data for path, data in self.documents.items() if _folder(path) in folders}
        faults = tuple(fault for fault in self.faults if _folder(fault.file) in {*folders, CODE_LISTS_FOLDER})
        return replace(self, documents=kept, faults=faults)


class _StrictLoader(yaml.CSafeLoader):
    """Refuses what hides a rule from its reader: a key given twice, a part written elsewhere (*name, <<)."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        if node in self.constructed_objects:
            raise _refusal("aliases (*name) are not used", node)
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError, AttributeError, TypeError) as error:  # a 13th month; !!int, !!bool of a word
            raise _refusal(f"{node.value!r} is no value of type {node.tag.rpartition(':')[2]}", node) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        if isinstance(node, yaml.MappingNode):  # not where a tag says that a word is one
            self._refuse_keys(node)
        return super().construct_mapping(node, deep=deep)

    def _refuse_keys(self, node: yaml.MappingNode) -> None:
        keys = Counter(str(key.value) for key, _ in node.value)
        for key, _ in node.value:
            if keys[str(key.value)] > 1:
                raise _refusal(f"key {key.value!r} is given twice", key)
            if key.tag == _MERGE:  # a few of them, each of the one before, would also fill any memory
                raise _refusal("merge keys (<<) are not used", key)


def _refusal(problem: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(problem=problem, problem_mark=node.start_mark)


def read_rulebook_files(root: Path | None = None) -> RulebookFiles:
    """Read every file of the rulebook below `root` (default: the project's own).

    Files that cannot be read at all, or not as YAML, UTF-8 or csv, are named in `faults`; nothing is raised for them.
    FileNotFoundError where the folder itself is absent.
    """
    root = root or RULEBOOK_ROOT
    if not root.is_dir():
        raise FileNotFoundError(f"rulebook folder {root} does not exist")
    faults: list[Fault] = []
    contents = _read_contents(root, faults)
    documents: dict[str, object] = {}
    tables: dict[str, list[dict[str, str]]] = {}
    version = ""
    for path, content in contents.items():
        try:
            text = content.decode("utf-8")
            if path.endswith(".yml"):
                documents[path] = yaml.load(text, _StrictLoader)
            elif path.endswith(".csv"):
                tables[path] = list(csv.DictReader(io.StringIO(text)))
            else:
                version = text.strip()
        except (yaml.YAMLError, UnicodeDecodeError, csv.Error, RecursionError) as error:
            faults.append(Fault(path, "", " ".join(str(error).split())))
    if not version:
        faults.append(Fault(VERSION_FILE, "", "missing or empty: expected the version of the rulebook on one line"))
    return RulebookFiles(documents, tables, version, _sha256(contents), tuple(faults))


def _read_contents(root: Path, faults: list[Fault]) -> dict[str, bytes]:
    """Bytes of every rulebook file that can be read, by its path below the root; a fault for each other."""
    contents: dict[str, bytes] = {}
    for path in _rulebook_paths(root):
        name = path.relative_to(root).as_posix()
        try:
            contents[name] = path.read_bytes()
        except OSError as error:
            faults.append(Fault(name, "", f"cannot be read: {error.strerror}"))
    return contents


def _rulebook_paths(root: Path) -> list[Path]:
    """Files that make the rulebook, in order of their path; editors' leftovers are not read."""
    found = (path for path in root.rglob("*") if path.suffix in {".yml", ".csv"} or path == root / VERSION_FILE)
    return sorted(path for path in found if not path.name.startswith("."))


def _sha256(contents: dict[str, bytes]) -> str:
    """Hash of all bytes; names and lengths are in it, so that no two rulebooks share one."""
    digest = hashlib.sha256()
    for path, content in sorted(contents.items()):
        digest.update(f"{path}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _folder(path: str) -> str:
    return PurePosixPath(path).parts[0]
