"""A PostgreSQL of the tests' own, in a folder of its own, with a database for each test."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

PASSWORD = "hemmelig-passord-42"  # noqa: S105 - of a server that lives for a test run
_USER = "veikart"
_FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
_INITDB = Path(shutil.which("initdb") or (_FOUND[-1] if _FOUND else "/usr/bin/initdb"))
# CI installs it, so there its absence is a fault.
needs_postgres = pytest.mark.skipif(
    not _INITDB.exists() and os.environ.get("CI") != "true",
    reason="PostgreSQL is not installed (apt-get install postgresql)",
)


@dataclass
class Postgres:
    """A server that can be stopped and started.

    Args:
        folder: Where everything of it lies.
        port: Where it listens.
    """

    folder: Path
    port: int
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The server hangs: it takes connections, and nothing that it runs ever answers."""
        mother = int((self.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(mother)], capture_output=True, text=True, check=True)
        family = [mother, *map(int, found.stdout.split())]
        for process in family:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in family:
                os.kill(process, signal.SIGCONT)

    def make_database(self) -> str:
        """Make an empty database; returns its address, with the password."""
        name = f"veikart_{next(self._names)}"
        self.execute("postgres", f"CREATE DATABASE {name}")
        return f"postgresql://{_USER}:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def execute(self, database: str, *statements: str) -> list[tuple[object, ...]]:
        """Do something as an administrator; ``database`` is its name, or its address."""
        address = f"host=127.0.0.1 port={self.port} user={_USER} password={PASSWORD}"
        name = database.rpartition("/")[2]
        with psycopg.connect(f"{address} dbname={name}", autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def restrict(self, address: str, *, read_only: bool) -> None:
        """Make a database read-only, or not any longer, for everybody, as an administrator does."""
        name = address.rpartition("/")[2]
        self.execute(
            "postgres",
            f"ALTER DATABASE {name} SET default_transaction_read_only = {'on' if read_only else 'off'}",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
        )

    def run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run([*_as_nobody_special(), _INITDB.with_name(program), *arguments], check=True, cwd="/")


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    # pytest's own folders are closed to other users, and the path of a socket has to be short.
    with tempfile.TemporaryDirectory(prefix="veikart-pg-") as place:
        folder = Path(place)
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, "postgres")
        with socket.create_server(("127.0.0.1", 0)) as listener:
            server = Postgres(folder, listener.getsockname()[1])
        server.run(
            "initdb", "-D", server.data, "-U", _USER, "-A", "scram-sha-256", f"--pwfile={folder / 'password'}",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _as_nobody_special() -> Sequence[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    user = pwd.getpwnam("postgres")
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
