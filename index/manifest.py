"""The manifest: what a snapshot says of itself, and what is wrong where there is none to use."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from index.model.embedder import ModelFingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.document import Document

Trouble = Literal["missing", "torn", "format", "model", "disk", "unreachable"]


class SnapshotError(ValueError):
    """No usable snapshot: missing, torn, of another format or model, not writable, or out of reach.

    Args:
        reason: Which of these.
        message: One line in Norwegian with the remedy.
    """

    def __init__(self, reason: Trouble, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Manifest:
    """What a snapshot says of itself.

    Args:
        format: Version of the layout.
        created: When it was built, ISO 8601 in UTC.
        model: Fingerprint of the embedding model.
        corpus_hash: Hash of the indexed documents.
        counts: Number of documents, chunks, sentences and questions.
        files: Size in bytes and SHA-256 by file name.
    """

    format: int
    created: str
    model: ModelFingerprint
    corpus_hash: str
    counts: dict[str, int]
    files: dict[str, tuple[int, str]]


def corpus_hash(documents: Mapping[str, Document]) -> str:
    """Return a hash of everything in the documents, whatever their order."""
    digest = hashlib.sha256()
    for name in sorted(documents):
        digest.update(json.dumps(asdict(documents[name]), sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def refuse_other_model(manifest: Manifest, model: ModelFingerprint) -> None:
    """Refuse an index that another model made.

    Raises:
        SnapshotError: If it did.
    """
    if difference := manifest.model.difference(model):
        msg = (
            f"indeksen er laget med modellen '{manifest.model.name}', ikke med '{model.name}' ({difference}); "
            f"kjør 'veikart index', eller sett VEIKART_MODEL={manifest.model.name}"
        )
        raise SnapshotError("model", msg)
