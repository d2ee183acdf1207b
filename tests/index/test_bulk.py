"""An index of very many texts: several processes embed them, and a build that is stopped goes on where it was."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from assistant.index_state import build_index
from assistant.settings import Settings
from index.embedding_cache import EmbeddingCache
from index.model.embedder import Embedder, ModelError
from index.model.pool import EmbeddingPool
from index.snapshot import load_snapshot
from tests.index.bulk import TEXTS, data_of, plan, two_texts


@pytest.fixture(scope="module")
def pool(embedder: Embedder, data_dir: Path) -> Iterator[EmbeddingPool]:
    with EmbeddingPool(plan(embedder, data_dir), 2) as made:
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
    with EmbeddingPool(plan(embedder, data_dir), 1) as pool:
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


def test_a_process_that_has_another_model_by_the_same_name_is_told_of(embedder: Embedder, data_dir: Path) -> None:
    here = embedder.fingerprint
    other = replace(here, passage_probe=tuple(np.roll(here.passage_probe, 1)))
    with (
        EmbeddingPool(replace(plan(embedder, data_dir), model=other), 1) as pool,
        pytest.raises(ModelError, match="en annen modell med navnet"),
    ):
        pool.embed_passages(["Hei."])


@pytest.mark.skipif(torch.cuda.is_available(), reason="here is a GPU")
def test_a_device_that_is_not_there_is_one_line_with_what_to_do(
    embedder: Embedder, data_dir: Path, tmp_path: Path
) -> None:
    settings = Settings(data=data_of(data_dir, tmp_path), texts=two_texts(tmp_path), embed_device="cuda")
    with pytest.raises(ModelError, match=r"embed_device: 'cuda' kan ikke brukes her \(torch .*; installer") as told:
        build_index(settings, embedder)
    assert "\n" not in str(told.value)


def test_an_index_is_built_by_several_processes_when_the_settings_say_so(
    embedder: Embedder, data_dir: Path, tmp_path: Path
) -> None:
    settings = Settings(data=data_of(data_dir, tmp_path), texts=two_texts(tmp_path), embed_processes=2)
    assert build_index(settings, embedder).counts["documents"] == 2
    passages = load_snapshot(settings.index_folder, embedder.fingerprint).passages
    first = passages.chunks[0]
    text = passages.documents[first.document_id].text
    sentences = [text[one.start : one.end] for one in first.sentences]
    vectors = passages.sentence_vectors_of(first)
    assert np.einsum("ij,ij->i", vectors, embedder.embed_passages(sentences)).min() > 0.99
