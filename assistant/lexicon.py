"""Small word lists for reading questions, kept in ``lexicon.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.document import Language

LEXICON_FILE = Path(__file__).with_name("lexicon.yaml")

_WORD_SETS = (
    "pointing", "pointing_or_article", "after_article", "pointing_or_expletive", "after_pointing", "pointing_last",
    "interrogatives", "back_pointing", "pronouns", "verbs", "expletives", "verbs_of_expletives"
)  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """The word lists.

    Args:
        markers: Words that tell each language from the others.
        pointing: Words that mean something named earlier.
        pointing_or_article: Words that do so unless they are an article.
        after_article: Words before which they are.
        pointing_or_expletive: Words that do so unless they stand for nothing.
        after_pointing: Words before which they do.
        pointing_last: Words that do so where they end a question.
        interrogatives: Question words.
        openings: How a follow-up begins.
        back_pointing: Words that begin a sentence that points at the one before it.
        pronouns: Words that do so if a verb follows.
        verbs: Verbs that show it.
        expletives: Words that seldom do so.
        verbs_of_expletives: Verbs after which they do.
    """

    markers: dict[Language, frozenset[str]]
    pointing: frozenset[str]
    pointing_or_article: frozenset[str]
    after_article: frozenset[str]
    pointing_or_expletive: frozenset[str]
    after_pointing: frozenset[str]
    pointing_last: frozenset[str]
    interrogatives: frozenset[str]
    openings: tuple[str, ...]
    back_pointing: frozenset[str]
    pronouns: frozenset[str]
    verbs: frozenset[str]
    expletives: frozenset[str]
    verbs_of_expletives: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """Read the word lists."""
    raw = yaml.safe_load(LEXICON_FILE.read_text(encoding="utf-8"))
    return Lexicon(
        markers={language: frozenset(listed.split()) for language, listed in raw["markers"].items()},
        openings=tuple(raw["openings"]),
        **{name: frozenset(raw[name].split()) for name in _WORD_SETS},
    )
