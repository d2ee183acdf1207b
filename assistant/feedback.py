"""Feedback on answers: what a reader chose to send, in a SQLite file, without the conversation unless they say so."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, get_args

from assistant.database import holds_nothing
from assistant.retention import Retention

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.answer import Answer, Mode
    from corpus.document import Language

Verdict = Literal["nyttig", "ikke_nyttig"]
Reason = Literal["wrong", "missing", "sources", "context", "mixed", "quote", "refused", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
MAX_COMMENT = 500

_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, given TEXT NOT NULL, verdict TEXT NOT NULL, reasons TEXT NOT NULL, comment TEXT NOT NULL,
    mode TEXT NOT NULL, language TEXT NOT NULL, model TEXT, corpus_version TEXT NOT NULL, question TEXT, answer TEXT
)
"""
_SECONDS_TO_WAIT = 5.0


class FeedbackError(RuntimeError):
    """Feedback could not be stored or read; the message is one line with the remedy."""


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
    """Keeps feedback in a SQLite file.

    Args:
        path: The file; made when it is first needed.
        days: How long to keep it.
    """

    def __init__(self, path: Path, days: int) -> None:
        self._path = path
        self._retention = Retention(days)

    def add(self, feedback: Feedback, answer: Judged) -> None:
        """Store feedback on an answer, and forget what is too old.

        Raises:
            FeedbackError: If it could not be stored; nothing of it is.
        """
        now = datetime.now(UTC)
        included = (answer.question or None, answer.text or None) if feedback.include else (None, None)
        said = (feedback.verdict, json.dumps(feedback.reasons), feedback.comment[:MAX_COMMENT])
        made = (answer.mode, answer.language, answer.model, answer.corpus_version)
        row = (now.isoformat(timespec="seconds"), *said, *made, *included)
        try:
            with closing(self._connect()) as connection, connection:
                self._forget_old(connection)
                connection.execute("INSERT INTO feedback VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise self._not_written(error) from error

    def forget_old(self) -> None:
        """Forget what is too old, also when nothing new comes.

        Raises:
            FeedbackError: If it could not be forgotten.
        """
        if holds_nothing(self._path):
            return
        try:
            with closing(self._connect()) as connection, connection:
                self._forget_old(connection)
        except sqlite3.Error as error:
            raise self._not_written(error) from error

    def listed(self) -> Sequence[StoredFeedback]:
        """Return what is kept, newest first.

        Raises:
            FeedbackError: If the file cannot be read.
        """
        if holds_nothing(self._path):
            return []
        try:
            with closing(self._connect()) as connection:
                rows = connection.execute(
                    "SELECT given, verdict, reasons, comment, mode, language, model, corpus_version, question, answer "
                    "FROM feedback ORDER BY id DESC"
                ).fetchall()
        except sqlite3.Error as error:
            msg = f"kan ikke lese {self._path} ({error}); flytt filen bort, så begynner en ny"
            raise FeedbackError(msg) from error
        return [
            StoredFeedback(datetime.fromisoformat(given), verdict, tuple(json.loads(reasons)), *rest)
            for given, verdict, reasons, *rest in rows
        ]

    def _forget_old(self, connection: sqlite3.Connection) -> None:
        if oldest := self._retention.oldest():
            connection.execute("DELETE FROM feedback WHERE given < ?", [oldest.isoformat(timespec="seconds")])

    def _not_written(self, error: sqlite3.Error) -> FeedbackError:
        msg = f"kan ikke skrive til {self._path} ({error}); sjekk plass og rettigheter, eller flytt filen bort"
        return FeedbackError(msg)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT)
        connection.execute(_TABLE)
        return connection
