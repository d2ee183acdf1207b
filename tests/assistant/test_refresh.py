"""A running assistant takes up a new index; a torn one leaves the old serving."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.refresh import IndexWatcher
from corpus.reader import read_corpus
from index.builder import build_passage_index
from index.folder import FolderStore
from index.manifest import corpus_hash
from index.model.embedder import Embedder
from index.snapshot import load_snapshot, save_snapshot

FEW = [one for one in read_corpus().documents.values() if one.type == "prinsipp" and one.language == "nb"]


def save(folder: Path, count: int, embedder: Embedder) -> None:
    index = build_passage_index(FEW[:count], embedder)
    save_snapshot(folder, index, embedder.fingerprint, corpus_hash({one.id: one for one in FEW[:count]}))


def test_a_new_index_is_taken_up(tmp_path: Path, embedder: Embedder, caplog: pytest.LogCaptureFixture) -> None:
    save(tmp_path, 1, embedder)
    assistant = Assistant(load_snapshot(tmp_path, embedder.fingerprint), embedder)
    watcher = IndexWatcher(assistant, FolderStore(tmp_path, embedder))
    assert not watcher.look()
    save(tmp_path, 2, embedder)
    assert watcher.look()
    assert len(assistant.snapshot.passages.documents) == 2
    save(tmp_path, 1, embedder)
    torn = tmp_path / "snapshots" / (tmp_path / "current").read_text() / "chunks.faiss"
    torn.write_bytes(torn.read_bytes()[:-1])
    assert not watcher.look()
    assert len(assistant.snapshot.passages.documents) == 2
    assert "goes on serving" in caplog.text
