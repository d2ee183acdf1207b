"""Whether two things of a sentence stand in each other's role: who gives and who gets, what comes before what.

A thing's role is told by the preposition before it. Two things that have each other's say something else, however the
sentence is put: "for stort for sykehuset, og kommunen …" and "for stort for kommunen, og sykehuset …".
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from assistant.generation.alignment import one_to_one
from assistant.nynorsk import to_bokmal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.alignment import Alignment
    from assistant.generation.read_text import ReadText

_AGENT = "av"  # of names only: "ombygging av huset" and "huset bygges om" are one
# Prepositions that give a role, each with its English; "med" and "mellom" are left out, for they hold both ways.
_ROLES = {
    "til": "til", "to": "til", "fra": "fra", "from": "fra", "for": "for", "av": "av", "by": "av", "hos": "hos",
    "mot": "mot", "against": "mot", "over": "over", "above": "over", "under": "under", "below": "under",
    "før": "før", "before": "før", "etter": "etter", "after": "etter", "enn": "enn", "than": "enn",
    "uten": "uten", "without": "uten", "framfor": "framfor", "fremfor": "framfor",
}  # fmt: skip
_PASSED_OVER = frozenset(["den", "det", "de", "en", "et", "ei", "dei", "ein", "eit", "the", "a", "an"])
_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_LONGEST = 40  # letters in which the word before begins
_STANDS_FOR = 0.8  # cosine of words in context that stand for one another


def exchanges_roles(sentence: ReadText, source: Sequence[ReadText], alignment: Alignment) -> bool:
    """Tell whether two things of a sentence stand in each other's role in the sentence of the source that has both.

    Args:
        sentence: The sentence.
        source: The sentences of the source.
        alignment: The sentence against the source.
    """
    likeness = alignment.strict
    roles = [_role(sentence, place) for place in range(len(sentence.words))]
    first = 0
    found = []
    for text in source:
        part = likeness[:, first : first + len(text.words)]
        first += len(text.words)
        if part.size:
            found.append((float(part.max(axis=1).mean()), text, part))
    if not found:
        return False
    _, text, part = max(found, key=lambda one: one[0])
    counterparts = one_to_one(part >= _STANDS_FOR)
    stood = {place: _role(text, other) for place, other in counterparts.items()}
    return any(
        roles[one] == stood[other] and roles[other] == stood[one] and stood[one] != stood[other]
        for one, other in combinations(counterparts, 2)
    )


def _role(text: ReadText, place: int) -> str:
    """The preposition before a word, or nothing; one right behind another content word has the role of that one."""
    end = text.spans[place][0]
    while before := _BEFORE.search(text.text[max(0, end - _LONGEST) : end]):
        word = to_bokmal(before[1].lower())
        if word == "å":
            return ""  # what is done has no role
        end -= len(before[0])
        if place and text.spans[place - 1][0] == end:
            return _role(text, place - 1)
        if word not in _PASSED_OVER:
            role = _ROLES.get(word, "")
            return "" if role == _AGENT and not text.text[text.spans[place][0]].isupper() else role
    return ""
