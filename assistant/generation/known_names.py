"""The names that an index knows: its municipalities, the titles of its documents, and what it writes with a capital."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from assistant.nynorsk import to_bokmal
from corpus.common_words import common_words
from corpus.words import words
from index.tokens import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.alignment import Alignment
    from assistant.generation.read_text import ReadText
    from index.passages import PassageIndex

_QUALIFIER = re.compile(r" (?:\(|– )")
_CAPITAL = re.compile(r"(?<=[a-zæøå,] )[A-ZÆØÅ][\w&]*")
_SMALL = re.compile(r"(?<![\w.@/-])[a-zæøå]\w*")
_LEAST_NAME = 5  # letters
_LEAST_PART = 3  # letters of a part of a compound
_STANDS_FOR = 0.5  # cosine of words in context
_OFTEN = 3  # so many times as often with a capital, so that it is a name


class KnownNames:
    """Names of an index.

    Args:
        index: The index.
    """

    def __init__(self, index: PassageIndex) -> None:
        index.prepare(list(index.documents))  # all at once, where they lie elsewhere
        documents = list(index.documents.values())
        titles = [_QUALIFIER.split(document.title)[0].lower() for document in documents]
        spoken = {word for title in titles for word in words(title) if len(word) >= _LEAST_NAME}
        text = "\n".join(document.text for document in documents)
        small = Counter(_SMALL.findall(text))
        capital = Counter(word.lower() for word in _CAPITAL.findall(text))
        written = {word for word, times in capital.items() if len(word) > 1 and times >= _OFTEN * small[word]}
        self.known = frozenset(index.by_place) | (spoken - common_words()) | written
        self._titles = [title for title in titles if " " in title]
        self._stems = index.stems

    def titles_in(self, text: str) -> set[str]:
        """Return the titles of several words that a text has, in lower case."""
        lower = text.lower()
        return {title for title in self._titles if title in lower}

    def opens_with_a_stranger(self, sentence: ReadText, source: Sequence[ReadText], alignment: Alignment) -> bool:
        """Tell whether the first word of a sentence is a name that neither the language nor the source has.

        Args:
            sentence: The sentence.
            source: The sentences of the source.
            alignment: The sentence against the source.
        """
        first = to_bokmal(next(iter(words(sentence.text)), "").split("-")[0])
        if len(first) < _LEAST_NAME or first in common_words() or first in STOP_WORDS or alignment.same[0].any():
            return False
        counterpart = int(alignment.alike[0].argmax())
        if self._is_compound(first):
            return False
        if alignment.alike[0, counterpart] < _STANDS_FOR:
            return True
        return [word for text in source for word in text.words][counterpart] in self.known  # names stand for names

    def _is_compound(self, word: str) -> bool:
        """Tell whether a word is made of two that the language or the texts have."""
        return any(self._is_word(word[:cut]) and self._is_word(word[cut:]) for cut in range(_LEAST_PART, len(word) - 2))

    def _is_word(self, word: str) -> bool:
        whole = word.removesuffix("s") if len(word) > _LEAST_PART else word
        return any(one in common_words() or self._stems.holds(stem(one)) for one in (word, whole))
