"""Coverage: how likely it is that the collection can answer a question, so that it can say no.

A logistic regression on a few signals, fitted by ``eval/fit_coverage.py`` and kept as data in ``coverage.json``.
Raw similarity to passages is no use here (E5 gives about 0.85 for anything). What tells is how much of the question,
in character n-grams weighted by rarity, the best documents hold, and how near it comes to a question that a document
says it answers.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.commands import is_command
from assistant.intent import find_intent, is_not_known
from assistant.nynorsk import to_bokmal
from index.tokens import character_grams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.retrieval import Retrieval
    from index.passages import PassageIndex

COVERAGE_FILE = Path(__file__).with_name("coverage.json")
SIGNALS = (
    "one_document",  # share of the question's idf mass, in n-grams, that the best document holds
    "documents",  # the same for the best three together
    "question",  # cosine with the nearest question that a text says it answers
    "question_gap",  # how far that one is above the twenty nearest
    "centre",  # cosine with the middle of the best document's questions
    "grams",  # how far the best document stands out by n-grams, in standard deviations
    "figure_gap",  # how much less the best sentence with a figure of the kind asked for holds than the best without
    "english",
)
_GAP_DEPTH = 20
_DOCUMENTS = 3
_FIGURE_DOCUMENTS = 2
_TINY = 1e-6


@dataclass(frozen=True)
class CoverageModel:
    """Fitted weights.

    Args:
        means: Mean of each signal over the tuning questions.
        scales: Standard deviation of each signal.
        weights: Weight of each standardised signal.
        bias: Constant term.
        threshold: Probability below which a question is refused.
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, signals: NDArray[np.float64]) -> float:
        """Return the probability that a question with these signals is covered."""
        standard = (signals - np.array(self.means)) / np.array(self.scales)
        return 1 / (1 + math.exp(-float(standard @ np.array(self.weights)) - self.bias))


@dataclass(frozen=True)
class Coverage:
    """Whether a question is covered.

    Args:
        probability: That the collection covers it, 0 to 1.
        covered: Whether to answer.
        missing: Words of the question that no document holds.
    """

    probability: float
    covered: bool
    missing: tuple[str, ...]


@cache
def load_coverage_model() -> CoverageModel:
    """Read the fitted weights."""
    fitted = json.loads(COVERAGE_FILE.read_text(encoding="utf-8"))
    return CoverageModel(
        means=tuple(fitted["means"]),
        scales=tuple(fitted["scales"]),
        weights=tuple(fitted["weights"]),
        bias=fitted["bias"],
        threshold=fitted["threshold"],
    )


def assess_coverage(retrieval: Retrieval, index: PassageIndex) -> Coverage:
    """Judge whether what was found covers the question."""
    model = load_coverage_model()
    missing = index.vocabulary.missing(to_bokmal(retrieval.question.text))
    if not retrieval.passages or is_command(retrieval.question.text):
        return Coverage(0.0, covered=False, missing=missing)
    probability = model.probability(coverage_signals(retrieval, index))
    return Coverage(probability, probability >= model.threshold, missing)


def coverage_signals(retrieval: Retrieval, index: PassageIndex) -> NDArray[np.float64]:
    """Return the signals in the order of ``SIGNALS``, shape ``(8,)``."""
    cosines = np.sort(index.questions.scores(retrieval.vector))[::-1][:_GAP_DEPTH]
    cosines = cosines[np.isfinite(cosines)]
    nearest = float(cosines[0]) if len(cosines) else 0.0
    asked, documents = retrieval.query.text, retrieval.documents[:_DOCUMENTS]
    places = [index.place_of(document.id) for document in documents]
    place = places[0]
    grams = index.grams.scores(asked)
    best = float(grams[index.owners == place].max())
    return np.array(
        [
            max(index.document_grams.share(asked, [one]) for one in places),
            index.document_grams.share(asked, places),
            nearest,
            nearest - float(cosines.mean()) if len(cosines) else 0.0,
            float(index.centres[place] @ retrieval.vector),
            (best - float(grams.mean())) / (float(grams.std()) + _TINY),
            figure_gap(retrieval, index),
            # English questions share few n-grams with Norwegian texts, and should not be refused for that.
            float(retrieval.question.language == "en"),
        ],
        np.float64,
    )


def figure_gap(retrieval: Retrieval, index: PassageIndex) -> float:
    """Return how much less of the question the best sentence with a figure of the kind asked for holds, 0 to 1.

    A text may be about the right thing and still not say what it costs.
    """
    figure = find_intent(retrieval.question.text).figure
    if figure is None:
        return 0.0
    masses = {gram: index.document_grams.idf(gram) for gram in set(character_grams(retrieval.query.text))}
    total = sum(masses.values()) or 1.0
    best = with_figure = 0.0
    for document in retrieval.documents[:_FIGURE_DOCUMENTS]:
        for chunk in index.chunks_of(document.id):
            for sentence in chunk.sentences:
                text = document.text[sentence.start : sentence.end]
                if not is_not_known(text):
                    share = _held_share(masses, [document.title, text]) / total
                    best = max(best, share)
                    with_figure = max(with_figure, share if figure.search(text) else 0.0)
    return best - with_figure


def _held_share(masses: Mapping[str, float], texts: Sequence[str]) -> float:
    """How much of the mass of some n-grams a few short texts hold together, 0 to 1."""
    held = {gram for text in texts for gram in character_grams(text)}
    return sum(mass for gram, mass in masses.items() if gram in held)
