"""Whether another does in a sentence what one does in its source.

A passive and its active form agree, and so does whatever the order of the clauses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant.generation.alignment import Alignment
from assistant.generation.clauses import STANDS_FOR
from assistant.generation.deeds import Deed, deeds_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assistant.generation.read_text import ReadText

# Who meets whom is the same as whom who meets.
_BOTH_WAYS = (
    "samarbeid",
    "inngå",
    "inngikk",
    "møt",
    "konkurr",
    "snakk",
    "diskut",
    "drøft",
    "forhandl",
    "kombin",
    "skil",
    "ligg",
    "ligne",
)


def changes_doers(sentence: ReadText, source: Sequence[ReadText], alignment: Alignment) -> bool:
    """Tell whether another does in a sentence what one does in its source, where both are in both.

    Args:
        sentence: The sentence, in Norwegian.
        source: The sentences of the source, in Norwegian.
        alignment: The sentence against the source.
    """
    mine = [deed for deed in deeds_of(sentence) if not sentence.words[deed.verb].startswith(_BOTH_WAYS)]
    agreeing, crossed = set[Deed](), set[Deed]()
    first = 0
    for text in source:
        part = alignment.part(range(len(sentence.words)), range(first, first + len(text.words)))
        first += len(text.words)
        if not part.same.size:
            continue
        strict = Alignment(part.strict, part.same)
        theirs = deeds_of(text)
        for deed in mine:
            for other in theirs:
                if part.same[deed.verb, other.verb] and deed.is_named == other.is_named:
                    if _agree(deed, other, strict):
                        agreeing.add(deed)
                    elif _cross(deed, other, strict, (mine, theirs)):
                        crossed.add(deed)
    return bool(crossed - agreeing)


def _agree(deed: Deed, other: Deed, part: Alignment) -> bool:
    return all(
        not said or not stood or _meet(said, stood, part)
        for said, stood in ((deed.doers, other.doers), (deed.others, other.others))
    )


def _cross(deed: Deed, other: Deed, part: Alignment, deeds: tuple[Sequence[Deed], Sequence[Deed]]) -> bool:
    """Tell whether what differs is in the other text as well, as something else."""
    if deed.doers and other.doers and not _meet(deed.doers, other.doers, part):
        said, stood = deed.doers, other.doers
        mine, theirs = (set(range(length)) for length in part.same.shape)
    else:  # what it is done to may be anything, so only what has a part in the clauses counts
        said, stood = deed.others, other.others
        mine, theirs = ({place for one in side for place in one.doers | one.others} for side in deeds)
    return _any_same(part, said, theirs - stood) and _any_same(part, mine - said, stood)


def _any_same(part: Alignment, rows: Collection[int], columns: Collection[int]) -> bool:
    return bool(part.same[np.ix_(sorted(rows), sorted(columns))].any())


def _meet(said: frozenset[int], stood: frozenset[int], part: Alignment) -> bool:
    few = part.part(sorted(said), sorted(stood))
    return bool(few.same.any() or few.alike.max() >= STANDS_FOR)
