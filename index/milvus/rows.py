"""Rows: an embedded document as Milvus keeps it, and back."""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter

from corpus.chunking import Chunk
from corpus.document import Document
from index.milvus.schema import NOTHING, PIECE, filter_fields
from index.milvus.weights import token_weights
from index.passages import document_words, passage_text
from index.tokens import character_grams, lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from index.embedded import EmbeddedDocument
    from index.milvus.weights import Kind, TermStatistics

_DOCUMENT = TypeAdapter(Document)
_CHUNK = TypeAdapter(Chunk)
_CHUNKS = TypeAdapter(tuple[Chunk, ...])


@dataclass(frozen=True)
class WholeDocument:
    """All that is read of a document.

    Args:
        document: The document.
        chunks: Its chunks in order.
        sentence_vectors: Vectors of all its sentences in chunk order, shape ``(sentences, dimension)``.
        version: See :func:`document_version`.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    sentence_vectors: NDArray[np.float16]
    version: str


def document_version(document: Document) -> str:
    """Return a hash of everything in a document, by which its rows know one another."""
    return hashlib.sha256(_DOCUMENT.dump_json(document)).hexdigest()[:32]


def entries_of(document: Document, chunks: Iterable[Chunk]) -> Iterator[tuple[Kind, list[str]]]:
    """Yield the tokens of everything of a document that words are searched in."""
    for chunk in chunks:
        text = passage_text(document, chunk)
        yield "stems", lexical_tokens(text)
        yield "grams", character_grams(text)
    yield "question_grams", character_grams(" ".join([document.title, *document.questions]))
    yield "document_grams", character_grams(document_words(document))


def chunk_rows(one: EmbeddedDocument, terms: TermStatistics, sample: float) -> list[dict[str, Any]]:
    """Return the rows of a document's chunks.

    Args:
        one: The document.
        terms: What is known of its words.
        sample: Which share of chunks stands for the whole where the whole cannot be looked at.
    """
    rows = []
    version = document_version(one.document)
    for chunk, vector in zip(one.chunks, one.vectors, strict=True):
        text = passage_text(one.document, chunk)
        rows.append(
            {
                "id": chunk.id,
                **filter_fields(one.document),
                "position": chunk.position,
                "body": _CHUNK.dump_json(chunk).decode(),
                "dense": vector.tolist(),
                "version": version,
                "sampled": zlib.crc32(chunk.id.encode()) < sample * 2**32,
                "stems": _weighed("stems", lexical_tokens(text), terms),
                "grams": _weighed("grams", character_grams(text), terms),
            }
        )
    return rows


def question_rows(one: EmbeddedDocument) -> list[dict[str, Any]]:
    """Return the rows of a document's title and its questions."""
    fields = filter_fields(one.document)
    return [
        {"id": f"{one.document.id}/{place}", **fields, "position": place, "body": "", "dense": vector.tolist()}
        for place, vector in enumerate(one.question_vectors)
    ]


def document_row(one: EmbeddedDocument, terms: TermStatistics) -> dict[str, Any]:
    """Return the row of a document: all of it but its text."""
    document = one.document
    middle = one.question_vectors.sum(axis=0)
    asked = character_grams(" ".join([document.title, *document.questions]))
    return {
        "id": document.id,
        **filter_fields(document),
        "position": 0,
        "body": _DOCUMENT.dump_json(replace(document, text="", sections=(), pages=())).decode(),
        "dense": (middle / (float(np.linalg.norm(middle)) or 1.0)).tolist(),
        "version": document_version(document),
        "translation_of": document.translation_of or "",
        "question_grams": _weighed("question_grams", asked, terms),
        "document_grams": _weighed("document_grams", character_grams(document_words(document)), terms),
    }


def part_rows(one: EmbeddedDocument) -> list[dict[str, Any]]:
    """Return what is read of a document, in rows as long as Milvus takes."""
    held = io.BytesIO()
    np.savez_compressed(
        held,
        document=np.frombuffer(_DOCUMENT.dump_json(one.document), np.uint8),
        chunks=np.frombuffer(_CHUNKS.dump_json(one.chunks), np.uint8),
        sentences=one.sentence_vectors.astype(np.float16),
    )
    return pieces(f"document/{one.document.id}", one.document.id, held.getvalue())


def pieces(name: str, document_id: str, content: bytes) -> list[dict[str, Any]]:
    """Return some bytes as rows; each holds the hash of the whole, so that a torn one is known."""
    text = base64.b85encode(content).decode()
    seal = hashlib.sha256(content).hexdigest()[:16]
    cut = [text[at : at + PIECE] for at in range(0, len(text), PIECE)] or [""]
    return [
        {
            "id": f"{name}/{place}",
            "document": document_id,
            "position": place,
            "body": f"{seal}:{len(cut)}:{piece}",
            "nothing": NOTHING,
        }
        for place, piece in enumerate(cut)
    ]


def joined(rows: Iterable[Mapping[str, Any]]) -> bytes | None:
    """Return the bytes that some rows hold, or None if they are not whole."""
    parts = sorted(((row["position"], *row["body"].split(":", 2)) for row in rows), key=lambda part: part[0])
    if not parts or len(parts) != int(parts[0][2]) or len({part[1] for part in parts}) != 1:
        return None
    content = base64.b85decode("".join(part[3] for part in parts))
    return content if hashlib.sha256(content).hexdigest()[:16] == parts[0][1] else None


def whole_document(content: bytes) -> WholeDocument:
    """Return a document from what :func:`part_rows` made of it."""
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        document = _DOCUMENT.validate_json(held["document"].tobytes())
        chunks = _CHUNKS.validate_json(held["chunks"].tobytes())
        return WholeDocument(document, chunks, held["sentences"], document_version(document))


def read_card(row: Mapping[str, Any]) -> Document:
    """Return a document without its text from its row."""
    return _DOCUMENT.validate_json(row["body"])


def read_chunk(row: Mapping[str, Any]) -> Chunk:
    """Return a chunk from its row."""
    return _CHUNK.validate_json(row["body"])


def _weighed(kind: Kind, tokens: list[str], terms: TermStatistics) -> dict[int, float]:
    # Milvus refuses a sparse vector without entries.
    return token_weights(tokens, terms.average(kind)) or {0: 1e-9}
