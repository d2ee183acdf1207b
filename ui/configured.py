"""The assistant that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.generation.configured import configured_writer

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.home import Snapshot
    from index.model.embedder import Embedder


def configured_assistant(settings: Settings, embedder: Embedder, snapshot: Snapshot) -> Assistant:
    """Return an assistant over a snapshot.

    Args:
        settings: The settings.
        embedder: The embedding model.
        snapshot: The index that it made.
    """
    return Assistant(
        snapshot,
        embedder,
        language=None if settings.language == "auto" else settings.language,
        max_question_characters=settings.max_question_characters,
        search_without=settings.search_without,
        writer=configured_writer(settings),
    )
