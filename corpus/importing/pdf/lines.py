"""Put a PDF page's segments in reading order: columns one after the other, and the lines of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.importing.pdf.margins import rows_of
from corpus.importing.pdf.segment import Box, Segment, around, merged

_LABEL = re.compile(r"(?:[^\w\s]|o|\uf0b7|[-–—*]|\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[a-z])[.)]?)", re.IGNORECASE)
_LABEL_GAP = 4.0  # of the letters' size, from a bullet or number to its text
_SMALL = 0.8
_FEWEST_LINES = 3
_NARROWEST_GUTTER = 7.0
_NARROWEST_COLUMN = 0.18  # of the region
_FILLED = 0.6  # of a column's width, by most of its lines; the cells of a table are shorter
_SHORTEST_TEXT = 12
_SIDE_BY_SIDE = 0.3  # of the lower column's height
_MOST_SEGMENTS = 1500  # a page of figures has more
_DEEPEST = 4


@dataclass(frozen=True)
class Line:
    """One line of a column.

    Args:
        segments: Its segments, from the left; more than one where the line has wide gaps.
        column: The column that it stands in.
    """

    segments: tuple[Segment, ...]
    column: Box

    @property
    def whole(self) -> Segment:
        """The line as one segment."""
        return merged(self.segments)


def reading_order(segments: Sequence[Segment]) -> list[Line]:
    """Return a page's lines in the order in which they are read.

    Args:
        segments: The page's segments, in any order.
    """
    return _ordered(_with_labels(segments), 0) if segments else []


def _with_labels(segments: Sequence[Segment]) -> list[Segment]:
    """Join bullets and numbers with the text that they stand before, or they would look like a column."""
    joined = []
    for row in rows_of(segments):
        held: Segment | None = None
        for segment in row:
            if held is not None and _is_note_number(held, segment):
                continue
            if held is not None and _is_label_of(held, segment):
                held = merged([held, segment])
            else:
                if held is not None:
                    joined.append(held)
                held = segment
        if held is not None:
            joined.append(held)
    return joined


def _is_note_number(before: Segment, number: Segment) -> bool:
    """Whether a small raised figure after a word refers to a footnote; programs may draw it by itself."""
    is_raised = number.text.isdigit() and number.size < _SMALL * before.size
    return is_raised and number.box.bottom < before.box.bottom and number.box.left - before.box.right < before.size


def _is_label_of(label: Segment, text: Segment) -> bool:
    gap = text.box.left - label.box.right
    if gap <= 0.5 * text.size:
        return gap > -text.size  # pieces of one line that the file draws out of order
    return bool(_LABEL.fullmatch(label.text)) and gap < _LABEL_GAP * text.size and not text.text[0].isdigit()


def _ordered(segments: Sequence[Segment], depth: int) -> list[Line]:
    gutter = _gutter(segments) if depth < _DEEPEST else None
    if gutter is None:
        column = around(each.box for each in segments)
        return [Line(tuple(row), column) for row in rows_of(segments)]
    lines: list[Line] = []
    for band in _bands(segments, gutter):
        if not band.left or not band.right:
            lines += _ordered(band.all, depth + 1)
        elif _are_columns(band, around(each.box for each in segments)):
            lines += [*_ordered(band.left, depth + 1), *_ordered(band.right, depth + 1)]
        else:
            lines += _ordered(band.all, depth + 1)
    return lines


@dataclass
class _Band:
    """A stretch of the page in which nothing crosses the gutter, or everything does."""

    left: list[Segment] = field(default_factory=list)
    right: list[Segment] = field(default_factory=list)
    across: list[Segment] = field(default_factory=list)

    @property
    def all(self) -> list[Segment]:
        return [*self.left, *self.right, *self.across]


def _bands(segments: Sequence[Segment], gutter: float) -> list[_Band]:
    """Cut a page, from the top, where lines cross a gutter; a line above columns does not belong to the left one."""
    bands = [_Band()]
    for segment in sorted(segments, key=lambda each: each.box.top):
        is_across = segment.box.right > gutter and segment.box.left < gutter - 1
        if (is_across and (bands[-1].left or bands[-1].right)) or (not is_across and bands[-1].across):
            bands.append(_Band())
        if is_across:
            bands[-1].across.append(segment)
        else:
            (bands[-1].left if segment.box.right <= gutter else bands[-1].right).append(segment)
    return [band for band in bands if band.all]


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Where a right column begins, if there are columns of running text."""
    if not _FEWEST_LINES < len(segments) < _MOST_SEGMENTS:
        return None
    whole = around(each.box for each in segments)
    starts = Counter(round(each.box.left) for each in segments)
    best, found = 0, None
    for start, count in sorted(starts.items()):
        if count < _FEWEST_LINES or start < whole.left + _NARROWEST_COLUMN * whole.width:
            continue
        columns = [band for band in _bands(segments, start) if _are_columns(band, whole)]
        held = sum(min(len(band.left), len(band.right)) for band in columns)
        if held > best:
            best, found = held, float(start)
    return found


def _are_columns(band: _Band, whole: Box) -> bool:
    if min(len(band.left), len(band.right)) < _FEWEST_LINES:
        return False
    one, other = around(each.box for each in band.left), around(each.box for each in band.right)
    gap = other.left - one.right
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    if gap < _NARROWEST_GUTTER or overlap < _SIDE_BY_SIDE * min(one.height, other.height):
        return False
    return all(_is_column(part, box, whole) for part, box in ((band.left, one), (band.right, other)))


def _is_column(segments: Sequence[Segment], box: Box, whole: Box) -> bool:
    if box.width < _NARROWEST_COLUMN * whole.width:
        return False
    fill = median(each.box.width for each in segments) / max(1.0, box.width)
    return fill >= _FILLED and median(len(each.text) for each in segments) >= _SHORTEST_TEXT
