"""The lexical index: BM25 over stems (bm25s), with the idf of each stem."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import bm25s
import numpy as np

from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


class LexicalIndex:
    """BM25 scores of every entry for a query.

    Args:
        bm25: A bm25s index, or None when no entry holds a word.
        size: Number of entries.
    """

    def __init__(self, bm25: bm25s.BM25 | None, size: int) -> None:
        self._bm25 = bm25
        self.size = size
        self._frequencies = np.diff(bm25.scores["indptr"]) if bm25 else np.zeros(0, int)

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index one entry a text."""
        tokens = [lexical_tokens(text) for text in texts]
        if not any(tokens):
            return cls(None, len(texts))
        bm25 = bm25s.BM25(method="lucene")
        bm25.index(tokens, show_progress=False)
        return cls(bm25, len(texts))

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the BM25 score of each entry, shape ``(size,)``; 0 where no word is shared."""
        known = [token for token in lexical_tokens(query) if self._bm25 and token in self._bm25.vocab_dict]
        if self._bm25 is None or not known:
            return np.zeros(self.size, np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)

    def holds(self, token: str) -> bool:
        """Tell whether any entry holds the stem."""
        return self._bm25 is not None and token in self._bm25.vocab_dict

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a stem; an unknown one is the rarest of all."""
        token_id = self._bm25.vocab_dict.get(token) if self._bm25 else None
        frequency = 0 if token_id is None else int(self._frequencies[token_id])
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))

    def save(self, folder: Path) -> None:
        """Write the index to a folder of its own."""
        folder.mkdir()
        if self._bm25 is not None:
            self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Read an index of ``size`` entries from its folder."""
        if not any(folder.iterdir()):
            return cls(None, size)
        return cls(bm25s.BM25.load(str(folder), show_progress=False), size)
