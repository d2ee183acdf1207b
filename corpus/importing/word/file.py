"""Read Word documents (.docx, .docm, .dotx); macros are never run, since only the XML of the text is opened.

The XML is read directly: python-docx refuses files with macros and passes over content controls, tracked insertions,
text boxes and footnotes, which municipal templates are full of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from corpus.importing.block import Block
from corpus.importing.extract import Reading
from corpus.importing.faults import ImportFault
from corpus.importing.items import item_text
from corpus.importing.limits import ImportLimits
from corpus.importing.ooxml import child, children, core_properties, local, main_part, relations, value
from corpus.importing.package import open_parts, parse_part
from corpus.importing.rows import table_rows
from corpus.importing.word.numbering import Numbering
from corpus.importing.word.styles import Styles
from corpus.importing.word.table import table_cells
from corpus.importing.word.text import read_runs

_MACROS = b"word/vbaProject.bin"
_LONGEST_HEADING = 200
_LONGEST_BOLD_HEADING = 90
_NOTE_NAMES = {"footnotes": "Fotnote", "endnotes": "Sluttnote"}
_CONTAINERS = frozenset({"sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"})
_TRACKED = (b"<w:ins ", b"<w:del ", b"<w:moveTo ")


def read_word(data: bytes, limits: ImportLimits) -> Reading:
    """Read a Word document's body: headings, paragraphs, lists, tables and notes in order.

    Args:
        data: The file.
        limits: How much it may unpack to.

    Raises:
        ImportFault: If it is damaged, encrypted or a bomb.
    """
    parts = open_parts(data, limits)
    name = main_part(parts)
    if name is None or name not in parts:
        msg = "Word-filen er skadet (teksten mangler i den); åpne den i Word og lagre den på nytt"
        raise ImportFault(msg)
    related = {kind: parse_part(parts[target]) for kind, target in relations(parts, name) if target in parts}
    blocks = _with_levels(list(_Walk(parse_part(parts[name]), related).read()))
    title, year = core_properties(parts)
    notes = []
    if _MACROS in data:
        notes.append("Filen har makroer; bare teksten er lest.")
    if any(mark in parts[name] for mark in _TRACKED):
        notes.append("Filen har sporede endringer; teksten er lest som om alle er godtatt.")
    return Reading(tuple(blocks), title=title, published=year, notes=tuple(notes))


def _with_levels(blocks: list[tuple[Block, bool]]) -> list[Block]:
    """A title lies above all headings; bold lines are headings in a document that has no others."""
    has_headings = any(block.kind == "heading" and block.level > 0 for block, _ in blocks)
    has_title = any(block.kind == "heading" and block.level == 0 for block, _ in blocks)
    levelled = []
    for block, is_bold in blocks:
        if block.kind == "heading":
            levelled.append(replace(block, level=block.level + 1 if has_title else block.level))
        elif is_bold and not has_headings and _could_be_heading(block):
            levelled.append(replace(block, kind="heading", level=2))
        else:
            levelled.append(block)
    return levelled


def _could_be_heading(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) <= _LONGEST_BOLD_HEADING and block.text[-1] not in ".,;:!?"


class _Walk:
    """One walk through a document's body."""

    def __init__(self, root: Element, related: Mapping[str, Element]) -> None:
        self._body = child(root, "body")
        self._styles = Styles(related.get("styles"))
        self._numbering = Numbering(related.get("numbering"))
        self._notes = {kind: _notes(related.get(kind)) for kind in _NOTE_NAMES}
        self._counted = dict.fromkeys(_NOTE_NAMES, 0)
        self._waiting: list[Block] = []

    def read(self) -> Iterator[tuple[Block, bool]]:
        """Return the blocks in order and whether each is bold; a section's notes come after its text."""
        for block, is_bold in self._read(self._body):
            if block.kind == "heading":
                yield from self._waiting_notes()
            yield block, is_bold
        yield from self._waiting_notes()

    def _waiting_notes(self) -> Iterator[tuple[Block, bool]]:
        waiting, self._waiting = self._waiting, []
        yield from ((note, False) for note in waiting)

    def _read(self, parent: Element | None) -> Iterator[tuple[Block, bool]]:
        for each in parent if parent is not None else ():
            name = local(each)
            if name == "p":
                yield from self._paragraph(each)
            elif name == "tbl":
                yield from self._table(each)
            elif name in _CONTAINERS and not _is_contents(each):
                yield from self._read(each)

    def _paragraph(self, paragraph: Element) -> Iterator[tuple[Block, bool]]:
        properties = child(paragraph, "pPr")
        runs = read_runs(paragraph)
        numbering = self._styles.numbering(properties)
        if runs.text and not self._styles.is_contents(properties):
            label = self._numbering.label(*numbering) if numbering else ""
            yield self._block(f"{label} {runs.text}".strip(), properties, is_numbered=bool(numbering)), runs.is_bold
        for box in runs.boxes:
            yield from self._read(box)
        for kind, identity in runs.notes:
            self._counted[kind] += 1
            text = self._notes[kind].get(identity)
            if text:
                self._waiting.append(Block("paragraph", f"{_NOTE_NAMES[kind]} {self._counted[kind]}: {text}"))

    def _block(self, text: str, properties: Element | None, *, is_numbered: bool) -> Block:
        level = self._styles.heading_level(properties)
        if level is not None and len(text) <= _LONGEST_HEADING:
            return Block("heading", text, level=level)
        item = item_text(text)
        if is_numbered or item is not None or self._styles.is_list(properties):
            return Block("item", text if item is None else item)
        return Block("paragraph", text)

    def _table(self, table: Element) -> Iterator[tuple[Block, bool]]:
        cells, headed = table_cells(table)
        if max(map(len, cells), default=0) > 1:
            yield from ((block, False) for block in table_rows(cells, None, headed=headed))
            return
        # A table of one column only frames its text.
        for row in children(table, "tr"):
            for cell in children(row, "tc"):
                yield from self._read(cell)


def _notes(root: Element | None) -> dict[str, str]:
    """The text of each note by its identity; the lines that part notes from text are notes of a type."""
    return {
        value(note, "id") or "": " ".join(text for each in children(note, "p") if (text := read_runs(each).text))
        for note in (root if root is not None else ())
        if value(note, "type") in {None, "normal"}
    }


def _is_contents(container: Element) -> bool:
    gallery = value(child(container, "sdtPr", "docPartObj", "docPartGallery"))
    return gallery is not None and "contents" in gallery.lower()
