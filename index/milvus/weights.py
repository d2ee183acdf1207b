"""Weights of words: BM25 taken apart, so that a sparse index ranks as the lexical index in memory does.

A document's side of BM25 is kept in the sparse vector, the query's side, its idf, is looked up when it is asked. So
the idf may follow the collection while the vectors stand (method "lucene" of bm25s, after Kamphuis and others 2020).
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["stems", "grams", "question_grams", "document_grams"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_K1, _B = 1.5, 0.75  # as bm25s has them
_DIMENSIONS = 2**32 - 2  # of a sparse vector in Milvus


def token_id(token: str) -> int:
    """Return a token's dimension in the sparse vectors."""
    return zlib.crc32(token.encode()) % _DIMENSIONS


def term_key(kind: Kind, token: int) -> int:
    """Return the key under which a token of a kind is counted."""
    return KINDS.index(kind) << 32 | token


def token_weights(tokens: Iterable[str], average: float) -> dict[int, float]:
    """Return the document's side of BM25 by token.

    Args:
        tokens: The entry's tokens.
        average: How many tokens an entry has on average.
    """
    counts = Counter(map(token_id, tokens))
    length = _K1 * (1 - _B + _B * counts.total() / (average or 1.0))
    return {token: count / (count + length) for token, count in counts.items()}


@dataclass
class TermStatistics:
    """How many entries of each kind there are, how long they are, and in how many of them each token stands.

    Args:
        entries: Number of entries by kind.
        tokens: Number of their tokens by kind.
        counts: In how many entries a token stands, by its key.
    """

    entries: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    counts: Counter[int] = field(default_factory=Counter)

    def add(self, kind: Kind, tokens: list[str]) -> None:
        """Count an entry."""
        self.entries[kind] += 1
        self.tokens[kind] += len(tokens)
        self.counts.update(term_key(kind, token) for token in set(map(token_id, tokens)))

    def remove(self, kind: Kind, weights: Mapping[int, float]) -> None:
        """Take an entry out again that is known by its weights; the average length stays as it was."""
        self.tokens[kind] -= round(self.average(kind))
        self.entries[kind] -= 1
        self.counts.subtract(term_key(kind, token) for token in weights)

    def average(self, kind: Kind) -> float:
        """Return how many tokens an entry has on average."""
        return self.tokens[kind] / self.entries[kind] if self.entries[kind] else 0.0


def inverse_frequency(entries: int, holding: int) -> float:
    """Return the inverse document frequency of a token, as the lexical index in memory has it.

    Args:
        entries: How many entries there are.
        holding: How many of them hold the token.
    """
    return math.log(1 + (entries - holding + 0.5) / (holding + 0.5))
