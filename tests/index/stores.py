"""The two homes of passages, for tests that hold over both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document
from corpus.reader import read_corpus
from index.embedding_cache import EmbeddingCache
from index.filters import EVERYTHING, Filters
from index.folder import FolderStore
from index.home import IndexStore, PassageHome
from index.milvus.connection import Address
from index.milvus.store import MilvusStore
from index.model.embedder import Embedder, ModelFingerprint
from index.passages import Passage
from index.query import SearchQuery
from index.search import search

ALL = read_corpus().documents
FEW: dict[str, Document] = {
    name: ALL[name]
    for name in (
        *(f"prinsipp-{number}" for number in range(1, 9)),
        "drammensmodellen", "orklandbadet", "asker-velferdslab",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A store, and how it is made for another model or at another time."""

    kind: str
    folder: Path
    embedder: Embedder
    cache: EmbeddingCache

    def store(self, model: ModelFingerprint | None = None) -> IndexStore:
        if self.kind == "folder":
            return FolderStore(self.folder / "index", self.embedder)
        address = Address(str(self.folder / "milvus.db"))
        return MilvusStore(address, "veikart", model or self.embedder.fingerprint)

    def publish(self, documents: Mapping[str, Document]) -> None:
        self.store().publish(documents, self.cache)

    def home(self) -> PassageHome:
        return self.store().load().passages


def query(question: str, embedder: Embedder) -> SearchQuery:
    return SearchQuery(question, embedder.embed_queries([question])[0])


def passages(
    home: PassageHome, embedder: Embedder, question: str, filters: Filters = EVERYTHING, **options: object
) -> list[Passage]:
    asked = query(question, embedder)
    index = home.around([asked], filters)
    return search(index, asked, allowed=index.allowed(filters), **options)


def found(home: PassageHome, embedder: Embedder, question: str, **options: object) -> list[str]:
    return list(dict.fromkeys(one.document.id for one in passages(home, embedder, question, **options)))


def changed(document: Document, old: str, new: str) -> Document:
    """A document with a word in place of one that is as long."""
    assert len(old) == len(new)
    assert old in document.text
    return replace(document, text=document.text.replace(old, new))
