"""Tell from a Word document's styles which paragraphs are headings, list items or tables of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from corpus.importing.ooxml import child, children, number, value

_HEADING = re.compile(r"(?:heading|overskrift) ([1-9])", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number)(?: \d)?$|punktliste|nummerert liste", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|inh) \d|toc heading|table of figures|innholdsfortegnelse", re.IGNORECASE)
_TITLE = frozenset({"title", "tittel"})
_DEEPEST_CHAIN = 20
_BODY_TEXT_LEVEL = 9


class Styles:
    """The paragraph styles of a document.

    Args:
        root: The styles part, if there is one.
    """

    def __init__(self, root: Element | None) -> None:
        self._styles = {value(style, "styleId") or "": style for style in children(root, "style")}
        defaults = (key for key, style in self._styles.items() if _is_default(style))
        self._default = next(defaults, "")

    def heading_level(self, properties: Element | None) -> int | None:
        """Return a paragraph's level as a heading: 0 for the title, or None if it is none."""
        own = number(child(properties, "outlineLvl"))
        if own is not None:
            return own + 1 if own < _BODY_TEXT_LEVEL else None
        for style in self._chain(properties):
            name = _name(style)
            if name.lower() in _TITLE:
                return 0
            match = _HEADING.fullmatch(name)
            if match:
                return int(match[1])
            outline = number(child(style, "pPr", "outlineLvl"))
            if outline is not None:
                return outline + 1 if outline < _BODY_TEXT_LEVEL else None
        return None

    def is_contents(self, properties: Element | None) -> bool:
        """Return whether a paragraph is part of a table of contents."""
        return any(_CONTENTS.match(_name(style)) for style in self._chain(properties))

    def is_list(self, properties: Element | None) -> bool:
        """Return whether a paragraph's style is one for lists."""
        return any(_LIST.match(_name(style)) for style in self._chain(properties))

    def numbering(self, properties: Element | None) -> tuple[str, int] | None:
        """Return the identity of a paragraph's list and its level in it, if it is in one."""
        for holder in (properties, *(child(style, "pPr") for style in self._chain(properties))):
            identity = value(child(holder, "numPr", "numId"))
            if identity is not None:
                level = number(child(holder, "numPr", "ilvl")) or 0
                return (identity, level) if identity != "0" else None
        return None

    def _chain(self, properties: Element | None) -> Iterator[Element]:
        """The paragraph's style and those that it is based on; a damaged file may have them in a circle."""
        key = value(child(properties, "pStyle")) or self._default
        for _ in range(_DEEPEST_CHAIN):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            key = value(child(style, "basedOn")) or ""


def _name(style: Element) -> str:
    return value(child(style, "name")) or ""


def _is_default(style: Element) -> bool:
    return value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}
