"""Whether a sentence says what its source says, but of another name or with another figure.

Both may stand in the passage; they have to stand in the sentence of it that says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assistant.generation.clauses import clauses_of, likeness_of
from assistant.generation.figure_support import read_stated, strange_figures
from assistant.generation.figures import counted_in, figures_in
from assistant.generation.names import missing_names, name_words, names_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from assistant.generation.alignment import Alignment
    from assistant.generation.clauses import Clause
    from assistant.generation.figure_support import Stated
    from assistant.generation.read_text import ReadText
    from corpus.document import Language

_AS_NEAR = 0.03
_CLEARLY_NEARER = 0.15  # so much liker is a clause that has another figure
_SAYS_THE_SAME = 0.6  # mean cosine of the words that are neither name nor figure


def swapped(
    sentence: ReadText,
    source: Sequence[ReadText],
    alignment: Alignment,
    known: Collection[str],
) -> Literal["figure", "name"] | None:
    """Return what a sentence has another of than the sentence of its source that says the same, if anything.

    Args:
        sentence: The sentence.
        source: The sentences of the source.
        alignment: The sentence against the source.
        known: Names that are known, in lower case.
    """
    names = names_in(sentence.text, known)
    for clause in clauses_of([sentence]):
        stated = read_stated(clause.text, sentence.language)
        if _stands_whole(clause, stated, sentence, source, known):
            continue
        found = [
            _changed(sentence, clause, stated, nearest, known)
            for nearest in _nearest(clause, sentence, source, alignment, names)
        ]
        if found and all(found):
            return found[0]
    return None


def _stands_whole(
    clause: Clause,
    stated: Stated,
    sentence: ReadText,
    source: Sequence[ReadText],
    known: Collection[str],
) -> bool:
    """Tell whether one sentence of the source has all names and figures of a clause that has both."""
    own = _names_of(clause, sentence.text, known)
    if not own or not stated.numbers:
        return False
    return any(
        not missing_names(own, clause.text, text.text) and not strange_figures(stated, text.stated) for text in source
    )


def _changed(
    sentence: ReadText, clause: Clause, stated: Stated, nearest: ReadText, known: Collection[str]
) -> Literal["figure", "name"] | None:
    """What a clause has another of than a sentence of the source, which has one that the written sentence lacks."""
    others = missing_names(names_in(nearest.text, known), nearest.text, sentence.text)
    if others and missing_names(_names_of(clause, sentence.text, known), sentence.text, nearest.text):
        return "name"
    if strange_figures(stated, nearest.stated) and strange_figures(nearest.stated, sentence.stated):
        return "figure"
    return None


def _nearest(
    clause: Clause, sentence: ReadText, source: Sequence[ReadText], alignment: Alignment, names: Collection[str]
) -> list[ReadText]:
    """The sentences of the source that say the same as a clause, names and figures aside; several if as near."""
    plain, whole = (_plain(content, sentence, names) for content in (clause.content, range(len(sentence.words))))
    first, found = 0, []
    for text in source:
        places = range(first, first + len(text.words))
        first += len(text.words)
        likeness = likeness_of(plain, places, alignment)
        found.append((likeness, likeness + likeness_of(whole, places, alignment), text))
    most = max((together for likeness, together, _ in found if likeness >= _SAYS_THE_SAME), default=0.0)
    return [text for likeness, together, text in found if likeness >= _SAYS_THE_SAME and together >= most - _AS_NEAR]


def _plain(content: Iterable[int], text: ReadText, names: Collection[str]) -> list[int]:
    """Those of some words that are neither names nor figures."""
    return [place for place in content if text.words[place] not in names and text.words[place].isalpha()]


def exchanged(
    sentence: ReadText,
    source: Sequence[ReadText],
    alignment: Alignment,
    known: Collection[str],
) -> Literal["figure", "name"] | None:
    """Return what two clauses of a sentence have in each other's place, if anything.

    Args:
        sentence: The sentence.
        source: The sentences of the source.
        alignment: The sentence against the source.
        known: Names that are known, in lower case.
    """
    mine, theirs = clauses_of([sentence]), clauses_of(source)
    names = names_in(sentence.text, known)
    strange_names, lacking_names = set[str](), set[str]()
    for clause in mine:
        plain = _plain(clause.content, sentence, names)
        likeness = [likeness_of(plain, other.content, alignment) for other in theirs]
        if not likeness or max(likeness) < _SAYS_THE_SAME:
            continue
        other = theirs[int(np.argmax(likeness))]
        stood = source[other.sentence].text
        own, others = (_names_of(one, text, known) for one, text in ((clause, sentence.text), (other, stood)))
        strange, lacking = missing_names(own, clause.text, other.text), missing_names(others, other.text, clause.text)
        if strange and lacking:
            strange_names |= strange
            lacking_names |= lacking
        languages = sentence.language, source[other.sentence].language
        if _counts_another(clause.text, [place.text for place in theirs], likeness, languages):
            return "figure"
    return "name" if strange_names & lacking_names else None


def _counts_another(
    clause: str, others: Sequence[str], likeness: Sequence[float], languages: tuple[Language, Language]
) -> bool:
    """Tell whether the clause that is likest counts the same with another figure than one that stands elsewhere."""
    nearest = int(np.argmax(likeness))
    counted, stood = counted_in(clause, languages[0]), counted_in(others[nearest], languages[1])
    for figure, unit in counted.items():
        if figure not in stood and unit in stood.values() and not stood.keys() & counted.keys():
            own = [
                one for one, other in zip(likeness, others, strict=True) if figure in figures_in(other, languages[1])
            ]
            if likeness[nearest] >= max(own, default=0.0) + _CLEARLY_NEARER:
                return True
    return False


def _names_of(clause: Clause, sentence: str, known: Collection[str]) -> frozenset[str]:
    """The names of a sentence that a clause of it has."""
    return names_in(sentence, known) & set(name_words(clause.text))
