"""A reader of an index: whether it is whole, and which texts it answers from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.home import Snapshot
from index.manifest import corpus_hash
from index.query import SearchQuery
from index.search import search
from index.snapshot import check_snapshot, load_snapshot
from tests.faults.texts import QUESTION, mark_in

if TYPE_CHECKING:
    from pathlib import Path

    from index.model.embedder import Embedder


@dataclass(frozen=True)
class Reader:
    embedder: Embedder
    query: SearchQuery

    @classmethod
    def with_model(cls, embedder: Embedder) -> Reader:
        return cls(embedder, SearchQuery(QUESTION, embedder.embed_queries([QUESTION])[0]))

    def mark(self, index: Path) -> str:
        """The mark of the texts that an index serves, after making sure that it is whole and of one mould."""
        check_snapshot(index)
        return self.mark_of(load_snapshot(index, self.embedder.fingerprint))

    def mark_of(self, snapshot: Snapshot) -> str:
        documents = snapshot.passages.documents
        assert corpus_hash(documents) == snapshot.manifest.corpus_hash
        assert search(snapshot.passages, self.query, k=1)[0].document.id == "orklandbadet"
        return mark_in(documents["prinsipp-1"].text)
