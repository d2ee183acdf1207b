"""Find tables that have no rules: lines whose wide gaps stand under one another."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.importing.pdf.lines import Line
from corpus.importing.pdf.segment import Segment

_FEWEST_ROWS = 3
_NEAR = 3.0  # points between the edges of cells of one column
_FAR = 1.6  # of a line's height, between rows


def table_end(lines: Sequence[Line], start: int) -> int:
    """Return where a table that begins at a line ends, or the start if none begins there.

    Args:
        lines: Lines in reading order.
        start: Place of the first.
    """
    end = start
    last_row = start
    while end < len(lines):
        if end > start and (lines[end].column != lines[start].column or _is_far(lines[end - 1], lines[end])):
            break
        if len(lines[end].segments) > 1:
            last_row = end + 1
        elif end == start or not _is_rest_of_cell(lines[end], lines[start]):
            break
        end += 1
    rows = sum(len(line.segments) > 1 for line in lines[start:last_row])
    return last_row if rows >= _FEWEST_ROWS and len(_columns(lines[start:last_row])) > 1 else start


def table_texts(lines: Sequence[Line]) -> list[list[list[Segment]]]:
    """Return the segments of each cell of each row; a line that does not begin in the first column goes on a row."""
    columns = _columns(lines)
    rows: list[list[list[Segment]]] = []
    for line in lines:
        cells: list[list[Segment]] = [[] for _ in columns]
        for segment in line.segments:
            cells[_column_of(segment, columns)].append(segment)
        if rows and not cells[0]:
            for held, more in zip(rows[-1], cells, strict=True):
                held.extend(more)
        else:
            rows.append(cells)
    return rows


def _is_far(above: Line, below: Line) -> bool:
    height = max(above.whole.box.height, below.whole.box.height)
    gap = below.whole.box.top - above.whole.box.bottom
    return gap > _FAR * height or gap < -height


def _is_rest_of_cell(line: Line, first: Line) -> bool:
    """Whether a lone segment stands under a cell that is not the first."""
    left = line.segments[0].box.left
    return any(abs(left - cell.box.left) < _NEAR for cell in first.segments[1:])


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Stretches of the page's width that cells fill, with white between them all the way down."""
    columns: list[tuple[float, float]] = []
    spans = sorted((segment.box.left, segment.box.right) for line in lines for segment in line.segments)
    for left, right in spans:
        if columns and left < columns[-1][1] + _NEAR:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _column_of(segment: Segment, columns: Sequence[tuple[float, float]]) -> int:
    middle = (segment.box.left + segment.box.right) / 2
    return min(range(len(columns)), key=lambda place: max(columns[place][0] - middle, middle - columns[place][1]))
