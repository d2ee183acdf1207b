"""Homes of passages: where they lie, seen from a question that is to be answered.

There are two: memory (:class:`index.passages.PassageIndex`), and a Milvus cluster
(:class:`index.milvus.home.MilvusPassages`). Both hand out a passage index that a question is searched, judged and
answered over, so that all of that is the same code: memory hands out itself, the cluster a working set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.chunking import Chunk
    from corpus.document import Document, Language
    from index.embedding_cache import EmbeddingCache
    from index.filters import Filters
    from index.manifest import Manifest
    from index.passages import PassageIndex
    from index.query import SearchQuery
    from index.vocabulary import Vocabulary


class PassageHome(Protocol):
    """Passages of one snapshot, wherever they lie."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by id."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the texts, or the most common ones where they are many millions."""

    @property
    def places(self) -> Collection[str]:
        """Names of the municipalities that documents are about, in lower case."""

    def readable(self, language: Language) -> NDArray[np.bool_]:
        """Tell which documents are for a reader: of a text and its translations, only the one in their language.

        Args:
            language: The reader's; without a translation in it they get the original.

        Returns:
            One flag a document, in order.
        """

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """Return a document's chunks in order."""

    def around(self, queries: Sequence[SearchQuery], filters: Filters) -> PassageIndex:
        """Return an index that holds whatever may be found for some queries.

        Args:
            queries: The question, and what else is searched for to answer it.
            filters: Which documents may be found.

        Raises:
            SnapshotError: If the passages cannot be reached.
        """


@dataclass(frozen=True)
class Snapshot:
    """Verified passages, wherever they lie, with their manifest and the name that they lie under."""

    manifest: Manifest
    passages: PassageHome
    name: str

    @property
    def corpus_version(self) -> str:
        """Short hash of the indexed documents."""
        return self.manifest.corpus_hash[:12]


class IndexStore(Protocol):
    """Where snapshots are kept: published as a whole, read as a whole."""

    def current_name(self) -> str | None:
        """Return the name of the snapshot in use, or None if there is none.

        Raises:
            SnapshotError: If the store cannot be reached.
        """

    def load(self) -> Snapshot:
        """Return the snapshot in use, verified.

        Raises:
            SnapshotError: If there is none, or it cannot be used.
        """

    def previous_name(self) -> str | None:
        """Return the name of the snapshot that can be gone back to, or None if there is none."""

    def go_back(self) -> str:
        """Make the previous snapshot the one in use; returns its name.

        Raises:
            SnapshotError: If there is none, or it cannot be used; the one in use stays.
        """

    def trouble(self) -> str | None:
        """Return why the snapshot in use cannot be used, in one line, or None if it can; a quick look."""

    def check(self) -> Manifest:
        """Verify everything that the manifest says of the snapshot in use.

        Raises:
            SnapshotError: With what is wrong.
        """

    def publish(
        self,
        documents: Mapping[str, Document],
        cache: EmbeddingCache,
        *,
        progress: bool = False,
        on_built: Callable[[], None] = lambda: None,
    ) -> Manifest:
        """Make some documents the ones in use: what is new is added, what is gone removed.

        Args:
            documents: All of them; withdrawn ones are left out.
            cache: Embeds texts, or knows their vectors.
            progress: Whether to show a progress bar.
            on_built: Called when only the last step is left.

        Raises:
            EmptyCorpusError: If there is nothing to index.
            SnapshotError: If it cannot be written; the one in use is untouched.
        """
