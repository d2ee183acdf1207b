"""Unanswered questions: how many there were a day, and, only if the operator wants it, what they were.

Editors need to know what staff ask in vain. By default nothing that anybody wrote is kept, only counts.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import monotonic
from typing import TYPE_CHECKING, Literal

from assistant.database import holds_nothing
from assistant.retention import Retention

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.answer import Answer

Keeping = Literal["off", "count", "text"]

_TABLE = """
CREATE TABLE IF NOT EXISTS unanswered (
    day TEXT NOT NULL, language TEXT NOT NULL, question TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (day, language, question)
)
"""
_COUNT = """
INSERT INTO unanswered VALUES (?, ?, ?, ?)
ON CONFLICT (day, language, question) DO UPDATE SET count = count + excluded.count
"""
_SECONDS_TO_WAIT = 0.2  # a reader waits for it
_SECONDS_BETWEEN_TRIES = 2.0  # and the next readers do not
_MOST_WAITING = 1000  # different questions that cannot be written yet

logger = logging.getLogger(__name__)


class UnansweredFileError(ValueError):
    """The file of unanswered questions cannot be read; the message is one line with the remedy."""


@dataclass(frozen=True)
class Unanswered:
    """Questions that were not answered on a day.

    Args:
        day: The day, in UTC.
        language: Language that they were asked in.
        question: What was asked; empty where only counts are kept.
        count: How many times.
    """

    day: date
    language: str
    question: str
    count: int


class UnansweredQuestions:
    """Counts unanswered questions in a SQLite file; what cannot be written there now is written with a later one.

    Args:
        path: The file; made when it is first needed.
        keeping: Whether to count, and whether to keep the text.
        days: How long to keep anything.
    """

    def __init__(self, path: Path, keeping: Keeping, days: int) -> None:
        self._path = path
        self._keeping = keeping
        self._retention = Retention(days)
        self._waiting: Counter[tuple[str, str, str]] = Counter()
        self._next_try = 0.0
        self._lock = threading.Lock()

    def record(self, answer: Answer) -> None:
        """Count a question that was not answered, and forget old ones."""
        if self._keeping == "off":
            return
        today = datetime.now(UTC).date().isoformat()
        asked = (today, answer.language, answer.standalone_question if self._keeping == "text" else "")
        with self._lock:
            if asked in self._waiting or len(self._waiting) < _MOST_WAITING:
                self._waiting[asked] += 1
            if monotonic() < self._next_try:
                return
            try:
                self._write()
            except sqlite3.Error as error:
                self._next_try = monotonic() + _SECONDS_BETWEEN_TRIES
                logger.warning("unanswered questions could not be counted in %s, and wait: %s", self._path, error)

    def _write(self) -> None:
        with closing(self._connect()) as connection, connection:
            self._forget_old(connection)
            connection.executemany(_COUNT, [(*asked, count) for asked, count in self._waiting.items()])
        self._waiting.clear()

    def forget_old(self) -> None:
        """Forget what is too old, also when nothing new comes; a file that fails is left as it is."""
        if holds_nothing(self._path):
            return
        try:
            with closing(self._connect()) as connection, connection:
                self._forget_old(connection)
        except sqlite3.Error as error:
            logger.warning("old questions could not be forgotten in %s: %s", self._path, error)

    def listed(self) -> list[Unanswered]:
        """Return what is kept, newest day and most asked first.

        Raises:
            UnansweredFileError: If the file cannot be read.
        """
        if holds_nothing(self._path):
            return []
        try:
            with closing(self._connect()) as connection:
                rows = connection.execute(
                    "SELECT day, language, question, count FROM unanswered ORDER BY day DESC, count DESC, question"
                ).fetchall()
        except sqlite3.Error as error:
            msg = f"kan ikke lese {self._path} ({error}); flytt filen bort, så begynner tellingen på nytt"
            raise UnansweredFileError(msg) from error
        return [Unanswered(date.fromisoformat(day), language, asked, count) for day, language, asked, count in rows]

    def _forget_old(self, connection: sqlite3.Connection) -> None:
        if oldest := self._retention.oldest():
            connection.execute("DELETE FROM unanswered WHERE day < ?", [oldest.date().isoformat()])

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT)
        connection.execute(_TABLE)
        return connection
