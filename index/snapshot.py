"""Snapshots: a passage index on disk, written beside the one in use, swapped in atomically, verified on load.

Layout below the index folder: ``snapshots/<name>/`` with a ``manifest.json`` that lists every file with its size and
SHA-256, and ``current``, a file that holds the name of the snapshot in use. A name ends in the beginning of its
manifest's SHA-256. ``current`` is replaced in one step, so a build that is killed at any moment leaves the old snapshot
serving.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
from pydantic import TypeAdapter, ValidationError

from corpus.chunking import Chunk
from corpus.document import Document
from index.dense import DenseIndex
from index.home import Snapshot
from index.lexical import LexicalIndex
from index.manifest import Manifest, SnapshotError, refuse_other_model
from index.model.embedder import ModelFingerprint
from index.passages import PassageIndex
from index.tokens import character_grams
from index.vocabulary import Vocabulary

if TYPE_CHECKING:
    from index.lexical import Lexical

FORMAT_VERSION = 4  # raise it when the layout, or what is indexed of a document, changes
_SEAL = 8  # characters of the manifest's hash in a snapshot's name
_NAME = re.compile(r"[\w-]+", re.ASCII)
_DOCUMENTS = TypeAdapter(list[Document])
_CHUNKS = TypeAdapter(list[Chunk])

logger = logging.getLogger(__name__)


_MANIFEST = TypeAdapter(Manifest)


@dataclass(frozen=True)
class HeldSnapshot(Snapshot):
    """A snapshot that is held in memory."""

    passages: PassageIndex


def save_snapshot(folder: Path, passages: PassageIndex, model: ModelFingerprint, documents_hash: str) -> Manifest:
    """Write a snapshot and make it the current one; whoever does holds the index's lock.

    Args:
        folder: The index folder.
        passages: What to write.
        model: Fingerprint of the model that made the vectors.
        documents_hash: Hash of the corpus that it was built from, see :func:`corpus_hash`.

    Raises:
        SnapshotError: If the disk is full or not writable; the old snapshot is untouched.
    """
    created = datetime.now(UTC)
    before = current_name(folder)
    building = folder / "snapshots" / f".{uuid4().hex}"
    try:
        building.mkdir(parents=True)
        _write_parts(building, passages)
        manifest = Manifest(
            FORMAT_VERSION, created.isoformat(), model, documents_hash, _counts(passages), _checksums(building)
        )
        content = _MANIFEST.dump_json(manifest, indent=1)
        name = f"{created:%Y%m%dT%H%M%S}-{documents_hash[:8]}-{_seal(content)}"
        _write_synced(building / "manifest.json", content)
        building.rename(building.with_name(name))
        _make_current(folder, name)
    except OSError as error:
        shutil.rmtree(building, ignore_errors=True)
        # NumPy tells of a full disk without the system's word for it.
        msg = f"kan ikke skrive indeksen i {folder}: {error.strerror or error}; frigjør plass eller sett VEIKART_DATA"
        raise SnapshotError("disk", msg) from error
    _remove_old(folder, keep={name, before})
    return manifest


def current_name(folder: Path) -> str | None:
    """Return the name of the current snapshot, or None if there is none."""
    try:
        return (folder / "current").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None


def previous_name(folder: Path) -> str | None:
    """Return the name of the newest snapshot beside the current one, or None if there is none."""
    kept = (path.name for path in (folder / "snapshots").glob("[!.]*"))
    return max((name for name in kept if name != current_name(folder)), default=None)


def go_back(folder: Path, model: ModelFingerprint | None = None) -> str:
    """Make the previous snapshot the current one; going back once more undoes it.

    Args:
        folder: The index folder.
        model: Fingerprint of the model that questions are embedded with; not compared if None.

    Returns:
        Its name.

    Raises:
        SnapshotError: If there is none, it cannot be used, or the disk is not writable; the current one stays.
    """
    name = previous_name(folder)
    if name is None:
        msg = f"det finnes ingen tidligere indeks i {folder}; bygg en ny med 'veikart index'"
        raise SnapshotError("missing", msg)
    path = folder / "snapshots" / name
    manifest = _read_manifest(path)
    if model is not None and manifest.model.difference(model):
        msg = f"den tidligere indeksen er laget med modellen '{manifest.model.name}'; bygg en ny med 'veikart index'"
        raise SnapshotError("model", msg)
    _verify(path, manifest)
    try:
        _make_current(folder, name)
    except OSError as error:
        msg = f"kan ikke skrive i {folder}: {error.strerror}; frigjør plass eller sett VEIKART_DATA"
        raise SnapshotError("disk", msg) from error
    return name


def check_snapshot(folder: Path) -> Manifest:
    """Verify every checksum and every count of the current snapshot.

    Raises:
        SnapshotError: With what is wrong.
    """
    snapshot = load_snapshot(folder)
    held = _counts(snapshot.passages)
    if held != snapshot.manifest.counts:
        raise _torn(_current(folder), f"holder {held}, skal holde {snapshot.manifest.counts}")
    _check_seal(folder / "snapshots" / snapshot.name)
    return snapshot.manifest


def load_snapshot(folder: Path, model: ModelFingerprint | None = None) -> HeldSnapshot:
    """Read and verify the current snapshot.

    Args:
        folder: The index folder.
        model: Fingerprint of the model that questions will be embedded with; not compared if None.

    Raises:
        SnapshotError: If there is none, a file is torn, or it was made in another format or by another model.
    """
    path = _current(folder)
    manifest = _read_manifest(path)
    if model is not None and manifest.model.difference(model):
        _check_seal(path)  # a torn one may tell of a model that never was
        refuse_other_model(manifest, model)
    _verify(path, manifest)
    try:
        return HeldSnapshot(manifest, _read_parts(path), path.name)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise _torn(path, str(error)) from error


def _counts(passages: PassageIndex) -> dict[str, int]:
    """How much an index holds; vectors and lexical entries are counted where they lie."""
    return {
        "documents": len(passages.documents),
        "chunks": len(passages.chunks),
        "sentences": len(passages.sentence_vectors),
        "questions": sum(len(document.questions) for document in passages.documents.values()),
        "chunk_vectors": passages.dense.size,
        "question_vectors": passages.questions.size,
    }


def _write_parts(folder: Path, passages: PassageIndex) -> None:
    documents = list(passages.documents.values())
    (folder / "documents.json").write_bytes(_DOCUMENTS.dump_json(documents))
    (folder / "chunks.json").write_bytes(_CHUNKS.dump_json(list(passages.chunks)))
    passages.dense.save(folder / "chunks.faiss")
    passages.questions.save(folder / "questions.faiss")
    _write_lexical(folder / "chunk-stems.bm25", passages.stems)
    _write_lexical(folder / "chunk-grams.bm25", passages.grams)
    _write_lexical(folder / "question-grams.bm25", passages.question_grams)
    _write_lexical(folder / "document-grams.bm25", passages.document_grams)
    passages.vocabulary.save(folder / "vocabulary.json")
    np.save(folder / "question_owners.npy", passages.question_owners)
    np.save(folder / "sentences.npy", passages.sentence_vectors)


def _write_lexical(folder: Path, lexical: Lexical) -> None:
    if not isinstance(lexical, LexicalIndex):
        msg = "only a whole index can be written, no part of one"
        raise TypeError(msg)
    lexical.save(folder)


def _read_parts(folder: Path) -> PassageIndex:
    documents = _DOCUMENTS.validate_json((folder / "documents.json").read_bytes())
    chunks = _CHUNKS.validate_json((folder / "chunks.json").read_bytes())
    return PassageIndex(
        {document.id: document for document in documents},
        tuple(chunks),
        dense=DenseIndex.load(folder / "chunks.faiss"),
        stems=LexicalIndex.load(folder / "chunk-stems.bm25", len(chunks)),
        grams=LexicalIndex.load(folder / "chunk-grams.bm25", len(chunks), character_grams),
        questions=DenseIndex.load(folder / "questions.faiss"),
        question_owners=np.load(folder / "question_owners.npy"),
        question_grams=LexicalIndex.load(folder / "question-grams.bm25", len(documents), character_grams),
        document_grams=LexicalIndex.load(folder / "document-grams.bm25", len(documents), character_grams),
        sentence_vectors=np.load(folder / "sentences.npy"),
        vocabulary=Vocabulary.load(folder / "vocabulary.json"),
    )


def _current(folder: Path) -> Path:
    name = current_name(folder)
    if name is None:
        msg = f"det finnes ingen indeks i {folder}; kjør 'veikart index'"
        raise SnapshotError("missing", msg)
    if not _NAME.fullmatch(name):  # a damaged name may lead out of the folder
        raise _torn(folder, f"current holder {name[:40]!r}")
    return folder / "snapshots" / name


def _read_manifest(path: Path) -> Manifest:
    try:
        raw: dict[str, Any] = json.loads((path / "manifest.json").read_bytes())
        if raw.get("format") != FORMAT_VERSION:
            msg = f"indeksen har format {raw.get('format')}, programmet bruker {FORMAT_VERSION}; kjør 'veikart index'"
            raise SnapshotError("format", msg)
        return _MANIFEST.validate_python(raw)
    except SnapshotError:
        raise
    except (OSError, ValueError, AttributeError, ValidationError) as error:
        raise _torn(path, "manifest.json") from error


def _verify(path: Path, manifest: Manifest) -> None:
    for name, (size, digest) in manifest.files.items():
        file = path / name
        try:
            is_whole = file.is_file() and file.stat().st_size == size and _sha256(file) == digest
        except OSError as error:
            raise _torn(path, f"{name}: {error.strerror}") from error
        if not is_whole:
            raise _torn(path, name)


def _check_seal(path: Path) -> None:
    """Check that a manifest is the one that the snapshot was named after."""
    if _seal((path / "manifest.json").read_bytes()) != path.name.rpartition("-")[2]:
        raise _torn(path, "manifest.json")


def _seal(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()[:_SEAL]


def _torn(path: Path, what: str) -> SnapshotError:
    return SnapshotError("torn", f"indeksen i {path} er skadet ({what}); kjør 'veikart index'")


def _checksums(folder: Path) -> dict[str, tuple[int, str]]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): (file.stat().st_size, _sha256(file)) for file in files}


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _make_current(folder: Path, name: str) -> None:
    _write_synced(folder / ".current", name.encode())
    os.replace(folder / ".current", folder / "current")


def _remove_old(folder: Path, keep: set[str | None]) -> None:
    """Keep the snapshot that was in use before, so that it can be gone back to; names tell nothing of a wrong clock.

    Whatever else is there is old, or a killed build left it.
    """
    for path in (folder / "snapshots").iterdir():
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
