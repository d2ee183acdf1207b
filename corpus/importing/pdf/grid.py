"""Find the tables of a PDF page that are ruled on all sides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.importing.pdf.segment import Box, Segment, around

_TOUCHING = 2.0
_SAME_RULE = 3.0
_FEWEST_RULES = 3  # of each direction, which make two rows and two columns
_MOST_RULES = 1500  # a map or a diagram has more


@dataclass(frozen=True)
class Grid:
    """A ruled table.

    Args:
        box: Its frame.
        columns: Where its upright rules stand.
        rows: Where its level rules stand.
    """

    box: Box
    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def cells(self, segments: Sequence[Segment]) -> list[list[list[Segment]]]:
        """Return the segments of each cell of each row."""
        cells: list[list[list[Segment]]] = [[[] for _ in self.columns[1:]] for _ in self.rows[1:]]
        for segment in segments:
            column = _place(self.columns, (segment.box.left + segment.box.right) / 2)
            row = _place(self.rows, (segment.box.top + segment.box.bottom) / 2)
            cells[row][column].append(segment)
        return cells


def find_grids(rules: Sequence[Box]) -> list[Grid]:
    """Return the ruled tables of a page.

    Args:
        rules: Its ruled lines.
    """
    grids: list[Grid] = []
    if len(rules) > _MOST_RULES:
        return grids
    for group in _touching(rules):
        columns = _distinct(rule.left for rule in group if rule.height > rule.width)
        rows = _distinct(rule.top for rule in group if rule.width >= rule.height)
        if len(columns) >= _FEWEST_RULES and len(rows) >= _FEWEST_RULES:
            grids.append(Grid(around(group), tuple(columns), tuple(rows)))
    return [grid for grid in grids if not any(other is not grid and other.box.holds(grid.box) for other in grids)]


def _touching(rules: Sequence[Box]) -> list[list[Box]]:
    """Groups of rules that hang together; each group's frame grows as rules from above to below are laid to it."""
    groups: list[tuple[Box, list[Box]]] = []
    for rule in sorted(rules, key=lambda each: each.top):
        near = [group for group in groups if group[0].touches(rule, _TOUCHING)]
        members = [rule, *(member for _, members in near for member in members)]
        frame = around([rule, *(box for box, _ in near)])
        groups = [group for group in groups if not any(group is each for each in near)]
        groups.append((frame, members))
    return [members for _, members in groups]


def _distinct(places: Iterable[float]) -> list[float]:
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > _SAME_RULE:
            distinct.append(place)
    return distinct


def _place(rules: Sequence[float], at: float) -> int:
    return min(max(bisect_right(rules, at) - 1, 0), len(rules) - 2)
