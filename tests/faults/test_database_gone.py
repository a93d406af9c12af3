"""The database gone for a minute: said in a word, the inbox as it was, and afterwards the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.cli import main
from screening.intake.database_snapshot import URI_VARIABLE
from screening.stage_files import files_below, sha256_of
from tests.faults.night_process import CITY
from tests.intake.postgres_server import PASSWORD, make_cluster

pytestmark = pytest.mark.faults


def _bytes(folder: Path) -> dict[str, str]:
    return {path.name: sha256_of(path) for path in files_below(folder) if not path.name.startswith(".")}


def test_a_database_that_goes_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    fetch = ["ingest-database", "--inbox", str(inbox), "--city", CITY]
    with make_cluster() as serve:
        with serve() as server:
            monkeypatch.setenv(URI_VARIABLE, server.uri())
            server.execute(
                f"CREATE SCHEMA {CITY}",
                f"CREATE TABLE {CITY}.enterprises (uscc text, name text)",
                f"INSERT INTO {CITY}.enterprises VALUES ('91371002MA3C00001X', '威海示例甲有限公司')",
            )
            assert main(fetch) == 0
        before = _bytes(inbox)
        assert list(before) == ["enterprises-db.parquet"]
        assert main(fetch) == 1
        said = capsys.readouterr()
        assert PASSWORD not in said.out + said.err
        assert server.uri() not in said.err
        assert "Traceback" not in said.err
        assert _bytes(inbox) == before
        with serve():
            assert main(fetch) == 0
            assert _bytes(inbox) == before
