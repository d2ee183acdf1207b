"""Vectors for the scale bench that lie as an embedding model's do, drawn around real ones.

E5's vectors fill a narrow cone: any two have a cosine of about 0.8, and what tells them apart is the little that is
left. Noise spread evenly over the sphere is another problem, both easier to cluster and harder to search. So each made
vector keeps a share of a real one's way from the middle, goes a bit of another's, and has noise drawn from the real
covariance. Middle and covariance stay as they were, and how near neighbours lie follows from the share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from index.embedding_cache import EmbeddingCache
    from index.passages import PassageIndex

BLOCK = 10_000
# Between these lies the share of the variance that comes from one real vector, fitted by likeness(): neighbours of
# made vectors are as near as neighbours of real ones.
_LEAST_KEPT, _MOST_KEPT = 0.55, 1.0
_PAIRS = 20_000
_SEED = 12


@dataclass(frozen=True)
class Cloud:
    """Real unit vectors, seen from their middle.

    Args:
        middle: Their mean, shape ``(dimension,)``.
        ways: What leads from it to each, shape ``(size, dimension)``.
        root: A root of their covariance, which turns white noise into noise like theirs.
    """

    middle: NDArray[np.float32]
    ways: NDArray[np.float32]
    root: NDArray[np.float32]

    @classmethod
    def around(cls, vectors: NDArray[np.float32]) -> Cloud:
        """Return the cloud of these vectors."""
        middle = vectors.mean(axis=0)
        ways = vectors - middle
        spread, axes = np.linalg.eigh(np.cov(ways.T))
        root = (axes * np.sqrt(np.maximum(spread, 0))).T
        return cls(middle, ways, root.astype(np.float32))

    def draw(self, count: int, random: np.random.Generator) -> NDArray[np.float32]:
        """Make unit vectors, shape ``(count, dimension)``."""
        kept = random.uniform(_LEAST_KEPT, _MOST_KEPT, size=(count, 1)).astype(np.float32)
        near, other = (self.ways[random.integers(len(self.ways), size=count)] for _ in range(2))
        noise = random.standard_normal((count, len(self.root)), np.float32) @ self.root
        return unit(self.middle + np.sqrt(kept) * near + np.sqrt((1 - kept) / 2) * (other + noise))


@dataclass(frozen=True)
class Seeds:
    """The real vectors.

    Args:
        entries: Of chunks and sentences, shape ``(size, dimension)``.
        questions: Of what is asked, shape ``(size, dimension)``.
    """

    entries: NDArray[np.float32]
    questions: NDArray[np.float32]

    @classmethod
    def of(cls, passages: PassageIndex) -> Seeds:
        """Take them from an index."""
        chunks, questions = (one.vectors(np.arange(one.size)) for one in (passages.dense, passages.questions))
        return cls(unit(np.concatenate([chunks, passages.sentence_vectors.astype(np.float32)])), questions)

    def joined(self, other: Seeds) -> Seeds:
        """Return both together."""
        return Seeds(np.concatenate([self.entries, other.entries]), np.concatenate([self.questions, other.questions]))

    def stream(self, size: int) -> Iterator[NDArray[np.float32]]:
        """Make entries, a block at a time; a smaller size is the beginning of a larger one."""
        cloud, random = Cloud.around(self.entries), np.random.default_rng(_SEED)
        for first in range(0, size, BLOCK):
            yield cloud.draw(BLOCK, random)[: size - first]

    def asked(self, count: int) -> NDArray[np.float32]:
        """Make queries around the real questions, shape ``(count, dimension)``."""
        return Cloud.around(self.questions).draw(count, np.random.default_rng(_SEED + 1))


def embed_seeds(folder: Path, cache: EmbeddingCache, most: int) -> Seeds:
    """Embed some passages and questions of a retrieval set in BEIR's layout.

    Args:
        folder: The set's folder.
        cache: What embeds.
        most: How many of each, evenly spaced.
    """
    from eval.beir import read_beir

    found = read_beir(folder)
    texts = [document.text for document in found.documents]
    questions = [query.question for query in found.queries]
    return Seeds(cache.embed(_spaced(texts, most), "passage"), cache.embed(_spaced(questions, most), "query"))


def likeness(seeds: Seeds) -> list[tuple[str, list[float], list[float]]]:
    """Compare cosines among the real vectors with those among as many made ones.

    Returns:
        For each comparison its name, and the 5th, 50th and 95th percentile for the real and for the made ones.
    """
    random = np.random.default_rng(_SEED + 2)
    size, asked = len(seeds.entries), len(seeds.questions)
    made = Cloud.around(seeds.entries).draw(size, random)
    queries = Cloud.around(seeds.questions).draw(asked, random)
    compared = (
        ("random pairs", _random_cosines, (seeds.entries, seeds.entries), (made, made)),
        ("nearest neighbour", _nearest_cosines, (seeds.entries, seeds.entries), (made, made)),
        ("query and random entry", _random_cosines, (seeds.questions, seeds.entries), (queries, made)),
        ("query and nearest entry", _nearest_cosines, (seeds.questions, seeds.entries), (queries, made)),
    )
    return [
        (name, _percentiles(cosines(*real)), _percentiles(cosines(*drawn))) for name, cosines, real, drawn in compared
    ]


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors at length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _random_cosines(some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    random = np.random.default_rng(_SEED)
    one, other = (vectors[random.integers(len(vectors), size=_PAIRS)] for vectors in (some, others))
    return np.asarray(np.einsum("ij,ij->i", one, other), np.float32)


def _nearest_cosines(some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    cosines = some @ others.T
    if some is others:
        np.fill_diagonal(cosines, -1)
    return np.asarray(cosines.max(axis=1), np.float32)


def _percentiles(cosines: NDArray[np.float32]) -> list[float]:
    return [float(value) for value in np.percentile(cosines, (5, 50, 95))]


def _spaced(texts: list[str], most: int) -> list[str]:
    return texts[:: max(1, len(texts) // most)][:most]
