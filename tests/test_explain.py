"""What the command line tells a person about one enterprise, an inbox, and what moved between two runs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from screening import cli
from screening.pipeline import run_night
from screening.plan_run import NightRequest
from screening.quality import gates
from tests.credit_codes import credit_code
from tests.quick_night import make_night_quick
from tests.small_inbox import AS_OF, HAIJIA, YUECHENG, YUNFAN, write_small_inbox


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small inbox and two nights of it, the second with a larger project."""
    folder = tmp_path_factory.mktemp("explain")
    write_small_inbox(folder / "inbox")
    with pytest.MonkeyPatch.context() as patch:
        make_night_quick(patch)
        request = NightRequest(folder / "inbox", folder / "out", dt.date.fromisoformat(AS_OF))
        run_night(request)
        projects = folder / "inbox" / "weihai" / "项目.csv"
        projects.write_text(projects.read_text(encoding="utf-8").replace("1200", "1300"), encoding="utf-8")
        run_night(request)
    return folder


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(list(arguments)) == 0
    return capsys.readouterr().out


def test_an_award_is_explained_with_its_clause_amount_and_values(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = _said(capsys, "explain", HAIJIA, "--out", str(folder / "out"))
    assert "威海示例海岬精密机械有限公司" in text
    assert "【可享受】1 项" in text
    assert "智能化改造项目设备投资补助：上限130万元" in text
    assert "（威政办发〔2023〕7号）条款一" in text
    assert "1300万元" in text


def test_what_a_department_must_decide_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = _said(capsys, "explain", YUNFAN, "--out", str(folder / "out"))
    assert "【待核实" in text
    assert "须部门认定：符合条件" in text


def test_an_enterprise_without_any_row_is_told_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有任何数据行涉及政策事项" in _said(capsys, "explain", YUECHENG, "--out", str(folder / "out"))


def test_an_explanation_computed_from_the_inbox_is_that_of_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published = _said(capsys, "explain", HAIJIA, "--out", str(folder / "out"))
    computed = _said(capsys, "explain", HAIJIA, "--inbox", str(folder / "inbox"), "--as-of", AS_OF)
    assert computed == published


def test_a_code_written_small_and_wide_is_understood(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in HAIJIA.lower())
    assert HAIJIA in _said(capsys, "explain", wide, "--out", str(folder / "out"))


def test_a_code_no_register_has_is_wrong_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stranger = credit_code(99, "371002")
    assert cli.main(["explain", stranger, "--out", str(folder / "out")]) == 2
    assert f"企业名录中没有统一社会信用代码 {stranger}" in capsys.readouterr().err


def test_the_difference_of_two_runs_is_shown_with_its_cause(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    latest = (folder / "out" / "latest").read_text(encoding="utf-8").strip()
    (first,) = (path.name for path in (folder / "out" / "runs").iterdir() if path.name != latest)
    text = _said(capsys, "diff", first, latest, "--out", str(folder / "out"))
    assert "weihai 企业数据变化：新进入企业 0 家，退出企业 0 家，变动 1 项，" in text
    assert "确定金额 +0.00 元，含上限金额 +100,000.00 元" in text
    assert HAIJIA in text
    assert "没有差异" in _said(capsys, "diff", latest, latest, "--out", str(folder / "out"))


def test_the_status_names_the_latest_run_and_its_totals(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = _said(capsys, "status", "--out", str(folder / "out"))
    assert (folder / "out" / "latest").read_text(encoding="utf-8").strip() in text
    assert "weihai\t2024\t2\t0.00\t1300000.00\t2500000.00" in text


def test_an_inbox_is_validated_without_a_run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "guard_inputs", lambda *_: [])
    text = _said(capsys, "validate", "--inbox", str(folder / "inbox"), "--as-of", AS_OF, "--city", "weihai")
    assert "企业名录：读入 2 行 = 采用 2 + 搁置 0 + 合并重复 0 + 标题注释空行 0" in text
    assert "weihai 可用于筛查" in text


@pytest.mark.parametrize("action", [["list"], ["coverage"], ["readings"], ["verify"], ["show", "weihai-2023"]])
def test_the_rulebook_can_be_looked_at(action: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "weihai-2023" in _said(capsys, "policies", *action) or action[0] in {"verify", "show"}


def test_the_item_list_is_exported_as_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lists" / "items.csv"
    _said(capsys, "policies", "export", "--format", "csv", "--out", str(file), "--policy", "weihai-2023")
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("policy_id,article,item_id,title,subject,programme,level,grade")
    assert all(line.startswith("weihai-2023,") for line in lines[1:])


def test_a_policy_nobody_knows_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["policies", "show", "jinan-2024"]) == 2
    assert "规则库中没有 jinan-2024" in capsys.readouterr().err
