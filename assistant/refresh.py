"""Refresh: a running assistant takes up a new index without dropping a question."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.periodic import Periodic
from index.manifest import SnapshotError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from index.home import IndexStore

logger = logging.getLogger(__name__)


class IndexWatcher:
    """Looks every few seconds which index is the one in use, in a thread of its own.

    A new snapshot is read and verified beside the one in use; questions under way finish over the old one. One that
    cannot be used is told of once and tried again at every look, and the old one goes on serving.

    Args:
        assistant: The assistant to keep up to date.
        store: Where the index lies.
        seconds: How often to look.
    """

    def __init__(self, assistant: Assistant, store: IndexStore, seconds: float = 5.0) -> None:
        self._assistant = assistant
        self._store = store
        self._told = ""
        self._looking = Periodic("index-watcher", seconds, self.look)

    def start(self) -> None:
        """Begin to look."""
        self._looking.start()

    def stop(self) -> None:
        """Stop looking."""
        self._looking.stop()

    def look(self) -> bool:
        """Take up the current snapshot if it is another one; returns whether it was taken up."""
        try:
            name = self._store.current_name()
            if name is None or name == self._assistant.snapshot.name:
                self._told = ""
                return False
            snapshot = self._store.load()
        except SnapshotError as error:
            if self._told != str(error):
                logger.error("the new index cannot be used, the old one goes on serving: %s", error)
                self._told = str(error)
            return False
        self._assistant.snapshot = snapshot
        self._told = ""
        logger.info("took up the index of corpus version %s", self._assistant.corpus_version)
        return True
