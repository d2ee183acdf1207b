"""Link an answer to the roadmap's principles: scored, with the reason and the citations that show it.

What the texts found say of themselves, and how near the question is to what the text about each principle answers,
are weighed by a logistic regression that ``eval/fit_principles.py`` fits; ``principles.json`` keeps it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.answer import LinkedPrinciple
from assistant.principle_reasons import SURVEY, reason_for
from corpus.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.answer import Citation
    from assistant.retrieval import Retrieval
    from corpus.document import Document
    from index.passages import PassageIndex

PRINCIPLES_FILE = Path(__file__).with_name("principles.json")
NUMBERS = range(1, 9)
MAX_PRINCIPLES = 3
SIGNALS = (
    "main",  # the best document names the principle in its metadata, the first named counting most
    "next",  # the two documents after it, by their scores
    "further",  # the five after those
    "text",  # score of the text about the principle, as a share of the best document's
    "closeness",  # cosine with that text's questions, in standard deviations over the eight
)
_NEXT, _FURTHER = 3, 8
_TINY = 1e-6


@dataclass(frozen=True)
class PrincipleModel:
    """Fitted weights.

    Args:
        weights: Weight of each signal.
        bias: Constant term.
        threshold: Probability that a principle needs.
        share: Share of the most probable one's probability that it needs too.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    share: float

    def probabilities(self, signals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how likely it is that each principle is central, shape ``(8,)``."""
        return np.asarray(1 / (1 + np.exp(-signals @ np.array(self.weights) - self.bias)))


@cache
def load_principle_model() -> PrincipleModel:
    """Read the fitted weights."""
    fitted = json.loads(PRINCIPLES_FILE.read_text(encoding="utf-8"))
    return PrincipleModel(tuple(fitted["weights"]), fitted["bias"], fitted["threshold"], fitted["share"])


def principle_signals(retrieval: Retrieval, index: PassageIndex) -> NDArray[np.float64]:
    """Return what speaks for each principle, shape ``(8, 5)``, in the order of ``SIGNALS``."""
    scores = retrieval.document_scores
    ranked = list(scores.items())[:_FURTHER]
    best = ranked[0][1]
    named = np.array([_named_shares(index.documents[name]) * score / best for name, score in ranked])
    return np.stack(
        [
            named[0],
            named[1:_NEXT].sum(axis=0),
            named[_NEXT:].sum(axis=0),
            np.array([scores.get(f"prinsipp-{number}", 0.0) / best for number in NUMBERS]),
            _closeness(retrieval, index),
        ],
        axis=1,
    )


def rank_principles(retrieval: Retrieval, index: PassageIndex, among: Sequence[int] = NUMBERS) -> list[int]:
    """Return the principles that are central to a question, most probable first; those it names come first.

    If none is probable, the likeliest one is returned: every answer names the principle that comes closest.

    Args:
        retrieval: What was found.
        index: Where it was found.
        among: The principles that may be returned.
    """
    model = load_principle_model()
    probabilities = model.probabilities(principle_signals(retrieval, index))
    named = [number for number in retrieval.question.principles if number in among]
    others = sorted((number for number in among if number not in named), key=lambda one: -probabilities[one - 1])
    needed = max(model.threshold, model.share * float(probabilities.max()))
    central = [*named, *(number for number in others if probabilities[number - 1] >= needed)] or others[:1]
    return central[:MAX_PRINCIPLES]


def link_principles(
    retrieval: Retrieval, index: PassageIndex, citations: Sequence[Citation]
) -> tuple[LinkedPrinciple, ...]:
    """Return the principles that an answer touches, most relevant first.

    Args:
        retrieval: What was found.
        index: Where it was found.
        citations: The answer's citations in order.

    Returns:
        At most three, or all eight when the answer lists them all; each shown by at least one citation, or named in
        the question.
    """
    language = retrieval.question.language
    reasons = {
        number: found
        for number in NUMBERS
        if (found := reason_for(number, retrieval.question, citations, index.documents)) is not None
    }
    shown = {number for number, reason in reasons.items() if reason.is_explicit}
    numbers = list(NUMBERS) if len(shown) == len(NUMBERS) else rank_principles(retrieval, index, list(reasons))
    taxonomy = load_taxonomy()
    return tuple(
        LinkedPrinciple(
            number,
            taxonomy.principle(number).in_language(language),
            reasons[number].text,
            reasons[number].citations,
        )
        for number in numbers
    )


def _named_shares(document: Document) -> NDArray[np.float64]:
    """How much a document's metadata speaks for each principle, shape ``(8,)``."""
    shares = np.zeros(len(NUMBERS))
    if len(document.principles) <= SURVEY:
        for place, number in enumerate(document.principles):
            shares[number - 1] = 1 / (1 + 0.5 * place)
    return shares


def _closeness(retrieval: Retrieval, index: PassageIndex) -> NDArray[np.float64]:
    known = [number for number in NUMBERS if f"prinsipp-{number}" in index.documents]
    closeness = np.zeros(len(NUMBERS))
    if known:
        places = [index.place_of(f"prinsipp-{number}") for number in known]
        cosines = index.centres[places] @ retrieval.vector
        closeness[np.array(known) - 1] = (cosines - cosines.mean()) / (cosines.std() + _TINY)
    return closeness
