"""The lexical index: BM25 (bm25s) over stems or character n-grams, with the idf of each."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import bm25s
import numpy as np

from index.tokens import lexical_tokens, query_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


Tokenize = Callable[[str], list[str]]

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to tell of every step


class Lexical(Protocol):
    """What scores entries by the words that they share with a query."""

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the BM25 score of each entry, shape ``(size,)``; 0 where no word is shared."""

    def spread(self, query: str) -> tuple[float, float]:
        """Return the mean and the standard deviation of the scores over everything that is indexed."""

    def holds(self, token: str) -> bool:
        """Tell whether any entry holds the token."""

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; an unknown one is the rarest of all."""

    def share(self, query: str, entries: Sequence[int]) -> float:
        """Return how much of a query's idf mass some entries hold together, 0 to 1."""


class LexicalIndex:
    """BM25 scores of every entry for a query.

    Args:
        bm25: A bm25s index, or None when no entry holds a word.
        size: Number of entries.
        tokenize: How texts were cut into tokens, and queries will be.
    """

    def __init__(self, bm25: bm25s.BM25 | None, size: int, tokenize: Tokenize = lexical_tokens) -> None:
        self._bm25 = bm25
        self.size = size
        self.tokenize = tokenize
        self._frequencies = np.diff(bm25.scores["indptr"]) if bm25 else np.zeros(0, int)

    @classmethod
    def build(cls, texts: Sequence[str], tokenize: Tokenize = lexical_tokens) -> LexicalIndex:
        """Index one entry a text."""
        tokens = [tokenize(text) for text in texts]
        if not any(tokens):
            return cls(None, len(texts), tokenize)
        bm25 = bm25s.BM25(method="lucene")
        bm25.index(tokens, show_progress=False)
        return cls(bm25, len(texts), tokenize)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the BM25 score of each entry, shape ``(size,)``; 0 where no word is shared."""
        tokens = query_tokens(query) if self.tokenize is lexical_tokens else self.tokenize(query)
        known = [token for token in tokens if self.holds(token)]
        if self._bm25 is None or not known:
            return np.zeros(self.size, np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)

    def spread(self, query: str) -> tuple[float, float]:
        """Return the mean and the standard deviation of the entries' scores."""
        scores = self.scores(query)
        return float(scores.mean()), float(scores.std())

    def holds(self, token: str) -> bool:
        """Tell whether any entry holds the token."""
        return self._bm25 is not None and token in self._bm25.vocab_dict

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; an unknown one is the rarest of all."""
        token_id = self._bm25.vocab_dict.get(token) if self._bm25 else None
        frequency = 0 if token_id is None else int(self._frequencies[token_id])
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))

    def share(self, query: str, entries: Sequence[int]) -> float:
        """Return how much of a query's idf mass some entries hold together, 0 to 1.

        Args:
            query: The query.
            entries: Positions of the entries.
        """
        masses = {token: self.idf(token) for token in set(self.tokenize(query))}
        held = sum(mass for token, mass in masses.items() if self._is_held(token, entries))
        return held / total if (total := sum(masses.values())) else 0.0

    def _is_held(self, token: str, entries: Sequence[int]) -> bool:
        token_id = self._bm25.vocab_dict.get(token) if self._bm25 else None
        if token_id is None or self._bm25 is None:
            return False
        first, last = self._bm25.scores["indptr"][token_id : token_id + 2]
        return not set(entries).isdisjoint(self._bm25.scores["indices"][first:last].tolist())

    def save(self, folder: Path) -> None:
        """Write the index to a folder of its own."""
        folder.mkdir()
        if self._bm25 is not None:
            self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int, tokenize: Tokenize = lexical_tokens) -> LexicalIndex:
        """Read an index of ``size`` entries from its folder."""
        if not any(folder.iterdir()):
            return cls(None, size, tokenize)
        return cls(bm25s.BM25.load(str(folder), show_progress=False), size, tokenize)
