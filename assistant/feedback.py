"""Feedback on answers: what a reader chose to send, without the conversation unless they say so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import delete, insert, select

from assistant.database.faults import StoreError, Trouble
from assistant.database.opening import database_at
from assistant.database.tables import feedback as table
from assistant.retention import Retention

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from assistant.answer import Answer, Mode
    from assistant.database.database import Database
    from corpus.document import Language

Verdict = Literal["nyttig", "ikke_nyttig"]
Reason = Literal["wrong", "missing", "sources", "context", "mixed", "quote", "refused", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
MAX_COMMENT = 500


class FeedbackError(StoreError):
    """Feedback could not be stored or read; the message is one line with the remedy."""


_WRITING = Trouble(FeedbackError, "kan ikke skrive til", "sjekk plass og rettigheter, eller flytt filen bort")
_READING = Trouble(FeedbackError, "kan ikke lese", "flytt filen bort, så begynner en ny")


@dataclass(frozen=True)
class Feedback:
    """What a reader thought of an answer.

    Args:
        verdict: Whether it was useful.
        reasons: What was wrong with it.
        comment: In the reader's own words.
        include: Whether the question and the answer may be stored with it.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    comment: str = ""
    include: bool = False


@dataclass(frozen=True)
class Judged:
    """The answer that feedback is on.

    Args:
        mode: How it was made.
        language: Its language.
        model: The language model that wrote it, if one did.
        corpus_version: Which collection it was made from.
        question: What was asked.
        text: What it says.
    """

    mode: Mode
    language: Language
    model: str | None
    corpus_version: str
    question: str = ""
    text: str = ""

    @classmethod
    def of(cls, answer: Answer) -> Judged:
        """Return what is judged in an answer."""
        return cls(answer.mode, answer.language, answer.model, answer.corpus_version, answer.question, answer.text)


@dataclass(frozen=True)
class StoredFeedback:
    """Feedback as it was stored.

    Args:
        given: When, in UTC.
        verdict: Whether the answer was useful.
        reasons: What was wrong with it.
        comment: In the reader's own words.
        mode: How the answer was made.
        language: Language of the answer.
        model: The language model that wrote it, if one did.
        corpus_version: Which collection it was made from.
        question: The question, if the reader sent it along.
        answer: The answer, if the reader sent it along.
    """

    given: datetime
    verdict: str
    reasons: tuple[str, ...]
    comment: str
    mode: str
    language: str
    model: str | None
    corpus_version: str
    question: str | None
    answer: str | None


class FeedbackStore:
    """Keeps feedback.

    Args:
        place: A file, made when it is first needed, or a database.
        days: How long to keep it.
    """

    def __init__(self, place: Path | Database, days: int) -> None:
        self._database = database_at(place, "feedback")
        self._retention = Retention(days)

    def add(self, feedback: Feedback, answer: Judged) -> None:
        """Store feedback on an answer, and forget what is too old.

        Raises:
            FeedbackError: If it could not be stored; nothing of it is.
        """
        row = {
            "given": datetime.now(UTC).isoformat(timespec="seconds"),
            "verdict": feedback.verdict,
            "reasons": json.dumps(feedback.reasons),
            "comment": feedback.comment[:MAX_COMMENT],
            "mode": answer.mode,
            "language": answer.language,
            "model": answer.model,
            "corpus_version": answer.corpus_version,
            "question": answer.question or None if feedback.include else None,
            "answer": answer.text or None if feedback.include else None,
        }
        with self._database.writing(_WRITING) as connection:
            self._forget_old(connection)
            connection.execute(insert(table), row)

    def forget_old(self) -> None:
        """Forget what is too old, also when nothing new comes.

        Raises:
            FeedbackError: If it could not be forgotten.
        """
        if self._database.holds_nothing:
            return
        with self._database.writing(_WRITING) as connection:
            self._forget_old(connection)

    def listed(self) -> Sequence[StoredFeedback]:
        """Return what is kept, newest first.

        Raises:
            FeedbackError: If it cannot be read.
        """
        if self._database.holds_nothing:
            return []
        columns = [column for column in table.c if column is not table.c.id]
        with self._database.reading(_READING) as connection:
            rows = connection.execute(select(*columns).order_by(table.c.id.desc())).all()
        return [
            StoredFeedback(datetime.fromisoformat(given), verdict, tuple(json.loads(reasons)), *rest)
            for given, verdict, reasons, *rest in rows
        ]

    def _forget_old(self, connection: Connection) -> None:
        if oldest := self._retention.oldest():
            connection.execute(delete(table).where(table.c.given < oldest.isoformat(timespec="seconds")))
