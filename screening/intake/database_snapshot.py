"""A read-only snapshot of a PostgreSQL database, by ADBC; the address, which holds a password, stays in here.

libpq repeats pieces of a malformed address in its messages, a password among them. So only the parts of its
messages that are known to be harmless are passed on, and its exceptions never are.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from screening.failures import Failure, WrongUse

URI_VARIABLE: Final = "SCREENING_DATABASE_URI"

_SCHEMES: Final = ("postgresql", "postgres")
_CONNECT_SECONDS: Final = 15
_HARMLESS: Final = re.compile(
    r"FATAL:\s*(?P<server>[^\n]+)|(?P<network>Connection refused|timeout expired|Network is unreachable"
    r"|Name or service not known|No such file or directory|server does not support SSL)"
)
_SERVER_ERROR: Final = re.compile(r"ERROR:\s*([^\n]+)")
_DATA_EXCEPTION: Final = "22"  # its messages quote the data

# All tables of a snapshot are as of one moment, and days are those of the cities.
_BEGIN: Final = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "SET LOCAL TIME ZONE 'Asia/Shanghai'",
)


class DatabaseSettingError(WrongUse):
    """The environment does not say which database to read, or the driver is not installed."""


class DatabaseUnreachableError(Failure):
    """No connection to the database."""


class DatabaseReadError(Failure):
    """The database refused a query."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open read-only transaction."""

    _connection: Any
    _errors: type[Exception]

    def query(self, sql: str, parameters: Sequence[str] = ()) -> pl.DataFrame:
        """The rows of a query ($1, $2 … in it are the parameters); raises DatabaseReadError where it is refused."""
        with self._telling_errors(), self._connection.cursor() as cursor:
            cursor.execute(sql, tuple(parameters) or None)
            frame: pl.DataFrame = cursor.fetch_polars()
        return frame

    def begin(self) -> None:
        """Make the open transaction a read-only snapshot."""
        with self._telling_errors(), self._connection.cursor() as cursor:
            for statement in _BEGIN:
                cursor.execute(statement)

    @contextmanager
    def _telling_errors(self) -> Iterator[None]:
        try:
            yield
        except (self._errors, pl.exceptions.PolarsError) as error:  # the latter while rows stream in
            raise DatabaseReadError(f"数据库拒绝读取：{_told_by_server(error)}") from None


def database_uri(environment: Mapping[str, str]) -> str:
    """The address of the database from the environment; raises DatabaseSettingError where it is missing or strange."""
    uri = environment.get(URI_VARIABLE, "").strip()
    if not uri:
        raise DatabaseSettingError(f"环境变量 {URI_VARIABLE} 未设置；应为 postgresql://用户:口令@主机:端口/数据库")
    if uri.partition("://")[0] not in _SCHEMES or "://" not in uri:
        raise DatabaseSettingError(f"环境变量 {URI_VARIABLE} 应以 postgresql:// 开头（内容含口令，不在此显示）")
    return uri


@contextmanager
def open_snapshot(uri: str) -> Iterator[Snapshot]:
    """A snapshot that ends with the block. Raises DatabaseUnreachableError without any part of the address."""
    try:
        driver = importlib.import_module("adbc_driver_postgresql.dbapi")
    except ModuleNotFoundError:
        raise DatabaseSettingError("未安装数据库驱动，请安装可选组件：pip install 'screening[database]'") from None
    try:
        connection = driver.connect(_with_time_limit(uri))
    except driver.Error as error:
        raise DatabaseUnreachableError(
            f"连不上数据库：{_told_by_libpq(error)}。请核对环境变量 {URI_VARIABLE} 与数据库服务"
        ) from None
    try:
        snapshot = Snapshot(connection, driver.Error)
        snapshot.begin()
        yield snapshot
    finally:
        connection.close()


def _with_time_limit(uri: str) -> str:
    if "connect_timeout" in uri:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}connect_timeout={_CONNECT_SECONDS}"


def _told_by_libpq(error: Exception) -> str:
    found = _HARMLESS.search(str(error))
    if found is None:
        return "地址无法解析或服务未应答（详情可能含口令，不在此显示；口令中的特殊字符须写作 %XX）"
    return found["server"] or found["network"]


def _told_by_server(error: Exception) -> str:
    """The server's message with its SQLSTATE; without the message where it may quote the data."""
    state: str | None = getattr(error, "sqlstate", None)
    found = _SERVER_ERROR.search(str(error))
    if found is None or state is None or state.startswith(_DATA_EXCEPTION):
        return f"读取中途出错（SQLSTATE {state or '未知'}；服务端消息可能含数据内容，不在此显示，请查数据库日志）"
    return f"{found[1]}（SQLSTATE {state}）"
