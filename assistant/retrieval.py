"""Retrieval: from a question to the passages that may answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.comparison import compared_passages, side_queries
from assistant.query import make_query
from index.filters import EVERYTHING
from index.search import search

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from assistant.question import Question
    from assistant.spelling import Mended
    from corpus.document import Document
    from index.filters import Filters
    from index.home import PassageHome
    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex
    from index.query import SearchQuery

PASSAGES = 30


@dataclass(frozen=True)
class Retrieval:
    """What was found for a question.

    Args:
        question: The question.
        query: What was searched for.
        mended: Words of the question that stand in no text, and what they may have been meant to be.
        passages: Best passages first.
        index: What was searched; holds the documents found.
        sides: For a comparison, the best passage of the text on each side.
        firsts: The best passage of each document, best first.
        documents: Their documents.
    """

    question: Question
    query: SearchQuery
    mended: tuple[Mended, ...]
    passages: tuple[Passage, ...]
    index: PassageIndex
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
    home: PassageHome,
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
        home: Where the passages lie.
        embedder: The model that the index was made with.
        filters: Which documents may be used.
        k: How many passages.
        without: Steps and legs of search that are switched off, see ``index/steps.py``.
        known: Vectors of questions that were embedded before, by their text.
    """
    understood = make_query(question, home, embedder, without, known)
    filters = filters or EVERYTHING
    sides = side_queries(question.text, embedder)
    index = home.around((understood.query, *sides), filters)
    allowed = index.readable(question.language) & index.allowed(filters)
    passages = tuple(search(index, understood.query, k=k, allowed=allowed, without=without))
    compared = compared_passages(passages[0], sides, index, allowed) if passages and sides else ()
    return Retrieval(question, understood.query, understood.mended, passages, index, compared)
