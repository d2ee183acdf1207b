"""Workers of a Ray cluster, which embed with Ray Data."""

from __future__ import annotations

import logging
import os
import socket
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from index.model.e5_file import ModelFileError
from index.model.embedder import ModelError, Role
from index.model.worker import PIECE, WorkerPlan, embed_piece, pieces_by_length

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from numpy.typing import NDArray

# Ray takes about a second to share out a shard.
_DOCUMENTS = 8  # times as many documents at once as one process, for each worker
_SHARD = 65536  # texts
_HERE = "local"
_KNOCK_SECONDS = 5.0


class RayWorkers:
    """Embeds texts on the machines of a Ray cluster.

    Args:
        plan: How each worker gets its model; a path of it is one on every machine.
        workers: How many.
        address: Where the cluster is, as Ray names it, or ``local`` for one of this machine's own.
    """

    shard = _SHARD

    def __init__(self, plan: WorkerPlan, workers: int, address: str) -> None:
        self.width = workers * _DOCUMENTS
        self._plan, self._workers, self._address = plan, workers, address

    def __enter__(self) -> Self:
        """Come into contact with the cluster.

        Raises:
            ModelError: If Ray is not installed, or the cluster is out of reach.
        """
        try:
            import ray.data
        except ImportError as error:
            msg = "ray er satt, og det krever Ray Data: kjør pip install 'ray[data]>=2.60'"
            raise ModelError(msg) from error
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would tell its makers what it runs on
        try:
            _knock(self._address)
            ray.init(self._address, logging_level=logging.WARNING, log_to_driver=False, include_dashboard=False)
        except (OSError, RuntimeError, ValueError) as error:
            msg = (
                f"ray: når ikke klyngen på {self._address}; sett adressen til en klynge som er i gang, eller '{_HERE}'"
            )
            raise ModelError(msg) from error
        ray.data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # what fails is told once, in one line
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import ray

        ray.shutdown()

    def embed_queries(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed questions; returns shape ``(len(texts), dimension)``, rows of length 1."""
        return self._embed(texts, "query", progress)

    def embed_passages(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed texts to be found; returns shape ``(len(texts), dimension)``, rows of length 1."""
        return self._embed(texts, "passage", progress)

    def _embed(self, texts: Sequence[str], role: Role, progress: bool) -> NDArray[np.float32]:
        import ray
        from tqdm import tqdm

        vectors = np.zeros((len(texts), self._plan.model.dimension), np.float32)
        if not texts:
            return vectors
        pieces = pieces_by_length(texts)
        rows = [{"place": place, "text": texts[place]} for piece in pieces for place in piece]
        found = ray.data.from_items(rows, override_num_blocks=len(pieces)).map_batches(
            _embed_columns,
            fn_args=(self._plan, role),
            batch_size=PIECE,
            compute=ray.data.TaskPoolStrategy(self._workers),
            num_cpus=self._plan.threads,
            num_gpus=1 if self._plan.device.startswith("cuda") else 0,
        )
        try:
            with tqdm(total=len(texts), unit=" tekster", disable=not progress) as bar:
                for batch in found.iter_batches(batch_size=None):
                    vectors[batch["place"]] = batch["vector"]
                    bar.update(len(batch["place"]))
        except ray.exceptions.RayError as error:
            raise ModelError(_in_words(error)) from error
        return vectors


def _knock(address: str) -> None:
    """Try the port of an address, since Ray itself waits for minutes where nobody answers.

    Raises:
        OSError: If nobody does.
        ValueError: If it is no address.
    """
    host, has_port, port = address.rpartition("://")[2].rpartition(":")
    if has_port:
        socket.create_connection((host, int(port)), _KNOCK_SECONDS).close()


def _in_words(error: Exception) -> str:
    """Why a task failed, in one line: as the task says if it says so itself, which Ray tells only in its trace."""
    own = [f"{kind.__module__}.{kind.__qualname__}: " for kind in (ModelError, ModelFileError)]
    said = [line.partition(mark)[2] for line in str(error).splitlines() for mark in own if mark in line]
    if said:
        return said[-1]
    return (
        f"ray: en prosess som regner ut vektorer, ga opp ({type(error).__name__}); se loggen til Ray, og kjør "
        "'veikart index' igjen, så går den videre"
    )


def _embed_columns(piece: dict[str, Any], plan: WorkerPlan, role: Role) -> dict[str, Any]:
    """Embed a piece as Ray Data hands it out, in columns; a task and no actor, so that its process keeps the model."""
    return {"place": piece["place"], "vector": embed_piece(plan, list(piece["text"]), role)}
