"""A text as it is read: sections with stable addresses, paragraphs, lists and tables, and a cited stretch marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from corpus.sentences import Sentence, split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from corpus.document import Document, Section

BlockKind = Literal["paragraph", "bullets", "steps", "table"]

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NUMBER_BEFORE = re.compile(r"[ \t]*(\d{1,3})[.)][ \t]+")
_PIPE = re.compile(r"(?<!\\)\|")
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "ü": "u", "ö": "o", "ä": "a"})


@dataclass(frozen=True)
class Stretch:
    """A run of characters in a document's text, from ``start`` to just before ``end``."""

    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """What stands together in a block: a whole paragraph, one list item, or one row of a table.

    Args:
        pieces: Its text; a row has one piece a cell.
        number: What a numbered item is numbered with.
        is_heading: Whether it is the row of column headings.
    """

    pieces: tuple[Stretch, ...]
    number: int | None = None
    is_heading: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, a list or a table."""

    kind: BlockKind
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ReadSection:
    """A section as it is shown.

    Args:
        id: Its address on the page; the same as long as its heading is.
        heading: The heading; empty for text before the first one.
        editorial: Whether it holds an editor's reading.
        blocks: What it holds, in order.
    """

    id: str
    heading: str
    editorial: bool
    blocks: tuple[Block, ...]


def sections_of(document: Document) -> tuple[ReadSection, ...]:
    """Return a document's sections in order, with all of its text."""
    ids = _unique(map(_address, (section.heading for section in document.sections)))
    return tuple(
        ReadSection(address, section.heading, section.editorial, tuple(_blocks(document.text, section)))
        for address, section in zip(ids, document.sections, strict=True)
    )


def cited_stretch(document: Document, sections: Sequence[ReadSection], start: int, end: int) -> Stretch | None:
    """Return what of a stretch is text that can be marked, or None if nothing is.

    Args:
        document: The document.
        sections: Its sections.
        start: Offset of the first cited character.
        end: Offset just past the last one.
    """
    covered = [
        found
        for piece in _pieces(sections)
        if (found := _trimmed(document.text, max(start, piece.start), min(end, piece.end)))
    ]
    return Stretch(covered[0].start, covered[-1].end) if covered else None


def marker(document: Document, cited: Stretch | None) -> Callable[[Stretch], Markup]:
    """Return what writes a piece of the document as HTML, with the cited part of it marked.

    Args:
        document: The document.
        cited: What is cited, as :func:`cited_stretch` gives it; its beginning gets the address ``sitat``.
    """
    return partial(_marked, document.text, cited)


def _marked(text: str, cited: Stretch | None, piece: Stretch) -> Markup:
    part = cited and _trimmed(text, max(cited.start, piece.start), min(cited.end, piece.end))
    if not (cited and part):
        return Markup("{}").format(text[piece.start : piece.end])
    return Markup("{}<mark{}>{}</mark>{}").format(
        text[piece.start : part.start],
        Markup(' id="sitat"') if part.start == cited.start else "",
        text[part.start : part.end],
        text[part.end : piece.end],
    )


def _pieces(sections: Iterable[ReadSection]) -> Iterator[Stretch]:
    for section in sections:
        for block in section.blocks:
            for line in block.lines:
                yield from line.pieces


def _blocks(text: str, section: Section) -> Iterator[Block]:
    """Paragraphs of sentences, lists of items and tables of rows."""
    run: list[Sentence] = []
    for sentence in split_sentences(text, section.start, section.end):
        if run and not _goes_on(text, run[-1], sentence):
            yield _block(text, run)
            run = []
        run.append(sentence)
    if run:
        yield _block(text, run)


def _goes_on(text: str, previous: Sentence, sentence: Sentence) -> bool:
    if previous.kind != sentence.kind:
        return False
    if sentence.kind == "item":
        return (_number(text, previous) is None) == (_number(text, sentence) is None)
    return not _BLANK_LINE.search(text, previous.end, sentence.start)


def _block(text: str, run: Sequence[Sentence]) -> Block:
    match run[0].kind:
        case "sentence":
            return Block("paragraph", (Line((Stretch(run[0].start, run[-1].end),)),))
        case "item":
            lines = tuple(Line((Stretch(item.start, item.end),), _number(text, item)) for item in run)
            return Block("bullets" if lines[0].number is None else "steps", lines)
        case "row":
            # The row of dashes under the headings is no row; it stands between the first two.
            headed = len(run) > 1 and "-" in text[run[0].end : run[1].start]
            return Block("table", tuple(Line(_cells(text, row), None, headed and row is run[0]) for row in run))


def _number(text: str, item: Sentence) -> int | None:
    line_start = text.rfind("\n", 0, item.start) + 1
    found = _NUMBER_BEFORE.fullmatch(text[line_start : item.start])
    return int(found[1]) if found else None


def _cells(text: str, row: Sentence) -> tuple[Stretch, ...]:
    pipes = [match.start() for match in _PIPE.finditer(text, row.start, row.end)]
    if text[pipes[-1] + 1 : row.end].strip():
        pipes.append(row.end)
    cells = ((left + 1, right) for left, right in pairwise(pipes))
    return tuple(_trimmed(text, start, end) or Stretch(end, end) for start, end in cells)


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    """The stretch without space at its ends, or None if that leaves nothing."""
    inside = text[start:end] if start < end else ""
    if not inside.strip():
        return None
    return Stretch(start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip()))


def _address(heading: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", heading.lower().translate(_PLAIN)).strip("-")
    return f"avsnitt-{plain}" if plain else "avsnitt"


def _unique(addresses: Iterable[str]) -> list[str]:
    """Number the addresses that came before, so that no two are alike."""
    given: list[str] = []
    for address in addresses:
        number = 1
        while (name := address if number == 1 else f"{address}-{number}") in given:
            number += 1
        given.append(name)
    return given
