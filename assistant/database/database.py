"""A database: opened for one transaction at a time, and told of in one line when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFreeError

from assistant.database.address import is_server
from assistant.database.engines import WRITES, file_engine, server_engine
from assistant.database.faults import SchemaError, StoreError, Trouble
from assistant.database.schema import age, check_age, is_adopted, revisions
from assistant.database.state import READ_ONLY, DatabaseState, is_read_only, look, refused

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from assistant.database.tables import StoreName

PATIENCE = 5.0  # seconds that somebody who writes waits for a file that is locked
_LOCK = 7_261_530_118  # what upgraders of a server wait for; any number that nobody else uses
_UPGRADING = Trouble(StoreError, "kan ikke oppgradere", "sjekk plass og rettigheter")
_READ_ONLY_STATE = "25006"


class Database:
    """A SQLite file, whose tables are made when it is first written to, or a PostgreSQL, whose operator makes them.

    Args:
        url: Its address, with the password.
        stores: What it holds.
        patience: Seconds to wait for a file that somebody else has locked.
    """

    def __init__(self, url: URL, stores: tuple[StoreName, ...], patience: float = PATIENCE) -> None:
        self.stores = stores
        self.is_server = is_server(url)
        self.place = url.set(query={}).render_as_string() if self.is_server else str(url.database)
        self._path = Path(url.database or "")
        self._password = str(url.password or "")
        self._engine = server_engine(url) if self.is_server else file_engine(url, patience)

    @property
    def holds_nothing(self) -> bool:
        """Whether this is a file that is not there, or the empty one that a first write left on a full disk."""
        return not self.is_server and (not self._path.exists() or self._path.stat().st_size == 0)

    def is_file(self, path: Path) -> bool:
        """Tell whether this is a file of that name."""
        return not self.is_server and self._path.resolve() == path.resolve()

    @contextmanager
    def reading(self, trouble: Trouble, *, at_one_moment: bool = False) -> Iterator[Connection]:
        """Read in a transaction.

        Args:
            trouble: What is said if it fails.
            at_one_moment: Whether everything that is read is to be as it was at once.
        """
        options = {"isolation_level": "REPEATABLE READ"} if self.is_server and at_one_moment else {}
        with self._told(trouble):
            if not self.is_server:
                self._make_readable()
            with self._engine.connect().execution_options(**options) as connection, connection.begin():
                check_age(age(revisions(connection, self.stores), self.stores))
                yield connection

    @contextmanager
    def writing(self, trouble: Trouble) -> Iterator[Connection]:
        """Write in a transaction, all or nothing; the tables of a file are made or brought up to date in it.

        Args:
            trouble: What is said if it fails.
        """
        with self._told(trouble):
            self._make_folder(trouble)
            with self._begin() as connection:
                if self.is_server:
                    check_age(age(revisions(connection, self.stores), self.stores))
                else:
                    self._bring_up_to_date(connection)
                yield connection

    def check(self, trouble: Trouble) -> None:
        """Check that rows can be added.

        Args:
            trouble: What is said if they cannot.
        """
        with self.writing(trouble) as connection:
            if self.is_server and (reason := refused(connection, self.stores)):
                raise trouble.at(self.place, reason, is_file=False)

    def state(self) -> DatabaseState:
        """Return how it is; never fails."""
        try:
            if self.holds_nothing:
                return DatabaseState(self.place, "SQLite", is_file=True)
            with self._begin() as connection:
                return look(connection, self.place, self.stores)
        except SQLAlchemyError as error:
            return DatabaseState(self.place, refusal=self._reason(error), is_file=not self.is_server)
        except OSError as error:
            return DatabaseState(self.place, refusal=str(error), is_file=True)

    def upgrade(self) -> bool:
        """Bring the tables up to date, one upgrader at a time; returns whether anything was to be done.

        Raises:
            StoreError: If it cannot be done.
        """
        with self._told(_UPGRADING):
            self._make_folder(_UPGRADING)
            with self._begin() as connection:
                if self.is_server:
                    connection.execute(text("SET LOCAL statement_timeout = 0"))
                    connection.execute(text("SET LOCAL lock_timeout = 0"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                return self._bring_up_to_date(connection)

    @contextmanager
    def holding(self, name: str, trouble: Trouble) -> Iterator[bool]:
        """Hold a name among all who use a server; yields whether nobody else held it. A file is shared with nobody.

        The server lets go of it when the connection ends, however that ends.

        Args:
            name: What is held.
            trouble: What is said if the server fails.
        """
        if not self.is_server:
            yield True
            return
        with self._told(trouble):
            connection = self._engine.connect()
        try:
            with self._told(trouble):
                asked = text("SELECT pg_try_advisory_lock(hashtextextended(:name, :key))")
                is_held = bool(connection.execute(asked, {"name": name, "key": _LOCK}).scalar())
                connection.commit()  # a lock of the session outlives it, and no transaction is to stand open so long
            yield is_held
        finally:
            connection.invalidate()
            connection.close()

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        if self.is_server:
            self._renew_read_only()
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection

    def _renew_read_only(self) -> None:
        """Let go of the connections if one may only read: whether it may write was decided when it was made."""
        with self._engine.connect() as connection:
            renew = is_read_only(connection)
        if renew:
            self._engine.dispose()

    def _make_readable(self) -> None:
        """Bring a file up to date, unless it can be read as it is; one whose first writer was killed has no tables."""
        with self._engine.begin() as connection:
            how_old = age(revisions(connection, self.stores), self.stores)
        if how_old in ("missing", "older"):
            with self._begin() as connection:
                self._bring_up_to_date(connection)

    def _bring_up_to_date(self, connection: Connection) -> bool:
        how_old = age(revisions(connection, self.stores), self.stores)
        if how_old == "newer":
            check_age(how_old)
        if how_old == "current" and is_adopted(connection):
            return False
        from assistant.database.upgrade import upgrade

        upgrade(connection, self.stores)
        return True

    def _make_folder(self, trouble: Trouble) -> None:
        if self.is_server:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise trouble.at(self.place, str(error), is_file=True) from error

    @contextmanager
    def _told(self, trouble: Trouble) -> Iterator[None]:
        try:
            yield
        except SchemaError as error:
            raise trouble.error(str(error)) from error
        except SQLAlchemyError as error:
            raise trouble.at(self.place, self._reason(error), is_file=not self.is_server) from error

    def _reason(self, error: SQLAlchemyError) -> str:
        """What the driver says in its first line; the rest may hold the statement, and in it what somebody wrote."""
        if isinstance(error, NoneFreeError):
            return "alle forbindelser er opptatt"
        said = error.orig if isinstance(error, DBAPIError) and error.orig else error
        if getattr(said, "sqlstate", None) == _READ_ONLY_STATE:
            return READ_ONLY
        first = next(iter(str(said).splitlines()), type(said).__name__)
        return first.replace(self._password, "***") if self._password else first
