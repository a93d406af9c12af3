"""What comes from outside stays data: no cell is run, no name leaves its folder, no secret is told, no text is code."""

from __future__ import annotations

import ast
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from screening import cli
from screening.intake.database_snapshot import URI_VARIABLE
from screening.intake.database_tables import find_relations
from screening.intake.read_inbox import read_city
from screening.stage_files import read_json
from tests.credit_codes import credit_code
from tests.quick_night import QUICK
from tests.small_inbox import AS_OF, HAIJIA, write_small_inbox
from tests.source_trees import PACKAGE, PROJECT, called_names, dotted_name, place, python_files, tree_of

_DANGEROUS: Final = (
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("file:///etc/passwd","打开")',
    "+1+cmd|'/C calc'!A0",
    "-2+3",
    '@SUM(1,2)*WEBSERVICE("http://x")',
    "file:///etc/passwd",
    "http://example.invalid/x",
    "\\\\server\\share\\x.xlsx",
    "<f>1+1</f>",
)
_RUN_CELLS: Final = re.compile(
    rb"<f[ >]|<(?:hyperlink|oleObject|ddeLink|control)[ >]|externalLink|vbaProject|connections\.xml"
    rb'|TargetMode="External"'
)
_OWN_LINK: Final = re.compile(rb'<Relationship [^>]*Target="[^"/:\\]*\.html"[^>]*TargetMode="External"[^>]*/>')
_PASSWORD: Final = "s3cret-of-the-database"
_RUN: Final = "2025-11-30-0123456789ab"
_FOREIGN_RUNS: Final = ("../../x", "..", ".", "/etc", f"../runs/{_RUN}", f"{_RUN}/../..", f"{_RUN}\n", f"{_RUN}\0", "")


