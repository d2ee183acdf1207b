"""Embedded documents: each with its chunks and all its vectors, made in a stream of small batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.chunking import Chunk, chunk_document
from corpus.document import Document
from index.passages import passage_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.model.embedder import Role

Embed = Callable[[Sequence[str], "Role"], NDArray[np.float32]]
_BATCH = 32  # documents


@dataclass(frozen=True)
class EmbeddedDocument:
    """A document as it is searched.

    Args:
        document: The document.
        chunks: Its chunks in order.
        vectors: Their vectors, shape ``(chunks, dimension)``.
        sentence_vectors: Vectors of all its sentences in chunk order, shape ``(sentences, dimension)``.
        question_vectors: Vectors of its title and then its questions, shape ``(1 + questions, dimension)``.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float32]
    sentence_vectors: NDArray[np.float32]
    question_vectors: NDArray[np.float32]


def embed_documents(documents: Iterable[Document], embed: Embed, width: int = 1) -> Iterator[EmbeddedDocument]:
    """Yield documents with their vectors; no more than a batch is held at once.

    Args:
        documents: The documents, none of them withdrawn.
        embed: Turns texts into unit vectors.
        width: How many times as many documents as one process is given.
    """
    left = iter(documents)
    while batch := list(islice(left, width * _BATCH)):
        cut = [tuple(chunk_document(document)) for document in batch]
        pairs = list(zip(batch, cut, strict=True))
        passages = [passage_text(document, chunk) for document, chunks in pairs for chunk in chunks]
        sentences = [
            document.text[sentence.start : sentence.end]
            for document, chunks in pairs
            for chunk in chunks
            for sentence in chunk.sentences
        ]
        questions = [text for document in batch for text in (document.title, *document.questions)]
        # In the same order as the builder, for whoever follows how far it has come.
        vectors, of_questions = embed(passages, "passage"), embed(questions, "query")
        of_sentences = embed(sentences, "passage")
        at = np.zeros(3, int)
        for document, chunks in pairs:
            sizes = len(chunks), sum(len(chunk.sentences) for chunk in chunks), 1 + len(document.questions)
            ends = at + sizes
            yield EmbeddedDocument(
                document,
                chunks,
                vectors[at[0] : ends[0]],
                of_sentences[at[1] : ends[1]],
                of_questions[at[2] : ends[2]],
            )
            at = ends
