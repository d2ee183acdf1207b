"""What is remembered of sessions: the key that cookies are signed with, and which sessions have ended.

One server remembers by itself, and forgets when it stops. Several that share a database remember together, so that who
signs in at one is known at the others. Ended sessions are kept as digests: nobody makes a cookie of what stands there.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import delete, select

from assistant.database.faults import StoreError, Trouble
from assistant.database.tables import ended_sessions, inserting, session_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.database.database import Database

_KEY_BYTES = 32
_THE_KEY = 1  # its row; there is one


class SessionsError(StoreError):
    """It cannot be told who has signed in; the message is one line with the remedy."""


_USING = Trouble(SessionsError, "kan ikke slå opp innlogginger i", "sjekk plass og rettigheter")


class SessionMemory(Protocol):
    """Remembers a key and ended sessions."""

    def key(self) -> bytes:
        """Return the key that cookies are signed with."""

    def end(self, session: str, until: float) -> None:
        """Remember that a session has ended.

        Args:
            session: Its name.
            until: When its cookie is too old in any case.
        """

    def has_ended(self, session: str) -> bool:
        """Tell whether a session has ended."""


class OwnMemory:
    """Remembers for as long as the program runs."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(_KEY_BYTES)
        self._ended: set[str] = set()

    def key(self) -> bytes:
        """Return the key that cookies are signed with."""
        return self._key

    def end(self, session: str, until: float) -> None:
        """Remember that a session has ended."""
        del until
        self._ended.add(session)

    def has_ended(self, session: str) -> bool:
        """Tell whether a session has ended."""
        return session in self._ended


class SharedMemory:
    """Remembers in a database; asked each time, so that what another server did is known at once.

    Args:
        database: Where.
        clock: Seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def key(self) -> bytes:
        """Return the key that cookies are signed with, made by the first who asks.

        Raises:
            SessionsError: If it cannot be read.
        """
        wanted = select(session_keys.c.key).where(session_keys.c.id == _THE_KEY)
        if not self._database.holds_nothing:
            with self._database.reading(_USING) as connection:
                if held := connection.execute(wanted).scalar():
                    return bytes.fromhex(held)
        with self._database.writing(_USING) as connection:
            made = inserting(connection, session_keys).values(id=_THE_KEY, key=secrets.token_hex(_KEY_BYTES))
            connection.execute(made.on_conflict_do_nothing())
            return bytes.fromhex(connection.execute(wanted).scalar_one())

    def end(self, session: str, until: float) -> None:
        """Remember that a session has ended, and forget those whose cookies are too old by now.

        Raises:
            SessionsError: If it cannot be stored.
        """
        with self._database.writing(_USING) as connection:
            connection.execute(delete(ended_sessions).where(ended_sessions.c.until < self._clock()))
            ended = inserting(connection, ended_sessions).values(digest=_digest(session), until=until)
            connection.execute(ended.on_conflict_do_nothing())

    def has_ended(self, session: str) -> bool:
        """Tell whether a session has ended.

        Raises:
            SessionsError: If that cannot be read.
        """
        wanted = select(ended_sessions.c.until).where(ended_sessions.c.digest == _digest(session))
        with self._database.reading(_USING) as connection:
            return connection.execute(wanted).first() is not None


def _digest(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
