"""Whether words have changed places: of two clauses, before and after "etter", or from where and to where."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from assistant.generation.alignment import one_to_one
from assistant.generation.deeds import clauses_with_verbs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.alignment import Alignment
    from assistant.generation.read_text import ReadText


_Sides = tuple[set[int], set[int]]

_COPIED = 0.8  # share of the words of two clauses that stand in two of the source
_TIME = re.compile(r"\b(etter|før)\b", re.IGNORECASE)
_WAY = re.compile(r"\b(?:fra|frå) (?P<start>[^,;:()]+?) til (?P<goal>[^,;:()]+)", re.IGNORECASE)
_STOP = re.compile(r",(?!\d)|[;:()]|\b(?:og|mens|medan|men)\b", re.IGNORECASE)


def crosses(sentence: ReadText, source: Sequence[ReadText], alignment: Alignment) -> bool:
    """Tell whether words of a sentence stand in each other's clause, or on each other's side of "etter" or "før".

    Args:
        sentence: The sentence, in Norwegian.
        source: The sentences of the source, in Norwegian.
        alignment: The sentence against the source.
    """
    first = 0
    for text in source:
        same = alignment.same[:, first : first + len(text.words)]
        first += len(text.words)
        counterparts = one_to_one(same)
        if (
            _crosses_time(sentence, text, counterparts)
            or _crosses_clauses(sentence, text, counterparts)
            or _turns_back(sentence, text, counterparts)
        ):
            return True
    return False


def _crosses_clauses(sentence: ReadText, text: ReadText, counterparts: dict[int, int]) -> bool:
    """Tell whether each of two clauses has words of both of two clauses of the source, and few words else."""
    for mine in combinations(clauses_with_verbs(sentence), 2):
        said = mine[0] | mine[1]
        if sum(place in counterparts for place in said) < _COPIED * len(said):
            continue
        for theirs in combinations(clauses_with_verbs(text), 2):
            if all(any(counterparts.get(place) in other for place in one) for one in mine for other in theirs):
                return True
    return False


def _crosses_time(sentence: ReadText, text: ReadText, counterparts: dict[int, int]) -> bool:
    """Tell whether something later in a sentence is earlier in the source, and something earlier later."""
    mine, theirs = _sides(sentence), _sides(text)
    return mine is not None and theirs is not None and _change_places(mine, theirs, counterparts)


def _turns_back(sentence: ReadText, text: ReadText, counterparts: dict[int, int]) -> bool:
    """Tell whether a sentence goes "fra" where its source goes "til", and the other way."""
    return any(_change_places(mine, theirs, counterparts) for mine in _ways(sentence) for theirs in _ways(text))


def _change_places(mine: _Sides, theirs: _Sides, counterparts: dict[int, int]) -> bool:
    """Tell whether each side has words of the other side of the source."""
    return all(
        any(counterparts.get(place) in other for place in side)
        for side, other in zip(mine, reversed(theirs), strict=True)
    )


def _ways(text: ReadText) -> list[_Sides]:
    """The content words behind "fra" and behind "til", of each way from something to something."""

    def within(start: int, end: int) -> set[int]:
        return {place for place, (begins, _) in enumerate(text.spans) if start <= begins < end}

    return [(within(*match.span("start")), within(*match.span("goal"))) for match in _WAY.finditer(text.text)]


def _sides(text: ReadText) -> _Sides | None:
    """The content words of what is later and of what is earlier, if one word tells which is which."""
    found = list(_TIME.finditer(text.text))
    if len(found) != 1:
        return None
    stop = _STOP.search(text.text, found[0].end())
    end = stop.start() if stop else len(text.text)
    behind = {place for place, (start, _) in enumerate(text.spans) if found[0].end() <= start < end}
    others = set(range(len(text.spans))) - behind
    return (others, behind) if found[0][1].lower() == "etter" else (behind, others)
