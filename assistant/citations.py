"""Citations: numbering, location and verification of quotes; the only place where a number is given out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answer import Citation
from assistant.source_links import reader_url, source_url

if TYPE_CHECKING:
    from corpus.chunking import Chunk
    from corpus.document import Basis, Document
    from index.passages import Passage

EDITORIAL_BASIS: Basis = "redaksjonell"


class CitationBook:
    """Gives out citation numbers 1, 2, 3 … in the order of first use, and only for quotes that can be located."""

    def __init__(self) -> None:
        self._citations: list[Citation] = []
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.dropped = 0

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations given out so far, by number."""
        return tuple(self._citations)

    def cite(self, passage: Passage, start: int, end: int, quote: str) -> int | None:
        """Return the number of a citation, or None if the quote does not stand where it is said to.

        Args:
            passage: The chunk that holds the quote, with its document.
            start: Offset of the quote in the document's text.
            end: Offset just past it.
            quote: The quoted words.
        """
        document, chunk = passage.document, passage.chunk
        inside = chunk.document_id == document.id and chunk.start <= start < end <= chunk.end
        if not inside or document.text[start:end] != quote or not quote.strip():
            self.dropped += 1
            return None
        key = (document.id, start, end)
        if key not in self._numbers:
            self._numbers[key] = len(self._citations) + 1
            self._citations.append(_citation(self._numbers[key], document, chunk, start, end))
        return self._numbers[key]


def _citation(number: int, document: Document, chunk: Chunk, start: int, end: int) -> Citation:
    return Citation(
        n=number,
        document_id=document.id,
        chunk_id=chunk.id,
        title=document.title,
        section=chunk.heading,
        page=document.page_at(start),
        type=document.type,
        basis=EDITORIAL_BASIS if chunk.editorial else document.basis,
        language=document.language,
        status=document.status,
        published=document.published,
        quote=document.text[start:end],
        start=start,
        end=end,
        url=source_url(document, document.text[start:end], document.page_at(start)),
        reader_url=reader_url(document.id, start, end),
    )
