"""The working set: the part of a collection that a question may be answered from, as a passage index of its own.

It holds the chunks that any leg of search finds, with their vectors. What is read of a document, its text and the
vectors of its sentences, comes when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.dense import DenseIndex
from index.milvus.lexical import PartialLexical
from index.milvus.rows import read_chunk
from index.passages import PassageIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from corpus.chunking import Chunk
    from corpus.document import Document
    from index.milvus.lexical import SparseEntries, Terms
    from index.milvus.rows import WholeDocument
    from index.vocabulary import Vocabulary


@dataclass(frozen=True)
class Card:
    """What search knows of a document.

    Args:
        document: The document without its text.
        version: See :func:`index.milvus.rows.document_version`.
        question_vectors: Vectors of its title and its questions, shape ``(1 + questions, dimension)``.
        question_grams: Weights of their words and n-grams.
        document_grams: Weights of the words and n-grams of all of it.
    """

    document: Document
    version: str
    question_vectors: NDArray[np.float32]
    question_grams: Mapping[int, float]
    document_grams: Mapping[int, float]


class LazyDocuments(Mapping[str, "Document"]):
    """Documents whose text is fetched when it is asked for.

    Args:
        cards: The documents without their text.
        fetch: Returns whole documents.
    """

    def __init__(
        self, cards: Mapping[str, Card], fetch: Callable[[Collection[str]], Mapping[str, WholeDocument]]
    ) -> None:
        self._cards = cards
        self._fetch = fetch

    def __getitem__(self, document_id: str) -> Document:
        if document_id not in self._cards:
            raise KeyError(document_id)
        return self._fetch([document_id])[document_id].document

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._cards


class WorkingSet(PassageIndex):
    """A part of a collection.

    Args:
        cards: Its documents by id.
        rows: The rows of its chunks, of those documents only.
        terms: How rare tokens are in the whole collection.
        sample: N-grams of chunks that stand for the whole.
        vocabulary: The words of the whole.
        fetch: Returns whole documents.
        middle: Returns the middle of the vectors of the whole's sentences.
    """

    def __init__(
        self,
        cards: Mapping[str, Card],
        rows: Sequence[Mapping[str, Any]],
        *,
        terms: Terms,
        sample: SparseEntries,
        vocabulary: Vocabulary,
        fetch: Callable[[Collection[str]], Mapping[str, WholeDocument]],
        middle: Callable[[], NDArray[np.float32]],
    ) -> None:
        order = {document_id: place for place, document_id in enumerate(cards)}
        ordered = sorted(rows, key=lambda row: (order[row["document"]], row["position"]))
        held = list(cards.values())
        super().__init__(
            {document_id: card.document for document_id, card in cards.items()},
            tuple(read_chunk(row) for row in ordered),
            dense=DenseIndex.build(_vectors([row["dense"] for row in ordered], held)),
            stems=PartialLexical("stems", [row["stems"] for row in ordered], terms),
            grams=PartialLexical("grams", [row["grams"] for row in ordered], terms, sample),
            questions=DenseIndex.build(np.concatenate([card.question_vectors for card in held])),
            question_owners=np.repeat(
                np.arange(len(held), dtype=np.int32), [len(card.question_vectors) for card in held]
            ),
            question_grams=PartialLexical("question_grams", [card.question_grams for card in held], terms),
            document_grams=PartialLexical("document_grams", [card.document_grams for card in held], terms),
            sentence_vectors=np.zeros((0, held[0].question_vectors.shape[1]), np.float16),
            vocabulary=vocabulary,
        )
        self.documents = LazyDocuments(cards, fetch)
        self._fetch = fetch
        self._middle = middle

    @property
    def sentence_middle(self) -> NDArray[np.float32]:
        """Middle of the vectors of the whole's sentences; those of a working set lean to what was asked about."""
        return self._middle()

    def prepare(self, document_ids: Collection[str]) -> None:
        """Fetch the texts of some documents at once."""
        self._fetch(document_ids)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """Return a document's chunks in order, also those that no leg found."""
        return self._fetch([document_id])[document_id].chunks

    def sentence_vectors_of(self, chunk: Chunk) -> NDArray[np.float32]:
        """Return the vectors of a chunk's sentences, shape ``(sentences, dimension)``."""
        whole = self._fetch([chunk.document_id])[chunk.document_id]
        first = sum(len(one.sentences) for one in whole.chunks[: chunk.position])
        return whole.sentence_vectors[first : first + len(chunk.sentences)].astype(np.float32)


def _vectors(found: Sequence[Sequence[float]], cards: Sequence[Card]) -> NDArray[np.float32]:
    dimension = cards[0].question_vectors.shape[1]
    return np.asarray(found, np.float32).reshape(-1, dimension)
