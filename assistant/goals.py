"""Goals: the roadmap's målbilder and the sustainable development goals that an answer is about, sparingly."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assistant.answer import Citation
    from corpus.document import Document

MAX_GOALS = 2
_SPECIFIC = 3  # a text that names more goals than this says of none that it is what the text is about
_SHARE = 0.5

_Goal = TypeVar("_Goal", int, str)


def central_malbilder(citations: Sequence[Citation], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return at most two målbilder that texts behind half of the citations name."""
    return _central(citations, documents, lambda document: document.malbilder)


def central_sdg(citations: Sequence[Citation], documents: Mapping[str, Document]) -> tuple[int, ...]:
    """Return at most two sustainable development goals that texts behind half of the citations name."""
    return _central(citations, documents, lambda document: document.sdg)


def _central(
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    goals_of: Callable[[Document], Iterable[_Goal]],
) -> tuple[_Goal, ...]:
    counts: Counter[_Goal] = Counter()
    for citation in citations:
        goals = tuple(goals_of(documents[citation.document_id]))
        if len(goals) <= _SPECIFIC:
            counts.update(goals)
    needed = _SHARE * len(citations)
    return tuple(goal for goal, count in counts.most_common(MAX_GOALS) if count >= needed)
