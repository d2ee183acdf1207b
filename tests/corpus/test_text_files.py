"""A collection that memory does not hold is read text by text, and a text that is changed meanwhile is told of."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest

from corpus import text_files
from corpus.document import Document
from corpus.reader import TEXTS_DIR, read_corpus, read_text
from corpus.text_files import ChangedTextError, survey_corpus
from index.builder import LiveDocuments
from index.embedded import embed_documents
from index.embedding_cache import EmbeddingCache
from index.model.embedder import Embedder

TEXT = (
    "---\nid: {id}\ntitle: T\ntype: egen\nlanguage: nb\nbasis: offentlig\nperiod: '2026'\n"
    'sources: [{{url: "https://x.no/a", published: 2024, retrieved: 2026-01}}]\n{more}---\n\nDet er slik.\n'
)


def test_it_is_the_collection_that_memory_would_hold() -> None:
    held, files = read_corpus(), survey_corpus(TEXTS_DIR)
    assert dict(files.documents) == held.documents
    assert files.faults == held.faults == ()


def test_its_faults_are_those_of_a_collection_in_memory(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT.format(id="a", more="related: [finnesikke]\n"))
    (tmp_path / "b.md").write_text(TEXT.format(id="c", more=""))
    (tmp_path / "d.md").write_bytes(b"\xff\xfe")
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / "a.md").write_text(TEXT.format(id="a", more=""))
    told = [str(fault) for fault in survey_corpus(tmp_path).faults]
    assert told == [str(fault) for fault in read_corpus(tmp_path).faults]
    assert len(told) == 4


def test_no_more_than_a_batch_is_held_while_all_are_embedded(
    monkeypatch: pytest.MonkeyPatch, embedder: Embedder, data_dir: Path
) -> None:
    alive: weakref.WeakSet[Document] = weakref.WeakSet()

    def counted(path: Path) -> Document:
        read = read_text(path)
        alive.add(read)
        return read

    live = LiveDocuments(survey_corpus(TEXTS_DIR).documents)
    monkeypatch.setattr(text_files, "read_text", counted)
    cache = EmbeddingCache(data_dir / "embeddings.sqlite", embedder)
    most = 0
    for _ in embed_documents(live.values(), cache.embed):
        most = max(most, len(alive))
    assert 0 < most < len(live) / 2, "two batches at most"


@pytest.mark.parametrize("deed", ["changed", "gone", "broken"])
def test_a_text_that_is_no_longer_what_it_was_is_named(tmp_path: Path, deed: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT.format(id="a", more=""))
    documents = survey_corpus(tmp_path).documents
    assert documents["a"].text.strip() == "Det er slik."
    if deed == "gone":
        path.unlink()
    else:
        path.write_text(TEXT.format(id="a", more="").replace("slik", "annerledes") if deed == "changed" else "---")
    with pytest.raises(ChangedTextError, match=r"a\.md.*ble endret mens indeksen ble bygd; kjør 'veikart index' igjen"):
        documents["a"]
