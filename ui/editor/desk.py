"""The desk: everything that editors work on, in one place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.stores import open_stores
from corpus.importing.limits import ImportLimits
from corpus.own.library import Library
from ui.editor.indexing import Indexing
from ui.editor.link_check import LinkCheck
from ui.editor.session_memory import OwnMemory, SharedMemory
from ui.import_command import importer_of

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.audit import AuditLog
    from assistant.feedback import FeedbackStore
    from assistant.settings import Settings
    from assistant.stores import Stores
    from assistant.triage import Triage
    from assistant.unanswered import UnansweredQuestions
    from corpus.own.importer import Importer
    from ui.editor.session_memory import SessionMemory

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Desk:
    """What editors work on.

    Args:
        settings: The settings in force.
        assistant: Who answers readers.
        library: The municipality's own documents.
        audit: Where every change is logged.
        indexing: Builds the index.
        triage: What editors make of questions.
        unanswered: Questions that were not answered.
        feedback: What readers thought of answers.
        links: Checks links.
        sessions: What is remembered of editors who have signed in.
        changing: Held while a document is changed, so that two editors never change it at once.
        reading: Held while a file is read, for that may take much memory.
    """

    settings: Settings
    assistant: Assistant
    library: Library
    audit: AuditLog
    indexing: Indexing
    triage: Triage
    unanswered: UnansweredQuestions
    feedback: FeedbackStore
    links: LinkCheck
    sessions: SessionMemory
    changing: threading.Lock = field(default_factory=threading.Lock)
    reading: threading.Lock = field(default_factory=threading.Lock)

    def importer(self) -> Importer:
        """Return what reads documents and puts them up for review."""
        limits = ImportLimits(bytes=self.settings.upload_megabytes * _MEGABYTE)
        return replace(importer_of(self.settings), library=self.library, limits=limits)

    @property
    def upload_bytes(self) -> int:
        """Largest form with files: some room is left for its fields."""
        return self.settings.upload_megabytes * _MEGABYTE + _MEGABYTE


def make_desk(
    settings: Settings, assistant: Assistant, take_up: Callable[[], object] = bool, stores: Stores | None = None
) -> Desk:
    """Return the desk that the settings ask for.

    Args:
        settings: The settings.
        assistant: Who answers readers.
        take_up: Makes the assistant take up a new index.
        stores: What is kept of readers and editors; opened as the settings say if None.
    """
    stores = stores or open_stores(settings)
    return Desk(
        settings,
        assistant,
        library=Library(settings.own_folder),
        audit=stores.audit,
        indexing=Indexing(settings, assistant.embedder, stores.audit, take_up),
        triage=stores.triage,
        unanswered=stores.unanswered,
        feedback=stores.feedback,
        links=LinkCheck(settings.links_file),
        sessions=SharedMemory(stores.database) if stores.database else OwnMemory(),
    )
