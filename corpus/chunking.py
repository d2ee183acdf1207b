"""Cut a document into chunks: runs of whole sentences in one section, about 700 characters each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.sentences import Sentence, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.document import Document, Section

TARGET_CHARACTERS = 700


@dataclass(frozen=True)
class Chunk:
    """A passage that can be found and cited.

    Args:
        document_id: The document that it is cut from.
        position: Its place among the document's chunks, from 0.
        heading: Heading of its section.
        editorial: Whether its section holds an editor's reading.
        start: Offset of its first character in the document's text.
        end: Offset just past its last one.
        sentences: Its sentences, list items and rows, in order.
    """

    document_id: str
    position: int
    heading: str
    editorial: bool
    start: int
    end: int
    sentences: tuple[Sentence, ...]

    @property
    def id(self) -> str:
        """``<document id>#<position>``: stable while the text stays the same."""
        return f"{self.document_id}#{self.position}"


def chunk_document(document: Document, target: int = TARGET_CHARACTERS) -> list[Chunk]:
    """Cut a document into chunks.

    Sentences, list items and table rows stay whole and no chunk crosses a section. A section that is longer than
    the target is cut into parts of about equal length, so that no short remainder is left over.

    Args:
        document: The document.
        target: Wanted length in characters; a longer single sentence becomes a chunk of its own.
    """
    chunks: list[Chunk] = []
    for section in document.sections:
        sentences = split_sentences(document.text, section.start, section.end)
        for run in _runs(sentences, target):
            chunks.append(_chunk(document, section, len(chunks), run))
    return chunks


def _runs(sentences: list[Sentence], target: int) -> Iterator[list[Sentence]]:
    """Cut off, again and again, an equal share of what is left."""
    while sentences:
        left = sentences[-1].end - sentences[0].start
        share = left / math.ceil(left / target)
        lengths = [sentence.end - sentences[0].start for sentence in sentences]
        fitting = [size for size in range(1, len(sentences) + 1) if lengths[size - 1] <= target] or [1]
        size = min(fitting, key=lambda size: abs(lengths[size - 1] - share))
        yield sentences[:size]
        sentences = sentences[size:]


def _chunk(document: Document, section: Section, position: int, run: list[Sentence]) -> Chunk:
    return Chunk(document.id, position, section.heading, section.editorial, run[0].start, run[-1].end, tuple(run))
