"""The legs of search: each gives every chunk a raw score for a query.

Legs that speak of whole documents give all chunks of a document the same score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from index.fusion import Scores
    from index.passages import PassageIndex
    from index.query import SearchQuery
    from index.search_weights import SearchWeights

# Of a document's questions, the mean of the two nearest: one lucky likeness is less than two.
_NEAREST = 2
QUESTION_LEGS = frozenset({"questions", "centres", "question_grams"})


def leg_scores(
    index: PassageIndex, query: SearchQuery, weights: SearchWeights, without: Collection[str] = ()
) -> dict[str, Scores]:
    """Return the raw scores by leg, one score a chunk.

    Args:
        index: What to search.
        query: What for.
        weights: How much the glossary's words count.
        without: Legs that are switched off.
    """
    owners = index.owners
    legs: dict[str, Callable[[], Scores]] = {
        "dense": lambda: index.dense.scores(query.vector),
        "stems": lambda: index.stems.scores(query.text),
        "grams": lambda: index.grams.scores(query.text),
        "questions": lambda: nearest_questions(index, query)[owners],
        "centres": lambda: _centres(index, query)[owners],
        "question_grams": lambda: _of_those_with_questions(index, index.question_grams.scores(query.text))[owners],
        "documents": lambda: _documents(index, query, weights)[owners],
    }
    return {name: np.asarray(score(), np.float64) for name, score in legs.items() if name not in without}


def nearest_questions(index: PassageIndex, query: SearchQuery) -> Scores:
    """Return for each document the mean cosine of its two questions nearest to the query."""
    cosines = index.questions.scores(query.vector)
    order = np.lexsort((-cosines, index.question_owners))
    owners = index.question_owners[order]
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
    rank = np.arange(len(owners)) - np.repeat(starts, np.diff(np.r_[starts, len(owners)]))
    near = rank < _NEAREST
    total = np.bincount(owners[near], cosines[order][near], minlength=len(index.documents))
    count = np.bincount(owners[near], minlength=len(index.documents))
    return _of_those_with_questions(index, total / np.maximum(count, 1))


def _centres(index: PassageIndex, query: SearchQuery) -> Scores:
    """Cosine with the middle of each document's questions."""
    return _of_those_with_questions(index, index.centres @ query.vector)


def _of_those_with_questions(index: PassageIndex, scores: Scores) -> Scores:
    """A document that states no questions cannot be found by them."""
    return np.where(index.has_questions, scores, -np.inf)


def _documents(index: PassageIndex, query: SearchQuery, weights: SearchWeights) -> Scores:
    scores = index.document_grams.scores(query.text)
    if query.expansion:
        scores = scores + weights.expansion * index.document_grams.scores(query.expansion)
    return scores
