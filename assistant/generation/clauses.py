"""The clauses of a sentence, and which of those of a source each one goes with.

A negation, a name or a figure belongs to its clause; in another clause it says nothing of this one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assistant.generation.opposites import find_opposites

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from assistant.generation.alignment import Alignment
    from assistant.generation.opposites import Found
    from assistant.generation.read_text import ReadText

_BREAK = re.compile(
    r",(?!\d)|[;:()]|\s[–—-]\s"
    r"|\b(?:men|mens|medan|fordi|selv om|sjølv om|slik at|but|while|whereas|because|although|so that)\b"
    r"|\b(?:og|and)\b(?= (?:(?:er|var|blir|ble|har|kan|skal|bør|må|vil|is|are|does) )?"
    r"(?:ikke|ikkje|uten|utan|not|without)\b)",
    re.IGNORECASE,
)
_LEAST_CLAUSE = 2  # content words; fewer belong to their neighbour
_AGAINST = {"men", "but"}  # what stands behind them is a clause of its own, however short
_REACH = 4  # content words behind a word that it may rule
_SAID = 0.77  # mean cosine of the words of a clause of the source that the sentence says
_COPIED = 0.9  # mean cosine both ways of clauses that say the same in the same words
_CLEARLY_NEARER = 0.2  # so much nearer is a word to one in another clause
STANDS_FOR = 0.7  # cosine of words in context that stand for one another


@dataclass(frozen=True)
class Clause:
    """A clause of a text.

    Args:
        sentence: Which sentence of the text it is in.
        start: Where in its sentence it begins.
        text: The clause itself.
        found: The words in it that may turn it around.
        content: Places of its content words among those of the text.
        starts: Where each of them begins.
    """

    sentence: int
    start: int
    text: str
    found: tuple[Found, ...]
    content: tuple[int, ...]
    starts: tuple[int, ...]

    def behind(self, found: Found) -> tuple[int, ...]:
        """Return the content words that a word may rule."""
        return tuple(place for place, start in zip(self.content, self.starts, strict=True) if start > found.start)[
            :_REACH
        ]

    def text_of(self, found: Found) -> str:
        """Return a word of the lists as it is written."""
        return self.text[found.start - self.start : found.end - self.start]

    def words_between(self, found: Found, other: Found) -> int:
        """Return how many words stand between two words of the clause."""
        first, second = sorted((found, other), key=lambda one: one.start)
        return len(self.text[first.end - self.start : second.start - self.start].split())

    def before(self, found: Found) -> tuple[int, ...]:
        """Return the content words that stand before a word."""
        return tuple(place for place, start in zip(self.content, self.starts, strict=True) if start < found.start)


def clauses_of(texts: Sequence[ReadText]) -> list[Clause]:
    """Cut the sentences of a text into clauses."""
    clauses: list[Clause] = []
    first = 0
    for number, text in enumerate(texts):
        found = find_opposites(text.text)
        for start, end in _spans(text):
            content = [place for place, (begins, _) in enumerate(text.spans) if start <= begins < end]
            clauses.append(
                Clause(
                    number,
                    start,
                    text.text[start:end],
                    tuple(one for one in found if start <= one.start < end),
                    tuple(first + place for place in content),
                    tuple(text.spans[place][0] for place in content),
                )
            )
        first += len(text.words)
    return clauses


def _spans(text: ReadText) -> list[tuple[int, int]]:
    """Where the clauses of a sentence begin and end; a very short one belongs to the one before it."""
    cuts = [0]
    breaks = [
        (match.start(), 1 if match[0].lower() in _AGAINST else _LEAST_CLAUSE) for match in _BREAK.finditer(text.text)
    ]
    for (here, least), (following, _) in pairwise([*breaks, (len(text.text), 0)]):
        before = sum(cuts[-1] <= start < here for start, _ in text.spans)
        behind = sum(here <= start < following for start, _ in text.spans)
        if before >= _LEAST_CLAUSE and behind >= least:
            cuts.append(here)
    return list(pairwise([*cuts, len(text.text)]))


def matched_clauses(
    mine: Sequence[Clause], theirs: Sequence[Clause], alignment: Alignment
) -> Iterator[tuple[list[Clause], list[Clause]]]:
    """Yield the clauses of a sentence with those of the source that say the same in as many or as few clauses.

    Each clause goes with the one of the source that is likest. A clause of the source that is said as a whole goes
    with the one that is likest to it.
    """
    likeness = np.array([[_likeness(one, other, alignment) for other in theirs] for one in mine])
    backwards = np.array([[_likeness(other, one, alignment.turned()) for other in theirs] for one in mine])
    if not likeness.size:
        return
    # The clauses of a sentence mostly stand on one sentence of the source.
    whole = sorted(place for clause in mine for place in clause.content)
    together = _sentence_likeness([one.content for one in mine], theirs, alignment)
    nearest = (likeness + together + _sentence_likeness([whole], theirs, alignment)).argmax(axis=1)
    joined = np.zeros(likeness.shape, bool)
    joined[np.arange(len(mine)), nearest] = True
    near = {theirs[place].sentence for place in nearest.tolist()}
    said: NDArray[np.bool_] = (backwards.max(axis=0) >= _SAID) & np.array([one.sentence in near for one in theirs])
    joined[backwards.argmax(axis=0)[said], np.flatnonzero(said)] = True
    _join_by_word(joined, mine, theirs, alignment)
    yield from (
        ([mine[row]], [theirs[column]]) for row, column in np.argwhere(np.minimum(likeness, backwards) >= _COPIED)
    )
    left = set(range(len(mine)))
    while left:
        rows, columns = _joined_with(min(left), joined)
        yield [mine[place] for place in rows], [theirs[place] for place in columns]
        left -= set(rows)


def _joined_with(row: int, joined: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """The rows and columns that a row is joined with, by way of others too."""
    rows, columns = {row}, set(np.flatnonzero(joined[row]).tolist())
    while (grown := set(np.flatnonzero(joined[:, list(columns)].any(axis=1)).tolist())) - rows:
        rows |= grown
        columns |= set(np.flatnonzero(joined[list(rows)].any(axis=0)).tolist())
    return sorted(rows), sorted(columns)


def _sentence_likeness(
    mine: Sequence[Sequence[int]], theirs: Sequence[Clause], alignment: Alignment
) -> NDArray[np.float64]:
    """How alike the words of each of mine are to the whole sentence that each clause of the source is in."""
    content: defaultdict[int, list[int]] = defaultdict(list)
    for clause in theirs:
        content[clause.sentence] += clause.content
    return np.array([[likeness_of(words, content[other.sentence], alignment) for other in theirs] for words in mine])


def _join_by_word(
    joined: NDArray[np.bool_], mine: Sequence[Clause], theirs: Sequence[Clause], alignment: Alignment
) -> None:
    """Join to each clause also those of the same sentence of the source that hold what the joined ones do not."""
    for row, clause in enumerate(mine):
        near = {theirs[column].sentence for column in np.flatnonzero(joined[row]).tolist()}
        for word in clause.content:
            found = [
                nearness(alignment, (word,), other.content) if other.sentence in near and other.content else 0.0
                for other in theirs
            ]
            most = int(np.argmax(found))
            if found[most] >= max(STANDS_FOR, np.max(np.where(joined[row], found, 0.0)) + _CLEARLY_NEARER):
                joined[row, most] = True


def _likeness(clause: Clause, other: Clause, alignment: Alignment) -> float:
    return likeness_of(clause.content, other.content, alignment)


def likeness_of(words: Sequence[int], others: Sequence[int], alignment: Alignment) -> float:
    """Return how alike some words are to those of others that are likest, on average."""
    if not words or not others:
        return 0.0
    part = alignment.part(words, others)
    return float(np.maximum(part.alike, part.same).max(axis=1).mean())


def nearness(alignment: Alignment, words: Sequence[int], others: Sequence[int]) -> float:
    """Return the cosine of the two of some words and others that are nearest, 1 for the same word."""
    part = alignment.part(words, others)
    return float(np.maximum(part.alike, part.same).max())
