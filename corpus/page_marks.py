"""Page marks: where the pages of an original begin in a text that was imported from it."""

from __future__ import annotations

import re

from corpus.document import PageStart

# As corpus/importing/composition.py writes it. A mark inside a line stands between two spaces.
_MARK = re.compile(r"<!-- side (?P<page>[1-9]\d{0,4}) -->[ \n]?")


def take_page_marks(body: str) -> tuple[str, tuple[PageStart, ...]]:
    r"""Return a text without its page marks, and where the pages begin in it.

    Example:
        >>> take_page_marks("<!-- side 3 -->\\nPlanen er <!-- side 4 --> vedtatt.")
        ('Planen er vedtatt.', (PageStart(start=0, page=3), PageStart(start=10, page=4)))
    """
    parts: list[str] = []
    pages: list[PageStart] = []
    end = length = 0
    for mark in _MARK.finditer(body):
        parts.append(body[end : mark.start()])
        length += mark.start() - end
        pages.append(PageStart(length, int(mark["page"])))
        end = mark.end()
    return "".join([*parts, body[end:]]), tuple(pages)
