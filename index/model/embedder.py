"""The embedder: one sentence-transformers model, its prompts, and the fingerprint that tells it from others."""

from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from threadpoolctl import threadpool_limits

from index.model.bundled import BUNDLED_MODEL, PROMPTS, ensure_bundled_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

Role = Literal["query", "passage"]
Precision = Literal["auto", "bfloat16", "float32"]

CPU = "cpu"
_PROBE = "Hvordan kan kommunen ta i bruk åpne data og få med seg innbyggerne?"
# Measured: bfloat16 against float32 0.99997, a doubled "query: " 0.998, a missing prompt 0.976.
_SAME_MODEL = 0.999
_E5_NAME = "e5"
_KERNELS_KEPT = "16"
# torch keeps kernels, and threads to help, for each thread that calls it: a server that 40 had asked at once held
# 1,140 MB when each question's own thread called it, and 850 MB so.
_THREADS = 2
_FEW = 4  # texts, so few that torch cannot share them out over the cores

logger = logging.getLogger(__name__)


class ModelError(ValueError):
    """The named model cannot be loaded, or is not the one that the index was made with."""


@dataclass(frozen=True)
class ModelFingerprint:
    """What an index remembers of its model.

    Args:
        name: The model's name or folder, as set.
        dimension: Length of its vectors.
        prompts: Text put before a query and before a passage.
        query_probe: Vector of a fixed sentence as a query.
        passage_probe: Vector of the same sentence as a passage.
    """

    name: str
    dimension: int
    prompts: dict[str, str]
    query_probe: tuple[float, ...]
    passage_probe: tuple[float, ...]

    def difference(self, other: ModelFingerprint) -> str | None:
        """Return why the other model's vectors cannot be compared with this one's, or None if they can."""
        if self.dimension != other.dimension:
            return f"{self.dimension} dimensjoner mot {other.dimension}"
        if self.prompts != other.prompts:
            return f"forstavelser {self.prompts} mot {other.prompts}"
        pairs = ((self.query_probe, other.query_probe), (self.passage_probe, other.passage_probe))
        lowest = min(float(np.dot(mine, theirs)) for mine, theirs in pairs)
        return None if lowest >= _SAME_MODEL else f"samme setning gir cosinus {lowest:.3f}"


