"""The source reader: a text with what it stands on, the cited stretch marked, and where to read or ask on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.language import detect_language
from assistant.source_links import original_url, source_url
from corpus.document import Language
from corpus.taxonomy import load_taxonomy
from ui.site.reading import cited_stretch, marker, sections_of
from ui.site.view import render_view, view_of
from ui.texts import Texts, texts_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from corpus.document import Document, Source
    from corpus.own.library import Library
    from index.home import PassageHome
    from ui.site.reading import Stretch
    from ui.site.view import View

_NEIGHBOURS = 5
_QUESTIONS = 3
_HEADINGS_WITHOUT_CONTENTS = 3
_OFFSET = re.compile(r"\d{1,9}", re.ASCII)


class ReaderTexts(Texts):
    """The words around a text."""

    file: ClassVar[str] = "reader.yaml"

    type: str
    basis: str
    year: str
    period: str
    municipality: str
    status: str
    language: str
    languages: dict[Language, str]
    read_in: dict[Language, str]
    historical: str
    ours: str
    own: str
    labels: str
    to_cited: str
    cited_gone: str
    contents: str
    editorial: str
    table: str
    principles: str
    principles_offisiell: str
    principles_redaksjonell: str
    sources: str
    sources_own: str
    months: tuple[str, ...]
    ask: str
    neighbours: str
    related: str
    same_municipality: str
    same_principle: str
    same_principles: str
    missing_title: str
    missing: str
    withdrawn_title: str
    withdrawn: str
    to_explore: str

    def month(self, month: str) -> str:
        """Return a month, given as ``YYYY-MM``, in words."""
        year, number = month.split("-")
        return f"{self.months[int(number) - 1]} {year}"


@dataclass(frozen=True)
class ReadSource:
    """A source as it is shown.

    Args:
        source: The source.
        link: Where the original is read, at the cited place if it can be opened there; None if it is no web page.
    """

    source: Source
    link: str | None


@dataclass(frozen=True)
class Neighbour:
    """Another text to read.

    Args:
        document: The text.
        related: Whether the text that is read names it.
        municipalities: Those that both are about.
        principles: Those that both touch.
    """

    document: Document
    related: bool
    municipalities: tuple[str, ...]
    principles: tuple[int, ...]

    def reasons(self, texts: ReaderTexts) -> str:
        """Return why it is shown."""
        named = ", ".join(map(str, self.principles))
        shared = texts.same_principle if len(self.principles) == 1 else texts.same_principles
        said = [
            texts.related if self.related else "",
            texts.same_municipality.format(names=", ".join(self.municipalities)) if self.municipalities else "",
            shared.format(numbers=named) if self.principles else "",
        ]
        return "; ".join(filter(None, said))


def create_reader(assistant: Assistant, library: Library | None = None) -> APIRouter:
    """Return the route of the source reader.

    Args:
        assistant: Whose documents are read.
        library: The municipality's own documents, which knows of those that were withdrawn.
    """
    router = APIRouter()

    @router.get("/kilde/{document_id}", response_class=HTMLResponse, include_in_schema=False)
    def read(document_id: str, request: Request, fra: str = "", til: str = "") -> HTMLResponse:
        view = view_of(request, assistant)
        passages = assistant.snapshot.passages
        document = passages.documents.get(document_id)
        # A withdrawn document is in no new index; links to it should say so, and not that it never was.
        gone = library is not None and library.is_withdrawn(document_id)
        if gone or (document is not None and document.status == "trukket"):
            return _not_shown(view, 410, "withdrawn")
        if document is None:
            return _not_shown(view, 404, "missing")
        return _page(view, passages, document, _offsets(fra, til))

    return router


def _offsets(start: str, end: str) -> tuple[int, int] | None:
    """What an address says is cited; nonsense cites nothing."""
    given = [int(offset) for offset in (start, end) if _OFFSET.fullmatch(offset)]
    return (given[0], given[1]) if len(given) == 2 else None  # noqa: PLR2004 - a beginning and an end


def _not_shown(view: View, status: int, why: str) -> HTMLResponse:
    response = render_view("reader.html", view, texts=texts_in(ReaderTexts, view.language), not_shown=why)
    response.status_code = status
    return response


def _page(view: View, passages: PassageHome, document: Document, offsets: tuple[int, int] | None) -> HTMLResponse:
    sections = sections_of(document)
    cited = cited_stretch(document, sections, *offsets) if offsets else None
    taxonomy = load_taxonomy()
    return render_view(
        "reader.html",
        view,
        not_shown=None,
        texts=texts_in(ReaderTexts, view.language),
        document=document,
        sections=sections,
        has_contents=len([section for section in sections if section.heading]) > _HEADINGS_WITHOUT_CONTENTS,
        cited=cited,
        cited_gone=offsets is not None and cited is None,
        marked=marker(document, cited),
        principles=[taxonomy.principle(number) for number in document.principles],
        sources=_sources(document, cited, view.root),
        translations=_translations(passages, document),
        neighbours=_neighbours(passages, document, view.language),
        questions=[one for one in document.questions if detect_language(one) == view.language][:_QUESTIONS],
    )


def _sources(document: Document, cited: Stretch | None, root: str) -> list[ReadSource]:
    """The sources with their links; the words of a quote can be found in the first one only."""
    links = [source.url for source in document.sources]
    if cited:
        links[0] = source_url(document, document.text[cited.start : cited.end], document.page_at(cited.start))
    elif document.original and not links[0]:
        links[0] = original_url(document)
    return [ReadSource(source, _followed(link, root)) for source, link in zip(document.sources, links, strict=True)]


def _followed(link: str, root: str) -> str | None:
    """The link as a page may have it: to the web, or to a file that is kept here."""
    if link.startswith("/"):
        return f"{root}{link.removeprefix('/')}"
    return link if urlsplit(link).scheme in ("http", "https") else None


def _original(document: Document) -> str:
    """Id that a text and its translations share."""
    return document.translation_of or document.id


def _translations(passages: PassageHome, document: Document) -> list[Document]:
    """The same text in other languages."""
    same = [other for other in passages.documents.values() if _original(other) == _original(document)]
    return [other for other in same if other.id != document.id and other.status != "trukket"]


def _neighbours(passages: PassageHome, document: Document, language: Language) -> list[Neighbour]:
    """The texts nearest to one: first those that it names, then those with most in common."""
    readable = passages.readable(language)
    others = [
        _neighbour(document, other)
        for other, shown in zip(passages.documents.values(), readable, strict=True)
        if shown and other.status != "trukket" and _original(other) != _original(document)
    ]
    near = [one for one in others if one.related or one.municipalities or one.principles]
    return sorted(near, key=lambda one: _distance(document, one))[:_NEIGHBOURS]


def _neighbour(document: Document, other: Document) -> Neighbour:
    return Neighbour(
        other,
        related=_original(other) in document.related,
        municipalities=tuple(place for place in document.municipality if place in other.municipality),
        principles=tuple(number for number in document.principles if number in other.principles),
    )


def _distance(document: Document, neighbour: Neighbour) -> tuple[int, bool, int]:
    """Place among the texts named; after those the ones of the same municipality, and those of most principles."""
    named = document.related.index(_original(neighbour.document)) if neighbour.related else len(document.related)
    return named, not neighbour.municipalities, -len(neighbour.principles)
