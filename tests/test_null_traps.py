"""Expressions that turn an unknown into a zero, a no or a cap stay out of where eligibility and money are decided."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.source_trees import PACKAGE, called_names, place, python_files, tree_of

# Each skips or replaces nulls; the three-valued forms are clip, +, and conditions that name the unknown case.
_TRAPS: Final = frozenset({"min_horizontal", "max_horizontal", "sum_horizontal", "fill_null", "fill_nan"})
# `# null: <why>` on the line, or on the one above it, says why an unknown cannot stand there or what it means.
_ALLOWED: Final = "# null: "
_DECIDING: Final = (PACKAGE / "determination", PACKAGE / "award")


def _is_explained(path: Path, line: int) -> bool:
    lines = path.read_text(encoding="utf-8").splitlines()
    return any(_ALLOWED in text for text in lines[max(0, line - 2) : line])


def _unexplained_traps(path: Path) -> Iterator[str]:
    for line, name in called_names(path):
        if name.rpartition(".")[2] in _TRAPS and not _is_explained(path, line):
            yield f"{place(path, line)}: {name}"


def test_no_null_trap_stands_unexplained_where_eligibility_and_money_are_decided() -> None:
    assert [trap for path in python_files(*_DECIDING) for trap in _unexplained_traps(path)] == []


def test_a_trap_is_found_and_an_explained_one_is_not(tmp_path: Path) -> None:
    planted = PACKAGE / "award" / "entitlement.py"
    assert planted.exists()
    file = tmp_path / "planted.py"
    file.write_text(
        "import polars as pl\n"
        "capped = pl.min_horizontal('amount', 'cap')\n"
        "known = pl.col('paid').fill_null(0)  # null: a ledger without the row paid nothing\n",
        encoding="utf-8",
    )
    calls = [(line, name) for line, name in called_names(file) if name.rpartition(".")[2] in _TRAPS]
    assert [line for line, _ in calls] == [2, 3]
    assert [line for line, _ in calls if not _is_explained(file, line)] == [2]


def _floats(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{place(path, node.lineno)}: {node.value}"
        if isinstance(node, ast.Attribute) and node.attr in {"Float32", "Float64"}:
            yield f"{place(path, node.lineno)}: {node.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield f"{place(path, node.lineno)}: float(…)"


def _true_divisions(path: Path) -> Iterator[str]:
    """A single slash makes a float of two integers."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield f"{place(path, node.lineno)}: /"


def test_no_float_stands_where_money_is() -> None:
    files = python_files(*_DECIDING, PACKAGE / "contract", PACKAGE / "rules")
    assert [found for path in files for found in _floats(path)] == []


def test_no_amount_is_divided_into_a_float() -> None:
    files = python_files(*_DECIDING)
    assert [found for path in files for found in _true_divisions(path)] == []
