"""Expansion: the words that the texts use for what staff say in their own, from the glossary."""

from __future__ import annotations

from functools import cache

from corpus.glossary import GlossaryRow, load_glossary
from index.tokens import STOP_WORDS, stem, word_parts

_Stems = tuple[str, ...]


@cache
def _rows_by_first_stem() -> dict[str, list[tuple[_Stems, GlossaryRow]]]:
    """Every term of the glossary as stems, by its first one; terms of function words alone tell nothing."""
    found: dict[str, list[tuple[_Stems, GlossaryRow]]] = {}
    for row in load_glossary():
        for term in row.terms:
            parts = word_parts(term)
            if not all(part in STOP_WORDS for part in parts):
                stems = tuple(stem(part) for part in parts)
                found.setdefault(stems[0], []).append((stems, row))
    return found


def expand(text: str) -> tuple[str, ...]:
    """Return the texts' terms for every glossary term that stands in a question, each once, without its own words.

    Example:
        >>> "medvirkning" in expand("Hvordan få med folk?")
        True
    """
    stems = [stem(part) for part in word_parts(text)]
    terms: dict[str, None] = {}
    for place, first in enumerate(stems):
        for wanted, row in _rows_by_first_stem().get(first, ()):
            if tuple(stems[place : place + len(wanted)]) == wanted:
                terms |= dict.fromkeys(row.nb)
    return tuple(term for term in terms if stem(term) not in stems)
