"""Read ODT files; the XML is read directly, since the libraries for it only make objects of the same elements."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_text
from corpus.importing.extract import Reading
from corpus.importing.faults import ImportFault
from corpus.importing.items import item_text
from corpus.importing.limits import ImportLimits
from corpus.importing.metadata import year_in
from corpus.importing.ooxml import child, local, number, value
from corpus.importing.package import open_parts, parse_part
from corpus.importing.rows import table_rows

_CONTENT, _META, _MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"
_ENCRYPTED = b"encryption-data"
_CONTAINERS = frozenset(
    {"section", "text-box", "frame", "index-body", "table-header-rows", "list-header", "soft-page-break", "a"}
)
_UNREAD = frozenset({"table-of-content", "tracked-changes", "alphabetical-index", "illustration-index", "annotation"})
_SPACES = {"s": " ", "tab": " ", "line-break": "\n"}
_MOST_REPEATED = 100


def read_open_document(data: bytes, limits: ImportLimits) -> Reading:
    """Read a text document of LibreOffice and others: headings, paragraphs, lists, tables and notes in order.

    Args:
        data: The file.
        limits: How much it may unpack to.

    Raises:
        ImportFault: If it is damaged, encrypted or a bomb.
    """
    parts = open_parts(data, limits)
    if _ENCRYPTED in parts.get(_MANIFEST, b""):
        msg = "filen er beskyttet med passord; åpne den, fjern passordet og lagre på nytt"
        raise ImportFault(msg)
    if _CONTENT not in parts:
        msg = "ODT-filen er skadet (teksten mangler i den); åpne den og lagre den på nytt"
        raise ImportFault(msg)
    body = child(parse_part(parts[_CONTENT]), "body", "text")
    meta = child(parse_part(parts[_META]), "meta") if _META in parts else None
    title, date = child(meta, "title"), child(meta, "date")
    if date is None:
        date = child(meta, "creation-date")
    return Reading(
        tuple(_Walk().read(body)),
        title=title.text if title is not None else None,
        published=year_in(date.text) if date is not None else None,
    )


class _Walk:
    """One walk through a document's body."""

    def __init__(self) -> None:
        self._notes: list[Block] = []

    def read(self, body: Element | None) -> Iterator[Block]:
        """Return the blocks in order; a section's notes come after its text."""
        for block in self._read(body):
            if block.kind == "heading":
                yield from self._waiting_notes()
            yield block
        yield from self._waiting_notes()

    def _waiting_notes(self) -> Iterator[Block]:
        waiting, self._notes = self._notes, []
        yield from waiting

    def _read(self, parent: Element | None, *, in_item: bool = False) -> Iterator[Block]:
        for each in parent if parent is not None else ():
            name = local(each)
            if name == "h":
                level = number(each, "outline-level") or 1
                yield from self._block(each, "heading", level)
            elif name == "p":
                yield from self._block(each, "item" if in_item else "paragraph")
                in_item = False
            elif name == "list":
                for item in each:
                    yield from self._read(item, in_item=local(item) == "list-item")
            elif name == "table":
                yield from self._table(each)
            elif name in _CONTAINERS:
                yield from self._read(each)

    def _block(self, element: Element, kind: str, level: int = 0) -> Iterator[Block]:
        boxes: list[Element] = []
        text = clean_text("".join(self._words(element, boxes)))
        item = item_text(text)
        if text and kind == "heading":
            yield Block("heading", text, level=level)
        elif text:
            is_item = kind == "item" or item is not None
            yield Block("item" if is_item else "paragraph", text if item is None else item)
        for box in boxes:
            yield from self._read(box)

    def _words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        yield element.text or ""
        for each in element:
            name = local(each)
            if name == "note":
                self._note(each)
            elif name == "text-box":
                boxes.append(each)
            elif name in _SPACES:
                yield _SPACES[name]
            elif name not in _UNREAD:
                yield from self._words(each, boxes)
            yield each.tail or ""

    def _note(self, note: Element) -> None:
        citation = child(note, "note-citation")
        label = clean_text("".join(citation.itertext())) if citation is not None else ""
        body = child(note, "note-body")
        text = clean_text(" ".join(body.itertext())) if body is not None else ""
        if text:
            name = "Sluttnote" if value(note, "note-class") == "endnote" else "Fotnote"
            self._notes.append(Block("paragraph", f"{name} {label}: {text}".replace(" : ", ": ")))

    def _table(self, table: Element) -> Iterator[Block]:
        header = child(table, "table-header-rows")
        rows = [[cell for cell in row if local(cell).endswith("table-cell")] for row in _rows(table)]
        if max(map(len, rows), default=0) < 2:  # noqa: PLR2004 - a table of one column only frames its text
            for row in rows:
                for cell in row:
                    yield from self._read(cell)
            return
        cells = [[text for cell in row for text in self._cell(cell)] for row in rows]
        yield from table_rows(cells, None, headed=True if header is not None else None)

    def _cell(self, cell: Element) -> list[str]:
        """A cell's text, once for each column that it covers."""
        text = " ".join(block.text for block in self._read(cell))
        repeated = number(cell, "number-columns-repeated") or number(cell, "number-columns-spanned") or 1
        covered = local(cell) == "covered-table-cell"
        return [] if covered and not text else [text] * min(repeated, _MOST_REPEATED if text else 1)


def _rows(table: Element) -> Iterator[Element]:
    for each in table:
        if local(each) == "table-row":
            yield each
        elif local(each) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(each)
