"""Lexical scores over a part of a collection, with the idf of the whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from index.milvus.weights import inverse_frequency, term_key, token_id
from index.tokens import character_grams, lexical_tokens, query_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from index.milvus.connection import Connection
    from index.milvus.weights import Kind

_MOST_KNOWN = 200_000  # tokens whose counts are remembered


class Terms:
    """How rare tokens are in the whole collection; each is looked up once.

    Args:
        connection: Milvus.
        collection: The collection of terms.
        entries: Number of entries by kind.
    """

    def __init__(self, connection: Connection, collection: str, entries: Mapping[str, int]) -> None:
        self._connection = connection
        self._collection = collection
        self._entries = entries
        self._known: dict[int, int] = {}

    def holding(self, kind: Kind, tokens: Sequence[str]) -> list[int]:
        """Return in how many entries each token stands.

        Raises:
            SnapshotError: If Milvus cannot be reached.
        """
        keys = [term_key(kind, token_id(token)) for token in tokens]
        known = self._known  # of this call, whoever forgets it meanwhile
        if missing := sorted({key for key in keys if key not in known}):
            if len(known) > _MOST_KNOWN:
                known = self._known = {}
                missing = sorted(set(keys))
            rows = self._connection.rows(self._collection, f"id in {missing}", ["id", "entries"])
            counts = {int(row["id"]): int(row["entries"]) for row in rows}
            known.update({key: counts.get(key, 0) for key in missing})
        return [known[key] for key in keys]

    def idf(self, kind: Kind, tokens: Sequence[str]) -> list[float]:
        """Return the inverse document frequency of each token."""
        size = self._entries.get(kind, 0)
        return [inverse_frequency(size, count) for count in self.holding(kind, tokens)]

    def query_weights(self, kind: Kind, text: str) -> dict[int, float]:
        """Return the query's side of BM25 by token; those that stand nowhere are left out."""
        counts = Counter(tokens_of(kind, text))
        tokens = list(counts)
        holding = self.holding(kind, tokens)
        idf = self.idf(kind, tokens)
        return {
            token_id(token): counts[token] * weight
            for token, held, weight in zip(tokens, holding, idf, strict=True)
            if held > 0
        }


def tokens_of(kind: Kind, text: str) -> list[str]:
    """Return a query's tokens of a kind."""
    return query_tokens(text) if kind == "stems" else character_grams(text)


class PartialLexical:
    """BM25 over some entries of a collection.

    Args:
        kind: What the entries hold.
        entries: The weights of each entry's tokens.
        terms: How rare tokens are in the whole.
        sample: Entries that stand for the whole; these ones if None.
    """

    def __init__(
        self,
        kind: Kind,
        entries: Sequence[Mapping[int, float]],
        terms: Terms,
        sample: SparseEntries | None = None,
    ) -> None:
        self._kind: Kind = kind
        self._entries = SparseEntries(entries)
        self._held = entries
        self._terms = terms
        self._sample = sample or self._entries

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the BM25 score of each entry, shape ``(size,)``; 0 where no word is shared."""
        return self._entries.scores(self._terms.query_weights(self._kind, query))

    def spread(self, query: str) -> tuple[float, float]:
        """Return the mean and the standard deviation of the scores over the sample of the whole."""
        scores = self._sample.scores(self._terms.query_weights(self._kind, query))
        return float(scores.mean()), float(scores.std())

    def holds(self, token: str) -> bool:
        """Tell whether any entry of the whole holds the token."""
        return self._terms.holding(self._kind, [token])[0] > 0

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token in the whole."""
        return self._terms.idf(self._kind, [token])[0]

    def share(self, query: str, entries: Sequence[int]) -> float:
        """Return how much of a query's idf mass some entries hold together, 0 to 1."""
        kind = self._kind
        tokens = sorted(set(lexical_tokens(query) if kind == "stems" else character_grams(query)))
        masses = dict(zip(tokens, self._terms.idf(kind, tokens), strict=True))
        held = sum(mass for token, mass in masses.items() if any(token_id(token) in self._held[one] for one in entries))
        return held / total if (total := sum(masses.values())) else 0.0


class SparseEntries:
    """Sparse vectors that are scored together.

    Args:
        entries: The weights of each one's tokens.
    """

    def __init__(self, entries: Sequence[Mapping[int, float]]) -> None:
        sizes = [len(entry) for entry in entries]
        self._size = len(entries)
        self._rows = np.repeat(np.arange(self._size), sizes)
        self._tokens = np.fromiter((token for entry in entries for token in entry), np.int64, sum(sizes))
        self._weights = np.fromiter((weight for entry in entries for weight in entry.values()), np.float64, sum(sizes))

    def scores(self, query: Mapping[int, float]) -> NDArray[np.float32]:
        """Return the inner product of each with a query, shape ``(size,)``."""
        if not query or not self._size:
            return np.zeros(self._size, np.float32)
        asked = np.array(sorted(query), np.int64)
        weights = np.array([query[int(token)] for token in asked])
        places = np.minimum(np.searchsorted(asked, self._tokens), len(asked) - 1)
        met = asked[places] == self._tokens
        total = np.bincount(self._rows[met], self._weights[met] * weights[places[met]], minlength=self._size)
        return np.asarray(total, np.float32)
