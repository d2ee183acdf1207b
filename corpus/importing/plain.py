"""Read plain text: blank lines part paragraphs; underlined, numbered and short lines may be headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_lines
from corpus.importing.contents import without_leaders
from corpus.importing.encoding import decode
from corpus.importing.extract import Reading
from corpus.importing.hyphens import Vocabulary, join_lines
from corpus.importing.items import item_text
from corpus.importing.limits import ImportLimits

_UNDERLINE = re.compile(r"[=\-_*~]{3,}")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[^\W\d_]")
_ENDS_TEXT = (".", ",", ";", ":", "!", "?")
_LONGEST_HEADING = 80


def read_plain(data: bytes, limits: ImportLimits) -> Reading:
    """Read a text file.

    Args:
        data: The file, in UTF-8, UTF-16, Windows-1252 or Latin-1.
        limits: Not needed here: the text is never larger than the file.

    Raises:
        ImportFault: If it is no text.
    """
    return Reading(tuple(line_blocks(clean_lines(decode(data)))))


def line_blocks(lines: list[str], page: int | None = None, *, with_headings: bool = True) -> list[Block]:
    """Read cleaned lines into blocks.

    Args:
        lines: The lines; an empty one parts paragraphs.
        page: The page that they stand on.
        with_headings: Whether short lines that stand alone are headings; in text from pictures few are.
    """
    lines = [lines[place] for place in without_leaders(lines)]
    vocabulary = Vocabulary(lines)
    blocks = [block for group in _groups(lines) for block in _read_group(group, vocabulary)]
    if with_headings:
        return [replace(block, page=page) for block in blocks]
    return [
        replace(block, page=page, kind="paragraph" if block.kind == "heading" else block.kind, level=0)
        for block in blocks
    ]


def _groups(lines: list[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in [*lines, ""]:
        if line:
            group.append(line)
        elif group:
            yield group
            group = []


def _read_group(lines: list[str], vocabulary: Vocabulary) -> Iterator[Block]:
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]) and len(lines[0]) <= _LONGEST_HEADING:
        yield Block("heading", lines[0], level=1 if lines[1][0] == "=" else 2)
        lines = lines[2:]
    elif len(lines) == 1 and _is_heading(lines[0]):
        number = _NUMBERED.match(lines[0])
        yield Block("heading", lines[0], level=2 + number[1].count(".") if number else 2)
        return
    held: list[str] = []
    kind: str | None = None
    for line in lines:
        if _UNDERLINE.fullmatch(line):
            continue
        item = item_text(line)
        if item is not None and held:
            yield _block(kind, held, vocabulary)
            held = []
        if item is not None or not held:
            kind = "item" if item is not None else "paragraph"
        held.append(line if item is None else item)
    if held:
        yield _block(kind, held, vocabulary)


def _block(kind: str | None, lines: list[str], vocabulary: Vocabulary) -> Block:
    return Block("item" if kind == "item" else "paragraph", join_lines(lines, vocabulary))


def _is_heading(line: str) -> bool:
    """A short line that stands alone and does not end as a sentence does."""
    if len(line) > _LONGEST_HEADING or line.endswith(_ENDS_TEXT) or (item_text(line) and not _NUMBERED.match(line)):
        return False
    return bool(_NUMBERED.match(line)) or line[0].isupper()
