"""The passage index: documents, chunks and sentences with the legs that search them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from index.filters import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from corpus.chunking import Chunk
    from corpus.document import Document, Language
    from index.dense import DenseIndex
    from index.filters import Filters
    from index.lexical import Lexical
    from index.query import SearchQuery
    from index.vocabulary import Vocabulary

_Key = TypeVar("_Key")

# Source hierarchy, a gentle tie-break: a municipality's own documents, then the roadmap, then public sources.
_OWN, _ROADMAP, _PUBLIC = 0.02, 0.01, 0.005
_NEWER = 0.0005  # a year
_OLDEST = 2010
_YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class Passage:
    """A chunk found for a query.

    Args:
        chunk: The chunk.
        document: Its document.
        score: Fused score, about 0 to 1.
    """

    chunk: Chunk
    document: Document
    score: float

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
        chunks: In order; positions in the indexes of chunks are positions in this tuple.
        dense: Vectors of the chunks.
        stems: Stems of the chunks.
        grams: Words and character n-grams of the chunks.
        questions: Vectors of each document's title and of the questions that it says it answers.
        question_owners: For each entry of ``questions``, the position of its document among ``documents``.
        question_grams: Words and n-grams of each document's title and questions, one entry a document.
        document_grams: Words and n-grams of each document with its questions, one entry a document.
        sentence_vectors: Vectors of all sentences in chunk order, shape ``(sentences, dimension)``.
        vocabulary: Every word of the documents and their questions.
    """

    def __init__(
        self,
        documents: dict[str, Document],
        chunks: tuple[Chunk, ...],
        *,
        dense: DenseIndex,
        stems: Lexical,
        grams: Lexical,
        questions: DenseIndex,
        question_owners: NDArray[np.int32],
        question_grams: Lexical,
        document_grams: Lexical,
        sentence_vectors: NDArray[np.float16],
        vocabulary: Vocabulary,
    ) -> None:
        self.documents: Mapping[str, Document] = documents
        self.chunks = chunks
        self.dense = dense
        self.stems = stems
        self.grams = grams
        self.questions = questions
        self.question_owners = question_owners
        self.question_grams = question_grams
        self.document_grams = document_grams
        self.sentence_vectors = sentence_vectors
        self.vocabulary = vocabulary
        self._places = {document_id: position for position, document_id in enumerate(documents)}
        self._chunks_of: list[list[int]] = [[] for _ in documents]
        for position, chunk in enumerate(chunks):
            self._chunks_of[self._places[chunk.document_id]].append(position)
        counts = [len(chunk.sentences) for chunk in chunks]
        self._first_sentence = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._position_of = {chunk.id: position for position, chunk in enumerate(chunks)}
        self.owners = np.array([self._places[chunk.document_id] for chunk in chunks], np.int32)
        self._listed = listed = list(documents.values())
        self.has_questions = np.array([bool(document.questions) for document in listed])
        self.centres = self._question_centres()
        self.links = np.array(
            [
                pair
                for place, document in enumerate(listed)
                for other in document.related
                if other in self._places
                for pair in ((place, self._places[other]), (self._places[other], place))
            ],
            np.int32,
        ).reshape(-1, 2)
        self.rank_in_hierarchy = np.array([_hierarchy(document) for document in listed])
        self.by_place = _positions(listed, lambda document: [place.lower() for place in document.municipality])
        self.by_principle = _positions(listed, lambda document: document.principles)
        self.principle_texts = _positions(listed, lambda one: one.principles if one.type == "prinsipp" else ())
        self.by_type = _positions(listed, lambda document: [document.type])
        self.by_year = _positions(listed, _years)
        self._readable: dict[Language, NDArray[np.bool_]] = {}

    @property
    def places(self) -> Collection[str]:
        """Names of the municipalities that documents are about, in lower case."""
        return self.by_place.keys()

    def around(self, queries: Sequence[SearchQuery], filters: Filters) -> PassageIndex:
        """Return an index that holds whatever may be found: this one holds all."""
        del queries, filters
        return self

    @property
    def sentence_middle(self) -> NDArray[np.float32]:
        """Middle of the vectors of many sentences: what they share for being Norwegian, whatever they say."""
        return np.asarray(self.sentence_vectors.astype(np.float32).mean(axis=0), np.float32)

    def prepare(self, document_ids: Collection[str]) -> None:
        """Be told which documents are read next; here they lie in memory already."""

    def allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """Tell which documents pass some filters, one flag a document, in order."""
        if filters == EVERYTHING:
            return np.ones(len(self._listed), bool)
        return np.array([filters.allow(document) for document in self._listed])

    def readable(self, language: Language) -> NDArray[np.bool_]:
        """Tell which documents are for a reader: of a text and its translations, only the one in their language.

        Args:
            language: The reader's; without a translation in it they get the original.

        Returns:
            One flag a document, in order.
        """
        if language not in self._readable:
            self._readable[language] = readable(self._listed, language)
        return self._readable[language]

    def place_of(self, document_id: str) -> int:
        """Return a document's position among the documents."""
        return self._places[document_id]

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

    def _question_centres(self) -> NDArray[np.float32]:
        """The middle of each document's questions, shape ``(documents, dimension)``, of length 1."""
        centres = np.zeros((len(self.documents), self.questions.dimension), np.float32)
        np.add.at(centres, self.question_owners, self.questions.vectors(np.arange(self.questions.size)))
        lengths = np.linalg.norm(centres, axis=1, keepdims=True)
        return np.asarray(centres / np.where(lengths > 0, lengths, 1), np.float32)


def readable(documents: Iterable[Document], language: Language) -> NDArray[np.bool_]:
    """Tell which documents are for a reader in a language; see :meth:`PassageIndex.readable`."""
    listed = list(documents)
    translated = {document.translation_of for document in listed if document.language == language}
    return np.array(
        [
            document.language == language if document.translation_of else document.id not in translated
            for document in listed
        ],
        bool,
    )


def _hierarchy(document: Document) -> float:
    basis = {"veikart": _ROADMAP, "offentlig": _PUBLIC, "redaksjonell": 0.0}[document.basis]
    newer = max(0, (document.published or _OLDEST) - _OLDEST) * _NEWER
    return basis + newer + (_OWN if document.type == "egen" else 0.0)


def _years(document: Document) -> list[int]:
    named = [int(year) for year in _YEAR.findall(document.period or "")]
    return [*named, *([document.published] if document.published else [])]


def _positions(documents: list[Document], keys: Callable[[Document], Iterable[_Key]]) -> dict[_Key, list[int]]:
    found: dict[_Key, list[int]] = {}
    for place, document in enumerate(documents):
        for key in keys(document):
            found.setdefault(key, []).append(place)
    return found
