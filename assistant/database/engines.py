"""Engines: how SQLite files and PostgreSQL are opened, so that nobody waits long for either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

WRITES = "veikart_writes"  # the option of a connection that is going to write

_CONNECTIONS = 5  # what hangs in a database that does not answer never takes more of the server's threads
_SECONDS_TO_CONNECT = 2  # the least that libpq knows
_SECONDS_FOR_ONE = 2.0  # to wait for a free connection
_MILLISECONDS = 5000  # of a statement, or of a packet without an answer
_SECONDS_KEPT = 60  # a connection: what an administrator sets for new ones is felt that soon


def file_engine(url: URL, patience: float) -> Engine:
    """Return the engine of a SQLite file: a connection at a time, so that the file can be moved away meanwhile.

    Args:
        url: Its address.
        patience: Seconds to wait for somebody else's lock.
    """
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": patience})
    event.listen(engine, "connect", _let_us_begin)
    event.listen(engine, "begin", _begin)
    return engine


def server_engine(url: URL) -> Engine:
    """Return the engine of a PostgreSQL, with few connections and short waits; what the address says goes first.

    Args:
        url: Its address, with the password.
    """
    timeouts = f"-c statement_timeout={_MILLISECONDS} -c lock_timeout={_MILLISECONDS}"
    given = url.query.get("options", "")
    wanted: dict[str, Any] = {
        "application_name": "veikart",
        "connect_timeout": _SECONDS_TO_CONNECT,
        "tcp_user_timeout": _MILLISECONDS,
    }
    arguments = {name: value for name, value in wanted.items() if name not in url.query}
    return create_engine(
        url,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_SECONDS_FOR_ONE,
        pool_recycle=_SECONDS_KEPT,
        pool_pre_ping=True,
        hide_parameters=True,  # what people wrote stands in no error
        connect_args={**arguments, "options": f"{timeouts} {given}".strip()},
    )


def _let_us_begin(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    """Python's sqlite3 would otherwise begin by itself, and not before tables are made."""
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    """Take the lock at once where something is written: one who reads first would be refused it without waiting."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
