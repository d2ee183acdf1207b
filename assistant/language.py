"""Tell bokmål, nynorsk and English apart in a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.lexicon import load_lexicon
from corpus.words import words

if TYPE_CHECKING:
    from corpus.document import Language

_SHARED_ENGLISH = 2


def detect_language(text: str) -> Language | None:
    """Return the language of a question, or None when its words do not tell.

    Example:
        >>> detect_language("Korleis kan vi få med innbyggjarane?")
        'nn'
        >>> detect_language("Drammensmodellen") is None
        True
    """
    found = words(text)
    counts = {language: sum(word in markers for word in found) for language, markers in load_lexicon().markers.items()}
    # "for", "for", "a" and "is" are Norwegian words too, so one English marker alone tells nothing.
    if counts["en"] < _SHARED_ENGLISH:
        counts["en"] = 0
    best = max(counts, key=lambda language: counts[language])
    tied = [language for language, count in counts.items() if count == counts[best]]
    return best if len(tied) == 1 else None