class Embedder:
    """Embeds queries and passages as unit vectors in float32.

    Args:
        model: A loaded sentence-transformers model whose ``prompts`` hold ``query`` and ``passage``.
        name: The name it was asked for by.
    """

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self.name = name
        self._model = model
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="embedder")
        # A model that leaves its prompt out of the mean is left to ``encode``, which knows where the prompt ends.
        self._is_plain = all(getattr(module, "include_prompt", True) for module in model)
        self.prompts = {role: model.prompts.get(role) or "" for role in PROMPTS}
        self.fingerprint = self._fingerprint()

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self.fingerprint.dimension

    @property
    def precision(self) -> str:
        """Number format in which the model computes: ``bfloat16`` or ``float32``."""
        return str(self._model.dtype).removeprefix("torch.")

    def embed_queries(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed questions; returns shape ``(len(texts), dimension)``, rows of length 1."""
        return self._embed(texts, "query", progress=progress)

    def embed_passages(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed texts to be found; returns shape ``(len(texts), dimension)``, rows of length 1."""
        return self._embed(texts, "passage", progress=progress)

    def token_vectors(self, texts: Sequence[str]) -> list[tuple[NDArray[np.float32], NDArray[np.int_]]]:
        """Embed the pieces of texts in context, as texts to be found.

        Returns:
            For each text the vectors of its pieces, shape ``(pieces, dimension)``, of no set length, and where in the
            text each stands, shape ``(pieces, 2)``. The pieces of the prompt are among them, before the text's start;
            those beyond what the model reads are not.
        """
        return self._threads.submit(self._token_vectors, texts).result()

    def _token_vectors(self, texts: Sequence[str]) -> list[tuple[NDArray[np.float32], NDArray[np.int_]]]:
        prompt = self.prompts["passage"]
        with self._lock:
            pieces = self._model.encode(
                list(texts), prompt=prompt, output_value="token_embeddings", batch_size=32, show_progress_bar=False
            )
            whole = [prompt + text for text in texts]
            offsets = self._model.tokenizer(whole, return_offsets_mapping=True)["offset_mapping"]
        return [
            (np.asarray(vectors.float().cpu(), np.float32), np.asarray(places)[: len(vectors)] - len(prompt))
            for vectors, places in zip(pieces, offsets, strict=True)
        ]

    def truncated(self, texts: Sequence[str], role: Role) -> list[int]:
        """Return the positions of the texts that are longer than the model reads, so that it would cut them."""
        limit = self._model.max_seq_length
        whole = [f"{self.prompts[role]}{text}" for text in texts]
        with self._lock:
            tokens = self._model.tokenizer(whole, truncation=False)["input_ids"] if whole else []
        return [place for place, ids in enumerate(tokens) if limit is not None and len(ids) > limit]

    def _embed(self, texts: Sequence[str], role: Role, *, progress: bool = False) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        if self._is_plain and len(texts) <= _FEW:
            rows = self._threads.submit(self._few, texts, role).result()
        else:
            rows = self._threads.submit(self._many, texts, role, progress).result()
        # bfloat16 normalises to about three digits; do it again in float32.
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def _many(self, texts: Sequence[str], role: Role, progress: bool) -> NDArray[np.float32]:
        with self._lock:  # torch already uses every core for one call
            vectors = self._model.encode(
                list(texts), prompt=self.prompts[role], batch_size=32, show_progress_bar=progress
            )
        return np.asarray(vectors, np.float32)

    def _few(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Embed without ``encode``, which would make the questions of several readers wait for one another.

        Two at once took 12 to 15 ms each in this way, and 25 one after the other. The result is the same to the bit.
        """
        import torch
        from sentence_transformers.util import batch_to_device

        with self._lock:  # the tokenizer changes its own settings when it is used in another way
            features = self._model.preprocess([self.prompts[role] + text for text in texts])
        with torch.inference_mode():
            vectors = self._model(batch_to_device(features, self._model.device))["sentence_embedding"]
        return np.asarray(vectors.float().cpu(), np.float32)

    def _fingerprint(self) -> ModelFingerprint:
        self.fingerprint = ModelFingerprint(self.name, 0, self.prompts, (), ())
        query, passage = self.embed_queries([_PROBE])[0], self.embed_passages([_PROBE])[0]
        return ModelFingerprint(
            self.name, len(query), self.prompts, tuple(map(float, query)), tuple(map(float, passage))
        )


def load_embedder(
    name: str, data_dir: Path, precision: Precision = "auto", device: str = CPU, *, for_questions: bool = False
) -> Embedder:
    """Load the embedding model, offline.

    Args:
        name: ``multilingual-e5-small`` for the bundled one, else a sentence-transformers name or folder.
        data_dir: Where the bundled model is kept once rebuilt.
        precision: ``auto`` takes bfloat16 where the processor has instructions for it, else float32.
        device: What to compute on, as torch names it.
        for_questions: Whether to keep memory low, for a server that embeds a question now and then; many texts are
            embedded some 10 % slower so.

    Raises:
        ModelError: If the model is unknown or its files are not on this machine, or the device is not.
        ModelFileError: If the bundled model cannot be rebuilt.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if for_questions:
        # torch keeps its kernels for each length of text that it has seen: 33 MB after 1,000 questions.
        for cache in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
            os.environ.setdefault(cache, _KERNELS_KEPT)
    # NumPy's threads wait actively and take the cores from torch's: a question took twice as long.
    threadpool_limits(1, user_api="blas")
    path = str(ensure_bundled_model(data_dir)) if name == BUNDLED_MODEL else name
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    require_device(device)
    try:
        model = SentenceTransformer(
            path, device=device, local_files_only=True, model_kwargs={"dtype": resolve_precision(precision, device)}
        )
    except (OSError, ValueError, ImportError) as error:
        logger.debug("loading %s failed", name, exc_info=True)
        if closed := _unreadable(Path(path)):
            msg = f"modellen '{name}' kan ikke leses: brukeren har ikke lov til å lese {closed}; gi lov med chown"
            raise ModelError(msg) from error
        msg = (
            f"modellen '{name}' finnes ikke på denne maskinen; sett VEIKART_MODEL til '{BUNDLED_MODEL}', "
            "til en mappe med en sentence-transformers-modell, eller til en som ligger i Hugging Face-mellomlageret"
        )
        raise ModelError(msg) from error
    _give_prompts(model, name)
    return Embedder(model, name)


def _unreadable(folder: Path) -> Path | None:
    """A file of a model that this user may not read."""
    files = [file for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []
    by_effective = os.access in os.supports_effective_ids
    return next((file for file in files if not os.access(file, os.R_OK, effective_ids=by_effective)), None)


def require_device(device: str) -> None:
    """Refuse a device that torch cannot compute on here.

    Raises:
        ModelError: If it is one.
    """
    import torch

    try:
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, ValueError) as error:  # torch raises each of them for its own builds
        msg = (
            f"embed_device: '{device}' kan ikke brukes her (torch {torch.__version__}); installer en torch som er bygd "
            f"for den, eller sett '{CPU}'"
        )
        raise ModelError(msg) from error


def resolve_precision(precision: Precision, device: str = CPU) -> str:
    """Return the number format to compute in; see :func:`load_embedder`."""
    if precision != "auto":
        return precision
    import torch

    if device != CPU:
        is_fast = device.startswith("cuda") and torch.cuda.is_bf16_supported(including_emulation=False)
        return "bfloat16" if is_fast else "float32"
    capabilities = torch.cpu.get_capabilities()
    fast = any(capabilities.get(flag) for flag in ("amx_bf16", "avx512_bf16", "bf16"))
    return "bfloat16" if fast else "float32"


def _give_prompts(model: SentenceTransformer, name: str) -> None:
    """Give an E5 model that states no prompts the ones that it was trained with."""
    if not any(model.prompts.values()) and _E5_NAME in Path(name).name.lower():
        model.prompts.update(PROMPTS)
