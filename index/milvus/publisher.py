"""Publishing to Milvus: all of a new generation, or what has changed of the one in use where it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.embedded import embed_documents
from index.manifest import Manifest
from index.milvus.manifest import (
    MANIFEST,
    VOCABULARY,
    Generation,
    manifest_rows,
    read_vocabulary,
    vocabulary_rows,
)
from index.milvus.rows import document_version
from index.milvus.schema import SCHEMA_VERSION, of_documents
from index.milvus.tally import Tally
from index.milvus.weights import TermStatistics
from index.milvus.writing import GenerationWriter

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from corpus.document import Document
    from index.embedded import Embed
    from index.milvus.generations import Generations
    from index.model.embedder import ModelFingerprint

_SAMPLE = 2000  # chunks that stand for the whole
_NAMED_AT_ONCE = 200  # documents in one expression
_CHANGED_AT_ONCE = 500  # documents, held meanwhile
_MOST_CHANGED = 0.1  # of the documents; a larger change is a new generation


@dataclass(frozen=True)
class Publisher:
    """Publishes documents.

    Args:
        generations: Where to.
        model: Fingerprint of the model that makes the vectors.
        embed: Turns texts into vectors.
        on_built: Called when only the last step is left.
        width: How many processes embed.
        progress: Whether to show how far a new generation has come.
    """

    generations: Generations
    model: ModelFingerprint
    embed: Embed
    on_built: Callable[[], None]
    width: int = 1
    progress: bool = False

    def publish(self, live: Mapping[str, Document], digest: str, current: str | None) -> Manifest:
        """Make some documents the ones in use.

        Args:
            live: All of them.
            digest: Hash of the corpus that they are from.
            current: The generation in use, if it can be changed where it lies.

        Raises:
            SnapshotError: If Milvus cannot be reached, or refuses; what is in use stands.
        """
        if current is None:
            return self._write_anew(live, digest)
        kept = dict(self.generations.versions(current))
        changed = [name for name, one in live.items() if kept.get(name) != document_version(one)]
        gone = kept.keys() - live.keys()
        if len(changed) + len(gone) > _MOST_CHANGED * len(live):
            return self._write_anew(live, digest)
        # In rounds: what is changed is held, so that a file that is changed meanwhile breaks off none of them.
        rounds = [changed[at : at + _CHANGED_AT_ONCE] for at in range(0, len(changed), _CHANGED_AT_ONCE)] or [[]]
        for names in rounds[:-1]:
            self._change(current, {name: live[name] for name in names}, (), None)
        return self._change(current, {name: live[name] for name in rounds[-1]}, gone, digest)

    def _write_anew(self, live: Mapping[str, Document], digest: str) -> Manifest:
        tally = Tally()
        for document in live.values():
            tally.add(document)
        sample = min(1.0, _SAMPLE / max(1, tally.counts["chunks"]))
        manifest = Manifest(SCHEMA_VERSION, _now(), self.model, digest, dict(tally.counts), files={})
        name = self.generations.create(self.model.dimension)
        writer = self._writer(name)
        followed = tqdm(live.values(), unit=" dokumenter", disable=not self.progress)
        writer.add(embed_documents(followed, self.embed, self.width), tally.terms, sample)
        writer.set_terms(tally.terms.counts)
        writer.insert("parts", vocabulary_rows(tally.vocabulary))
        writer.insert("parts", manifest_rows(_generation(manifest, 0, tally, sample)))
        self.on_built()
        self.generations.swap(name)
        return manifest

    def _change(
        self, name: str, changed: Mapping[str, Document], gone: Collection[str], digest: str | None
    ) -> Manifest:
        """Change some documents where they lie; a reader finds each as it was or as it is, or for a moment not.

        Args:
            name: The generation.
            changed: Documents that are new or other than before.
            gone: Ids of those that are to go.
            digest: Hash of the corpus, or None if more is to be changed before that is what lies there.
        """
        before = self.generations.read(name)
        words = read_vocabulary(self.generations.connection, self.generations.collection(name, "parts")).counts
        terms = TermStatistics(Counter(before.entries), Counter(before.tokens))
        tally = Tally(terms, Counter(before.manifest.counts), Counter(words), set(before.places))
        self._take_out(name, [*changed, *gone], tally)
        for document in changed.values():
            tally.add(document)
        writer = self._writer(name)
        # Whoever finds the mark later knows that this was not finished, and writes all of it anew.
        writer.replace(MANIFEST, manifest_rows(replace(before, is_changing=True)))
        for one in embed_documents(changed.values(), self.embed):
            writer.remove([one.document.id])
            writer.add([one], tally.terms, before.sample)
        writer.remove(gone)
        writer.add_terms(tally.terms.counts)
        writer.replace(VOCABULARY, vocabulary_rows(tally.vocabulary))
        manifest = replace(before.manifest, created=_now(), counts=dict(tally.counts))
        if digest is not None:
            self.on_built()
            manifest = replace(manifest, corpus_hash=digest)
        writer.replace(MANIFEST, manifest_rows(_generation(manifest, before.revision + 1, tally, before.sample)))
        return manifest

    def _take_out(self, name: str, ids: Collection[str], tally: Tally) -> None:
        """Subtract what some documents count for, as they lie there."""
        every, chunks = self.generations.connection.every, self.generations.collection(name, "chunks")
        documents, named = self.generations.collection(name, "documents"), list(ids)
        for at in range(0, len(named), _NAMED_AT_ONCE):
            where = of_documents(named[at : at + _NAMED_AT_ONCE])
            for row in every(chunks, where, ["body", "stems", "grams"]):
                tally.take_out_chunk(row)
            for row in every(documents, where, ["body", "question_grams", "document_grams"]):
                tally.take_out_document(row)

    def _writer(self, name: str) -> GenerationWriter:
        return GenerationWriter(self.generations.connection, self.generations.prefix, name)


def _generation(manifest: Manifest, revision: int, tally: Tally, sample: float) -> Generation:
    terms = tally.terms
    return Generation(manifest, revision, dict(terms.entries), dict(terms.tokens), sample, tuple(sorted(tally.places)))


def _now() -> str:
    return datetime.now(UTC).isoformat()
