"""Nynorsk questions in the words that bokmål texts use, for search only; the reader never sees them."""

from __future__ import annotations

import re

from corpus.nn_nb import load_table

_WORD = re.compile(r"[^\W\d_]+")


def to_bokmal(text: str) -> str:
    """Return a text with each nynorsk word of the table in bokmål; other words stay as they are.

    Example:
        >>> to_bokmal("Korleis får vi til meir medverknad?")
        'Hvordan får vi til mer medvirkning?'
    """
    table = load_table()

    def replace(match: re.Match[str]) -> str:
        word = match[0]
        found = table.get(word.lower())
        if found is None:
            return word
        return found.capitalize() if word[0].isupper() else found

    return _WORD.sub(replace, text)
