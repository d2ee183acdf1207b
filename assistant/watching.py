"""Watching: build the index anew whenever the texts have changed."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from assistant.index_lock import IndexBusyError
from assistant.index_state import CorpusError, build_index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.settings import Settings
    from index.manifest import Manifest
    from index.model.embedder import Embedder

logger = logging.getLogger(__name__)

Seen = dict["Path", tuple[int, int]]


def text_files(settings: Settings) -> Seen:
    """Return every text's file with when it was changed, in nanoseconds, and its size."""
    found: Seen = {}
    for folder in (settings.texts, settings.own_folder / "texts"):
        for path in folder.rglob("[!.]*.md"):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # it was there a moment ago
            found[path] = (status.st_mtime_ns, status.st_size)
    return found


def watch(
    settings: Settings,
    embedder: Embedder,
    on_build: Callable[[Manifest], None],
    on_fault: Callable[[CorpusError], None],
    *,
    seconds: float = 2.0,
    goes_on: Callable[[], bool] = lambda: True,
) -> None:
    """Look at the texts every few seconds, for as long as ``goes_on`` says, and build when they have changed.

    Files are asked for their times and sizes and not the system for events: that also works on network drives.
    Nothing is built until the texts are at rest between two looks.

    Args:
        settings: The settings.
        embedder: The embedding model.
        on_build: Told of each index.
        on_fault: Told when texts have faults; the old index stands until they are mended.
        seconds: How often to look.
        goes_on: Whether to look once more.
    """
    built: Seen | None = None
    before = text_files(settings)
    while goes_on():
        time.sleep(seconds)
        now = text_files(settings)
        if now == before and now != built:
            built = now
            try:
                on_build(build_index(settings, embedder))
            except CorpusError as error:
                on_fault(error)
            except IndexBusyError:
                built = None  # another program builds it, perhaps of older texts: once more at the next look
        before = now
