"""Read a web page: its main text, without menus, banners and what is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_text
from corpus.importing.encoding import decode
from corpus.importing.extract import Reading
from corpus.importing.faults import ImportFault
from corpus.importing.limits import ImportLimits
from corpus.importing.metadata import year_in
from corpus.importing.web.main import main_part, strip_page
from corpus.importing.web.table import is_data_table, web_rows

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_YEARS = (
    "//meta[@property='article:modified_time' or @name='last-modified' or @name='dcterms.modified' "
    "or @itemprop='dateModified']/@content",
    "//meta[@property='article:published_time' or @name='date' or @name='dcterms.date' or @name='DC.Date' "
    "or @itemprop='datePublished']/@content",
    "//time/@datetime",
)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SITE_NAME = re.compile(r"\s+[|–—»-]\s+[^|–—»]{1,60}$")


def read_web(data: bytes, limits: ImportLimits) -> Reading:
    """Read a saved web page; nothing that it links to is fetched.

    Args:
        data: The page.
        limits: Not needed here: the text is never larger than the file.

    Raises:
        ImportFault: If it holds no page.
    """
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    text = decode(data, declared[1].decode("ascii") if declared else None)
    source = text.replace("\0", "").encode("utf-8", errors="replace")
    page = _parsed(source)
    title = _title(page)
    years = [year for path in _YEARS for found in page.xpath(path) if (year := year_in(str(found)))]
    strip_page(page)
    blocks = tuple(_Walk().read(main_part(page)))
    if not blocks:
        # A page that keeps all its text in what should be a menu or banner.
        page = _parsed(source)
        strip_page(page, only_unshown=True)
        blocks = tuple(_Walk().read(main_part(page)))
    return Reading(blocks, title=title, published=years[0] if years else None)


def _parsed(source: bytes) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return _without_controls(html.document_fromstring(source, parser=parser))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        msg = "nettsiden har ikke noe innhold; lagre den på nytt fra nettleseren"
        raise ImportFault(msg) from error


def _without_controls(page: html.HtmlElement) -> html.HtmlElement:
    """Control characters, also those written as entities, can be read from a page and not put back into one."""
    for element in page.iter():
        for part in ("text", "tail"):
            said = getattr(element, part)
            if said and _NOT_IN_XML.search(said):
                setattr(element, part, _NOT_IN_XML.sub(" ", said))
    return page


def _title(page: html.HtmlElement) -> str | None:
    """The page's only main heading says it best; the title in its head ends in the site's name."""
    main_headings = page.xpath("//h1")
    if len(main_headings) == 1 and clean_text(main_headings[0].text_content()):
        return clean_text(main_headings[0].text_content())
    titles = page.xpath("//head/title/text()")
    return _SITE_NAME.sub("", clean_text(str(titles[0]))) if titles else None


class _Walk:
    """One walk through a page's elements, which are nested too deep for recursion in some pages."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._level = 0
        self._in_item = False

    def read(self, root: html.HtmlElement) -> Iterator[Block]:
        """Return the blocks below an element, in order."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start" and tag == "table" and is_data_table(element):
                yield from self._flush()
                yield from web_rows(element)
                walk.skip_subtree()
            elif event == "start":
                yield from self._begin(tag)
                self._say(element.text)
            else:
                yield from self._end(tag)
                if element is not root:
                    self._say(element.tail)
        yield from self._flush()

    def _say(self, text: str | None) -> None:
        """Line ends in the file are only spaces; those that are shown are elements."""
        self._text.append((text or "").replace("\r", " ").replace("\n", " "))

    def _begin(self, tag: str) -> Iterator[Block]:
        if tag in _BLOCKS:
            yield from self._flush()
        if tag == "br":
            self._text.append("\n")
        if tag == "li":
            self._in_item = True

    def _end(self, tag: str) -> Iterator[Block]:
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
            yield from self._flush("heading", self._level)
        elif tag == "summary":
            # A fold-out's label stands over its text as a heading does.
            yield from self._flush("heading", self._level + 1)
        elif tag in _BLOCKS:
            yield from self._flush()
        if tag in {"li", "ul", "ol"}:
            self._in_item = False

    def _flush(self, kind: str = "", level: int = 0) -> Iterator[Block]:
        text, self._text = "".join(self._text), []
        if kind == "heading":
            if clean_text(text):
                yield Block("heading", clean_text(text), level=level)
            return
        # Two line breaks part paragraphs.
        for part in re.split(r"\n[ \t]*\n", text):
            if clean_text(part):
                yield Block("item" if self._in_item else "paragraph", clean_text(part))
                self._in_item = False
