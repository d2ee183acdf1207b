"""Small word lists for reading questions, kept in ``lexicon.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.document import Language

LEXICON_FILE = Path(__file__).with_name("lexicon.yaml")


@dataclass(frozen=True)
class Lexicon:
    """The word lists.

    Args:
        markers: Words that tell each language from the others.
        pointing: Words that point back to an earlier turn when they stand in a short question.
        openings: How a follow-up begins.
    """

    markers: dict[Language, frozenset[str]]
    pointing: frozenset[str]
    openings: tuple[str, ...]


@cache
def load_lexicon() -> Lexicon:
    """Read the word lists."""
    raw = yaml.safe_load(LEXICON_FILE.read_text(encoding="utf-8"))
    return Lexicon(
        markers={language: frozenset(listed.split()) for language, listed in raw["markers"].items()},
        pointing=frozenset(raw["pointing"].split()),
        openings=tuple(raw["openings"]),
    )
