"""Read PDF files with PDFium, which runs neither scripts nor forms here."""

from __future__ import annotations

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.importing.extract import Reading
from corpus.importing.faults import ImportFault
from corpus.importing.hyphens import Vocabulary
from corpus.importing.limits import ImportLimits
from corpus.importing.metadata import year_in
from corpus.importing.page_names import name_pages
from corpus.importing.pdf.blocks import page_blocks
from corpus.importing.pdf.headings import Headings, plain_title
from corpus.importing.pdf.margins import without_margins
from corpus.importing.pdf.page import read_page
from corpus.importing.pdf.segment import Page

_PASSWORD = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
_MOST_UNREADABLE = 0.1
_MOST_BOOKMARKS, _DEEPEST_BOOKMARK = 5000, 6


def read_pdf(data: bytes, limits: ImportLimits) -> Reading:
    """Read a PDF: headings, paragraphs, lists and tables of each page in reading order.

    Args:
        data: The file.
        limits: How many pages it may have.

    Raises:
        ImportFault: If it is damaged, encrypted, or has too many pages.
    """
    document = _opened(data)
    count = len(document)
    if count > limits.pages:
        msg = f"filen har {count} sider, og grensen er {limits.pages}; del den i flere filer"
        raise ImportFault(msg)
    pages, damaged = _pages(document, count, limits)
    if not pages:
        msg = "PDF-filen er skadet (ingen sider kan leses); åpne den i en PDF-leser og lagre den på nytt"
        raise ImportFault(msg)
    headings = Headings(pages, _bookmarks(document))
    scanned = tuple(page.number for page in pages if page.is_scanned)
    unreadable = [page.number for page in pages if page.unreadable > _MOST_UNREADABLE]
    pages = without_margins([page for page in pages if not page.is_scanned], headings.body_size)
    vocabulary = Vocabulary(segment.text for page in pages for segment in page.segments)
    fields = document.get_metadata_dict()
    return Reading(
        blocks=tuple(block for page in pages for block in page_blocks(page, headings, vocabulary)),
        pages=count,
        title=fields.get("Title"),
        published=year_in(fields.get("CreationDate")) or year_in(fields.get("ModDate")),
        notes=tuple(_notes(damaged, unreadable)),
        scanned=scanned,
    )


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD:
            msg = "PDF-filen er beskyttet med passord; åpne den, fjern passordet og lagre på nytt"
        else:
            msg = "PDF-filen er skadet og kan ikke åpnes; last den ned eller eksporter den på nytt"
        raise ImportFault(msg) from error


def _pages(document: pdfium.PdfDocument, count: int, limits: ImportLimits) -> tuple[list[Page], list[int]]:
    pages: list[Page] = []
    damaged: list[int] = []
    characters = 0
    for number in range(1, count + 1):
        try:
            pages.append(read_page(document, number))
        except pdfium.PdfiumError:
            damaged.append(number)
            continue
        characters += sum(len(segment.text) for segment in pages[-1].segments)
        if characters > limits.characters:
            msg = f"filen har mer enn {limits.characters} tegn tekst; del den i flere filer"
            raise ImportFault(msg)
    return pages, damaged


def _bookmarks(document: pdfium.PdfDocument) -> dict[str, int]:
    """The outline's titles, which Word and others make of headings; a title that stands for two levels is left out."""
    levels: dict[str, set[int]] = {}
    for place, bookmark in enumerate(document.get_toc(max_depth=_DEEPEST_BOOKMARK)):
        if place >= _MOST_BOOKMARKS:
            break
        levels.setdefault(plain_title(bookmark.get_title() or ""), set()).add(bookmark.level + 1)
    return {title: min(found) for title, found in levels.items() if title and len(found) == 1}


def _notes(damaged: list[int], unreadable: list[int]) -> list[str]:
    notes = []
    if damaged:
        notes.append(f"{name_pages(damaged)} er skadet og ikke lest.")
    if unreadable:
        notes.append(f"{name_pages(unreadable)} har skrift som ikke sier hvilke bokstaver den viser; se over teksten.")
    return notes
