"""The cache saves embedding what is known, and never stands in the way."""

from __future__ import annotations

import dataclasses
import sqlite3
from pathlib import Path

import numpy as np

from corpus.reader import read_corpus
from index.builder import build_passage_index
from index.embedding_cache import EmbeddingCache
from index.model.embedder import Embedder

FEW = [one for one in read_corpus().documents.values() if one.type == "malbilde"]


def test_known_texts_are_not_embedded_again_and_give_the_same_vectors(tmp_path: Path, embedder: Embedder) -> None:
    texts = ["Kommunen deler data.", "Innbyggerne bruker dem."]
    first = EmbeddingCache(tmp_path / "c.sqlite", embedder)
    vectors = first.embed(texts, "passage")
    again = EmbeddingCache(tmp_path / "c.sqlite", embedder)
    assert np.array_equal(again.embed(texts, "passage"), vectors)
    assert (first.embedded, again.embedded) == (2, 0)
    again.embed(texts, "query")
    assert again.embedded == 2, "a query carries another prompt"


def test_a_changed_text_embeds_only_what_changed(tmp_path: Path, embedder: Embedder) -> None:
    build_passage_index(FEW, embedder, cache=EmbeddingCache(tmp_path / "c.sqlite", embedder))
    first = FEW[0]
    changed = dataclasses.replace(first, text=first.text.replace("jobb", "yrke", 1))
    assert changed.text != first.text
    cache = EmbeddingCache(tmp_path / "c.sqlite", embedder)
    build_passage_index([changed, *FEW[1:]], embedder, cache=cache)
    assert cache.embedded == 2, "one chunk and one sentence"


def test_a_torn_cache_is_done_without_and_made_anew(tmp_path: Path, embedder: Embedder) -> None:
    path = tmp_path / "c.sqlite"
    path.write_bytes(b"not a database" * 100)
    assert EmbeddingCache(path, embedder).embed(["Hei."], "passage").shape == (1, embedder.dimension)
    cache = EmbeddingCache(path, embedder)
    cache.embed(["Hei."], "passage")
    cache.embed(["Hei."], "passage")
    assert cache.embedded == 0


def test_a_locked_cache_does_not_stop_a_build(tmp_path: Path, embedder: Embedder) -> None:
    path = tmp_path / "c.sqlite"
    EmbeddingCache(path, embedder).embed(["Hei."], "passage")
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    assert EmbeddingCache(path, embedder).embed(["Hallo."], "passage").shape == (1, embedder.dimension)
    holder.close()


def test_what_no_build_uses_any_more_is_dropped(tmp_path: Path, embedder: Embedder) -> None:
    path = tmp_path / "c.sqlite"
    cache = EmbeddingCache(path, embedder)
    cache.embed(["Gammel."], "passage")
    for _ in range(4):
        cache.embed(["Ny."], "passage")
        cache.forget_unused()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM vectors").fetchone()[0] == 1
