"""Extent: how much of what the collection holds an answer shows, so that it never pretends to be complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.frames import frame
from assistant.intent import Kind, find_intent

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.retrieval import Retrieval
    from corpus.document import Document, Language

_OF_MANY: frozenset[Kind] = frozenset({"example", "helper", "overview"})
_ABOUT_IT = 0.5  # share of the best document's score at which another one is about the same


@dataclass(frozen=True)
class Extent:
    """How many texts an answer shows, of how many.

    Args:
        shown: Texts that are cited.
        total: Texts in the collection that are about what is asked for.
        examples: Whether only cases were counted.
    """

    shown: int
    total: int
    examples: bool

    def in_words(self, language: Language) -> str:
        """Return one line for the reader."""
        name = "extent_examples" if self.examples else "extent_texts"
        return frame(language, name, shown=self.shown, total=self.total)


def measure_extent(retrieval: Retrieval, cited: Collection[str]) -> Extent | None:
    """Return how much an answer shows, or None if the question does not ask for several texts or all are shown.

    Args:
        retrieval: What was found.
        cited: Ids of the documents that the answer cites.
    """
    kind = find_intent(retrieval.question.text).kind
    if kind not in _OF_MANY:
        return None
    examples = kind == "example"
    about = {document.id for document in _about(retrieval) if not examples or document.type == "praksis"}
    total = len(about | set(cited))
    return Extent(len(set(cited)), total, examples) if total > len(set(cited)) else None


def _about(retrieval: Retrieval) -> list[Document]:
    """The documents found whose score is not far under the best one's."""
    needed = _ABOUT_IT * retrieval.firsts[0].score
    return [first.document for first in retrieval.firsts if first.score >= needed]
