"""Flatten a document's outline to one level of headings that are unique and say where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.importing.block import Block

_LONGEST = 160
_STEP = " › "


def unique_headings(blocks: Sequence[Block]) -> list[str]:
    """Return the flat heading of each heading block, in order.

    A deeper heading is written after the ones that it stands under. The document's own title is not said again in
    every heading. A heading that is still not unique gets a number.

    Args:
        blocks: A document's blocks in reading order.

    Example:
        >>> unique_headings([Block("heading", name, None, level) for name, level in [("A", 1), ("B", 2), ("C", 1)]])
        ['A', 'A › B', 'C']
    """
    headings = [block for block in blocks if block.kind == "heading"]
    title = _title(headings)
    path: list[tuple[int, str]] = []
    seen: Counter[str] = Counter()
    flat = []
    for heading in headings:
        while path and path[-1][0] >= heading.level:
            path.pop()
        name = _shortened(_STEP.join([*(parent for _, parent in path), heading.text]), heading.text)
        if heading is not title:
            path.append((heading.level, heading.text))
        flat.append(_numbered(name, seen))
    return flat


def _title(headings: Sequence[Block]) -> Block | None:
    """The first heading, if it alone stands on the highest level."""
    if len(headings) < 2:  # noqa: PLR2004 - a title stands over others
        return None
    highest = min(heading.level for heading in headings)
    first = headings[0]
    return first if first.level == highest and sum(heading.level == highest for heading in headings) == 1 else None


def _shortened(path: str, own: str) -> str:
    return path if len(path) <= _LONGEST else own


def _numbered(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    numbered = name
    while seen[name] > 1 and numbered in seen:
        numbered = f"{name} ({seen[name]})"
        if numbered in seen:
            seen[name] += 1
    seen[numbered] = max(seen[numbered], 1)
    return numbered
