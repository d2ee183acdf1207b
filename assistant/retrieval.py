"""Retrieval: from a question to the passages that may answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assistant.query import make_query
from index.search import search

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from assistant.question import Question
    from assistant.spelling import Mended
    from corpus.document import Document, DocumentType
    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex
    from index.query import SearchQuery

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
        query: What was searched for.
        mended: Words of the question that stand in no text, and what they may have been meant to be.
        passages: Best passages first.
    """

    question: Question
    query: SearchQuery
    mended: tuple[Mended, ...]
    passages: tuple[Passage, ...]
    documents: tuple[Document, ...] = field(init=False)

    def __post_init__(self) -> None:
        ranked = {passage.document.id: passage.document for passage in self.passages}
        object.__setattr__(self, "documents", tuple(ranked.values()))

    @property
    def vector(self) -> NDArray[np.float32]:
        """The question's unit vector, shape ``(dimension,)``."""
        return self.query.vector


def retrieve(
    question: Question,
    index: PassageIndex,
    embedder: Embedder,
    *,
    filters: Filters | None = None,
    k: int = PASSAGES,
    without: Collection[str] = (),
) -> Retrieval:
    """Find the passages that may answer a question.

    Args:
        question: The question.
        index: Where to search.
        embedder: The model that the index was made with.
        filters: Which documents may be used.
        k: How many passages.
        without: Steps and legs of search that are switched off, see ``index/steps.py``.
    """
    understood = make_query(question, index, embedder, without)
    allowed = index.readable(question.language)
    if filters is not None and filters != Filters():
        allowed = allowed & np.array([filters.allow(document) for document in index.documents.values()])
    passages = search(index, understood.query, k=k, allowed=allowed, without=without)
    return Retrieval(question, understood.query, understood.mended, tuple(passages))
