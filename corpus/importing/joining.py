"""Join paragraphs that a page's end has cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.importing.block import Block
from corpus.importing.hyphens import Vocabulary, join_lines
from corpus.importing.items import item_text

_FINISHED = re.compile(r"[.!?:…;][»”\"')\]]*$")
_OPENS_MORE = re.compile(r"[:;]$")
_LONG = 40  # characters; a shorter line without a full stop may be a label
_FOOTNOTE = re.compile(r"(?:\d{1,3}|\*{1,3})\)?\s+\S")


@dataclass(frozen=True)
class Piece:
    """A block, with its text cut where new pages begin.

    Args:
        block: The block; its page is where it begins.
        parts: The text on each page, and the page.
    """

    block: Block
    parts: tuple[tuple[int | None, str], ...]

    @property
    def last_page(self) -> int | None:
        """The page that it ends on."""
        return self.parts[-1][0]


def join_pages(blocks: Sequence[Block]) -> list[Piece]:
    """Return the blocks with each paragraph that goes on over a page's end made one.

    Footnotes at the foot of the first page then stand after the whole paragraph.

    Args:
        blocks: A document's blocks in reading order.
    """
    vocabulary = Vocabulary(block.text for block in blocks)
    pieces: list[Piece] = []
    for block in blocks:
        place = _begun(pieces, block)
        if place is None:
            pieces.append(Piece(block, ((block.page, block.text),)))
        else:
            pieces[place] = _joined(pieces[place], block, vocabulary)
    return pieces


def _begun(pieces: Sequence[Piece], block: Block) -> int | None:
    """The place of the piece that the block goes on from, if it does."""
    if block.kind != "paragraph" or block.page is None:
        return None
    for place in range(len(pieces) - 1, -1, -1):
        piece = pieces[place]
        if piece.block.kind not in {"paragraph", "item"} or piece.last_page is None or piece.last_page >= block.page:
            return None
        if _goes_on(piece.parts[-1][1], block.text):
            return place
        if not _FOOTNOTE.match(piece.block.text):
            return None
    return None


def _goes_on(before: str, after: str) -> bool:
    if item_text(after) is not None or not after or _FOOTNOTE.match(before):
        return False
    if after[0].islower():
        return not _OPENS_MORE.search(before)
    return not _FINISHED.search(before) and (len(before) >= _LONG or before.endswith("-")) and after[0].isalnum()


def _joined(piece: Piece, block: Block, vocabulary: Vocabulary) -> Piece:
    """A word that the page's end has cut in two goes to the page that it begins on."""
    *earlier, (page, text) = piece.parts
    word, _, rest = block.text.partition(" ")
    mended = join_lines([text, word], vocabulary)
    if mended != f"{text} {word}":
        text, rest = mended, rest or ""
    else:
        rest = block.text
    parts = (*earlier, (page, text), *(((block.page, rest),) if rest else ()))
    return replace(piece, parts=parts)
