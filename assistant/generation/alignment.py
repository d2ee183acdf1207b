"""Which word of a source each word of a sentence stands for, by the embedding model's vectors of words in context.

A word in other words ("kostbart" for "dyr", "leakage" for "lekkasje") has a vector near to that of its counterpart,
where neither stems nor letters agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.generation.synonyms import are_synonyms
from index.tokens import GRAM_LENGTH, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.generation.read_text import ReadText

_GRAMS_ALIKE = 0.6
_NEGATIVE = ("u", "mis", "ikke", "un", "in", "dis", "non")  # beginnings that turn a word into its opposite


@dataclass(frozen=True)
class Alignment:
    """A sentence against a source, word by word.

    Args:
        alike: Cosine of each content word with each of the source's, shape ``(words, source words)``.
        same: Which of them are the same word, in whole or nearly, or synonyms; of the same shape.
    """

    alike: NDArray[np.float32]
    same: NDArray[np.bool_]

    @property
    def strict(self) -> NDArray[np.float32]:
        """How alike each word is to each; one that is the same as another is like no other."""
        return np.where(self.same.any(axis=1, keepdims=True), self.same, self.alike).astype(np.float32)

    def part(self, words: Sequence[int], source_words: Sequence[int]) -> Alignment:
        """Return the alignment of some of the words with some of the source's."""
        places = np.ix_(list(words), list(source_words))
        return Alignment(self.alike[places], self.same[places])

    def turned(self) -> Alignment:
        """Return the alignment of the source with the sentence."""
        return Alignment(self.alike.T, self.same.T)


def align(sentence: ReadText, source: Sequence[ReadText]) -> Alignment:
    """Align a sentence with the sentences of a source.

    Args:
        sentence: The sentence.
        source: The source's sentences; their words are taken in order.
    """
    source_words = [word for text in source for word in text.words]
    vectors = np.concatenate([text.vectors for text in source])
    same = [
        [is_same_word(word, other) or are_synonyms(word, other) for other in source_words] for word in sentence.words
    ]
    return Alignment(sentence.vectors @ vectors.T, np.array(same, bool).reshape(len(sentence.words), len(source_words)))


def one_to_one(pairs: NDArray[np.bool_]) -> dict[int, int]:
    """Return the words that go with one of the source's, which goes with no other.

    Args:
        pairs: Which words go together, shape ``(words, source words)``.
    """
    rows, columns = pairs.sum(axis=1), pairs.sum(axis=0)
    return {int(row): int(column) for row, column in np.argwhere(pairs) if rows[row] == 1 and columns[column] == 1}


@lru_cache(maxsize=200_000)
def is_same_word(word: str, other: str) -> bool:
    """Tell whether a word has the stem of another, or shares most of its letters in a row with it.

    Example:
        >>> is_same_word("medvirkningen", "innbyggermedvirkning")
        True
    """
    if stem(word) == stem(other) or stem(word.removesuffix("s")) == stem(other.removesuffix("s")):
        return True
    if _is_negated(word, other) or _is_negated(other, word):
        return False
    grams = _grams(stem(word))
    return len(grams & _grams(stem(other))) >= _GRAMS_ALIKE * len(grams) if grams else False


def _is_negated(word: str, other: str) -> bool:
    """Tell whether a word is another with a beginning that denies it: "uenighet", "enighet"."""
    return any(word.startswith(one) and stem(word.removeprefix(one)) == stem(other) for one in _NEGATIVE)


@lru_cache(maxsize=50_000)
def _grams(word: str) -> frozenset[str]:
    return frozenset(word[place : place + GRAM_LENGTH] for place in range(len(word) - GRAM_LENGTH + 1))
