"""Links to where a quote stands: the original page at the quote, a PDF at its page, or our own reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encoded
from urllib.parse import urldefrag, urlsplit

if TYPE_CHECKING:
    from corpus.document import Document

_EDGE_WORDS = 5  # of a long quote's beginning and end; the browser finds what lies between
_WHOLE_WORDS = 12
_MARKUP = re.compile(r"[*_`|#<>\[\]]")


def reader_url(document_id: str, start: int, end: int) -> str:
    """Return the address of the source reader with the quote marked."""
    return f"/kilde/{percent_encoded(document_id)}?fra={start}&til={end}#sitat"


def source_url(document: Document, quote: str, page: int | None = None) -> str:
    """Return the address of a document's source, at the quote if the source itself holds these words.

    Only a document that was imported as it is holds its source's own words. The built-in texts tell what their
    sources say in other words, so a mark on the source's page would not be found: they link to the page as such.
    A document that is published nowhere leads to the file that it was read from, which is kept here.

    Args:
        document: The document.
        quote: The quoted words.
        page: Page of the original that they stand on, from 1, if that is known.
    """
    url = document.sources[0].url
    if not url and document.original:
        url = original_url(document)
    if page is not None and (is_pdf(url) or is_pdf(document.original or "")):
        return f"{urldefrag(url).url}#page={page}"
    if urlsplit(url).scheme not in ("http", "https"):
        return url
    as_it_is = document.type == "egen" or document.original is not None
    if not as_it_is or is_pdf(url) or _MARKUP.search(quote):
        return url
    return f"{url}{'' if '#' in url else '#'}:~:{text_directive(quote)}"


def original_url(document: Document) -> str:
    """Return the address of the file that a document was read from."""
    return f"/original/{percent_encoded(document.id)}"


def text_directive(quote: str) -> str:
    """Return the text directive that finds a quote on a web page.

    A long quote is given by its first and last words. ``-``, ``,`` and ``&`` mean something in a directive, so they
    are encoded too (WICG, *URL Fragment Text Directives*).

    Example:
        >>> text_directive("Byen måler luft, støy og trafikk.")
        'text=Byen%20m%C3%A5ler%20luft%2C%20st%C3%B8y%20og%20trafikk.'
    """
    spoken = quote.split()
    if len(spoken) <= _WHOLE_WORDS:
        return f"text={_encoded(spoken)}"
    return f"text={_encoded(spoken[:_EDGE_WORDS])},{_encoded(spoken[-_EDGE_WORDS:])}"


def is_pdf(url: str) -> bool:
    """Tell whether an address ends like a PDF's."""
    return urlsplit(url).path.lower().endswith(".pdf")


def _encoded(spoken: list[str]) -> str:
    return percent_encoded(" ".join(spoken), safe="").replace("-", "%2D")
