"""The rules of the code that no linter knows: no clock, no machine, nothing heavy at start, imports one way."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.source_trees import PACKAGE, PROJECT, called_names, place, python_files, tree_of

_CLOCKS: Final = frozenset(
    {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.time_ns",
        "time.localtime",
        "time.strftime",
        "time.gmtime",
    }
)
_TEXT_SUFFIXES: Final = frozenset({".py", ".md", ".yml", ".yaml", ".toml", ".txt", ".json", ".csv", ".cfg", ""})
# Folders of one machine, and hosts of package registries: neither belongs into a project.
_MACHINE: Final = re.compile(
    r"(?<![\w$.~-])/(?:work|root|home|Users|tmp)/\w"
    + "|"
    + "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + "js"))
)


def _tracked_files() -> list[Path]:
    """Files under version control and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return [PROJECT / name for name in names if name and (PROJECT / name).is_file()]


def test_only_the_command_line_reads_the_clock() -> None:
    files = [path for path in python_files(PACKAGE) if path != PACKAGE / "cli.py"]
    found = [
        f"{place(path, line)}: {name}"
        for path in files
        for line, name in called_names(path)
        if ".".join(name.split(".")[-2:]) in _CLOCKS
    ]
    assert found == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{path.relative_to(PROJECT)}: {match[0]}"
        for path in _tracked_files()
        if path.suffix in _TEXT_SUFFIXES
        for match in _MACHINE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def _bare_handlers(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler) and (node.type is None or _is_silent(node)):
            yield place(path, node.lineno)


def _is_silent(handler: ast.ExceptHandler) -> bool:
    return all(isinstance(statement, ast.Pass) for statement in handler.body)


def test_no_exception_is_swallowed() -> None:
    assert [found for path in python_files(PACKAGE) for found in _bare_handlers(path)] == []


def test_the_dag_file_imports_only_airflow_sdk_and_the_standard_library() -> None:
    imported = set()
    for node in ast.walk(tree_of(PROJECT / "dags" / "nightly_screening.py")):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(str(node.module))
    assert {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names} == {"airflow.sdk"}


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("module", ["polars", "great_expectations", "openpyxl", "airflow", "yaml", "msgspec"])
def test_the_command_line_starts_without(module: str) -> None:
    code = f"import sys; import screening.cli as cli; cli.build_parser(); sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


def test_constraints_pin_names_and_versions_only() -> None:
    lines = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*==[0-9][\w.]*", line)] == []
    assert pins == sorted(pins)
