"""The stores: where feedback, unanswered questions, triage and the audit log are kept, as the settings ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.audit import AuditLog
from assistant.database.opening import shared_database
from assistant.feedback import FeedbackStore
from assistant.triage import Triage
from assistant.unanswered import UnansweredQuestions

if TYPE_CHECKING:
    from assistant.database.database import Database
    from assistant.settings import Settings


@dataclass(frozen=True)
class Stores:
    """What is kept of readers and editors.

    Args:
        feedback: What readers thought of answers.
        unanswered: Questions that were not answered.
        triage: What editors make of both.
        audit: Who changed what.
        database: What all of them are in, and may be shared by several servers; None where each is a file.
    """

    feedback: FeedbackStore
    unanswered: UnansweredQuestions
    triage: Triage
    audit: AuditLog
    database: Database | None


def open_stores(settings: Settings) -> Stores:
    """Return the stores; none is opened before something is read or written.

    Raises:
        SettingsError: If the address of the database or its password cannot be used.
    """
    database = shared_database(settings)
    return Stores(
        FeedbackStore(database or settings.feedback_file, settings.feedback_days),
        UnansweredQuestions(database or settings.unanswered_file, settings.unanswered, settings.unanswered_days),
        Triage(database or settings.triage_file),
        AuditLog(database or settings.audit_file),
        database,
    )
