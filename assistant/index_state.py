"""Keep the index in step with the texts: build it when it is missing, torn or out of date."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from typing import TYPE_CHECKING

from assistant.embedding_workers import embedding_workers
from assistant.index_lock import only_builder, only_builder_anywhere
from assistant.index_store import index_store
from corpus.own.library import Library
from corpus.reader import Corpus, read_corpus
from corpus.text_files import ChangedTextError, survey_corpus
from index.embedding_cache import EmbeddingCache
from index.folder import FolderStore
from index.manifest import Manifest, SnapshotError, corpus_hash
from index.snapshot import HeldSnapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from assistant.settings import Settings
    from corpus.document import Document
    from index.model.embedder import Embedder

PATIENCE = 600.0  # seconds; two servers that start at once need the same index

logger = logging.getLogger(__name__)


class CorpusError(ValueError):
    """The texts have faults; ``corpus`` holds them all."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__("\n".join(map(str, corpus.faults)))
        self.corpus = corpus


def read_texts(settings: Settings) -> dict[str, Document]:
    """Read the texts, the municipality's own documents among them.

    Raises:
        CorpusError: If any text has a fault.
    """
    return dict(_whole(read_corpus(settings.texts, settings.own_folder / "texts")))


def _texts_to_index(settings: Settings) -> Mapping[str, Document]:
    """The texts: in memory for an index that lies there too, else in their files until each is needed.

    Raises:
        CorpusError: If any text has a fault.
    """
    if not settings.milvus:
        return read_texts(settings)
    return _whole(survey_corpus(settings.texts, settings.own_folder / "texts"))


def _whole(corpus: Corpus) -> Mapping[str, Document]:
    if corpus.faults:
        raise CorpusError(corpus)
    return corpus.documents


def build_index(
    settings: Settings,
    embedder: Embedder,
    *,
    progress: bool = False,
    patience: float = 0,
    cache: EmbeddingCache | None = None,
    on_built: Callable[[], None] = lambda: None,
) -> Manifest:
    """Build an index of the texts and make it the current one.

    Args:
        settings: The settings.
        embedder: The embedding model.
        progress: Whether to show a progress bar.
        patience: How many seconds to wait for another program that is building it.
        cache: Vectors that were computed before; those in the data folder if left out.
        on_built: Called when all is computed and only the writing is left.

    Raises:
        CorpusError: If any text has a fault, or is changed meanwhile; the index in use is untouched.
        EmptyCorpusError: If there is no text.
        IndexBusyError: If another program is building it.
        ModelError: If a process that embeds was stopped; what was embedded is kept.
        SnapshotError: If the index cannot be written.
    """
    with only_builder(settings.index_folder, patience), _only_machine(settings, patience):
        documents = _texts_to_index(settings)
        store = index_store(settings, embedder)
        with nullcontext() if cache else embedding_workers(settings, embedder) as workers:
            cache = cache or EmbeddingCache(settings.cache_file, embedder, workers)
            try:
                return store.publish(documents, cache, progress=progress, on_built=on_built)
            except ChangedTextError as error:
                raise CorpusError(Corpus(faults=(error.fault,))) from error


def _only_machine(settings: Settings, patience: float) -> AbstractContextManager[None]:
    """Hold the lock of an index that several machines share, if they do."""
    if not settings.milvus:
        return nullcontext()
    from assistant.database.opening import shared_database  # SQLAlchemy takes its time

    return only_builder_anywhere(shared_database(settings), settings.milvus_name, patience)


def reindex(
    settings: Settings,
    embedder: Embedder,
    on_purge: Callable[[str], None],
    *,
    patience: float = PATIENCE,
    cache: EmbeddingCache | None = None,
    on_built: Callable[[], None] = lambda: None,
) -> Manifest:
    """Delete what was withdrawn long ago, and build an index of the texts as they are now.

    Args:
        settings: The settings.
        embedder: The embedding model.
        on_purge: Told the id of each document that was deleted.
        patience: As in :func:`build_index`, like the rest.
        cache: Vectors that were computed before.
        on_built: Called when only the writing is left.

    Raises:
        CorpusError: If any text has a fault; the index in use is untouched.
        EmptyCorpusError: If there is no text.
        IndexBusyError: If another program is building it for longer.
        SnapshotError: If the index cannot be written.
    """
    for gone in Library(settings.own_folder).purge(settings.withdrawn_days):
        on_purge(gone)
    return build_index(settings, embedder, patience=patience, cache=cache, on_built=on_built)


def ready_snapshot(settings: Settings, embedder: Embedder, *, progress: bool = False) -> HeldSnapshot:
    """Return the snapshot in the index folder, after building it anew if it is missing, torn or older than the texts.

    An index made by another model is not replaced: that may be a mistake in the settings, and rebuilding can
    take hours.

    Raises:
        CorpusError: If any text has a fault and there is no index to serve instead.
        SnapshotError: If the index was made by another model, or cannot be written.
    """
    store = FolderStore(settings.index_folder, embedder)
    try:
        snapshot = store.load()
    except SnapshotError as error:
        if error.reason not in ("missing", "torn", "format"):
            raise
        logger.warning("building the index: %s", error)
        _build_in_folder(settings, embedder, progress=progress)
        return store.load()
    try:
        documents = read_texts(settings)
    except CorpusError as error:
        logger.error("serving the old index, for the texts have faults:\n%s", error)
        return snapshot
    if corpus_hash(documents) == snapshot.manifest.corpus_hash:
        return snapshot
    logger.info("the texts have changed; building the index anew")
    _build_in_folder(settings, embedder, progress=progress)
    return store.load()


def _build_in_folder(settings: Settings, embedder: Embedder, *, progress: bool) -> None:
    in_folder = settings.model_copy(update={"milvus": ""})
    build_index(in_folder, embedder, progress=progress, patience=PATIENCE)
