"""A worker: a process that embeds for an index of very many texts, here or on another machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.model.embedder import Embedder, ModelError, ModelFingerprint, Precision, Role, load_embedder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

PIECE = 256  # texts that a worker is given at once


class Workers(Protocol):
    """Workers that embed side by side.

    Args:
        width: How many times as many documents as one process they are to be given at once.
        shard: How many texts they embed before their vectors are kept.
    """

    width: int
    shard: int

    def embed_queries(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed questions; returns shape ``(len(texts), dimension)``, rows of length 1."""

    def embed_passages(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed texts to be found; returns shape ``(len(texts), dimension)``, rows of length 1."""


@dataclass(frozen=True)
class WorkerPlan:
    """How a worker gets its model.

    Args:
        model: Fingerprint of the model that its vectors are to agree with.
        data_dir: Where the bundled model is kept, or is made.
        precision: Number format to compute in.
        device: What to compute on, as torch names it.
        threads: How many threads to compute with.
    """

    model: ModelFingerprint
    data_dir: Path
    precision: Precision
    device: str
    threads: int


class Worker:
    """Embeds with a model of its own.

    Args:
        plan: How to get it.

    Raises:
        ModelError: If it cannot be loaded, or is another model than the one of the plan.
    """

    def __init__(self, plan: WorkerPlan) -> None:
        import torch

        torch.set_num_threads(plan.threads)
        self.plan = plan
        self._embedder: Embedder = load_embedder(plan.model.name, plan.data_dir, plan.precision, plan.device)
        if difference := plan.model.difference(self._embedder.fingerprint):
            msg = (
                f"en prosess som regner ut vektorer, har en annen modell med navnet '{plan.model.name}' "
                f"({difference}); legg den samme modellen på alle maskinene"
            )
            raise ModelError(msg)

    def embed(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Embed some texts; returns shape ``(len(texts), dimension)``, rows of length 1."""
        return self._embedder.embed_queries(texts) if role == "query" else self._embedder.embed_passages(texts)


_worker: Worker | None = None  # of this process, for as long as it lives


def embed_piece(plan: WorkerPlan, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
    """Embed a piece in this process, with the worker that the first piece made.

    Args:
        plan: How the worker gets its model.
        texts: The texts, at most ``PIECE``.
        role: What they are to the model.

    Returns:
        Vectors, shape ``(len(texts), dimension)``, rows of length 1.

    Raises:
        ModelError: As for :class:`Worker`.
    """
    global _worker  # noqa: PLW0603 - made here, where what goes wrong reaches the one who waits
    if _worker is None or _worker.plan != plan:
        _worker = Worker(plan)
    return _worker.embed(texts, role)


def pieces_by_length(texts: Sequence[str]) -> list[list[int]]:
    """Return places of texts in pieces for workers.

    Those of one length are together, the longest first: what is padded to them is not computed in vain.
    """
    order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
    return [order[at : at + PIECE] for at in range(0, len(order), PIECE)]
