"""The blocks that every format is read into: headings, paragraphs, list items and table rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

BlockKind = Literal["heading", "paragraph", "item", "row"]
BLOCK_KINDS: tuple[str, ...] = get_args(BlockKind)


@dataclass(frozen=True)
class Block:
    """A stretch of a source's text that belongs together.

    Args:
        kind: What it is. A row's text is ``Header: value; Header: value``, or ``cell | cell`` without known headers.
        text: Its text on one line; an item has no bullet, but keeps a number or letter that the source shows.
        page: The page (or slide) that it begins on, from 1, or None if the format has none.
        level: A heading's level from 1; 0 for the others.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    level: int = 0
