"""Options, exit codes and messages of the command line."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from screening import cli
from screening.failures import Failure, HeldByGate, LockTaken, RulebookInvalid, WrongUse
from screening.locks import hold_lock
from tests.small_inbox import AS_OF, write_small_inbox


def test_help_costs_less_than_half_a_second() -> None:
    command = [sys.executable, "-m", "screening", "--help"]
    # The first start of a fresh checkout compiles its files; the second is what people wait for.
    subprocess.run(command, capture_output=True, check=True)
    before = _seconds_of_children()
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert _seconds_of_children() - before < 0.5
    assert "explain" in shown.stdout


def _seconds_of_children() -> float:
    """Processor time of the processes started so far: a busy machine does not lengthen it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_every_family_of_failure_has_its_own_exit_code() -> None:
    families = (Failure, WrongUse, HeldByGate, RulebookInvalid, LockTaken)
    assert [family.exit_code for family in families] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run"],
        ["run", "--inbox", "x", "--out", "y"],
        ["run", "--inbox", "x", "--out", "y", "--as-of", "20251130"],
        ["run", "--inbox", "x", "--out", "y", "--as-of", "2025-02-30"],
        ["run", "--inbox", "x", "--out", "y", "--as-of", AS_OF, "--award-year", "25"],
        ["run", "--inbox", "x", "--out", "y", "--as-of", AS_OF, "--city", "../weihai"],
        ["policies"],
        ["forecast"],
    ],
)
def test_wrong_use_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert "usage: screening" in capsys.readouterr().err


def test_an_inbox_that_is_not_there_is_wrong_use_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["run", "--inbox", str(tmp_path / "none"), "--out", str(tmp_path), "--as-of", AS_OF])
    assert code == 2
    assert f"收件箱文件夹不存在：{tmp_path / 'none'}" in capsys.readouterr().err


def test_a_taken_lock_is_exit_code_5(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox, out = write_small_inbox(tmp_path / "inbox"), tmp_path / "out"
    with hold_lock(out / ".lock"):
        code = cli.main(["run", "--inbox", str(inbox), "--out", str(out), "--as-of", AS_OF])
    assert code == 5
    assert "另一次运行正在使用该文件夹" in capsys.readouterr().err


def test_a_broken_rulebook_is_exit_code_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weihai-2023").mkdir()
    (tmp_path / "weihai-2023" / "policy.yml").write_text("id: [", encoding="utf-8")
    monkeypatch.setattr("screening.rules.rulebook_files.RULEBOOK_ROOT", tmp_path)
    assert cli.main(["policies", "list"]) == 4
    assert "weihai-2023/policy.yml" in capsys.readouterr().err


def test_an_unforeseen_error_is_one_line_and_a_traceback_only_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("screening.commands.show_status.published_run", fail)
    assert cli.main(["status", "--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "程序错误 ZeroDivisionError：by zero" in said
    assert "Traceback" not in said
    assert cli.main(["--debug", "status", "--out", str(tmp_path)]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_enterprise_is_explained_only_from_a_run_or_an_inbox(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", "913710020000000010"]) == 2
    assert cli.main(["explain", "913710020000000010", "--out", str(tmp_path)]) == 2
    assert "还没有已发布的运行结果" in capsys.readouterr().err
