"""The store of snapshots in Milvus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.builder import LiveDocuments
from index.home import Snapshot
from index.manifest import Manifest, SnapshotError, corpus_hash, refuse_other_model
from index.milvus.connection import Connection
from index.milvus.generations import Generations
from index.milvus.home import MilvusPassages
from index.milvus.publisher import Publisher

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from corpus.document import Document
    from index.embedding_cache import EmbeddingCache
    from index.milvus.connection import Address
    from index.milvus.manifest import Generation
    from index.model.embedder import ModelFingerprint


class MilvusStore:
    """Snapshots in Milvus.

    Args:
        address: Where Milvus is.
        prefix: The alias, which the names of all collections begin with.
        model: Fingerprint of the model that questions and texts are embedded with.
    """

    def __init__(self, address: Address, prefix: str, model: ModelFingerprint) -> None:
        self._generations = Generations(Connection(address), prefix)
        self._model = model

    def current_name(self) -> str | None:
        """Return the name of the snapshot in use, or None if there is none.

        Raises:
            SnapshotError: If Milvus cannot be reached, or the manifest is torn.
        """
        name = self._generations.in_use()
        return None if name is None else f"{name}-{self._generations.read(name).revision}"

    def load(self) -> Snapshot:
        """Return the snapshot in use.

        Raises:
            SnapshotError: If there is none, it is torn, of another schema or model, or out of reach.
        """
        name, generation = self._verified()
        passages = MilvusPassages(self._generations.connection, self._generations.prefix, name, generation)
        return Snapshot(generation.manifest, passages, f"{name}-{generation.revision}")

    def previous_name(self) -> str | None:
        """Return None: a text that is changed where it lies has no earlier state there."""
        return None

    def go_back(self) -> str:
        """Refuse.

        Raises:
            SnapshotError: Always.
        """
        msg = "indeksen i Milvus har ingen tidligere utgave å gå tilbake til; rett tekstene, og bygg den på nytt"
        raise SnapshotError("missing", msg)

    def trouble(self) -> str | None:
        """Return why the snapshot in use cannot be used, in one line, or None if it can."""
        try:
            self._verified()
        except SnapshotError as error:
            return str(error)
        return None

    def check(self) -> Manifest:
        """Count what lies there, and compare with the manifest.

        Raises:
            SnapshotError: With what is wrong.
        """
        snapshot = self.load()
        name = snapshot.name.partition("-")[0]
        counts = snapshot.manifest.counts
        asked = counts["documents"] + counts["questions"]  # each title is searched like a question
        expected = {"documents": counts["documents"], "chunks": counts["chunks"], "questions": asked}
        held = {part: self._generations.count(name, part) for part in expected}
        if held != expected:
            msg = f"indeksen i Milvus holder {held}, skal holde {expected}; kjør 'veikart index'"
            raise SnapshotError("torn", msg)
        return snapshot.manifest

    def publish(
        self,
        documents: Mapping[str, Document],
        cache: EmbeddingCache,
        *,
        progress: bool = False,
        on_built: Callable[[], None] = lambda: None,
    ) -> Manifest:
        """Make some documents the ones in use; what is new is added, what is gone removed.

        A few changes are made where the documents lie. Otherwise all of a new generation is written, and readers come
        to it when the alias is swapped.

        Args:
            documents: All of them; withdrawn ones are left out.
            cache: Embeds texts, or knows their vectors.
            progress: Whether to show a progress bar.
            on_built: Called when only the last step is left.

        Raises:
            EmptyCorpusError: If no document is left.
            SnapshotError: If Milvus cannot be reached, or refuses; what is in use stands.
        """
        live = LiveDocuments(documents)
        publisher = Publisher(
            self._generations,
            self._model,
            cache.embed,
            on_built,
            cache.width,
            progress,
        )
        return publisher.publish(live, corpus_hash(documents), self._usable())

    def _verified(self) -> tuple[str, Generation]:
        """The generation in use with its manifest, which is of this schema and model."""
        name = self._generations.in_use()
        if name is None:
            where, prefix = self._generations.connection.address.uri, self._generations.prefix
            msg = f"det finnes ingen indeks med navnet '{prefix}' i Milvus på {where}; kjør 'veikart index'"
            raise SnapshotError("missing", msg)
        generation = self._generations.read(name)
        refuse_other_model(generation.manifest, self._model)
        return name, generation

    def _usable(self) -> str | None:
        """The generation in use, if it can be changed where it lies."""
        try:
            name, generation = self._verified()
            return None if generation.is_changing else name
        except SnapshotError as error:
            if error.reason == "unreachable":
                raise
            return None
