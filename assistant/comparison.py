"""Comparison: the two things that a question compares, and the text that each is found in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import yaml

from assistant.intent import INTENT_FILE, find_intent
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


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    raw = yaml.safe_load(INTENT_FILE.read_text(encoding="utf-8"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in raw["sides"])


def find_sides(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares, or None if it compares none.

    Example:
        >>> find_sides("Hva er forskjellen på kvikktest og innovasjonspartnerskap?")
        ('kvikktest', 'innovasjonspartnerskap')
    """
    if find_intent(question).kind != "comparison":
        return None
    for pattern in _patterns():
        if found := pattern.search(question):
            return found["first"].strip(), found["second"].strip()
    return None


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
