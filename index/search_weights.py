"""How much each leg and each sign of search counts, kept as data; ``eval/fit_search.py`` fits the legs anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

WEIGHTS_FILE = Path(__file__).with_name("search_weights.json")

Tongue = Literal["norwegian", "english"]


@dataclass(frozen=True)
class SearchWeights:
    """The weights.

    Args:
        norwegian: Weight of each leg for a question in bokmål or nynorsk; they add up to 1.
        english: The same for a question in English, whose words the texts do not share.
        expansion: Weight of the glossary's words against the question's own.
        links: Share of its best neighbour's score that a document gets.
        places: Given to documents about a place that the question names.
        principles: Given to documents that touch a principle that the question names.
        principle_texts: Given to the text about a principle that the question names.
        types: Given to documents of a type that the question asks for.
        years: Given to documents of a year that the question names.
    """

    norwegian: dict[str, float]
    english: dict[str, float]
    expansion: float
    links: float
    places: float
    principles: float
    principle_texts: float
    types: float
    years: float

    def legs(self, tongue: Tongue) -> dict[str, float]:
        """Return the weight of each leg."""
        return self.norwegian if tongue == "norwegian" else self.english


@cache
def load_search_weights() -> SearchWeights:
    """Read the weights."""
    return SearchWeights(**json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))
