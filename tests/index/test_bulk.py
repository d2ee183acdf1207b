"""An index of very many texts: several processes embed them, and a build that is stopped goes on where it was."""

from __future__ import annotations

import logging
import os
import re
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.index_state import build_index
from assistant.settings import Settings
from corpus.reader import TEXTS_DIR, read_corpus
from index.embedding_cache import EmbeddingCache
from index.model.embedder import Embedder, ModelError
from index.model.pool import EmbeddingPool
from index.snapshot import load_snapshot

_SENTENCES = [
    text.strip()
    for document in list(read_corpus(TEXTS_DIR).documents.values())[:70]
    for text in document.text.split(". ")
    if text.strip()
]
TEXTS = _SENTENCES[:260]


@pytest.fixture(scope="module")
def pool(embedder: Embedder, data_dir: Path) -> Iterator[EmbeddingPool]:
    with EmbeddingPool(embedder, data_dir, "auto", 2) as made:
        yield made


def test_several_processes_give_the_vectors_of_one_in_the_order_of_the_texts(
    pool: EmbeddingPool, embedder: Embedder
) -> None:
    assert len(TEXTS) > 256, "more than a piece"
    together = pool.embed_passages(TEXTS)
    alone = embedder.embed_passages(TEXTS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.einsum("ij,ij->i", together, alone).min() > 0.999
    questions = ["Hva er en smart by?", "Hvem eier dataene?"]
    assert np.einsum("ij,ij->i", pool.embed_queries(questions), embedder.embed_queries(questions)).min() > 0.999
    assert pool.embed_passages([]).shape == (0, embedder.dimension)


class Stopped(Embedder):
    """A model whose process is stopped after some shards."""

    def __init__(self, embedder: Embedder, shards: int) -> None:
        self.__dict__ = dict(embedder.__dict__)
        self._left = shards

    def embed_passages(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        return super().embed_passages(texts, progress=progress)


def test_what_was_embedded_before_a_stop_is_not_embedded_again(
    embedder: Embedder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, texts = tmp_path / "c.sqlite", TEXTS[:35]
    with caplog.at_level(logging.INFO), pytest.raises(KeyboardInterrupt):
        EmbeddingCache(path, Stopped(embedder, 2), shard=10).embed(texts, "passage")
    assert "embedded 20 of 35 texts" in caplog.text
    assert "a second" in caplog.text
    again = EmbeddingCache(path, embedder, shard=10)
    vectors = again.embed(texts, "passage")
    assert again.embedded == 15
    assert np.einsum("ij,ij->i", vectors, embedder.embed_passages(texts)).min() > 0.999


def test_a_process_that_is_killed_is_one_line_with_what_to_do(
    embedder: Embedder, data_dir: Path, tmp_path: Path
) -> None:
    with EmbeddingPool(embedder, data_dir, "auto", 1) as pool:
        cache = EmbeddingCache(tmp_path / "c.sqlite", embedder, pool, shard=20)
        cache.embed(TEXTS[:20], "passage")
        [victim] = list(pool._pool._processes)

        def kill_soon() -> None:
            time.sleep(0.05)
            os.kill(victim, signal.SIGKILL)

        threading.Thread(target=kill_soon).start()
        with pytest.raises(ModelError, match="sett embed_processes lavere enn 1") as told:
            cache.embed(TEXTS, "passage")
        assert "\n" not in str(told.value)
    again = EmbeddingCache(tmp_path / "c.sqlite", embedder)
    again.embed(TEXTS[:20], "passage")
    assert again.embedded == 0


def test_an_index_is_built_by_several_processes_when_the_settings_say_so(
    embedder: Embedder, data_dir: Path, tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("prinsipp-1", "prinsipp-2"):
        text = next(TEXTS_DIR.rglob(f"{name}.md")).read_text("utf-8")
        (texts / f"{name}.md").write_text(re.sub(r"related: \[[^]]*\]\n", "", text), "utf-8")
    data = tmp_path / "data"
    (data / "models").mkdir(parents=True)
    for model in (data_dir / "models").iterdir():
        (data / "models" / model.name).symlink_to(model, target_is_directory=True)
    settings = Settings(data=data, texts=texts, embed_processes=2)
    assert build_index(settings, embedder).counts["documents"] == 2
    passages = load_snapshot(settings.index_folder, embedder.fingerprint).passages
    first = passages.chunks[0]
    text = passages.documents[first.document_id].text
    sentences = [text[one.start : one.end] for one in first.sentences]
    vectors = passages.sentence_vectors_of(first)
    assert np.einsum("ij,ij->i", vectors, embedder.embed_passages(sentences)).min() > 0.99
