"""A collection grows past what is searched exactly: answers stay the same, and nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.home import Snapshot
from index.model.embedder import Embedder

SIZE = 90_000  # so many that only a part of the lists is searched
DIMENSION = 64


def cone(size: int, seed: int) -> NDArray[np.float32]:
    """Unit vectors about a common middle and many lesser ones, as an embedding model's lie."""
    topics = np.random.default_rng(1).normal(size=(300, DIMENSION))
    random = np.random.default_rng(seed)
    vectors = 2 + topics[random.integers(len(topics), size=size)] + 0.8 * random.normal(size=(size, DIMENSION))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    return cone(SIZE, seed=2)


@pytest.fixture(scope="module")
def exact(vectors: NDArray[np.float32]) -> DenseIndex:
    return DenseIndex.build(vectors, exact_under=SIZE + 1)


@pytest.fixture(scope="module")
def listed(vectors: NDArray[np.float32]) -> DenseIndex:
    return DenseIndex.build(vectors, exact_under=SIZE)


def recall(exact: DenseIndex, other: DenseIndex, queries: NDArray[np.float32]) -> float:
    hits = [len(set(exact.search(query, 10)[0]) & set(other.search(query, 10)[0])) for query in queries]
    return sum(hits) / (10 * len(queries))


def test_one_vector_more_and_the_same_neighbours_are_found(exact: DenseIndex, listed: DenseIndex) -> None:
    assert recall(exact, listed, cone(200, seed=3)) >= 0.95


def test_so_are_those_of_real_questions_among_real_sentences(snapshot: Snapshot, embedder: Embedder) -> None:
    vectors = np.asarray(snapshot.passages.sentence_vectors, np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    questions = [question for one in list(snapshot.passages.documents.values())[:40] for question in one.questions[:2]]
    few, many = DenseIndex.build(vectors), DenseIndex.build(vectors, exact_under=100)
    assert recall(few, many, embedder.embed_queries(questions)) >= 0.95


def test_a_large_index_takes_a_quarter_of_the_room(exact: DenseIndex, listed: DenseIndex, tmp_path: Path) -> None:
    exact.save(tmp_path / "exact")
    listed.save(tmp_path / "listed")
    room = [(tmp_path / name).stat().st_size for name in ("exact", "listed")]
    assert room[0] >= SIZE * DIMENSION * 4
    # Beside a byte a dimension there are places to and from the lists, which weigh more here than at 384 dimensions.
    assert room[1] <= SIZE * (DIMENSION + 8 + 8 + 4)


def test_scores_are_cosines_of_what_was_found_and_nothing_else(
    vectors: NDArray[np.float32], exact: DenseIndex, listed: DenseIndex
) -> None:
    for query in cone(20, seed=4):
        scores = listed.scores(query)
        assert scores.shape == (SIZE,)
        is_found = scores > -np.inf
        assert is_found.sum() == 1000
        assert np.abs(scores - exact.scores(query))[is_found].mean() < 0.001
        assert scores.argmax() in set(exact.search(query, 10)[0].tolist())


def test_vectors_come_back_at_their_places(vectors: NDArray[np.float32], listed: DenseIndex) -> None:
    places = np.array([SIZE - 1, 0, 7, 7])
    assert listed.vectors(places).shape == (4, DIMENSION)
    assert np.einsum("ij,ij->i", listed.vectors(places), vectors[places]).min() > 0.999


def test_an_index_read_from_its_file_answers_as_before(listed: DenseIndex, tmp_path: Path) -> None:
    listed.save(tmp_path / "index")
    again = DenseIndex.load(tmp_path / "index")
    assert (again.size, again.dimension) == (SIZE, DIMENSION)
    for query in cone(20, seed=5):
        for mine, theirs in zip(again.search(query, 10), listed.search(query, 10), strict=True):
            assert np.array_equal(mine, theirs)
    places = np.arange(0, SIZE, 999)
    assert np.array_equal(again.vectors(places), listed.vectors(places))


def test_asked_for_more_than_the_searched_lists_hold_it_gives_what_they_hold(listed: DenseIndex) -> None:
    positions, cosines = listed.search(cone(1, seed=6)[0], SIZE)
    assert 1000 < len(positions) == len(cosines) < SIZE
    assert positions.min() >= 0
    assert np.isfinite(cosines).all()