@pytest.fixture(scope="module")
def dangerous_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run whose inbox has a dangerous text in every text cell, read and set aside."""
    folder = tmp_path_factory.mktemp("night")
    inbox = write_small_inbox(folder / "inbox")
    _write_dangerous(inbox / "weihai")
    with pytest.MonkeyPatch.context() as patch:
        for owner, name, stand_in in QUICK:
            if name != "draw_workbooks":
                patch.setattr(owner, name, stand_in)
        patch.setenv(URI_VARIABLE, f"postgresql://u:{_PASSWORD}@127.0.0.1:1/d")
        assert cli.main(["run", "--inbox", str(inbox), "--out", str(folder / "out"), "--as-of", AS_OF]) == 0
    (run,) = (folder / "out" / "runs").iterdir()
    return run


def _write_dangerous(city: Path) -> None:
    quoted = ['"' + text.replace('"', '""') + '"' for text in _DANGEROUS]
    codes = [credit_code(number, "371002") for number in range(100, 100 + len(quoted))]
    register = [f"{code},{text},{text},企业,3670,{text},存续" for code, text in zip(codes, quoted, strict=True)]
    register += [f"坏代码,{text},{text},企业,3670,{text},存续" for text in quoted]
    lists = [f"{text},绿色工厂,国家级,{text},2025-05-01" for text in quoted]
    lists += [f"{code},{text},国家级,{text},2025-05-01" for code, text in zip(quoted, quoted, strict=True)]
    projects = [f"{text},{HAIJIA},{text},智能化改造,2024,300,是" for text in quoted]
    heads = {
        "企业名录-二.csv": "统一社会信用代码,企业名称,所在区县,主体类型,行业代码,经济性质,经营状态",
        "认定名单.csv": "企业名称,认定名称,级别,对象名称,认定日期",
        "项目-二.csv": "项目编号,统一社会信用代码,项目名称,项目类型,年度,设备投资额(万元),是否符合条件",
    }
    for name, rows in zip(heads, (register, lists, projects), strict=True):
        (city / name).write_text("\n".join([heads[name], *rows, ""]), encoding="utf-8")
    (city / "=cmd.csv").write_text("x", encoding="utf-8")


def test_no_workbook_of_a_run_has_a_cell_that_runs_or_leads_outside(dangerous_night: Path) -> None:
    books = sorted(dangerous_night.rglob("*.xlsx"))
    found = []
    for book in books:
        with zipfile.ZipFile(book) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        is_linked = any(_OWN_LINK.search(content) for content in parts.values())
        for name, content in parts.items():
            if name.startswith("xl/charts/"):
                continue  # a chart's <f> names the cells it draws
            runs = set(_RUN_CELLS.findall(_OWN_LINK.sub(b"", content))) | set(_RUN_CELLS.findall(name.encode()))
            if is_linked:
                runs -= {b"<hyperlink "}  # of the quality workbook, to the page beside it
            found += [(book.name, name, each) for each in runs]
    assert found == []
    assert len(books) > 5


def test_the_dangerous_texts_were_there_and_are_kept_as_they_are(dangerous_night: Path) -> None:
    texts = b"".join(
        zipfile.ZipFile(book).read(name)
        for book in dangerous_night.rglob("*.xlsx")
        for name in zipfile.ZipFile(book).namelist()
    ).decode("utf-8")
    names = pl.read_parquet(dangerous_night / "tables" / "enterprises.parquet")["name"].to_list()
    assert [text for text in _DANGEROUS if text not in names] == []
    assert "=cmd|'/C calc'!A0" in texts


def test_the_address_of_the_database_is_in_nothing_that_a_run_writes(dangerous_night: Path) -> None:
    written = [path for path in dangerous_night.parent.parent.rglob("*") if path.is_file()]
    assert [path.name for path in written if _PASSWORD.encode() in path.read_bytes()] == []
    assert "=cmd" in str(read_json(dangerous_night / "run.json")["files_refused"])


@pytest.mark.parametrize("run", _FOREIGN_RUNS, ids=ascii)
def test_a_run_is_named_by_its_id_and_by_nothing_else(
    dangerous_night: Path, run: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(dangerous_night.parent.parent)
    before = sorted(dangerous_night.parent.parent.rglob("*"))
    assert cli.main(["release", run, "--out", out]) == 2
    if run:  # an empty --run is the latest
        assert cli.main(["explain", HAIJIA, "--out", out, "--run", run]) == 2
        assert cli.main(["diff", dangerous_night.name, run, "--out", out]) == 2
    assert "没有名为" in capsys.readouterr().err
    assert sorted(dangerous_night.parent.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "uri",
    [
        f"postgresql://u:{_PASSWORD}@127.0.0.1:1/d",
        f"postgresql://u:{_PASSWORD}@@:/x y",
        f"postgresql://u:{_PASSWORD}\udcff@127.0.0.1:1/d",
        f"postgresql://127.0.0.1:1/d?user=u&password={_PASSWORD}",
        f"postgresql://127.0.0.1:1/d?passwort={_PASSWORD}",
        f"host=127.0.0.1 password={_PASSWORD}",
    ],
    ids=["refused", "malformed", "no UTF-8", "as a parameter", "unknown parameter", "no address"],
)
@pytest.mark.parametrize("options", [[], ["--debug"]])
def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    uri: str, options: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, URI_VARIABLE, uri)
    assert cli.main([*options, "ingest-database", "--inbox", str(tmp_path), "--city", "weihai"]) in (1, 2)
    assert _PASSWORD not in "".join(capfd.readouterr())
    assert list(tmp_path.rglob("*.parquet")) == []


@pytest.mark.parametrize(
    "name",
    ["企业名录\n2.csv", "企业名录\x1b[31m.csv", "企业名录\u202e.csv", "企业名录\udcc4.csv"],
    ids=["line break", "terminal escape", "direction override", "no UTF-8"],
)
def test_a_file_whose_name_cannot_be_printed_is_refused_under_one_that_can(tmp_path: Path, name: str) -> None:
    (tmp_path / "weihai").mkdir()
    (tmp_path / "weihai" / name).write_text("统一社会信用代码,企业名称\n", encoding="utf-8")
    intake = read_city(tmp_path, "weihai")
    (refused,) = intake.refused
    assert refused.file == "weihai/" + re.sub("[\n\x1b\u202e\udcc4]", "\ufffd", name)
    assert refused.reason.startswith("文件名含有换行、控制字符或乱码")
    assert intake.sources == []


class _Catalogue:
    """A database that describes one relation and its columns."""

    def query(self, sql: str, parameters: list[str]) -> pl.DataFrame:
        hostile = '企业名称" FROM pg_shadow; --'
        names = ["统一社会信用代码", "企业名称", hostile, '行业代码"']
        shape = {"category": "S", "type": "text", "element": ""}
        assert parameters == ['x"; DROP TABLE y; --']
        assert parameters[0] not in sql
        return pl.DataFrame([{"relation": "企业名录", "name": name, **shape} for name in names])


def test_a_query_names_only_columns_of_the_contract_and_quotes_every_name() -> None:
    (relation,), _ = find_relations(_Catalogue(), 'x"; DROP TABLE y; --')  # type: ignore[arg-type]
    assert relation.sql == (
        'SELECT "统一社会信用代码"::text AS "统一社会信用代码", "企业名称"::text AS "企业名称" '
        'FROM "x""; DROP TABLE y; --"."企业名录"'
    )
    assert sorted(relation.unread) == sorted(['企业名称" FROM pg_shadow; --', '行业代码"'])


_FORBIDDEN: Final = re.compile(
    r"eval|exec|compile|__import__|os\.(?:system|popen|exec\w*|spawn\w*)|(?:subprocess|pty)\.\w+"
    r"|(?:\w+\.)?(?:pickle|cPickle|dill|marshal|shelve|joblib)\.\w+|yaml\.(?:unsafe_|full_)?load(?:_all)?"
    r"|(?:pd|pandas|np|numpy)\.(?:read_pickle|load)"
)
_OWN_LOADER: Final = "screening/rules/rulebook_files.py"  # yaml.load with a loader derived from the safe one
_UNSAFE_MODULES: Final = frozenset({"pickle", "cPickle", "dill", "marshal", "shelve", "joblib", "subprocess", "pty"})


def _code() -> list[Path]:
    return python_files(PACKAGE, PROJECT / "dags")


def test_no_text_is_run_as_code_and_nothing_is_unpickled() -> None:
    named = [(place(path, line), name) for path in _code() for line, name in called_names(path)]
    called = [f"{where}: {name}" for where, name in named if _FORBIDDEN.fullmatch(name)]
    assert [call for call in called if not (call.startswith(_OWN_LOADER) and call.endswith(": yaml.load"))] == []
    imported = [f"{path.name}: {name}" for path in _code() for name in _imported(path) if name in _UNSAFE_MODULES]
    assert imported == []
    keywords = [place(path, node.lineno) for path in _code() for node in _calls(path) if _is_given_a_shell(node)]
    assert keywords == []


def test_the_one_loader_of_yaml_is_derived_from_the_safe_one() -> None:
    path = PROJECT / _OWN_LOADER
    bases = {
        node.name: [dotted_name(base) for base in node.bases]
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
    }
    loads = [node for node in _calls(path) if dotted_name(node.func) == "yaml.load"]
    assert [bases[dotted_name(node.args[1])] for node in loads] == [["yaml.CSafeLoader"]]


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def _is_given_a_shell(call: ast.Call) -> bool:
    return any(word.arg == "shell" and not _is_false(word.value) for word in call.keywords)


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False
