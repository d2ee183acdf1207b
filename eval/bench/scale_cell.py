"""One cell of the scale table, a kind at a size.

It is built in one process and searched in others, so that what memory it takes is its own.
"""

from __future__ import annotations

import os
import re
import time
from bisect import bisect_left
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import faiss
import numpy as np

from eval.bench.scale_kinds import DIMENSION, RECIPES, THREADS, FaissSearched, Searched, build_faiss
from eval.bench.scale_milvus import MilvusSearched, build_milvus
from eval.bench.scale_vectors import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

TOP = 10
MANY = 1_000  # as many as the program's own search asks for, to fuse them with what words find
WANTED = 0.95
_WARM_UP = 10
_SECONDS = 20.0  # of one round at most; what is too slow to ask everything is slow enough to tell

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Built:
    """What building took.

    Args:
        seconds: By the clock.
        cpu: Of both cores together, which does not count what others took meanwhile.
        peak: Most memory of the whole process, in MB.
        disk: What was written, in MB.
    """

    seconds: float
    cpu: float
    peak: float
    disk: float


@dataclass(frozen=True)
class Round:
    """What one process measured of a part of the queries.

    Args:
        effort: The least thorough search that finds enough, or the most thorough one there is.
        recall: Of the ten nearest, over all queries.
        few: Milliseconds of each search for ten.
        many: Milliseconds of each search for a thousand.
        cpu: Milliseconds of computing a search for ten, on average.
        held: Memory that loading and searching added, in MB.
        whole: Memory of the whole process, in MB.
    """

    effort: int
    recall: float
    few: list[float]
    many: list[float]
    cpu: float
    held: float
    whole: float


def alone(function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Result:
    """Call a function in a fresh process.

    Raises:
        BrokenProcessPool: If it is killed, as a process is that takes too much memory.
    """
    # Where others want the cores too, threads that wait actively for one another make training many times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments, **named).result()


def build(kind: str, size: int, folder: Path) -> Built:
    """Build an index of the first vectors in the folder, and keep it there."""
    path = index_path(kind, size, folder)
    began, computed = time.perf_counter(), time.process_time()
    (build_faiss if kind in RECIPES else build_milvus)(kind, lambda: read_blocks(folder, size), size, path)
    return Built(
        time.perf_counter() - began,
        time.process_time() - computed,
        _megabytes("VmHWM"),
        sum(file.stat().st_size for file in (path.rglob("*") if path.is_dir() else [path])) / 1e6,
    )


def measure(kind: str, size: int, folder: Path, part: slice, known: tuple[int, float] | None) -> Round:
    """Search an index that was built.

    Args:
        kind: Its kind.
        size: How many vectors it holds.
        folder: Where it lies, with the queries and what exact search finds.
        part: Which queries are timed.
        known: The effort and recall that an earlier round found; None in the first.
    """
    before = _megabytes("VmRSS")
    path = index_path(kind, size, folder)
    index: Searched = FaissSearched(kind, path) if kind in RECIPES else MilvusSearched(kind, path)
    queries = np.load(folder / "queries.npy")
    effort, recall = known or _least_effort(index, queries, np.load(folder / f"truth-{size}.npy"))
    for query in queries[:_WARM_UP]:
        index.search(query[None], TOP, effort)
    computed = time.process_time()
    few = _timed(index, queries[part], TOP, effort)
    cpu = 1000 * (time.process_time() - computed) / len(few)
    many = _timed(index, queries[part], min(MANY, size), effort)
    whole = _megabytes("VmRSS")
    return Round(effort, recall, few, many, cpu, whole - before, whole)


def find_truth(folder: Path, sizes: list[int]) -> None:
    """Write for each size what exact search finds, ``truth-{size}.npy``, going through the vectors once."""
    faiss.omp_set_num_threads(THREADS)
    queries = np.load(folder / "queries.npy")
    best = np.full((len(queries), TOP), -np.inf, np.float32)
    places = np.full((len(queries), TOP), -1, np.int64)
    first = 0
    for block in read_blocks(folder, max(sizes)):
        exact = faiss.IndexFlatIP(DIMENSION)
        exact.add(block)
        cosines, found = exact.search(queries, TOP)
        every, where = np.hstack([best, cosines]), np.hstack([places, found + first])
        order = np.argsort(-every, axis=1)[:, :TOP]
        best, places = np.take_along_axis(every, order, 1), np.take_along_axis(where, order, 1)
        first += len(block)
        if first in sizes:
            np.save(folder / f"truth-{first}.npy", places)


def read_blocks(folder: Path, size: int) -> Iterator[NDArray[np.float32]]:
    """Yield the first vectors in the folder, a block at a time."""
    with (folder / "vectors.f32").open("rb") as stream:
        for first in range(0, size, BLOCK):
            rows = min(BLOCK, size - first)
            yield np.fromfile(stream, np.float32, rows * DIMENSION).reshape(rows, DIMENSION)


def index_path(kind: str, size: int, folder: Path) -> Path:
    """Return where an index lies; Milvus wants the ending."""
    return folder / f"{re.sub('[^a-z0-9]+', '-', kind.lower())}-{size}.db"


def _least_effort(index: Searched, queries: NDArray[np.float32], truth: NDArray[np.int64]) -> tuple[int, float]:
    recalls: dict[int, float] = {}

    def is_enough(effort: int) -> bool:
        found = index.search(queries, TOP, effort)
        hits = [len(set(mine) & set(theirs)) for mine, theirs in zip(found.tolist(), truth.tolist(), strict=True)]
        recalls[effort] = sum(hits) / truth.size
        return recalls[effort] >= WANTED

    place = bisect_left(index.efforts, True, key=is_enough)
    effort = index.efforts[min(place, len(index.efforts) - 1)]
    return effort, recalls[effort]


def _timed(index: Searched, queries: NDArray[np.float32], k: int, effort: int) -> list[float]:
    times: list[float] = []
    for query in queries:
        if sum(times) > 1000 * _SECONDS:
            break
        began = time.perf_counter()
        index.search(query[None], k, effort)
        times.append(1000 * (time.perf_counter() - began))
    return times


def _megabytes(what: str) -> float:
    """Return a figure of this process's memory (Linux)."""
    status = Path(f"/proc/{os.getpid()}/status").read_text(encoding="utf-8")
    return int(re.search(rf"{what}:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
