"""A pool of processes that embed, each with a model of its own, for indexes that one process would build for days."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Self

import numpy as np

from index.model.embedder import Embedder, ModelError, Precision, Role, load_embedder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

_PIECE = 256  # texts that a process is given at once
_embedder: Embedder | None = None  # of a process of the pool


class EmbeddingPool:
    """Embeds texts in several processes, which start when there is something to embed.

    Args:
        embedder: The model that the vectors are to agree with.
        data_dir: Where the bundled model is kept.
        precision: As the model was loaded with.
        processes: How many; each takes as much memory as the model does.
    """

    def __init__(self, embedder: Embedder, data_dir: Path, precision: Precision, processes: int) -> None:
        self.processes = processes
        self._dimension = embedder.dimension
        threads = max(1, (os.cpu_count() or 1) // processes)
        self._pool = ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context("spawn"),  # a fork would inherit threads that are not there
            initializer=_start,
            initargs=(embedder.name, data_dir, precision, threads),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def embed_queries(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed questions; returns shape ``(len(texts), dimension)``, rows of length 1."""
        return self._embed(texts, "query", progress=progress)

    def embed_passages(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed texts to be found; returns shape ``(len(texts), dimension)``, rows of length 1."""
        return self._embed(texts, "passage", progress=progress)

    def _embed(self, texts: Sequence[str], role: Role, *, progress: bool) -> NDArray[np.float32]:
        from tqdm import tqdm

        # Texts of one length together, the longest first: what is padded to them is not computed in vain.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        pieces = [order[at : at + _PIECE] for at in range(0, len(order), _PIECE)]
        asked = [[texts[place] for place in piece] for piece in pieces]
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        try:
            with tqdm(total=len(texts), unit=" tekster", disable=not progress) as bar:
                for piece, found in zip(pieces, self._pool.map(_embed_piece, asked, [role] * len(asked)), strict=True):
                    vectors[piece] = found
                    bar.update(len(piece))
        except BrokenProcessPool as error:
            msg = (
                "en av prosessene som regner ut vektorer, ble stoppet, ofte fordi minnet tok slutt; sett "
                f"embed_processes lavere enn {self.processes} og kjør 'veikart index' igjen, så går den videre"
            )
            raise ModelError(msg) from error
        return vectors


def _start(name: str, data_dir: Path, precision: Precision, threads: int) -> None:
    global _embedder  # noqa: PLW0603 - one a process, for as long as it lives
    import torch

    torch.set_num_threads(threads)
    _embedder = load_embedder(name, data_dir, precision)


def _embed_piece(texts: list[str], role: Role) -> NDArray[np.float32]:
    if _embedder is None:
        msg = "the process was not started by a pool"
        raise RuntimeError(msg)
    return _embedder.embed_queries(texts) if role == "query" else _embedder.embed_passages(texts)
