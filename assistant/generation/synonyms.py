"""Words that can stand for one another, in Norwegian and across to English; kept in ``synonyms.yaml``."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

import Stemmer
import yaml

from assistant.nynorsk import to_bokmal
from index.tokens import stem

SYNONYMS_FILE = Path(__file__).with_name("synonyms.yaml")

_LEAST_NEUTER = 5  # letters
_ENGLISH = Stemmer.Stemmer("english")


@cache
def _groups() -> dict[str, frozenset[int]]:
    """The groups of each stem."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(yaml.safe_load(SYNONYMS_FILE.read_text(encoding="utf-8"))):
        for word in group.split():
            for one in _stems(word):
                found[one].add(number)
    return {one: frozenset(numbers) for one, numbers in found.items()}


def _stems(word: str) -> tuple[str, ...]:
    common = word.removesuffix("t") if len(word) > _LEAST_NEUTER else word  # the stemmer leaves "kostbart" whole
    return stem(word), stem(common), stem(to_bokmal(word)), str(_ENGLISH.stemWord(word))


@lru_cache(maxsize=50_000)
def _groups_of(word: str) -> frozenset[int]:
    groups = _groups()
    return frozenset().union(*(groups.get(one, frozenset()) for one in _stems(word)))


def are_synonyms(word: str, other: str) -> bool:
    """Tell whether one word may stand for another, in whichever form.

    Example:
        >>> are_synonyms("innbyggerne", "folk"), are_synonyms("leaks", "lekkasjer"), are_synonyms("dyr", "billig")
        (True, True, False)
    """
    return not _groups_of(word).isdisjoint(_groups_of(other))
