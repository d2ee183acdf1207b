"""A written sentence held against a passage: both read, word against word, place by place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.generation.deeds import clauses_with_verbs
from assistant.generation.figure_support import Stated, read_stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.alignment import Alignment
    from assistant.generation.read_text import ReadText
    from corpus.document import Language
    from index.passages import Passage

Place = tuple[int, int]
"""The first sentence of a run, and the one after its last."""

Sides = tuple["ReadText", "Sequence[ReadText]", "Alignment"]
"""A sentence, the sentences of its source, and the one against the others."""

_ENGLISH_CLAUSE = re.compile(
    r"[;:]|,? (?:and|but|while|which|who|because|so) (?:\w+ ){0,3}?"
    r"(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|does|do|did|\w+ed|\w{4,}s)\b"
)
_WINDOW = 3  # sentences that a written one may draw together


@dataclass(frozen=True)
class ReadPassage:
    """A passage that has been read.

    Args:
        passage: The passage.
        sentences: Its sentences.
    """

    passage: Passage
    sentences: list[ReadText]

    @property
    def language(self) -> Language:
        """The language of its document."""
        return self.passage.document.language

    @cached_property
    def context(self) -> str:
        """What the reader of the passage knows: title, heading and municipality."""
        document = self.passage.document
        return f"{document.title} {self.passage.chunk.heading} {' '.join(document.municipality)}"

    @cached_property
    def stated(self) -> dict[Place, Stated]:
        """What each run of one to three sentences states in figures, the short runs first."""
        count = len(self.sentences)
        return {
            (first, first + length): read_stated(self.text_of(first, first + length), self.language)
            for length in range(1, _WINDOW + 1)
            for first in range(count - length + 1)
        }

    def text_of(self, first: int, end: int) -> str:
        """Return all that a sentence may lean on that stands on some sentences."""
        return f"{' '.join(text.text for text in self.sentences[first:end])} {self.context}"


@dataclass(frozen=True)
class Held:
    """A written sentence and a passage.

    Args:
        written: The sentence.
        source: The passage.
        alignment: The one against the other.
        names: The names of the sentence.
        clauses: The content words of each clause of it that says something of its own.
    """

    written: ReadText
    source: ReadPassage
    alignment: Alignment
    names: frozenset[str]
    clauses: list[frozenset[int]]

    @property
    def sides(self) -> Sides:
        """The sentence, the sentences of the passage, and the one against the others."""
        return self.written, self.source.sentences, self.alignment

    @property
    def is_foreign(self) -> bool:
        """Whether the sentence is in another language than the passage, beyond bokmål and nynorsk."""
        return (self.written.language == "en") != (self.source.language == "en")


def said_clauses(text: ReadText) -> list[frozenset[int]]:
    """Return the content words of each clause that says something of its own."""
    if text.language != "en":
        return clauses_with_verbs(text)
    cuts = [0, *(match.start() for match in _ENGLISH_CLAUSE.finditer(text.text)), len(text.text)]
    return [
        frozenset(place for place, (begins, _) in enumerate(text.spans) if start <= begins < end)
        for start, end in pairwise(cuts)
    ]
