"""Write blocks as the body of a text in our format, with marks where pages begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.importing.block import Block
from corpus.importing.items import begins_with_date
from corpus.importing.joining import Piece, join_pages
from corpus.importing.outline import unique_headings
from corpus.reader import EDITORIAL_MARK

_NUMBERED_ITEM = re.compile(r"\d{1,3}[.)] ")
_MARKUP_START = re.compile(r"[#=]|-{3}|\|")


@dataclass
class _Section:
    """A section while it is written; it is dropped if no line comes."""

    heading: str
    lines: list[str] = field(default_factory=list)


def to_body(blocks: Sequence[Block]) -> str:
    r"""Write blocks as a body that ``corpus.reader`` takes.

    Headings are all ``## `` and unique: a deeper one is written "Heading › Subheading". Sections without text are
    dropped. A page's mark, ``<!-- side 3 -->``, stands on a line of its own before the first text of the page, which is
    after the page's heading so that the mark lies in the section that it is about; where a paragraph goes on over the
    page's end, the mark stands between two of its words.

    Args:
        blocks: A document's blocks in reading order.

    Returns:
        The body, which ends in a newline; empty if there is no text.

    Example:
        >>> to_body([Block("heading", "Mål", 1, 1), Block("item", "Ro", 1), Block("paragraph", "Se #1", 2)])
        '## Mål\\n\\n<!-- side 1 -->\\n\\n- Ro\\n\\n<!-- side 2 -->\\n\\nSe #1\\n'
    """
    sections = [_Section("")]
    headings = iter(unique_headings(blocks))
    page: int | None = None
    before: Block | None = None
    for piece in join_pages(blocks):
        block = piece.block
        if block.kind == "heading":
            sections.append(_Section(_heading(next(headings))))
            before = None
            continue
        lines = sections[-1].lines
        if lines and not (before and before.kind == block.kind != "paragraph" and block.page == page):
            lines.append("")
        if block.page is not None and block.page != page:
            lines += [_mark(block.page), ""]
        lines.append(_line(piece))
        page = piece.last_page
        before = block
    written = [_written(section) for section in sections if section.lines]
    return "\n\n".join(written) + "\n" if written else ""


def _written(section: _Section) -> str:
    text = "\n".join(section.lines)
    return f"## {section.heading}\n\n{text}" if section.heading else text


def _heading(text: str) -> str:
    """An editor's mark in a source's own heading is the source's word and no mark of ours."""
    name = EDITORIAL_MARK.strip("()")
    return _without_comments(text.replace(EDITORIAL_MARK, f"[{name}]"))


def _mark(page: int | None) -> str:
    return f"<!-- side {page} -->"


def _line(piece: Piece) -> str:
    first, *others = piece.parts
    text = _without_comments(first[1])
    for page, part in others:
        text += f" {_mark(page)} {_without_comments(part)}"
    if piece.block.kind == "row":
        return f"| {text} |"
    if piece.block.kind == "item":
        return text if _NUMBERED_ITEM.match(text) and not begins_with_date(text) else f"- {text}"
    return _plain_start(text)


def _plain_start(text: str) -> str:
    """Keep a paragraph's first characters from being read as markup, by a space that nobody sees."""
    if begins_with_date(text):
        return text.replace(". ", ".\u00a0", 1)  # "3. mai" would be the third item of a list
    if text.startswith("|"):
        return f"¦{text[1:]}"
    return f" {text}" if _MARKUP_START.match(text) else text


def _without_comments(text: str) -> str:
    return text.replace("<!--", "< !--")
