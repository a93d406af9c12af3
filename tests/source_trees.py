"""The project's own Python as syntax trees, for tests that read the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = PROJECT / "screening"


def python_files(*folders: Path) -> list[Path]:
    """Python files below the folders, in order."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def called_names(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every call in a file, as far as it is names and attributes: ``pl.sum_horizontal``."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, dotted_name(node.func)


def dotted_name(node: ast.expr) -> str:
    """Dotted name of an expression; parts that are no names are left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted_name(node.value)}.{node.attr}".removeprefix(".")
    return ""


def place(path: Path, line: int) -> str:
    """Where a finding stands: file below the project, line."""
    return f"{path.relative_to(PROJECT)}:{line}"
