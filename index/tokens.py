"""Words of a text as the lexical indexes see them: content words in lower case, as stems or as character n-grams."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import Stemmer

from corpus.words import words

_STEMMER = Stemmer.Stemmer("norwegian")

GRAM_LENGTH = 4

# Question words and function words in bokmål, nynorsk and English; content words that common lists hold
# ("arbeid", "bruke", "god") are left in, for they carry meaning here.
STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a word's stem (Norwegian Snowball)."""
    return str(_STEMMER.stemWord(word))


def word_parts(text: str) -> list[str]:
    """Return the words in lower case; a compound with a hyphen stands whole and in parts."""
    found: list[str] = []
    for word in words(text):
        found.append(word)
        if "-" in word:
            found.extend(part for part in word.split("-") if part)
    return found


def lexical_tokens(text: str) -> list[str]:
    """Return the stems of the content words, in order.

    Example:
        >>> lexical_tokens("Hvordan kan kommunene dele åpne data?")
        ['kommun', 'del', 'åpn', 'dat']
    """
    return [stem(word) for word in word_parts(text) if word not in STOP_WORDS]


def query_tokens(text: str) -> list[str]:
    """Return the stems of a query, and of each pair of neighbours written as one word.

    Norwegian compounds are one word in the texts and often two in a question: "smart by" should find "smartby".

    Example:
        >>> query_tokens("en smart by")
        ['smart', 'by', 'smartby']
    """
    content = [word for word in word_parts(text) if word not in STOP_WORDS]
    joined = [first + second for first, second in pairwise(content)]
    return [stem(word) for word in [*content, *joined]]


def character_grams(text: str) -> list[str]:
    """Return the content words, with ``_`` at each end, and their character 4-grams.

    The grams bear misspellings, nynorsk forms and parts of compounds that stems do not.

    Example:
        >>> character_grams("åpne ku")
        ['_åpne_', '_åpn', 'åpne', 'pne_', '_ku_']
    """
    grams = []
    for word in word_parts(text):
        if word not in STOP_WORDS:
            framed = f"_{word}_"
            grams.append(framed)
            if len(framed) > GRAM_LENGTH:
                grams += [framed[i : i + GRAM_LENGTH] for i in range(len(framed) - GRAM_LENGTH + 1)]
    return grams
