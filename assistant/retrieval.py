"""Retrieval: from a question to the passages that may answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assistant.comparison import compared_passages
from assistant.query import make_query
from index.search import search

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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
        since: Documents whose newest source is from this year or later; one whose years are unknown is left out.
        documents: Documents with one of these ids.
    """

    types: tuple[DocumentType, ...] = ()
    principles: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()
    since: int | None = None
    documents: tuple[str, ...] = ()

    def allow(self, document: Document) -> bool:
        """Tell whether a document passes every filter."""
        places = {place.lower() for place in document.municipality}
        return (
            (not self.types or document.type in self.types)
            and (not self.principles or not set(self.principles).isdisjoint(document.principles))
            and (not self.municipalities or any(place.lower() in places for place in self.municipalities))
            and (self.since is None or (document.published or 0) >= self.since)
            and (not self.documents or document.id in self.documents)
        )


@dataclass(frozen=True)
class Retrieval:
    """What was found for a question.

    Args:
        question: The question.
        query: What was searched for.
        mended: Words of the question that stand in no text, and what they may have been meant to be.
        passages: Best passages first.
        sides: For a comparison, the best passage of the text on each side.
        firsts: The best passage of each document, best first.
        documents: Their documents.
    """

    question: Question
    query: SearchQuery
    mended: tuple[Mended, ...]
    passages: tuple[Passage, ...]
    sides: tuple[Passage, ...] = ()
    firsts: tuple[Passage, ...] = field(init=False)
    documents: tuple[Document, ...] = field(init=False)

    def __post_init__(self) -> None:
        firsts: dict[str, Passage] = {}
        for passage in self.passages:
            firsts.setdefault(passage.document.id, passage)
        object.__setattr__(self, "firsts", tuple(firsts.values()))
        object.__setattr__(self, "documents", tuple(passage.document for passage in firsts.values()))

    @property
    def document_scores(self) -> dict[str, float]:
        """The score of each document's best passage, by id, best first."""
        return {passage.document.id: passage.score for passage in self.firsts}

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
    known: Mapping[str, NDArray[np.float32]] | None = None,
) -> Retrieval:
    """Find the passages that may answer a question.

    Args:
        question: The question.
        index: Where to search.
        embedder: The model that the index was made with.
        filters: Which documents may be used.
        k: How many passages.
        without: Steps and legs of search that are switched off, see ``index/steps.py``.
        known: Vectors of questions that were embedded before, by their text.
    """
    understood = make_query(question, index, embedder, without, known)
    allowed = index.readable(question.language)
    if filters is not None and filters != Filters():
        allowed = allowed & np.array([filters.allow(document) for document in index.documents.values()])
    passages = search(index, understood.query, k=k, allowed=allowed, without=without)
    sides = compared_passages(question.text, passages, index, embedder, allowed) if passages else ()
    return Retrieval(question, understood.query, understood.mended, tuple(passages), sides)
