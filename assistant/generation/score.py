"""How surely a place says all that a sentence says: a few signals of how their words agree, weighed together.

The weights are fitted by ``eval/fit_support.py`` and kept in ``support_weights.yaml``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from assistant.generation.alignment import Alignment

WEIGHTS_FILE = Path(__file__).with_name("support_weights.yaml")

SIGNALS = ("cosine", "held", "mean", "pair", "triple", "end", "low", "unheld", "length", "back", "clause")
_LOW = 0.5  # a word that is less alike than this to any of the place has no counterpart


@dataclass(frozen=True)
class Weights:
    """A fitted model.

    Args:
        means: Means of the signals.
        scales: Their standard deviations.
        weights: Their weights.
        bias: What is added.
        threshold: Probability from which a sentence is taken to be supported.
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, signals: dict[str, float]) -> float:
        """Return the probability that the place says the sentence."""
        parts = zip(SIGNALS, self.means, self.scales, self.weights, strict=True)
        total = self.bias + sum((signals[name] - mean) / scale * weight for name, mean, scale, weight in parts)
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True)
class SupportWeights:
    """The models of a check.

    Args:
        own: For sentences in the language of their place.
        foreign: For sentences in another.
    """

    own: Weights
    foreign: Weights


def read_weights(raw: dict[str, Any]) -> SupportWeights:
    """Make the models of what the file holds."""
    return SupportWeights(_model(raw["own"]), _model(raw["foreign"]))


def _model(raw: dict[str, Any]) -> Weights:
    means, scales, weights = zip(*(raw["signals"][name] for name in SIGNALS), strict=True)
    return Weights(means, scales, weights, raw["bias"], raw["threshold"])


@cache
def load_weights() -> SupportWeights:
    """Read the models of ``support_weights.yaml``."""
    return read_weights(yaml.safe_load(WEIGHTS_FILE.read_text(encoding="utf-8")))


def support_signals(cosine: float, alignment: Alignment, clauses: Sequence[Collection[int]] = ()) -> dict[str, float]:
    """Return the signals of a sentence and a place.

    Args:
        cosine: Cosine of the sentence with the nearest of the place's.
        alignment: The sentence against the place.
        clauses: Places of the words of each clause of the sentence that has a verb of its own.
    """
    if not alignment.same.size:
        return dict.fromkeys(SIGNALS, 0.0)
    alike, same = alignment.alike.max(axis=1), alignment.same.any(axis=1)
    best = np.maximum(alike, same)
    return {
        "cosine": cosine,
        "held": float(same.mean()),
        "mean": float(alike.mean()),
        "pair": _weakest_run(best, 2),
        "triple": _weakest_run(best, 3),
        "end": float(best[-2:].mean()),
        "low": float((best < _LOW).mean()),
        "unheld": float((~same).sum()),
        "length": math.log(len(best)),
        "back": float(np.maximum(alignment.alike, alignment.same).max(axis=0).mean()),
        "clause": min((float(best[list(clause)].mean()) for clause in clauses if clause), default=float(best.mean())),
    }


def _weakest_run(best: NDArray[np.float32], length: int) -> float:
    """Mean of the run of words that have the weakest counterparts: a detail of its own stands in one place."""
    runs = np.lib.stride_tricks.sliding_window_view(best, min(length, len(best)))
    return float(runs.mean(axis=1).min())
