"""Whether a sentence turns its source around: denies it, has an opposite word, or its parts in the opposite order.

Each clause of the sentence is held against the clause of the source that its words stand for, so that a negation
elsewhere in either does not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.generation.alignment import Alignment
from assistant.generation.clauses import STANDS_FOR, clauses_of, matched_clauses, nearness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.generation.clauses import Clause
    from assistant.generation.opposites import Found, Kind
    from assistant.generation.read_text import ReadText

    Places = tuple[int, ...]

_NEXT = 3  # content words next to a word, among which the thing that it is about is
_NEXT_TO = 2  # words between a negation and the word that it denies
_BEGINNING = 5  # letters by which forms of a word are told to be the same
_CLEARLY = 0.3  # so much nearer are things in the other order


def turns_around(sentence: ReadText, source: Sequence[ReadText], alignment: Alignment) -> bool:
    """Tell whether a sentence says the opposite of its source.

    Args:
        sentence: The sentence.
        source: The sentences of the source.
        alignment: The sentence against the source.
    """
    return any(
        _says_the_opposite(mine, theirs) != swaps(mine, theirs, alignment) or rules_opposite(mine, theirs, alignment)
        for mine, theirs in matched_clauses(clauses_of([sentence]), clauses_of(source), alignment)
    )


def _says_the_opposite(mine: Sequence[Clause], theirs: Sequence[Clause]) -> bool:
    """Tell whether clauses differ by a negation or by an opposite; one next to the other is neither ("ikke dyr")."""
    opposites = opposites_in(mine, theirs)
    if denies(mine, theirs):
        return not any(_is_denied(one, mine) != _is_denied(other, theirs) for one, other in opposites)
    return bool(opposites)


def _is_denied(word: Found, clauses: Sequence[Clause]) -> bool:
    """Tell whether a negation stands next to a word."""
    return any(
        one.label.kind == "negation" and clause.words_between(one, word) <= _NEXT_TO
        for clause in clauses
        if word in clause.found
        for one in clause.found
    )


def _of_kind(clauses: Sequence[Clause], kind: Kind) -> list[Found]:
    return [one for clause in clauses for one in clause.found if one.label.kind == kind]


def denies(mine: Sequence[Clause], theirs: Sequence[Clause]) -> bool:
    """Tell whether only one side denies something; a double denial is none, and a quiet one may stand for another."""
    odd, other_odd = (len(_of_kind(side, "negation")) % 2 for side in (mine, theirs))
    return odd != other_odd and not _quiet_words(theirs if odd else mine) - _quiet_words(mine if odd else theirs)


def _quiet_words(clauses: Sequence[Clause]) -> set[str]:
    """The beginnings of the words that deny in their own way; what both sides have explains nothing."""
    return {
        clause.text_of(one).lower()[:_BEGINNING]
        for clause in clauses
        for one in clause.found
        if one.label.kind == "quiet"
    }


def opposites_in(mine: Sequence[Clause], theirs: Sequence[Clause]) -> list[tuple[Found, Found]]:
    """Return the words that one side has where the other has their opposite."""
    said, stood = _of_kind(mine, "contrast"), _of_kind(theirs, "contrast")
    sides, other_sides = ({(one.label.group, one.label.side) for one in found} for found in (said, stood))
    return [
        (one, other)
        for one in said
        for other in stood
        if one.label.group == other.label.group
        and one.label.side != other.label.side
        and (other.label.group, other.label.side) not in sides
        and (one.label.group, one.label.side) not in other_sides
    ]


def swaps(mine: Sequence[Clause], theirs: Sequence[Clause], alignment: Alignment) -> bool:
    """Tell whether two things stand around "enn", or behind "fra" and "til", in the other order."""
    strict = Alignment(alignment.strict, alignment.same)
    return any(
        nearness(strict, left, other_right) + nearness(strict, right, other_left)
        > nearness(strict, left, other_left) + nearness(strict, right, other_right) + _CLEARLY
        for left, right in _ordered(mine)
        for other_left, other_right in _ordered(theirs)
        if left and right and other_left and other_right
    )


def _ordered(clauses: Sequence[Clause]) -> Iterator[tuple[Places, Places]]:
    """The things that stand in an order, as the content words next to the word that says so."""
    found = [one for clause in clauses for one in clause.found]
    content = [pair for clause in clauses for pair in zip(clause.content, clause.starts, strict=True)]
    degrees = {one.start for one in found if one.label.kind == "contrast"}  # "mer", which no thing is
    ends = [one for one in found if one.label.kind == "turn" and one.label.side == 1]
    for one in found:
        behind = [(place, start) for place, start in content if start > one.start]
        if one.label.kind == "between":
            before = [place for place, start in content if start < one.start and start not in degrees]
            after = [place for place, start in behind if start not in degrees]
            yield tuple(before[-_NEXT:]), tuple(after[:_NEXT])
        elif one.label.kind == "turn" and one.label.side == 0:
            for end in ends:
                first = tuple(place for place, start in behind if start < end.start)
                if 0 < len(first) < _NEXT:
                    yield first, tuple(place for place, start in behind if start > end.start)[:_NEXT]


def rules_opposite(mine: Sequence[Clause], theirs: Sequence[Clause], alignment: Alignment) -> bool:
    """Tell whether "med" stands before what the source has behind "uten", and the like."""
    said, stood = (
        [
            (one.label, clause.behind(one))
            for clause in side
            for one in clause.found
            if one.label.kind == "relation" and not _is_undone(one, clause)
        ]
        for side in (mine, theirs)
    )
    for label, ruled in said:
        met = [
            other.side == label.side
            for other, others in stood
            if other.group == label.group and _meet(alignment, ruled, others)
        ]
        if met and not any(met):
            return True
    return False


def _is_undone(word: Found, clause: Clause) -> bool:
    """Tell whether a word that denies stands behind another that does: "ingen … uten"."""
    denials = [one.start for one in clause.found if one.label.kind == "negation"]
    return word.start in denials and min(denials) < word.start


def _meet(alignment: Alignment, words: Places, others: Places) -> bool:
    """Tell whether any of some words stands for any of others."""
    return bool(words and others) and nearness(alignment, words, others) >= STANDS_FOR
