"""Triage: what editors make of questions without an answer and of feedback, in a SQLite file of its own.

A question is known by a key made of its words, so that what was judged stays judged when it is asked again, and so
that this file holds no question.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from assistant.database import holds_nothing

if TYPE_CHECKING:
    from assistant.feedback import StoredFeedback

TriageStatus = Literal["ny", "arbeid", "lost", "uaktuell"]
Cause = Literal["", "mangler", "ikke_funnet", "feil", "utdatert", "bruker", "annet"]
STATUSES: tuple[TriageStatus, ...] = get_args(TriageStatus)
CAUSES: tuple[Cause, ...] = get_args(Cause)
IMPORTANCES = (0, 1, 2, 3, 4)  # 0 is not judged yet, 4 is most important
MAX_NOTE = 500

_TABLE = """
CREATE TABLE IF NOT EXISTS triage (
    key TEXT PRIMARY KEY, status TEXT NOT NULL, importance INTEGER NOT NULL, cause TEXT NOT NULL, note TEXT NOT NULL,
    who TEXT NOT NULL, at TEXT NOT NULL
)
"""
_PUT = """
INSERT INTO triage VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET status = excluded.status,
importance = excluded.importance, cause = excluded.cause, note = excluded.note, who = excluded.who, at = excluded.at
"""
_SECONDS_TO_WAIT = 5.0


class TriageError(RuntimeError):
    """What editors made of questions cannot be stored or read; the message is one line with the remedy."""


@dataclass(frozen=True)
class Judgement:
    """What an editor makes of a question.

    Args:
        status: How far it has come.
        importance: From 1 to 4; 0 while it is not judged.
        cause: Why the assistant failed.
        note: In the editor's own words.
        who: The editor who said it last.
        when: When, in UTC, as ISO 8601.
    """

    status: TriageStatus = "ny"
    importance: int = 0
    cause: Cause = ""
    note: str = ""
    who: str = ""
    when: str = ""


def question_key(language: str, question: str) -> str:
    """Return the key of a question; upper and lower case, and spaces, make no difference.

    Example:
        >>> question_key("nb", "Hva er  KLIMA?") == question_key("nb", "hva er klima?")
        True
    """
    return _key("s", language, " ".join(question.casefold().split()))


def feedback_key(feedback: StoredFeedback) -> str:
    """Return the key of a piece of feedback."""
    said = (feedback.verdict, *feedback.reasons, feedback.comment, feedback.mode, feedback.question or "")
    return _key("t", feedback.given.isoformat(), *said)


class Triage:
    """Keeps judgements in a SQLite file.

    Args:
        path: The file; made when it is first needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def judge(self, key: str, judgement: Judgement, who: str) -> None:
        """Keep what an editor makes of a question, in place of what was made of it before.

        Raises:
            TriageError: If it cannot be stored.
        """
        status, importance, cause, note, _, _ = astuple(judgement)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._connected() as connection:
            connection.execute(_PUT, [key, status, importance, cause, note[:MAX_NOTE], who, at])

    def all(self) -> Mapping[str, Judgement]:
        """Return every judgement by the key of its question.

        Raises:
            TriageError: If the file cannot be read.
        """
        if holds_nothing(self._path):
            return {}
        with self._connected() as connection:
            rows = connection.execute("SELECT key, status, importance, cause, note, who, at FROM triage").fetchall()
        return {key: Judgement(*rest) for key, *rest in rows}

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT)) as connection, connection:
                connection.execute(_TABLE)
                yield connection
        except sqlite3.Error as error:
            msg = f"kan ikke bruke {self._path} ({error}); sjekk plass og rettigheter, eller flytt filen bort"
            raise TriageError(msg) from error


def _key(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
