"""Count numbered paragraphs as Word does, so that "tiltak 3" and "kapittel 2.1" keep the numbers that readers see."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from corpus.importing.ooxml import child, children, number, value

_PLACE = re.compile(r"%([1-9])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST_ROMAN = 39


class Numbering:
    """The lists of a document, and how far each has counted.

    Args:
        root: The numbering part, if there is one.
    """

    def __init__(self, root: Element | None) -> None:
        kinds = {value(kind, "abstractNumId"): kind for kind in children(root, "abstractNum")}
        self._kind_of = {
            value(each, "numId") or "": value(child(each, "abstractNumId")) for each in children(root, "num")
        }
        self._levels = {
            key: {number(level, "ilvl") or 0: level for level in children(kind, "lvl")} for key, kind in kinds.items()
        }
        self._counts: dict[str | None, dict[int, int]] = defaultdict(dict)

    def label(self, identity: str, level: int) -> str:
        """Count one paragraph and return its number as it is shown, or "" for a bullet."""
        kind = self._kind_of.get(identity)
        levels = self._levels.get(kind, {})
        counts = self._counts[kind]
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        counts[level] = counts.get(level, _start(levels.get(level)) - 1) + 1
        pattern = value(child(levels.get(level), "lvlText")) or ""
        if _format(levels.get(level)) in {"bullet", "none"} or not _PLACE.search(pattern):
            return ""

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            return _written(counts.get(place, _start(levels.get(place))), _format(levels.get(place)))

        return _PLACE.sub(shown, pattern)


def _start(level: Element | None) -> int:
    start = number(child(level, "start"))
    return 1 if start is None else start


def _format(level: Element | None) -> str:
    return value(child(level, "numFmt")) or "decimal"


def _written(count: int, form: str) -> str:
    if form.endswith("Letter") and 1 <= count <= len(_LETTERS):
        letter = _LETTERS[count - 1]
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 1 <= count <= _LARGEST_ROMAN:
        roman = _roman(count)
        return roman.upper() if form.startswith("upper") else roman
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        while count >= size:
            written, count = written + letters, count - size
    return written
