"""Tell headings in a PDF from running text by size, weight and the file's bookmarks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from corpus.importing.pdf.segment import Page, Segment

_LARGER = 1.12  # times the running text
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s")
_LONGEST = 180
_LONGEST_BOLD = 110
_DEEPEST = 6
_ENDS_TEXT = (".", ",", ";", ":", "!")
_FEWEST_LETTERS = 2


class Headings:
    """How a document sets its headings.

    Args:
        pages: All its pages.
        bookmarks: Levels of the titles in its outline, by ``plain_title``.
    """

    def __init__(self, pages: Sequence[Page], bookmarks: Mapping[str, int]) -> None:
        sizes = Counter[float]()
        for page in pages:
            for segment in page.segments:
                sizes[segment.size] += len(segment.text)
        self.body_size = sizes.most_common(1)[0][0] if sizes else 0.0
        larger = sorted((size for size in sizes if size >= _LARGER * self.body_size), reverse=True)
        self._levels = _levels(larger)
        self._bold_level = min(_DEEPEST, 1 + max(self._levels.values(), default=0))
        self._bookmarks = bookmarks

    def look(self, line: Segment) -> tuple[float, bool] | None:
        """Return what sets a line off as part of a heading, or None if it is set as running text."""
        if line.size in self._levels:
            return line.size, False
        is_body_size = line.size >= 0.95 * self.body_size
        return (self.body_size, True) if line.bold and is_body_size else None

    def level(self, text: str, look: tuple[float, bool] | None) -> int | None:
        """Return the level of lines that are set alike, or None if they are no heading after all.

        Args:
            text: The joined lines.
            look: What ``look`` says of them.
        """
        marked = self._bookmarks.get(plain_title(text))
        if marked is not None and len(text) <= _LONGEST:
            return marked
        if look is None or sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
            return None
        size, is_bold = look
        longest = _LONGEST_BOLD if is_bold else _LONGEST
        if len(text) > longest or text.endswith(_ENDS_TEXT):
            return None
        if not is_bold:
            return self._levels[size]
        number = _NUMBER.match(text)
        return min(_DEEPEST, self._bold_level + (number[1].count(".") if number and self._bold_level == 1 else 0))


def plain_title(text: str) -> str:
    """Return a title's letters and digits, by which a bookmark is known again on its page."""
    return "".join(character for character in text.lower() if character.isalnum())


def _levels(sizes: Sequence[float]) -> dict[float, int]:
    """Sizes that hardly differ are one level."""
    levels: dict[float, int] = {}
    level, last = 0, 0.0
    for size in sizes:
        if not last or size < 0.96 * last:
            level, last = level + 1, size
        levels[size] = min(level, _DEEPEST)
    return levels
