"""A pool of processes that embed, each with a model of its own, for indexes that one process would build for days."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Self

import numpy as np

from index.model.embedder import ModelError, Role
from index.model.worker import WorkerPlan, embed_piece, pieces_by_length

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from numpy.typing import NDArray

_SHARD = 8192  # texts


class EmbeddingPool:
    """Embeds texts in several processes, which start when there is something to embed.

    Args:
        plan: How each gets its model.
        processes: How many; each takes as much memory as the model does.
    """

    shard = _SHARD

    def __init__(self, plan: WorkerPlan, processes: int) -> None:
        self.width = processes
        self._plan = plan
        self._pool = ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context("spawn"),  # a fork would inherit threads that are not there
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

        pieces = pieces_by_length(texts)
        asked = [[texts[place] for place in piece] for piece in pieces]
        vectors = np.zeros((len(texts), self._plan.model.dimension), np.float32)
        try:
            with tqdm(total=len(texts), unit=" tekster", disable=not progress) as bar:
                done = self._pool.map(embed_piece, [self._plan] * len(asked), asked, [role] * len(asked))
                for piece, found in zip(pieces, done, strict=True):
                    vectors[piece] = found
                    bar.update(len(piece))
        except BrokenProcessPool as error:
            msg = (
                "en av prosessene som regner ut vektorer, ble stoppet, ofte fordi minnet tok slutt; sett "
                f"embed_processes lavere enn {self.width} og kjør 'veikart index' igjen, så går den videre"
            )
            raise ModelError(msg) from error
        return vectors
