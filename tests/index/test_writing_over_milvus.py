"""What a language model writes is checked over a home in Milvus as it is over one in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.generation.support import SupportChecker
from corpus.reader import TEXTS_DIR, read_corpus
from index.embedding_cache import EmbeddingCache
from index.filters import EVERYTHING
from index.home import Snapshot
from index.milvus.connection import Address, Connection
from index.milvus.home import MilvusPassages
from index.milvus.store import MilvusStore
from index.query import SearchQuery
from tests.milvus import milvus_server, needs_milvus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.model.embedder import Embedder

pytestmark = needs_milvus
DRAMMEN = "Hva gikk Drammensmodellen ut på?"


@pytest.fixture(scope="module")
def home(embedder: Embedder, data_dir: Path) -> Iterator[Snapshot]:
    documents = dict(sorted(read_corpus(TEXTS_DIR).documents.items())[::4])
    with milvus_server() as milvus:
        store = MilvusStore(Address(milvus.uri), "veikart", embedder.fingerprint)
        store.publish(documents, EmbeddingCache(data_dir / "embeddings.sqlite", embedder))
        yield store.load()


def test_a_sentence_of_a_source_is_held_to_it(home: Snapshot, embedder: Embedder) -> None:
    passage = Assistant(home, embedder).search(DRAMMEN, k=1)[0]
    index = home.passages.around([_asked(embedder)], EVERYTHING)
    sentence = passage.chunk.sentences[0]
    text = passage.document.text[sentence.start : sentence.end]
    checker = SupportChecker(index, embedder)
    assert checker.check(text, [passage], passage.document.language).verdict == "supported"
    assert checker.check("Kommunen kjøpte 73 ubåter i 2019.", [passage], "nb").verdict != "supported"


def test_the_middle_of_the_sentences_is_that_of_all(home: Snapshot, embedder: Embedder) -> None:
    passages = home.passages
    assert isinstance(passages, MilvusPassages)
    found = passages.around([_asked(embedder)], EVERYTHING).sentence_middle
    vectors = [passages._wholes.get([name])[name].sentence_vectors for name in passages.documents]
    whole = np.concatenate(vectors).astype(np.float32).mean(axis=0)
    cosine = float(found @ whole / np.linalg.norm(found) / np.linalg.norm(whole))
    assert cosine > 0.999


def test_names_are_gathered_in_one_look(home: Snapshot, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    passages = home.passages
    assert isinstance(passages, MilvusPassages)
    index = passages.around([_asked(embedder)], EVERYTHING)
    passages._wholes._held.clear()
    looks: list[str] = []
    ordinary = Connection.rows

    def counted(self: Connection, collection: str, *rest: Any) -> list[dict[str, Any]]:
        looks.append(collection)
        return ordinary(self, collection, *rest)

    monkeypatch.setattr(Connection, "rows", counted)
    SupportChecker(index, embedder)
    assert len(index.documents) > 20
    assert len(looks) <= 2, "one for the documents of the question, one for the middle"


def _asked(embedder: Embedder) -> SearchQuery:
    return SearchQuery(DRAMMEN, embedder.embed_queries([DRAMMEN])[0])
