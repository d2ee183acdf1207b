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

from index.passages import document_words
from index.tokens import STOP_WORDS, character_grams, lexical_tokens, word_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.retrieval import Retrieval
    from corpus.document import Document
    from index.passages import PassageIndex

COVERAGE_FILE = Path(__file__).with_name("coverage.json")
SIGNALS = ("one_document", "documents", "question", "question_gap", "english")
_GAP_DEPTH = 20
_DOCUMENTS = 3


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
    missing = missing_words(retrieval.question.text, index)
    if not retrieval.passages:
        return Coverage(0.0, covered=False, missing=missing)
    probability = model.probability(coverage_signals(retrieval, index))
    return Coverage(probability, probability >= model.threshold, missing)


def coverage_signals(retrieval: Retrieval, index: PassageIndex) -> NDArray[np.float64]:
    """Return the signals in the order of ``SIGNALS``, shape ``(5,)``."""
    _, cosines = index.questions.search(retrieval.vector, _GAP_DEPTH)
    nearest = float(cosines[0]) if len(cosines) else 0.0
    gap = nearest - float(cosines.mean()) if len(cosines) else 0.0
    # English questions share few n-grams with Norwegian texts, and should not be refused for that.
    english = float(retrieval.question.language == "en")
    asked, documents = retrieval.question.standalone, retrieval.documents[:_DOCUMENTS]
    one = max((gram_share(asked, [document], index) for document in documents), default=0.0)
    together = gram_share(asked, documents, index)
    return np.array([one, together, nearest, gap, english], np.float64)


def gram_share(question: str, documents: Sequence[Document], index: PassageIndex) -> float:
    """Return how much of the question's idf mass, in character n-grams, some documents hold together, 0 to 1."""
    grams = set(character_grams(question))
    held = {gram for document in documents for gram in character_grams(document_words(document))}
    weights = {gram: index.document_grams.idf(gram) for gram in grams}
    total = sum(weights.values())
    return sum(weights[gram] for gram in grams & held) / total if total else 0.0


def missing_words(question: str, index: PassageIndex) -> tuple[str, ...]:
    """Return the question's content words that stand in no document, as the reader wrote them."""
    missing = []
    for word in dict.fromkeys(word_parts(question)):
        tokens = lexical_tokens(word)
        known = any(index.lexical.holds(token) or index.question_words.holds(token) for token in tokens)
        if word not in STOP_WORDS and tokens and not known:
            missing.append(word)
    return tuple(missing)
