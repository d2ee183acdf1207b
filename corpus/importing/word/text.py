"""Read a Word paragraph's runs: the words as they are shown, with all tracked changes taken as accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from corpus.importing.cleaning import clean_text
from corpus.importing.ooxml import child, is_on, local, value

_SAID = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_UNREAD = frozenset({"del", "moveFrom", "delText", "instrText", "Fallback", "rPr", "pPr", "rt", "sdtPr", "sectPr"})
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


@dataclass
class RunText:
    """What a paragraph's runs hold.

    Args:
        text: The words.
        notes: Kind and identity of the notes that it refers to.
        boxes: Text boxes that are anchored in it.
        is_bold: Whether all its words are bold.
    """

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    is_bold: bool = False


def read_runs(paragraph: Element) -> RunText:
    """Read the runs of a paragraph.

    Args:
        paragraph: The ``w:p``.
    """
    found = RunText()
    pieces: list[tuple[str, bool]] = []
    for element, is_bold in _leaves(paragraph, is_bold=False):
        name = local(element)
        if name == "t":
            pieces.append((element.text or "", is_bold))
        elif name in _SAID:
            pieces.append((_SAID[name], is_bold))
        elif name in _NOTES:
            found.notes.append((_NOTES[name], value(element, "id") or ""))
        elif name == "txbxContent":
            found.boxes.append(element)
    found.text = clean_text("".join(text for text, _ in pieces))
    found.is_bold = bool(found.text) and all(bold for text, bold in pieces if text.strip())
    return found


def _leaves(element: Element, *, is_bold: bool) -> Iterator[tuple[Element, bool]]:
    for each in element:
        name = local(each)
        if name in _UNREAD:
            continue
        if name == "txbxContent":
            yield each, is_bold
        elif name == "r":
            if not is_on(child(each, "rPr", "vanish")):
                yield from _leaves(each, is_bold=is_on(child(each, "rPr", "b")))
        elif len(each):
            yield from _leaves(each, is_bold=is_bold)
        else:
            yield each, is_bold
