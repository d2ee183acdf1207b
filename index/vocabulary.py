"""The vocabulary: every word of the indexed texts, how often it stands there, and the nearest one to a misspelling."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.words import words
from index.tokens import lexical_tokens, word_parts

_LONG = 8
_LEAST_LETTERS = 5
_LEAST_OFTEN = 2


class Vocabulary:
    """Words with their counts.

    Args:
        counts: How often each word, in lower case, stands in the texts.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts

    @classmethod
    def build(cls, texts: Iterable[str]) -> Vocabulary:
        """Count the words of some texts."""
        return cls(Counter(word for text in texts for word in words(text)))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(token for word in self.counts for token in lexical_tokens(word))

    @cached_property
    def _common(self) -> tuple[str, ...]:
        return tuple(word for word, count in self.counts.items() if count >= _LEAST_OFTEN and word.isalpha())

    def holds(self, word: str) -> bool:
        """Tell whether a word stands in the texts in any inflection; function words always do."""
        tokens = lexical_tokens(word)
        return not tokens or any(token in self._stems for token in tokens)

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the words of a text that stand in no text, in lower case, each once."""
        return tuple(word for word in dict.fromkeys(word_parts(text)) if not self.holds(word))

    def nearest(self, word: str) -> str | None:
        """Return the common word that a misspelt one was most likely meant to be, or None.

        One letter may be wrong, missing, added or swapped with its neighbour; two in a long word.
        """
        if len(word) < _LEAST_LETTERS or not word.isalpha():
            return None
        limit = 1 if len(word) < _LONG else 2
        found = process.extract(word, self._common, scorer=OSA.distance, score_cutoff=limit, limit=10)
        if not found:
            return None
        closest = min(distance for _, distance, _ in found)
        return max((name for name, distance, _ in found if distance == closest), key=lambda name: self.counts[name])

    def save(self, path: Path) -> None:
        """Write the words to a file."""
        path.write_text(json.dumps(dict(self.counts), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read the words from their file."""
        return cls(json.loads(path.read_text(encoding="utf-8")))
