"""Filters: which documents a search may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.document import Document, DocumentType


@dataclass(frozen=True)
class Filters:
    """Which documents may be used; an empty field lets all through.

    Args:
        types: Document types.
        principles: Documents that touch one of these principles.
        municipalities: Documents about one of these places.
        since: Documents whose newest source is from this year or later; one whose years are unknown is left out.
        documents: Documents with one of these ids.
    """

    types: tuple[DocumentType, ...] = ()
    principles: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()
    since: int | None = None
    documents: tuple[str, ...] = ()

    def allow(self, document: Document) -> bool:
        """Tell whether a document passes every filter."""
        places = {place.lower() for place in document.municipality}
        return (
            (not self.types or document.type in self.types)
            and (not self.principles or not set(self.principles).isdisjoint(document.principles))
            and (not self.municipalities or any(place.lower() in places for place in self.municipalities))
            and (self.since is None or (document.published or 0) >= self.since)
            and (not self.documents or document.id in self.documents)
        )


EVERYTHING = Filters()
