"""Where a run's figures come from: code, settings, model, texts, question set and versions."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.model.embedder import Embedder

RUN_FORMAT = 1  # raise it when the records or what the metrics mean change
_ROOT = Path(__file__).parent.parent
_MEASURED = ("corpus", "index", "assistant", "eval")
_LIBRARIES = ("bm25s", "faiss-cpu", "ir-measures", "numpy", "sentence-transformers", "torch")
# Settings that bear on answers; addresses and log levels do not.
_SETTINGS = ("model", "precision", "language", "max_question_characters", "search_without")


class RunConfig(BaseModel):
    """What a run was made with; runs with the same ``identity`` give the same figures.

    Args:
        format: Version of the run folder.
        kind: Whether answers or only retrieval were measured.
        question_set: File or folder name of the set.
        question_set_hash: Hash of its content.
        split: The split that was asked for, or empty for all.
        questions: Number of questions.
        corpus_hash: Hash of the documents searched.
        model: Name of the embedding model.
        precision: Number format that it computed in.
        settings: Settings that bear on answers.
        source_hash: Hash of the code and data that answers and measures.
        commit: Commit of the checkout, with ``+`` if it had changes; None outside a checkout.
        versions: Python and libraries.
        created: When the run began, ISO 8601.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    kind: Literal["answers", "retrieval"]
    question_set: str
    question_set_hash: str
    split: str
    questions: int
    corpus_hash: str
    model: str
    precision: str
    settings: dict[str, Any]
    source_hash: str
    commit: str | None
    versions: dict[str, str]
    created: str

    @property
    def identity(self) -> dict[str, Any]:
        """Everything that decides the figures."""
        return self.model_dump(exclude={"commit", "created", "question_set"})


def measured_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings that bear on answers."""
    return settings.model_dump(mode="json", include=set(_SETTINGS))


def describe_machine(embedder: Embedder) -> dict[str, Any]:
    """Return the fields of a run's configuration that do not depend on its question set."""
    libraries = {name: version(name) for name in _LIBRARIES}
    return {
        "format": RUN_FORMAT,
        "model": embedder.name,
        "precision": embedder.precision,
        "source_hash": source_hash(),
        "commit": commit(),
        "versions": {"python": platform.python_version(), **libraries},
    }


def source_hash() -> str:
    """Return a hash of the code and data of the packages that a run measures, whatever the commit says."""
    digest = hashlib.sha256()
    for package in _MEASURED:
        for path in sorted((_ROOT / package).rglob("*")):
            name = path.relative_to(_ROOT).as_posix()
            if path.suffix in (".py", ".json", ".yaml", ".txt") and not name.startswith("eval/baselines/"):
                digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def commit() -> str | None:
    """Return the checkout's commit, with ``+`` behind it if tracked files are changed; None outside a checkout."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return f"{head}+" if _git("status", "--porcelain", "--untracked-files=no") else head
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return run.stdout.strip()
