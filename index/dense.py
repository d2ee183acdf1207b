"""The dense index: FAISS over unit vectors, ranked by cosine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

from index.dense_kinds import EXACT_UNDER, filled_index

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


CANDIDATES = 1000


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
        """Index unit vectors, shape ``(size, dimension)``: exactly if they are few, else by lists of neighbours.

        Args:
            vectors: The vectors.
            exact_under: How many are searched exactly.
        """
        return cls(filled_index(vectors, exact_under))

    def search(self, vector: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the positions and cosines of the ``k`` nearest vectors, best first.

        Args:
            vector: The query, shape ``(dimension,)``, of length 1.
            k: How many; fewer come back when the index holds fewer, or the lists that are searched do.
        """
        k = min(k, self.size)
        if k == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        cosines, positions = self._index.search(np.ascontiguousarray(vector[None, :]), k)
        is_found = positions[0] >= 0
        return positions[0][is_found], cosines[0][is_found]

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosine of every vector, shape ``(size,)``; ``-inf`` for those that a search of many did not find.

        Args:
            vector: The query, shape ``(dimension,)``, of length 1.
        """
        if isinstance(self._index, faiss.IndexFlat):
            # The vectors where FAISS keeps them, without a copy.
            flat = faiss.rev_swig_ptr(self._index.get_xb(), self.size * self.dimension)
            return np.asarray(flat.reshape(self.size, self.dimension) @ vector, np.float32)
        found = np.full(self.size, -np.inf, np.float32)
        positions, cosines = self.search(vector, CANDIDATES)
        found[positions] = cosines
        return found

    def vectors(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return stored vectors, shape ``(len(positions), dimension)``; of many, as nearly as they are held.

        Args:
            positions: Where they stand.
        """
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
