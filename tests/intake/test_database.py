"""PostgreSQL as a source, against a real server that is started here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from screening import cli
from screening.intake.database_snapshot import (
    URI_VARIABLE,
    DatabaseReadError,
    DatabaseSettingError,
    DatabaseUnreachableError,
    database_uri,
    open_snapshot,
)
from screening.intake.database_tables import DatabaseSchemaError, quote_identifier
from screening.intake.dump_database import CityDump, dump_database
from screening.intake.read_contacts import read_contacts
from screening.intake.read_inbox import read_city
from screening.stage_files import sha256_of
from tests.intake.inbox_files import CITY, DING, JIA, YI, read, reasons, values
from tests.intake.postgres_server import PASSWORD, Server, run_server

_REGISTER = (
    """CREATE TABLE weihai.enterprises (
    uscc text, name text, former_names text[], district text, registered_on date, above_scale_on timestamptz,
    industry_code varchar(8), contact_name text, contact_phone text, "法定代表人身份证" text)""",
    f"""INSERT INTO weihai.enterprises VALUES
    ('{YI}', '威海示例乙有限公司', NULL, '荣成市', NULL, NULL, '0111', NULL, NULL, '371002199001010011'),
    ('{JIA}', '威海示例甲有限公司', '{{威海甲厂,威海旧甲厂}}', '环翠区', '2012-05-06',
     '2020-12-31 23:30:00+00', '3670', '王示例', '13800000001', NULL)""",
)
_RETURNS = (
    """CREATE TABLE weihai."年度数据" (
    "统一社会信用代码" char(20), "年度" integer, "营业收入(万元)" numeric(14,4), "软件业务收入" double precision,
    local_contribution money, "是否规上" boolean)""",
    f"""INSERT INTO weihai."年度数据" VALUES ('{JIA}', 2024, 1234.5600, 0.1::float8 + 0.2::float8, 500.25, false)""",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with run_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _empty_schema(server: Server) -> None:
    server.execute("DROP SCHEMA IF EXISTS weihai CASCADE", "CREATE SCHEMA weihai")


def _dump(server: Server, inbox: Path, **schemas: str) -> list[CityDump]:
    with open_snapshot(server.uri()) as snapshot:
        return dump_database(snapshot, schemas or {CITY: CITY}, inbox)


def test_tables_arrive_under_english_and_chinese_names_with_every_type_as_its_text(
    server: Server, tmp_path: Path
) -> None:
    server.execute(*_REGISTER, *_RETURNS)
    _dump(server, tmp_path)
    intake = read(tmp_path)
    assert [source.file for source in intake.sources] == [
        "weihai/enterprises-db.parquet",
        "weihai/年度数据-db.parquet",
    ]
    assert values(intake.tables["enterprises"], "uscc", "former_names", "registered_on", "industry_code") == [
        (JIA, "威海甲厂；威海旧甲厂", dt.date(2012, 5, 6), "3670"),
        (YI, None, None, "0111"),
    ]
    # 23:30 in London on New Year's Eve is the first of January here.
    assert intake.tables["enterprises"]["above_scale_on"].to_list() == [dt.date(2021, 1, 1), None]
    money = ("revenue", "software_revenue", "local_contribution", "is_above_scale")
    assert values(intake.tables["annual_returns"], "uscc", "year", *money) == [
        (JIA, 2024, Decimal("12345600.00"), Decimal("0.30"), Decimal("500.25"), False)
    ]


def test_the_same_rows_in_another_order_are_the_same_bytes(server: Server, tmp_path: Path) -> None:
    server.execute(*_REGISTER)
    (first,) = _dump(server, tmp_path / "first")
    columns = "name, contact_phone, uscc, district, contact_name, former_names, industry_code, registered_on"
    server.execute(
        f"CREATE TABLE weihai.copy AS SELECT {columns}, above_scale_on FROM weihai.enterprises ORDER BY uscc",
        "DROP TABLE weihai.enterprises",
        "CREATE VIEW weihai.enterprises AS SELECT * FROM weihai.copy",
    )
    (second,) = _dump(server, tmp_path / "second")
    assert second.tables[0].sha256 == first.tables[0].sha256
    assert first.tables[0].sha256 == sha256_of(tmp_path / "second" / "weihai" / "enterprises-db.parquet")


def test_only_columns_of_the_contract_leave_the_database(server: Server, tmp_path: Path) -> None:
    server.execute(*_REGISTER)
    (city,) = _dump(server, tmp_path)
    assert city.tables[0].unread == ("法定代表人身份证",)
    data = (tmp_path / "weihai" / "enterprises-db.parquet").read_bytes()
    assert "法定代表人身份证" not in pl.read_parquet(data).columns
    assert b"371002199001010011" not in data


def test_contacts_are_read_again_from_the_dump_and_stand_in_no_table(server: Server, tmp_path: Path) -> None:
    server.execute(*_REGISTER)
    _dump(server, tmp_path)
    intake = read_city(tmp_path, CITY)
    assert "contact_phone" not in intake.tables["enterprises"].columns
    assert read_contacts(tmp_path, CITY, intake.sources).rows() == [(JIA, "王示例", "13800000001")]


def test_a_code_kept_as_a_number_is_set_aside_as_in_a_workbook(server: Server, tmp_path: Path) -> None:
    server.execute(
        "CREATE TABLE weihai.enterprises (uscc bigint, name text, industry_code integer)",
        "INSERT INTO weihai.enterprises VALUES (913710001668030123, '威海示例丁有限公司', 111)",
        f"CREATE TABLE weihai.sanctions AS SELECT '{DING}' AS uscc, '威海示例丁有限公司' AS name, '严重失信' AS kind, "
        "DATE '2025-01-02' AS listed_on",
    )
    _dump(server, tmp_path)
    intake = read(tmp_path)
    assert [(row, is_set_aside) for row, _, is_set_aside, _ in reasons(intake)] == [(2, True)]
    assert "在工作簿中是数值" in reasons(intake)[0][3][0]
    assert intake.counts["sanctions"].used == 1


def test_an_empty_table_is_known_to_be_empty(server: Server, tmp_path: Path) -> None:
    server.execute("CREATE TABLE weihai.sanctions (name text, kind text, listed_on date)")
    (city,) = _dump(server, tmp_path)
    intake = read(tmp_path)
    assert city.tables[0].rows == 0
    assert [source.table for source in intake.sources] == ["sanctions"]
    assert intake.refused == []


def test_copies_and_partitions_of_a_table_are_not_read_twice(server: Server, tmp_path: Path) -> None:
    server.execute(
        "CREATE TABLE weihai.enterprises (uscc text, name text) PARTITION BY LIST (name)",
        'CREATE TABLE weihai."企业名录" PARTITION OF weihai.enterprises DEFAULT',
        f"INSERT INTO weihai.enterprises VALUES ('{JIA}', '威海示例甲有限公司')",
        "CREATE TABLE weihai.enterprises_2023 AS SELECT * FROM weihai.enterprises",
    )
    (city,) = _dump(server, tmp_path)
    assert [table.source for table in city.tables] == ["postgresql:weihai.enterprises"]
    assert city.other_relations == ("enterprises_2023",)


def test_a_dump_whose_table_is_gone_is_taken_away_and_no_other_file(server: Server, tmp_path: Path) -> None:
    server.execute(*_REGISTER, *_RETURNS)
    _dump(server, tmp_path)
    people_s = tmp_path / "weihai" / "年度数据2023-db.parquet"
    people_s.write_bytes(b"")
    server.execute('DROP TABLE weihai."年度数据"')
    (city,) = _dump(server, tmp_path)
    assert city.removed == ("weihai/年度数据-db.parquet",)
    assert sorted(path.name for path in (tmp_path / "weihai").iterdir()) == sorted(
        ["enterprises-db.parquet", people_s.name]
    )


def test_nothing_changes_in_the_inbox_where_anything_is_wrong_and_all_of_it_is_named(
    server: Server, tmp_path: Path
) -> None:
    server.execute(
        *_REGISTER,
        "CREATE TABLE weihai.projects (project_id text, uscc text, type jsonb)",
        "CREATE TABLE weihai.expenditures (a text, b text)",
    )
    with pytest.raises(DatabaseSchemaError) as caught:
        _dump(server, tmp_path, weihai="weihai", qingdao="qd_2024")
    message = str(caught.value)
    assert "没有模式“qd_2024”" in message
    assert "weihai.projects：列“type”的类型是 jsonb" in message
    assert "weihai.expenditures：" in message
    assert [path.name for path in tmp_path.rglob("*")] == [".ingest-database.lock"]


def test_a_schema_without_source_tables_names_those_it_could_have(server: Server, tmp_path: Path) -> None:
    server.execute("CREATE TABLE weihai.something (a text)")
    with pytest.raises(DatabaseSchemaError, match=r"enterprises（企业名录）.*现有：something"):
        _dump(server, tmp_path)


def test_a_table_that_may_not_be_read_is_named_and_leaves_the_inbox_alone(server: Server, tmp_path: Path) -> None:
    server.execute(
        *_REGISTER,
        "DROP ROLE IF EXISTS reader",
        "CREATE ROLE reader LOGIN PASSWORD 'reader'",
        "GRANT USAGE ON SCHEMA weihai TO reader",
    )
    with (
        open_snapshot(server.uri(user="reader", password="reader")) as snapshot,
        pytest.raises(DatabaseReadError, match="permission denied for table enterprises"),
    ):
        dump_database(snapshot, {CITY: CITY}, tmp_path)
    assert not (tmp_path / CITY).exists()
    server.execute("DROP OWNED BY reader", "DROP ROLE reader")


def test_an_error_that_quotes_the_data_does_not_repeat_it(server: Server, tmp_path: Path) -> None:
    server.execute(
        "CREATE TABLE weihai.raw AS SELECT '371002199001010011' AS id, '示例甲'::text AS name",
        "CREATE VIEW weihai.enterprises AS SELECT (id || 'x')::bigint::text AS uscc, name FROM weihai.raw",
    )
    with pytest.raises(DatabaseReadError) as caught:
        _dump(server, tmp_path)
    assert "371002199001010011" not in str(caught.value)
    assert "请查数据库日志" in str(caught.value)
    assert caught.value.__suppress_context__


def test_all_tables_are_as_of_one_moment_and_nothing_can_be_written(server: Server) -> None:
    server.execute(*_REGISTER)
    with open_snapshot(server.uri()) as snapshot:
        count = "SELECT count(*) AS rows FROM weihai.enterprises"
        before = snapshot.query(count)
        server.execute("DELETE FROM weihai.enterprises")
        assert snapshot.query(count).equals(before)
        with pytest.raises(DatabaseReadError, match="read-only transaction"):
            snapshot.query("DELETE FROM weihai.enterprises RETURNING uscc")


def test_a_schema_name_is_a_name_and_no_statement(server: Server, tmp_path: Path) -> None:
    hostile = 'x"; DROP SCHEMA weihai CASCADE; --'
    server.execute(*_REGISTER, f"CREATE SCHEMA {quote_identifier(hostile)}")
    table = f"{quote_identifier(hostile)}.enterprises"
    server.execute(f"CREATE TABLE {table} AS SELECT * FROM weihai.enterprises")
    (city,) = _dump(server, tmp_path, weihai=hostile)
    assert city.tables[0].rows == 2
    _dump(server, tmp_path)
    server.execute(f"DROP SCHEMA {quote_identifier(hostile)} CASCADE")


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("postgresql://postgres:p%zz-secret@127.0.0.1:{port}/postgres", "地址无法解析"),
        ("postgresql://postgres:half@secret@127.0.0.1:{port}/postgres", "Name or service not known"),
        ("postgresql://postgres:wrong-secret@127.0.0.1:{port}/postgres", "password authentication failed"),
        ("postgresql://postgres:secret@127.0.0.1:1/postgres", "Connection refused"),
        ("postgresql://postgres:x@127.0.0.1:secret/postgres", "地址无法解析"),
    ],
)
def test_no_connection_is_told_without_the_password(server: Server, uri: str, told: str) -> None:
    with (
        pytest.raises(DatabaseUnreachableError, match=told) as caught,
        open_snapshot(uri.format(port=server.port)),
    ):
        pass
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_an_address_that_is_missing_or_of_another_kind_is_wrong_use_and_not_repeated() -> None:
    with pytest.raises(DatabaseSettingError, match=f"{URI_VARIABLE} 未设置"):
        database_uri({})
    with pytest.raises(DatabaseSettingError, match="应以 postgresql:// 开头") as caught:
        database_uri({URI_VARIABLE: "mysql://u:secret@h/d"})
    assert "secret" not in str(caught.value)
    assert database_uri({URI_VARIABLE: " postgres://u@h/d\n"}) == "postgres://u@h/d"


def test_the_command_fills_the_inbox_and_says_what_it_read(
    server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server.execute(*_REGISTER, "CREATE TABLE weihai.notes (a text)")
    monkeypatch.setenv(URI_VARIABLE, server.uri())
    assert cli.main(["ingest-database", "--inbox", str(tmp_path), "--city", "weihai"]) == 0
    said = "".join(capfd.readouterr())
    assert "postgresql:weihai.enterprises → weihai/enterprises-db.parquet：2 行" in said
    assert "未读取的列：法定代表人身份证" in said
    assert "未读取的表：notes" in said
    assert PASSWORD not in said
    assert cli.main(["ingest-database", "--inbox", str(tmp_path), "--city", "weihai", "shaoxing", "--schema", "s"]) == 2
    monkeypatch.delenv(URI_VARIABLE)
    assert cli.main(["ingest-database", "--inbox", str(tmp_path), "--city", "weihai"]) == 2
