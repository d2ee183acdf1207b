"""Readability by LIX (Björnsson 1968): words a sentence plus the percentage of words over six letters.

Under 35 is easy, 35 to 45 ordinary, over 55 hard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.sentences import split_sentences
from corpus.words import words

if TYPE_CHECKING:
    from corpus.document import Document

_LONG_WORD = 6


def sentences_of(document: Document) -> list[str]:
    """Return the document's sentences, list items and rows, without headings."""
    return [
        document.text[sentence.start : sentence.end]
        for section in document.sections
        for sentence in split_sentences(document.text, section.start, section.end)
    ]


def lix(sentences: list[str]) -> float:
    """Return the LIX of some sentences.

    Example:
        >>> lix(["Kommunen deler data.", "Innbyggerne bruker dem."])
        36.333333333333336
    """
    found = [word for sentence in sentences for word in words(sentence)]
    if not found:
        return 0.0
    long = sum(len(word) > _LONG_WORD for word in found)
    return len(found) / len(sentences) + 100 * long / len(found)
