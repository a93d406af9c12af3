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
    """Refuses what hides a rule from its reader: a key given twice, an alias to a part written elsewhere."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        if node in self.constructed_objects:
            raise yaml.constructor.ConstructorError(
                problem="aliases (*name) are not used", problem_mark=node.start_mark
            )
        return super().construct_object(node, deep=deep)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = Counter(str(key.value) for key, _ in node.value)
        for key, _ in node.value:
            if keys[str(key.value)] > 1:
                raise yaml.constructor.ConstructorError(
                    problem=f"key {key.value!r} is given twice", problem_mark=key.start_mark
                )
        return super().construct_mapping(node, deep=deep)


def read_rulebook_files(root: Path | None = None) -> RulebookFiles:
    """Read every file of the rulebook below `root` (default: the project's own).

    Files that cannot be read as YAML, UTF-8 or csv are named in `faults`; nothing is raised for them.
    FileNotFoundError where the folder itself is absent.
    """
    root = root or RULEBOOK_ROOT
    if not root.is_dir():
        raise FileNotFoundError(f"rulebook folder {root} does not exist")
    contents = {path.relative_to(root).as_posix(): path.read_bytes() for path in _rulebook_paths(root)}
    documents: dict[str, object] = {}
    tables: dict[str, list[dict[str, str]]] = {}
    faults: list[Fault] = []
    for path, content in contents.items():
        try:
            if path.endswith(".yml"):
                documents[path] = yaml.load(content.decode("utf-8"), _StrictLoader)
            elif path.endswith(".csv"):
                tables[path] = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
        except (yaml.YAMLError, UnicodeDecodeError, csv.Error) as error:
            faults.append(Fault(path, "", " ".join(str(error).split())))
    version = contents.get(VERSION_FILE, b"").decode("utf-8").strip()
    if not version:
        faults.append(Fault(VERSION_FILE, "", "missing or empty: expected the version of the rulebook on one line"))
    return RulebookFiles(documents, tables, version, _sha256(contents), tuple(faults))


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
