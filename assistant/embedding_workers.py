"""The workers that the settings ask for, to embed an index of very many texts."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING

from index.model.embedder import CPU
from index.model.pool import EmbeddingPool
from index.model.ray_workers import RayWorkers
from index.model.worker import WorkerPlan

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from assistant.settings import Settings
    from index.model.embedder import Embedder
    from index.model.worker import Workers


def embedding_workers(settings: Settings, embedder: Embedder) -> AbstractContextManager[Workers | None]:
    """Return workers to be entered, or nothing if the program's own model is to embed.

    Args:
        settings: The settings.
        embedder: The model that their vectors are to agree with.

    Raises:
        ModelError: On entering, if there is no such cluster.
    """
    workers = max(1, settings.embed_processes)
    # Where Ray places them, each is given one core; here they share those that there are.
    threads = 1 if settings.ray else max(1, (os.cpu_count() or 1) // workers)
    plan = WorkerPlan(embedder.fingerprint, settings.data.resolve(), settings.precision, settings.embed_device, threads)
    if settings.ray:
        return RayWorkers(plan, workers, settings.ray)
    if settings.embed_processes or settings.embed_device != CPU:
        return EmbeddingPool(plan, workers)
    return nullcontext()
