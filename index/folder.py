"""The store of snapshots in a folder: built beside the one in use, held in memory by those who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.builder import build_passage_index
from index.manifest import corpus_hash
from index.snapshot import check_snapshot, current_name, go_back, load_snapshot, previous_name, save_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from corpus.document import Document
    from index.embedding_cache import EmbeddingCache
    from index.manifest import Manifest
    from index.model.embedder import Embedder
    from index.snapshot import HeldSnapshot


class FolderStore:
    """Snapshots in a folder.

    Args:
        folder: The index folder.
        embedder: The model that questions and texts are embedded with.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder

    def current_name(self) -> str | None:
        """Return the name of the snapshot in use, or None if there is none."""
        return current_name(self._folder)

    def load(self) -> HeldSnapshot:
        """Read and verify the snapshot in use.

        Raises:
            SnapshotError: If there is none, a file is torn, or it was made in another format or by another model.
        """
        return load_snapshot(self._folder, self._embedder.fingerprint)

    def previous_name(self) -> str | None:
        """Return the name of the newest snapshot beside the one in use, or None if there is none."""
        return previous_name(self._folder)

    def go_back(self) -> str:
        """Make the previous snapshot the one in use; going back once more undoes it. Returns its name.

        Raises:
            SnapshotError: If there is none, it cannot be used, or the disk is not writable; the one in use stays.
        """
        return go_back(self._folder, self._embedder.fingerprint)

    def trouble(self) -> str | None:
        """Return None: what is in use lies in memory."""
        return None

    def check(self) -> Manifest:
        """Verify every checksum and every count.

        Raises:
            SnapshotError: With what is wrong.
        """
        return check_snapshot(self._folder)

    def publish(
        self,
        documents: Mapping[str, Document],
        cache: EmbeddingCache,
        *,
        progress: bool = False,
        on_built: Callable[[], None] = lambda: None,
    ) -> Manifest:
        """Build an index of some documents and make it the one in use.

        Args:
            documents: All of them; withdrawn ones are left out.
            cache: Embeds texts, or knows their vectors.
            progress: Whether to show a progress bar.
            on_built: Called when all is computed and only the writing is left.

        Raises:
            EmptyCorpusError: If no document is left.
            SnapshotError: If it cannot be written; the one in use is untouched.
        """
        passages = build_passage_index(documents.values(), self._embedder, cache=cache, progress=progress)
        on_built()
        return save_snapshot(self._folder, passages, self._embedder.fingerprint, corpus_hash(documents))
