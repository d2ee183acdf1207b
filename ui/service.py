"""The service: the web app over everything that the settings ask for."""

from __future__ import annotations

import logging
import sys
from time import sleep
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.index_state import ready_snapshot
from assistant.index_store import index_store
from assistant.refresh import IndexWatcher
from assistant.stores import open_stores
from corpus.importing.confinement import has_landlock
from index.manifest import SnapshotError
from index.model.embedder import load_embedder
from ui.access import Access
from ui.app import create_app
from ui.configured import configured_assistant
from ui.editor.access import editor_access
from ui.editor.desk import make_desk
from ui.operation.condition import Condition
from ui.operation.housekeeping import Housekeeping
from ui.operation.request_log import log_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from assistant.answer import Answer
    from assistant.settings import Settings
    from index.home import IndexStore, Snapshot
    from ui.operation.operation import Operation
    from ui.operation.readiness import Readiness


_SECONDS_BETWEEN_TRIES = 2.0
_FIRST_QUESTION = "Hva er en smart by?"

logger = logging.getLogger(__name__)


def make_service(settings: Settings, operation: Operation) -> ASGIApp:
    """Load the model, make the index ready, and return the app over them.

    Args:
        settings: The settings.
        operation: How it is run.

    Raises:
        CorpusError: If the texts have faults and there is no index to serve instead.
        ModelError: If the model cannot be loaded.
        SettingsError: If the editors' token or the address of the database cannot be used.
        SnapshotError: If the index was made by another model, or cannot be written.
    """
    editors, stores = editor_access(settings), open_stores(settings)
    if stores.database:
        database = stores.database
        operation.readiness.require(Condition("database", lambda: database.state().reason))
    if editors.is_on and not has_landlock():
        logger.warning("no Landlock on this machine: reading of imported files is confined by Python's own guard alone")
    embedder = load_embedder(settings.model, settings.data, settings.precision, for_questions=True)
    store = index_store(settings, embedder)
    if settings.milvus:
        operation.readiness.require(Condition("index", store.trouble))
        snapshot = _awaited(store, operation.readiness)
    else:
        snapshot = ready_snapshot(settings, embedder, progress=sys.stderr.isatty())
    assistant = configured_assistant(settings, embedder, snapshot)
    watcher = IndexWatcher(assistant, store)
    _warm_up(Assistant(snapshot, embedder))
    desk = make_desk(settings, assistant, watcher.look, stores)
    assistant.on_unanswered = desk.unanswered.record
    assistant.on_answer = _noting(operation)
    operation.metrics.watch(assistant)
    app = create_app(
        assistant,
        feedback=desk.feedback if settings.feedback else None,
        unanswered=settings.unanswered,
        access=Access(settings.embed_origins, settings.rate_per_minute, settings.rate_per_minute_origin),
        library=desk.library,
        editors=editors,
        desk=desk,
        operation=operation,
    )
    watcher.start()
    Housekeeping(desk.feedback, desk.unanswered).start()
    return app


def _warm_up(assistant: Assistant) -> None:
    """Read what is read at the first question before anybody waits for it; a language model is not asked."""
    try:
        assistant.ask(_FIRST_QUESTION)
    except SnapshotError as error:
        logger.warning("the index went away while the server started; it is looked for again: %s", error)


def _awaited(store: IndexStore, readiness: Readiness) -> Snapshot:
    """The snapshot of a store that may be away, or empty yet; nobody need start the server anew when it is there."""
    told = ""
    while True:
        try:
            return store.load()
        except SnapshotError as error:
            if readiness.state == "stopping":
                raise
            if told != str(error):
                logger.error("waiting for the index: %s", error)
                told = str(error)
            sleep(_SECONDS_BETWEEN_TRIES)


def _noting(operation: Operation) -> Callable[[Answer], None]:
    def note(answer: Answer) -> None:
        operation.metrics.count_answer(answer)
        log_answer(answer)

    return note
