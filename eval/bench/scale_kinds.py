"""The FAISS kinds of the scale bench: how each is built, and what it may be told to search more thoroughly."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING, Protocol

import faiss
import numpy as np

from eval.bench.scale_vectors import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

DIMENSION = 384
THREADS = 2
# As faiss.index_factory wants them.
RECIPES = {
    "Flat": "Flat",
    "SQ8": "SQ8",
    "HNSW": "HNSW32,Flat",
    "HNSW+SQ8": "HNSW32,SQ8",
    "IVF": "IVF{lists},Flat",
    "IVF+SQ8": "IVF{lists},SQ8",
    "IVF+PQ": "IVF{lists},PQ96,Refine(SQ8)",
    "IVF+PQ4": "IVF{lists},PQ192x4fs,Refine(SQ8)",
}
_ROUGH = 100  # candidates by rough codes at least, and twice as many as wanted; finer codes rank them anew
NEIGHBOURS, BUILD_BREADTH = 32, 200  # of graphs, as in index/dense.py
LEAST_BREADTH = 16
_TRAINED_ON = 50  # vectors a list
EFFORTS = [step for power in range(11) for step in (2**power, 3 * 2**power // 2) if step > 1 or power == 0]


class Searched(Protocol):
    """An index that is loaded.

    Attributes:
        efforts: What it may be told of how thoroughly to search, least first; one only where there is no choice.
    """

    efforts: list[int]

    def search(self, queries: NDArray[np.float32], k: int, effort: int) -> NDArray[np.int64]:
        """Return the positions of the nearest, shape ``(queries, k)``."""


def vector_bytes(kind: str) -> int:
    """Return what a vector itself takes, without what leads to it."""
    recipe = RECIPES[kind]
    if "Refine" in recipe:
        return DIMENSION + 96
    return DIMENSION if "SQ8" in recipe else 4 * DIMENSION


def build_faiss(kind: str, blocks: Callable[[], Iterable[NDArray[np.float32]]], size: int, path: Path) -> None:
    """Build an index from vectors that come in blocks, and write it.

    Args:
        kind: A key of ``RECIPES``.
        blocks: Gives the vectors from the beginning.
        size: How many there are.
        path: The file.
    """
    faiss.omp_set_num_threads(THREADS)
    lists = lists_for(size)
    index = faiss.index_factory(DIMENSION, RECIPES[kind].format(lists=lists), faiss.METRIC_INNER_PRODUCT)
    if "HNSW" in kind:
        faiss.ParameterSpace().set_index_parameter(index, "efConstruction", BUILD_BREADTH)
    if not index.is_trained:
        sample = list(islice(blocks(), 1 + lists * _TRAINED_ON // BLOCK))
        index.train(np.concatenate(sample))
        del sample
    for block in blocks():
        index.add(block)
    faiss.write_index(index, str(path))


class FaissSearched:
    """An index of FAISS's.

    Args:
        kind: A key of ``RECIPES``.
        path: The file.
    """

    def __init__(self, kind: str, path: Path) -> None:
        faiss.omp_set_num_threads(THREADS)
        self._index = faiss.read_index(str(path))
        self._settings = faiss.ParameterSpace()
        self._is_refined = "Refine" in RECIPES[kind]
        self._setting = "efSearch" if "HNSW" in kind else "nprobe" if "IVF" in kind else ""
        self.efforts = [1]
        if "HNSW" in kind:
            self.efforts = [step for step in EFFORTS if step >= LEAST_BREADTH]
        if "IVF" in kind:
            lists = lists_for(self._index.ntotal)
            self.efforts = [*takewhile(lambda step: step < lists, EFFORTS), lists]

    def search(self, queries: NDArray[np.float32], k: int, effort: int) -> NDArray[np.int64]:
        """Return the positions of the nearest, shape ``(queries, k)``."""
        if self._setting:
            self._settings.set_index_parameter(self._index, self._setting, effort)
        if self._is_refined:
            self._settings.set_index_parameter(self._index, "k_factor_rf", max(2, _ROUGH / k))
        return np.asarray(self._index.search(queries, k)[1])


def lists_for(size: int) -> int:
    """Return into how many lists so many vectors are cut; four times as many, as FAISS advises, take long to train."""
    return int(size**0.5)
