"""What is put into the stores of feedback, unanswered questions, triage and the audit log, and what they hold."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.audit import AuditLog
from assistant.feedback import FeedbackStore, Judged
from assistant.triage import Triage
from assistant.unanswered import UnansweredQuestions

if TYPE_CHECKING:
    from assistant.settings import Settings

JUDGED = Judged("utdrag", "nb", None, "abc")


def refused(question: str) -> Answer:
    """An answer that the sources do not cover the question."""
    return Answer(
        id="0" * 16,
        question=question,
        standalone_question=question,
        language="nb",
        mode="avvist",
        text="",
        confidence=0.0,
        corpus_version="abc",
    )


def held(settings: Settings) -> set[tuple[str, str]]:
    """Everything that the stores hold, by store, each read as the product reads it."""
    feedback = FeedbackStore(settings.feedback_file, 365).listed()
    unanswered = UnansweredQuestions(settings.unanswered_file, "text", 90).listed()
    audit = AuditLog(settings.audit_file)
    return {
        *(("feedback", one.comment) for one in feedback),
        *(("unanswered", one.question) for one in unanswered),
        *(("triage", key) for key in Triage(settings.triage_file).all()),
        *(("audit", line.document) for line in audit.listed(len(audit))),
    }


def broken(settings: Settings) -> list[str]:
    """The databases of a data folder that SQLite itself does not find whole."""
    found = []
    for path in sorted(settings.data.glob("*.sqlite")):
        with closing(sqlite3.connect(path)) as database:
            if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                found.append(path.name)
    return found
