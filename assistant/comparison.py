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


def compared_passages(
    question: str,
    whole: Sequence[Passage],
    index: PassageIndex,
    embedder: Embedder,
    allowed: NDArray[np.bool_],
) -> tuple[Passage, ...]:
    """Return the best passage of the text on each side, or none if they are not two different texts.

    Args:
        question: The question.
        whole: What was found for the whole question, best first.
        index: Where to search.
        embedder: The model that the index was made with.
        allowed: Which documents may be found, shape ``(documents,)``.
    """
    sides = find_sides(question)
    if sides is None or _holds_both(whole[0], sides):
        return ()
    chosen: list[Passage] = []
    for side in (to_bokmal(one) for one in sides):
        query = SearchQuery(side, embedder.embed_queries([side])[0])
        found = search(index, query, k=_CONSIDERED, allowed=allowed)
        best = next((one for one in found if _shares_word(one.document.title, side)), None)
        if best is None or any(best.document.id == one.document.id for one in chosen):
            return ()
        chosen.append(best)
    return tuple(chosen)


def _holds_both(passage: Passage, sides: tuple[str, str]) -> bool:
    """Tell whether one passage speaks of both sides, and so compares them itself."""
    return all(_shares_word(f"{passage.chunk.heading} {passage.text}", side) for side in sides)


def _shares_word(text: str, side: str) -> bool:
    return not set(lexical_tokens(text)).isdisjoint(lexical_tokens(side))
