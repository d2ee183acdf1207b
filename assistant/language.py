"""Tell bokmål, nynorsk and English apart in a question.

English is known by its function words. Bokmål and nynorsk are told apart by a small table of words and character
n-grams (naive Bayes), derived by ``eval/fit_language.py`` from parallel sentences.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.lexicon import load_lexicon
from corpus.words import words

if TYPE_CHECKING:
    from corpus.document import Language

LANGUAGE_FILE = Path(__file__).with_name("language.json")
_SHARED_ENGLISH = 2
# Log-odds needed: whole words tell most; the n-grams of other words are heard when those are silent.
_SURE_BY_WORDS, _SURE_BY_GRAMS = 1.5, 6.0
_LEAST_LETTERS = 6  # the n-grams of "Hei" say little


@cache
def load_table() -> dict[str, float]:
    """Read the log-odds of nynorsk against bokmål by feature."""
    table: dict[str, float] = json.loads(LANGUAGE_FILE.read_text(encoding="utf-8"))
    return table


def features(text: str) -> list[str]:
    """Return the words, marked, and their character 2- and 3-grams with ``_`` at each end of a word.

    Example:
        >>> features("Eg")
        ['=eg', '_e', 'eg', 'g_', '_eg', 'eg_']
    """
    found = []
    for word in words(text):
        framed = f"_{word}_"
        found.append(f"={word}")
        found += [framed[i : i + n] for n in (2, 3) for i in range(len(framed) - n + 1)]
    return found


def written_form(text: str, table: Mapping[str, float] | None = None) -> Literal["nb", "nn"] | None:
    """Return whether a Norwegian text is bokmål or nynorsk, or None when it does not tell."""
    odds = load_table() if table is None else table
    by_words = by_grams = 0.0
    for feature in features(text):
        if feature.startswith("="):
            by_words += odds.get(feature, 0.0)
        else:
            by_grams += odds.get(feature, 0.0)
    if abs(by_words) >= _SURE_BY_WORDS:
        return "nn" if by_words > 0 else "nb"
    total = by_words + by_grams
    if abs(total) < _SURE_BY_GRAMS or sum(map(len, words(text))) < _LEAST_LETTERS:
        return None
    return "nn" if total > 0 else "nb"


def detect_language(text: str) -> Language | None:
    """Return the language of a question, or None when its words do not tell.

    Example:
        >>> detect_language("Korleis kan vi få med innbyggjarane?")
        'nn'
        >>> detect_language("Drammensmodellen") is None
        True
    """
    found = words(text)
    markers = load_lexicon().markers
    english = sum(word in markers["en"] for word in found)
    norwegian = max(sum(word in markers[form] for word in found) for form in ("nb", "nn"))
    # "for", "a" and "is" are Norwegian words too, so one English marker alone tells nothing.
    if english >= _SHARED_ENGLISH and english > norwegian:
        return "en"
    form = written_form(text)
    return "en" if form is None and english and not norwegian else form
