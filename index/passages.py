"""The passage index: documents, chunks and sentences with the legs that search them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from index.fusion import fuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from corpus.chunking import Chunk
    from corpus.document import Document, Language
    from index.dense import DenseIndex
    from index.lexical import LexicalIndex

CANDIDATES = 50

# Fitted on the tune set in steps of 0.05; ``veikart eval`` measures them.
WEIGHTS = {"dense": 0.25, "lexical": 0.25, "questions": 0.25, "question_words": 0.25}


@dataclass(frozen=True)
class Passage:
    """A chunk found for a query.

    Args:
        chunk: The chunk.
        document: Its document.
        score: Fused score, 0 to 1.
        legs: Raw score by leg, for the legs that found it.
    """

    chunk: Chunk
    document: Document
    score: float
    legs: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The passage's own text."""
        return self.document.text[self.chunk.start : self.chunk.end]


def passage_context(document: Document, heading: str) -> str:
    """Return the heading path of a chunk, which is searched with it: title, then heading."""
    return f"{document.title} › {heading}" if heading else document.title


def passage_text(document: Document, chunk: Chunk) -> str:
    """Return a chunk as it is indexed: its heading path, then its text."""
    return f"{passage_context(document, chunk.heading)}\n{document.text[chunk.start : chunk.end]}"


def document_words(document: Document) -> str:
    """Return all that a document holds, for judging how much of a question it covers."""
    return "\n".join([document.title, document.text, *document.questions])


class PassageIndex:
    """Everything that can be searched and cited, held in memory.

    Args:
        documents: By id.
        chunks: In order; positions in the dense and lexical index are positions in this tuple.
        dense: Vectors of the chunks.
        lexical: Words of the chunks.
        questions: Vectors of each document's title and of the questions that it says it answers.
        question_words: Words of each document's title and questions, one entry a document.
        document_grams: Character n-grams of each document with its questions, one entry a document.
        question_owners: For each entry of ``questions``, the position of its document among ``documents``.
        sentence_vectors: Vectors of all sentences in chunk order, shape ``(sentences, dimension)``.
    """

    def __init__(
        self,
        documents: dict[str, Document],
        chunks: tuple[Chunk, ...],
        *,
        dense: DenseIndex,
        lexical: LexicalIndex,
        questions: DenseIndex,
        question_words: LexicalIndex,
        document_grams: LexicalIndex,
        question_owners: NDArray[np.int32],
        sentence_vectors: NDArray[np.float16],
    ) -> None:
        self.documents = documents
        self.chunks = chunks
        self.dense = dense
        self.lexical = lexical
        self.questions = questions
        self.question_words = question_words
        self.document_grams = document_grams
        self.question_owners = question_owners
        self.sentence_vectors = sentence_vectors
        self._places = {document_id: position for position, document_id in enumerate(documents)}
        self.translations: dict[str, set[Language]] = {}
        for document in documents.values():
            if document.translation_of:
                self.translations.setdefault(document.translation_of, set()).add(document.language)
        self._chunks_of: list[list[int]] = [[] for _ in documents]
        for position, chunk in enumerate(chunks):
            self._chunks_of[self._places[chunk.document_id]].append(position)
        counts = [len(chunk.sentences) for chunk in chunks]
        self._first_sentence = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._position_of = {chunk.id: position for position, chunk in enumerate(chunks)}

    def search(
        self,
        query: str,
        vector: NDArray[np.float32],
        *,
        k: int = 20,
        allow: Callable[[Document], bool] | None = None,
    ) -> list[Passage]:
        """Return the ``k`` best passages, best first.

        Args:
            query: The question in words.
            vector: The question as a unit vector of the index's model, shape ``(dimension,)``.
            k: How many passages.
            allow: Which documents may be found; all if None.
        """
        legs = {
            "dense": self._dense_leg(vector),
            "lexical": _best(self.lexical.scores(query)),
            "questions": self._to_chunks(self._question_leg(vector)),
            "question_words": self._to_chunks(_best(self.question_words.scores(query))),
        }
        fused = fuse(legs, WEIGHTS)
        ranked = sorted(fused, key=lambda position: (-fused[position], position))
        passages = (
            Passage(
                chunk := self.chunks[position],
                self.documents[chunk.document_id],
                fused[position],
                {name: scores[position] for name, scores in legs.items() if position in scores},
            )
            for position in ranked
        )
        allowed = (passage for passage in passages if allow is None or allow(passage.document))
        return [passage for passage, _ in zip(allowed, range(k), strict=False)]

    def passage(self, chunk: Chunk, score: float) -> Passage:
        """Return a chunk with its document, as if found with this score."""
        return Passage(chunk, self.documents[chunk.document_id], score)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """Return a document's chunks in order."""
        return tuple(self.chunks[position] for position in self._chunks_of[self._places[document_id]])

    def question_vectors_of(self, document_id: str) -> NDArray[np.float32]:
        """Return the vectors of a document's questions in order, shape ``(questions, dimension)``."""
        owned = np.flatnonzero(self.question_owners == self._places[document_id])
        return self.questions.vectors(owned[1:])  # the first is its title

    def sentence_vectors_of(self, chunk: Chunk) -> NDArray[np.float32]:
        """Return the vectors of a chunk's sentences, shape ``(sentences, dimension)``."""
        position = self._position_of[chunk.id]
        first, last = self._first_sentence[position : position + 2]
        return self.sentence_vectors[first:last].astype(np.float32)

    def _dense_leg(self, vector: NDArray[np.float32]) -> dict[int, float]:
        positions, cosines = self.dense.search(vector, CANDIDATES)
        return dict(zip(positions.tolist(), cosines.tolist(), strict=True))

    def _question_leg(self, vector: NDArray[np.float32]) -> dict[int, float]:
        """Best cosine by document over the questions that it answers."""
        best: dict[int, float] = {}
        for question, cosine in zip(*self.questions.search(vector, CANDIDATES), strict=True):
            best.setdefault(int(self.question_owners[question]), float(cosine))
        return best

    def _to_chunks(self, by_document: dict[int, float]) -> dict[int, float]:
        return {chunk: score for place, score in by_document.items() for chunk in self._chunks_of[place]}


def _best(scores: NDArray[np.float32]) -> dict[int, float]:
    order = np.argsort(-scores, kind="stable")[:CANDIDATES]
    return {int(position): float(scores[position]) for position in order if scores[position] > 0}
