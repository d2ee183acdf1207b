"""Coverage: how likely it is that the collection can answer a question, so that it can say no.

A logistic regression on a few signals, fitted by ``eval/fit_coverage.py`` and kept as data in ``coverage.json``. There
is another one for when the best document says of no question that it answers it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from assistant.commands import is_command
from assistant.coverage_signals import bare_signals, coverage_signals
from assistant.nynorsk import to_bokmal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.lacking import Lacking
    from assistant.retrieval import Retrieval
    from index.passages import PassageIndex

Kind = Literal["with_questions", "bare"]

COVERAGE_FILE = Path(__file__).with_name("coverage.json")


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
        lacking: The kind of figure that is asked for, where what was found has none.
    """

    probability: float
    covered: bool
    missing: tuple[str, ...]
    lacking: Lacking | None = None


@cache
def load_coverage_models() -> dict[Kind, CoverageModel]:
    """Read the fitted weights for documents with questions and without."""
    read = json.loads(COVERAGE_FILE.read_text(encoding="utf-8"))
    return {
        kind: CoverageModel(
            means=tuple(fitted["means"]),
            scales=tuple(fitted["scales"]),
            weights=tuple(fitted["weights"]),
            bias=fitted["bias"],
            threshold=fitted["threshold"],
        )
        for kind, fitted in read.items()
    }


def assess_coverage(retrieval: Retrieval, index: PassageIndex) -> Coverage:
    """Judge whether what was found covers the question."""
    missing = index.vocabulary.missing(to_bokmal(retrieval.question.text))
    if not retrieval.passages or is_command(retrieval.question.text):
        return Coverage(0.0, covered=False, missing=missing)
    with_questions = index.has_questions[index.place_of(retrieval.documents[0].id)]
    model = load_coverage_models()["with_questions" if with_questions else "bare"]
    signals = coverage_signals(retrieval, index) if with_questions else bare_signals(retrieval, index)
    probability = model.probability(signals)
    return Coverage(probability, probability >= model.threshold, missing)
