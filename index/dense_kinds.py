"""The kinds of dense index: which one for how many vectors (measured in ``docs/skala.md``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXACT_UNDER = 50_000
_TRAINED_ON = 40  # vectors a list; FAISS wants 39
_PROBES = 256  # lists that are searched: recall@10 over 0.95 at a million, see docs/skala.md


def filled_index(vectors: NDArray[np.float32], exact_under: int) -> faiss.Index:
    """Return an index that holds unit vectors, shape ``(size, dimension)``.

    Few are held as they are and searched exactly. Many are cut into lists of neighbours, of which a search goes through
    the nearest few, and are held with a byte a dimension: a quarter of the memory, and cosines that are off by about
    0.001.

    Args:
        vectors: The vectors.
        exact_under: How many are searched exactly.
    """
    size, dimension = vectors.shape
    vectors = np.ascontiguousarray(vectors)
    index = faiss.IndexFlatIP(dimension) if size < exact_under else _listed(vectors)
    index.add(vectors)
    return index


def _listed(vectors: NDArray[np.float32]) -> faiss.Index:
    size, dimension = vectors.shape
    lists = int(size**0.5)
    index = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    # Evenly spaced, for texts that stand beside one another are alike.
    index.train(vectors[:: max(1, size // (lists * _TRAINED_ON))])
    faiss.extract_index_ivf(index).make_direct_map()  # so that a vector is found by its position
    faiss.ParameterSpace().set_index_parameter(index, "nprobe", _PROBES)
    return index
