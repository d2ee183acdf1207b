"""Unanswered questions: how many there were a day, and, only if the operator wants it, what they were.

Editors need to know what staff ask in vain. By default nothing that anybody wrote is kept, only counts.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import monotonic
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from assistant.database.faults import StoreError, Trouble
from assistant.database.opening import database_at
from assistant.database.tables import asked_before, inserting
from assistant.database.tables import unanswered as table
from assistant.retention import Retention

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from assistant.answer import Answer
    from assistant.database.database import Database
    from assistant.retention import Keeping

_SECONDS_TO_WAIT = 0.2  # a reader waits for it
_SECONDS_BETWEEN_TRIES = 2.0  # and the next readers do not
_MOST_WAITING = 1000  # different questions that cannot be written yet

logger = logging.getLogger(__name__)


class UnansweredFileError(StoreError):
    """The unanswered questions cannot be read; the message is one line with the remedy."""


_WRITING = Trouble(UnansweredFileError, "kan ikke skrive til", "sjekk plass og rettigheter, eller flytt filen bort")
_READING = Trouble(UnansweredFileError, "kan ikke lese", "flytt filen bort, så begynner tellingen på nytt")


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
    """Counts unanswered questions; what cannot be written now is written with a later one.

    Args:
        place: A file, made when it is first needed, or a database.
        keeping: Whether to count, and whether to keep the text.
        days: How long to keep anything.
    """

    def __init__(self, place: Path | Database, keeping: Keeping, days: int) -> None:
        self._database = database_at(place, "unanswered", _SECONDS_TO_WAIT)
        self._waits_little = self._database is not place
        self._keeping = keeping
        self._retention = Retention(days)
        self._waiting: Counter[tuple[str, str, str]] = Counter()
        self._next_try = 0.0
        self._lock = threading.Lock()
        self._writing = threading.Lock()  # held by the one who writes

    def record(self, answer: Answer) -> None:
        """Count a question that was not answered, and forget old ones."""
        if self._keeping == "off":
            return
        today = datetime.now(UTC).date().isoformat()
        asked = (today, answer.language, answer.standalone_question if self._keeping == "text" else "")
        with self._lock:
            if asked in self._waiting or len(self._waiting) < _MOST_WAITING:
                self._waiting[asked] += 1
        if self._waits_little:  # a file of its own, which is waited for no longer than a reader may wait
            self._write_what_waits()
        elif self._may_write():
            # A shared one may take seconds, so somebody else waits for it; the next readers find that it does.
            writer = threading.Thread(target=self._write_what_waits, name="unanswered", daemon=True)
            writer.start()
            writer.join(_SECONDS_TO_WAIT)

    def _may_write(self) -> bool:
        return monotonic() >= self._next_try and not self._writing.locked()

    def _write_what_waits(self) -> None:
        """Write until nothing waits, unless somebody else does; what came meanwhile too, for its reader has left."""
        while self._waiting and self._may_write() and self._writing.acquire(blocking=False):
            batch = self._taken()
            try:
                self._write(batch)
            except StoreError as error:
                self._next_try = monotonic() + _SECONDS_BETWEEN_TRIES
                with self._lock:
                    self._waiting.update(batch)
                logger.warning("unanswered questions could not be counted, and wait: %s", error)
            finally:
                self._writing.release()

    def _taken(self) -> Counter[tuple[str, str, str]]:
        with self._lock:
            batch, self._waiting = self._waiting, Counter()
        return batch

    def _write(self, batch: Counter[tuple[str, str, str]]) -> None:
        # In order: two servers that count the same questions would otherwise wait for one another.
        rows = [
            {"day": day, "language": language, "question": question, "count": count}
            for (day, language, question), count in sorted(batch.items())
        ]
        with self._database.writing(_WRITING) as connection:
            self._forget_old(connection)
            row = inserting(connection, table)
            more = {"count": table.c.count + row.excluded.count}
            connection.execute(row.on_conflict_do_update(index_elements=asked_before(connection), set_=more), rows)

    def forget_old(self) -> None:
        """Forget what is too old, also when nothing new comes; a database that fails is left as it is."""
        if self._database.holds_nothing:
            return
        try:
            with self._database.writing(_WRITING) as connection:
                self._forget_old(connection)
        except StoreError as error:
            logger.warning("old questions could not be forgotten: %s", error)

    def listed(self) -> list[Unanswered]:
        """Return what is kept, newest day and most asked first.

        Raises:
            UnansweredFileError: If it cannot be read.
        """
        if self._database.holds_nothing:
            return []
        columns = table.c
        order = (columns.day.desc(), columns.count.desc(), columns.question)
        with self._database.reading(_READING) as connection:
            rows = connection.execute(select(table).order_by(*order)).all()
        return [Unanswered(date.fromisoformat(day), language, asked, count) for day, language, asked, count in rows]

    def _forget_old(self, connection: Connection) -> None:
        if oldest := self._retention.oldest():
            connection.execute(delete(table).where(table.c.day < oldest.date().isoformat()))
