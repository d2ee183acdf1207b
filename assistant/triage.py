"""Triage: what editors make of questions without an answer and of feedback.

A question is known by a key made of its words, so that what was judged stays judged when it is asked again, and so
that no question stands here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import select

from assistant.database.faults import StoreError, Trouble
from assistant.database.opening import database_at
from assistant.database.tables import inserting
from assistant.database.tables import triage as table

if TYPE_CHECKING:
    from assistant.database.database import Database
    from assistant.feedback import StoredFeedback

TriageStatus = Literal["ny", "arbeid", "lost", "uaktuell"]
Cause = Literal["", "mangler", "ikke_funnet", "feil", "utdatert", "bruker", "annet"]
STATUSES: tuple[TriageStatus, ...] = get_args(TriageStatus)
CAUSES: tuple[Cause, ...] = get_args(Cause)
IMPORTANCES = (0, 1, 2, 3, 4)  # 0 is not judged yet, 4 is most important
MAX_NOTE = 500


class TriageError(StoreError):
    """What editors made of questions cannot be stored or read; the message is one line with the remedy."""


_USING = Trouble(TriageError, "kan ikke bruke", "sjekk plass og rettigheter, eller flytt filen bort")


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
    """Keeps judgements.

    Args:
        place: A file, made when it is first needed, or a database.
    """

    def __init__(self, place: Path | Database) -> None:
        self._database = database_at(place, "triage")

    def judge(self, key: str, judgement: Judgement, who: str) -> None:
        """Keep what an editor makes of a question, in place of what was made of it before.

        Raises:
            TriageError: If it cannot be stored.
        """
        at = datetime.now(UTC).isoformat(timespec="seconds")
        judged = asdict(judgement)
        del judged["when"]
        new = {**judged, "note": judgement.note[:MAX_NOTE], "who": who, "at": at}
        with self._database.writing(_USING) as connection:
            row = inserting(connection, table).values(key=key, **new)
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=new))

    def all(self) -> Mapping[str, Judgement]:
        """Return every judgement by the key of its question.

        Raises:
            TriageError: If they cannot be read.
        """
        if self._database.holds_nothing:
            return {}
        with self._database.reading(_USING) as connection:
            rows = connection.execute(select(table)).all()
        return {key: Judgement(*rest) for key, *rest in rows}


def _key(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
