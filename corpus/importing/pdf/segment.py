"""The smallest pieces of a PDF page: stretches of a line without a wide gap, and ruled lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, measured in points from its upper left corner."""

    # A named tuple, since one is made for each of millions of letters, and frozen dataclasses take twice the time.

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, other: Box) -> bool:
        """Return whether the other's middle lies inside."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def touches(self, other: Box, within: float) -> bool:
        """Return whether the two lie no farther apart than so many points."""
        return (
            self.left - within <= other.right
            and other.left - within <= self.right
            and self.top - within <= other.bottom
            and other.top - within <= self.bottom
        )


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds them all."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


@dataclass(frozen=True)
class Segment:
    """A stretch of text on one line.

    Args:
        text: Its words.
        box: Where it stands.
        size: Size of most of its letters, in points.
        bold: Whether most of them are bold.
    """

    text: str
    box: Box
    size: float
    bold: bool

    def is_beside(self, other: Segment) -> bool:
        """Return whether the two stand on the same line."""
        overlap = min(self.box.bottom, other.box.bottom) - max(self.box.top, other.box.top)
        return overlap > 0.5 * min(self.box.height, other.box.height)


@dataclass(frozen=True)
class Page:
    """What stands on a page.

    Args:
        number: From 1.
        box: The whole page.
        segments: Its text, in the order in which the file draws it.
        rules: Ruled lines, as thin boxes.
        is_scanned: Whether it shows a picture and next to no text.
        unreadable: Share of letters that the file does not say which are.
    """

    number: int
    box: Box
    segments: tuple[Segment, ...]
    rules: tuple[Box, ...] = ()
    is_scanned: bool = False
    unreadable: float = 0.0


def merged(segments: Sequence[Segment], separator: str = " ") -> Segment:
    """Return segments of one line as one, from left to right."""
    if len(segments) == 1:
        return segments[0]
    ordered = sorted(segments, key=lambda segment: segment.box.left)
    longest = max(ordered, key=lambda segment: len(segment.text))
    return Segment(
        separator.join(segment.text for segment in ordered),
        around(segment.box for segment in ordered),
        longest.size,
        all(segment.bold for segment in ordered if any(map(str.isalnum, segment.text))),
    )
