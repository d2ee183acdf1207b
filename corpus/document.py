"""Documents and their sections: the values that everything else works on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

DocumentType = Literal[
    "veikart",
    "prinsipp",
    "malbilde",
    "utfordring",
    "praksis",
    "aktor",
    "verktoy",
    "prosess",
    "samtale",
    "egen",
]
Language = Literal["nb", "nn", "en"]
Basis = Literal["veikart", "offentlig", "redaksjonell"]
Status = Literal["gjeldende", "historisk", "trukket"]
PrinciplesBasis = Literal["offisiell", "redaksjonell"]


@dataclass(frozen=True)
class Source:
    """Where a document's statements come from.

    Args:
        url: Address of the source; empty if it is only in the municipality's own files.
        title: Its title, if known.
        publisher: Who published it.
        published: Year of publication, if known.
        retrieved: When it was read, as ``YYYY-MM``.
    """

    url: str
    title: str | None = None
    publisher: str | None = None
    published: int | None = None
    retrieved: str | None = None


@dataclass(frozen=True)
class Section:
    """A heading and its text.

    Args:
        heading: The heading without the editorial mark; empty for text before the first heading.
        editorial: Whether the section holds an editor's reading and not what the sources state.
        start: Offset of the section's text in the document's text.
        end: Offset just past it.
    """

    heading: str
    editorial: bool
    start: int
    end: int


@dataclass(frozen=True)
class PageStart:
    """Where a page of the original begins.

    Args:
        start: Offset in the document's text.
        page: Number of the page, from 1.
    """

    start: int
    page: int


@dataclass(frozen=True)
class Document:
    """One text with what its front matter says of it; see docs on the format for each field."""

    id: str
    title: str
    type: DocumentType
    language: Language
    basis: Basis
    sources: tuple[Source, ...]
    text: str
    sections: tuple[Section, ...]
    principles: tuple[int, ...] = ()
    principles_basis: PrinciplesBasis | None = None
    malbilder: tuple[str, ...] = ()
    sdg: tuple[int, ...] = ()
    municipality: tuple[str, ...] = ()
    period: str | None = None
    status: Status = "gjeldende"
    questions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    translation_of: str | None = None
    original: str | None = None
    pages: tuple[PageStart, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the page of the original that an offset lies on, if pages are known."""
        place = bisect_right(self.pages, offset, key=lambda one: one.start)
        return self.pages[place - 1].page if place else None

    @property
    def published(self) -> int | None:
        """Year of the newest source whose year is known."""
        years = [source.published for source in self.sources if source.published]
        return max(years, default=None)

    def section_at(self, offset: int) -> Section:
        """Return the section that holds the offset.

        Raises:
            ValueError: If no section does.
        """
        for section in self.sections:
            if section.start <= offset < section.end:
                return section
        msg = f"offset {offset} lies in no section of {self.id}"
        raise ValueError(msg)
