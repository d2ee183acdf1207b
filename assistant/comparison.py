"""Comparison: the texts that the two things are found in which a question compares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.intent import find_sides
from assistant.nynorsk import to_bokmal
from index.query import SearchQuery
from index.search import search
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex

_CONSIDERED = 8


def side_queries(question: str, embedder: Embedder) -> tuple[SearchQuery, ...]:
    """Return what to search for to find the two things that a question compares; none if it compares nothing.

    Args:
        question: The question.
        embedder: The model that the index was made with.
    """
    sides = [to_bokmal(side) for side in find_sides(question) or ()]
    return tuple(SearchQuery(side, embedder.embed_queries([side])[0]) for side in sides)


def compared_passages(
    best: Passage, sides: Sequence[SearchQuery], index: PassageIndex, allowed: NDArray[np.bool_]
) -> tuple[Passage, ...]:
    """Return the best passage of the text on each side, or none if they are not two different texts.

    Args:
        best: What was found first for the whole question.
        sides: The two sides.
        index: Where to search.
        allowed: Which documents may be found, shape ``(documents,)``.
    """
    if _holds_both(best, sides):
        return ()
    chosen: list[Passage] = []
    for side in sides:
        found = search(index, side, k=_CONSIDERED, allowed=allowed)
        first = next((one for one in found if _shares_word(one.document.title, side.text)), None)
        if first is None or any(first.document.id == one.document.id for one in chosen):
            return ()
        chosen.append(first)
    return tuple(chosen)


def _holds_both(passage: Passage, sides: Sequence[SearchQuery]) -> bool:
    """Tell whether one passage speaks of both sides, and so compares them itself."""
    return all(_shares_word(f"{passage.chunk.heading} {passage.text}", side.text) for side in sides)


def _shares_word(text: str, side: str) -> bool:
    return not set(lexical_tokens(text)).isdisjoint(lexical_tokens(side))
