"""What a question names: places, years and types of text, for search to lean on; principles are found elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from corpus.document import DocumentType
from corpus.words import words

TYPE_WORDS_FILE = Path(__file__).with_name("type_words.yaml")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@cache
def _type_words() -> Mapping[DocumentType, frozenset[str]]:
    raw = yaml.safe_load(TYPE_WORDS_FILE.read_text(encoding="utf-8"))
    return {cast("DocumentType", name): frozenset(listed.split()) for name, listed in raw.items()}


def named_places(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the places that a text names, also in the genitive.

    Args:
        text: The question.
        known: Places that documents are about, in lower case.
    """
    lower = text.lower()
    found = set(words(text))
    return tuple(
        place
        for place in known
        if (place in found or f"{place}s" in found)
        or (not place.isalpha() and re.search(rf"\b{re.escape(place)}s?\b", lower))
    )


def named_years(text: str) -> tuple[int, ...]:
    """Return the years that a text names.

    Example:
        >>> named_years("Hva skjedde i 2019 og 2020?")
        (2019, 2020)
    """
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(text)))


def named_types(text: str) -> tuple[DocumentType, ...]:
    """Return the types of text that a question asks for by its words.

    Example:
        >>> named_types("Hvilke verktøy finnes?")
        ('verktoy', 'prosess')
    """
    found = set(words(text))
    return tuple(name for name, listed in _type_words().items() if not listed.isdisjoint(found))
