"""Spelling: words of a question that stand in no text, and what they were most likely meant to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.common_words import common_words
from corpus.words import words

if TYPE_CHECKING:
    from index.vocabulary import Vocabulary

_MOST = 3


@dataclass(frozen=True)
class Mended:
    """A word that stands in no text, and the nearest that does.

    Args:
        written: As the reader wrote it.
        meant: The common word nearest to it.
        is_name: Whether it was written like a name; a name is asked about, never replaced.
    """

    written: str
    meant: str
    is_name: bool

    @property
    def is_inflection(self) -> bool:
        """Whether the two are forms of one word, so that nothing need be said."""
        return self.written.startswith(self.meant) or self.meant.startswith(self.written)


def mend(text: str, vocabulary: Vocabulary) -> tuple[Mended, ...]:
    """Return the misspelt words of a question with what they were most likely meant to be.

    Args:
        text: The question in bokmål, as the texts are.
        vocabulary: The texts' words.
    """
    found: list[Mended] = []
    tokens = text.split()
    for place, token in enumerate(tokens):
        for word in words(token):
            if not _is_known(word, vocabulary) and (nearest := vocabulary.nearest(word)):
                capital = next((letter for letter in token if letter.isalpha()), "").isupper()
                found.append(Mended(word, nearest, is_name=capital and place > 0))
    return tuple(found[:_MOST])


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a word is spelt right: it stands in the texts, or is a common one that they do not hold."""
    return vocabulary.holds(word) or word in common_words()
