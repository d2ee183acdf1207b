"""The dense index: FAISS over unit vectors, ranked by cosine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class DenseIndex:
    """Exact nearest neighbours by inner product.

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
    def build(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """Index unit vectors, shape ``(size, dimension)``."""
        index = faiss.IndexFlatIP(vectors.shape[1])
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

    def vectors(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return stored vectors, shape ``(len(positions), dimension)``."""
        return np.asarray(self._index.reconstruct_batch(positions), np.float32)

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read an index from its file."""
        return cls(faiss.read_index(str(path)))
