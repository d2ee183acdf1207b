"""Search: legs, fusion, what links and names say, and an order that gives several documents room."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from index.fusion import fuse
from index.legs import QUESTION_LEGS, leg_scores
from index.search_weights import load_search_weights

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from index.fusion import Scores
    from index.passages import Passage, PassageIndex
    from index.query import SearchQuery
    from index.search_weights import SearchWeights

_Key = TypeVar("_Key")
_PER_DOCUMENT = 3
_HAS_PASSAGES = 1e-9


def search(
    index: PassageIndex,
    query: SearchQuery,
    *,
    k: int = 20,
    allowed: NDArray[np.bool_] | None = None,
    without: Collection[str] = (),
    weights: SearchWeights | None = None,
) -> list[Passage]:
    """Return the ``k`` best passages, best first.

    Args:
        index: What to search.
        query: What for.
        k: How many passages.
        allowed: Which documents may be found, shape ``(documents,)``; all if None.
        without: Steps and legs that are switched off, see ``index/steps.py``.
        weights: How much each leg and sign counts; the fitted ones if None.
    """
    weights = weights or load_search_weights()
    scores = _fused(index, query, weights, allowed, without)
    scores = np.where(
        scores > _HAS_PASSAGES, scores + _signs(index, query, weights, scores, without)[index.owners], 0.0
    )
    order = np.argsort(-scores, kind="stable")
    found = [int(position) for position in order if scores[position] > 0]
    ordered = found if "diversity" in without else _spread(found, index)
    best = list(islice(ordered, k))
    index.prepare({index.chunks[position].document_id for position in best})
    return [index.passage(index.chunks[position], float(scores[position])) for position in best]


def _fused(
    index: PassageIndex,
    query: SearchQuery,
    weights: SearchWeights,
    allowed: NDArray[np.bool_] | None,
    without: Collection[str],
) -> Scores:
    legs = leg_scores(index, query, weights, without)
    if allowed is not None:
        barred = ~allowed[index.owners]
        legs = {name: np.where(barred, -np.inf, scores) for name, scores in legs.items()}
    leg_weights = weights.legs(query.tongue)
    return fuse(legs, leg_weights) * _shares(index, leg_weights, legs)


def _shares(index: PassageIndex, weights: Mapping[str, float], legs: Mapping[str, Scores]) -> Scores:
    """A document that states no questions is judged by the other legs alone, so that it does not lose by it."""
    active = sum(weights[name] for name in legs)
    other = sum(weights[name] for name in legs if name not in QUESTION_LEGS)
    share = active / other if other else 1.0
    return np.where(index.has_questions, 1.0, share)[index.owners]


def _signs(
    index: PassageIndex, query: SearchQuery, weights: SearchWeights, scores: Scores, without: Collection[str]
) -> Scores:
    """What each document gets on top of its passages' scores."""
    signs = np.zeros(len(index.documents))
    if "links" not in without:
        signs += weights.links * _best_neighbours(index, scores)
    if "hierarchy" not in without:
        signs += index.rank_in_hierarchy
    if "names" not in without:
        for found, weight in (
            (_positions(index.by_place, query.places), weights.places),
            (_positions(index.by_principle, query.principles), weights.principles),
            (_positions(index.principle_texts, query.principles), weights.principle_texts),
            (_positions(index.by_type, query.types), weights.types),
            (_positions(index.by_year, query.years), weights.years),
        ):
            signs[found] += weight
    return signs


def _best_neighbours(index: PassageIndex, scores: Scores) -> Scores:
    """The best score among the documents that each is linked with."""
    by_document = np.zeros(len(index.documents))
    np.maximum.at(by_document, index.owners, scores)
    best = np.zeros(len(index.documents))
    if len(index.links):
        np.maximum.at(best, index.links[:, 0], by_document[index.links[:, 1]])
    return best


def _positions(places: Mapping[_Key, list[int]], keys: Iterable[_Key]) -> list[int]:
    return sorted({position for key in keys for position in places.get(key, ())})


def _spread(found: list[int], index: PassageIndex) -> Iterable[int]:
    """Three passages of a document at most, before the rest of them come at the end."""
    counts: Counter[int] = Counter()
    later = []
    for position in found:
        owner = int(index.owners[position])
        counts[owner] += 1
        if counts[owner] <= _PER_DOCUMENT:
            yield position
        else:
            later.append(position)
    yield from later
