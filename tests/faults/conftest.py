"""An inbox of invented firms and the night of it that nothing disturbs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from screening.cli import main
from tests.faults.night_process import CITY, run_night

AS_OF = "2025-11-30"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample inbox; only read."""
    inbox = tmp_path_factory.mktemp("sample") / "inbox"
    assert main(["sample", "--out", str(inbox), "--enterprises", "60", "--city", CITY]) == 0
    return inbox


@pytest.fixture(scope="session")
def undisturbed(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of an undisturbed night of the sample; only read."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    code, said = run_night(sample, out, AS_OF)
    assert code == 0, said
    return out


@pytest.fixture
def inbox(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample inbox that a test may spoil."""
    shutil.copytree(sample, tmp_path / "inbox")
    return tmp_path / "inbox"
