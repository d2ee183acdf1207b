"""Retrieval: from a question to the passages that may answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.question import Question
    from corpus.document import Document, DocumentType, Language
    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex

PASSAGES = 30


@dataclass(frozen=True)
class Filters:
    """Which documents may be used; an empty field lets all through.

    Args:
        types: Document types.
        principles: Documents that touch one of these principles.
        municipalities: Documents about one of these places.
    """

    types: tuple[DocumentType, ...] = ()
    principles: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()

    def allow(self, document: Document) -> bool:
        """Tell whether a document passes every filter."""
        places = {place.lower() for place in document.municipality}
        return (
            (not self.types or document.type in self.types)
            and (not self.principles or not set(self.principles).isdisjoint(document.principles))
            and (not self.municipalities or any(place.lower() in places for place in self.municipalities))
        )


@dataclass(frozen=True)
class Retrieval:
    """What was found for a question.

    Args:
        question: The question.
        vector: Its unit vector, shape ``(dimension,)``.
        passages: Best passages first.
    """

    question: Question
    vector: NDArray[np.float32]
    passages: tuple[Passage, ...]
    documents: tuple[Document, ...] = field(init=False)

    def __post_init__(self) -> None:
        ranked = {passage.document.id: passage.document for passage in reversed(self.passages)}
        best_first = dict.fromkeys(passage.document.id for passage in self.passages)
        object.__setattr__(self, "documents", tuple(ranked[document_id] for document_id in best_first))


def retrieve(
    question: Question,
    index: PassageIndex,
    embedder: Embedder,
    *,
    filters: Filters | None = None,
    k: int = PASSAGES,
) -> Retrieval:
    """Find the passages that may answer a question.

    Args:
        question: The question.
        index: Where to search.
        embedder: The model that the index was made with.
        filters: Which documents may be used.
        k: How many passages.
    """
    vector = embedder.embed_queries([question.standalone])[0]

    def allow(document: Document) -> bool:
        wanted = filters is None or filters.allow(document)
        return wanted and is_in_reader_s_language(document, question.language, index)

    return Retrieval(question, vector, tuple(index.search(question.standalone, vector, k=k, allow=allow)))


def is_in_reader_s_language(document: Document, language: Language, index: PassageIndex) -> bool:
    """Tell whether a text is the one of its translations for the reader: in their language, else the original."""
    if document.translation_of:
        return document.language == language
    return language not in index.translations.get(document.id, ())
