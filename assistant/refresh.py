"""Refresh: a running assistant takes up a new index without dropping a question."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.periodic import Periodic
from index.manifest import SnapshotError
from index.snapshot import current_name, load_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.assistant import Assistant

logger = logging.getLogger(__name__)


class IndexWatcher:
    """Looks at the index folder every few seconds, in a thread of its own.

    A new snapshot is read and verified beside the one in use; questions under way finish over the old one. One that
    cannot be used is told of once and tried again at every look, and the old one goes on serving.

    Args:
        assistant: The assistant to keep up to date.
        folder: The index folder.
        seconds: How often to look.
    """

    def __init__(self, assistant: Assistant, folder: Path, seconds: float = 5.0) -> None:
        self._assistant = assistant
        self._folder = folder
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
        name = current_name(self._folder)
        if name is None or name == self._assistant.snapshot.name:
            return False
        try:
            snapshot = load_snapshot(self._folder, self._assistant.embedder.fingerprint)
        except SnapshotError as error:
            if self._told != str(error):
                logger.error("the new index cannot be used, the old one goes on serving: %s", error)
                self._told = str(error)
            return False
        self._assistant.snapshot = snapshot
        self._told = ""
        logger.info("took up the index of corpus version %s", self._assistant.corpus_version)
        return True
