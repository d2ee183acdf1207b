"""The dense index: FAISS over unit vectors, ranked by cosine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


EXACT_UNDER = 50_000
GRAPH_CANDIDATES = 1000
_NEIGHBOURS = 32
_BUILD_BREADTH = 200
_SEARCH_BREADTH = 256  # recall@10 against exact search: see eval/bench/vectors.py


def _graph(dimension: int) -> faiss.Index:
    """An empty graph index (Malkov and Yashunin 2018)."""
    index = faiss.IndexHNSWFlat(dimension, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = _BUILD_BREADTH
    index.hnsw.efSearch = _SEARCH_BREADTH
    return index


class DenseIndex:
    """Nearest neighbours by inner product.

    Args:
        index: A FAISS index whose ids are positions.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @property
    def size(self) -> int:
        """Number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self._index.d)

    @classmethod
    def build(cls, vectors: NDArray[np.float32], exact_under: int = EXACT_UNDER) -> DenseIndex:
        """Index unit vectors, shape ``(size, dimension)``: exactly if they are few, else in a graph (HNSW).

        Args:
            vectors: The vectors.
            exact_under: How many are searched exactly.
        """
        size, dimension = vectors.shape
        index = faiss.IndexFlatIP(dimension) if size < exact_under else _graph(dimension)
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    def search(self, vector: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the positions and cosines of the ``k`` nearest vectors, best first.

        Args:
            vector: The query, shape ``(dimension,)``, of length 1.
            k: How many; fewer come back when the index holds fewer.
        """
        k = min(k, self.size)
        if k == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        cosines, positions = self._index.search(np.ascontiguousarray(vector[None, :]), k)
        return positions[0], cosines[0]

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosine of every vector, shape ``(size,)``; ``-inf`` for those a graph index did not come by.

        Args:
            vector: The query, shape ``(dimension,)``, of length 1.
        """
        if isinstance(self._index, faiss.IndexFlat):
            # The vectors where FAISS keeps them, without a copy.
            flat = faiss.rev_swig_ptr(self._index.get_xb(), self.size * self.dimension)
            return np.asarray(flat.reshape(self.size, self.dimension) @ vector, np.float32)
        found = np.full(self.size, -np.inf, np.float32)
        positions, cosines = self.search(vector, GRAPH_CANDIDATES)
        found[positions] = cosines
        return found

    def vectors(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return stored vectors, shape ``(len(positions), dimension)``."""
        return np.asarray(self._index.reconstruct_batch(positions), np.float32)

    def save(self, path: Path) -> None:
        """Write the index to a file.

        Raises:
            OSError: If it cannot be written; FAISS itself would not notice a disk that is full at the last bytes.
        """
        path.write_bytes(faiss.serialize_index(self._index).data)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read an index from its file."""
        return cls(faiss.read_index(str(path)))
