"""The chunk view: a text in the pieces that are searched and cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.chunking import chunk_document
from corpus.reader import parse_document

if TYPE_CHECKING:
    from corpus.document import Document
    from corpus.own.entry import Entry


@dataclass(frozen=True)
class ShownChunk:
    """A piece of a text.

    Args:
        id: Its id, as citations have it.
        heading: Heading of its section.
        page: Page of the original that it begins on, if known.
        last_page: Page that it ends on.
        editorial: Whether it is an editor's reading.
        text: What it says.
    """

    id: str
    heading: str
    page: int | None
    last_page: int | None
    editorial: bool
    text: str


def chunks_of(document: Document) -> list[ShownChunk]:
    """Return the pieces of a text."""
    return [
        ShownChunk(
            chunk.id,
            chunk.heading,
            document.page_at(chunk.start),
            document.page_at(max(chunk.start, chunk.end - 1)),
            chunk.editorial,
            document.text[chunk.start : chunk.end],
        )
        for chunk in chunk_document(document)
    ]


def chunks_of_entry(entry: Entry) -> list[ShownChunk]:
    """Return the pieces of one of the municipality's own documents, as they will be searched.

    Raises:
        FrontMatterError: If the text has a fault.
    """
    return chunks_of(parse_document(entry.path, entry.raw))
