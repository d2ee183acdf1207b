"""What an index of very many texts is tried on."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.reader import TEXTS_DIR, read_corpus
from index.model.embedder import Embedder
from index.model.worker import WorkerPlan

_SENTENCES = [
    text.strip()
    for document in list(read_corpus(TEXTS_DIR).documents.values())[:70]
    for text in document.text.split(". ")
    if text.strip()
]
TEXTS = _SENTENCES[:260]


def plan(embedder: Embedder, data_dir: Path) -> WorkerPlan:
    return WorkerPlan(embedder.fingerprint, data_dir, "auto", "cpu", threads=1)


def two_texts(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("prinsipp-1", "prinsipp-2"):
        text = next(TEXTS_DIR.rglob(f"{name}.md")).read_text("utf-8")
        (texts / f"{name}.md").write_text(re.sub(r"related: \[[^]]*\]\n", "", text), "utf-8")
    return texts


def data_of(data_dir: Path, tmp_path: Path) -> Path:
    """A data folder with the models, and nothing that was embedded before."""
    data = tmp_path / "data"
    (data / "models").mkdir(parents=True)
    for model in (data_dir / "models").iterdir():
        (data / "models" / model.name).symlink_to(model, target_is_directory=True)
    return data
