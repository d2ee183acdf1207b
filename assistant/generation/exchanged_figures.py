"""Whether a sentence has two figures in each other's place: "90 varmepumper i 57 bygg" for "57 varmepumper og 90 bygg".

Both figures stand in the source, often in one clause; what tells is which words stand around each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from assistant.generation.figures import figure_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.generation.alignment import Alignment
    from assistant.generation.read_text import ReadText

_REACH = 5  # content words to each side that say what a figure is of
_BEFORE = 1.5  # a word in front of a figure says less of it than one behind
_ALIKE = 0.5  # cosine from which two words may speak of the same
_CLEARLY = 0.2  # of 3,000 pairs, 17 exchanged and 2 right ones were crossed by so much


@dataclass(frozen=True)
class _Placed:
    """A figure, and how much each content word of its text says of it, by its place among them."""

    figure: str
    around: dict[int, float]

    @property
    def is_year(self) -> bool:
        return len(self.figure) == len("2019") and self.figure[:2] in ("19", "20")


def exchanges_figures(sentence: ReadText, source: Sequence[ReadText], alignment: Alignment) -> bool:
    """Tell whether two figures of a sentence fit better where the other one stands in the source.

    Args:
        sentence: The sentence.
        source: The sentences of the source.
        alignment: The sentence against the source.
    """
    mine, theirs = _placed([sentence]), _placed(source)
    alike = np.where(alignment.same, 1.0, np.where(alignment.alike >= _ALIKE, alignment.alike, 0.0))
    for one, other in combinations(mine, 2):
        if one.figure != other.figure and one.is_year == other.is_year:
            firsts = [placed for placed in theirs if placed.figure == one.figure]
            seconds = [placed for placed in theirs if placed.figure == other.figure]
            kept = _agreement(one, firsts, alike) + _agreement(other, seconds, alike)
            crossed = _agreement(one, seconds, alike) + _agreement(other, firsts, alike)
            if firsts and seconds and crossed > kept + _CLEARLY:
                return True
    return False


def _placed(texts: Sequence[ReadText]) -> list[_Placed]:
    """The figures of some texts with the words around each."""
    found, first = [], 0
    for text in texts:
        places = figure_places(text.text, text.language)
        plain = [
            place
            for place, (start, end) in enumerate(text.spans)
            if text.words[place].isalpha() and not any(start < stop and end > begin for _, begin, stop in places)
        ]
        for figure, begin, end in places:
            behind = [place for place in plain if text.spans[place][0] >= end][:_REACH]
            before = [place for place in reversed(plain) if text.spans[place][0] < begin][:_REACH]
            around = {first + place: 1 / (1 + distance) for distance, place in enumerate(behind)}
            around |= {first + place: 1 / (_BEFORE + distance) for distance, place in enumerate(before)}
            found.append(_Placed(figure, around))
        first += len(text.words)
    return found


def _agreement(mine: _Placed, theirs: Sequence[_Placed], alike: NDArray[np.float64]) -> float:
    """How well the words around a figure agree with those around one of some others."""
    return max(
        (
            sum(
                weight * max((other * float(alike[place, spot]) for spot, other in one.around.items()), default=0.0)
                for place, weight in mine.around.items()
            )
            for one in theirs
        ),
        default=0.0,
    )
