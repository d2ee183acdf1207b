"""The scale bench as a picture: the computing in a search and the memory of an index, by how much it holds.

Computing, for it is the same on a machine that others use as well.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEMPLATES = Path(__file__).parent.parent / "templates"
_LEFT, _WIDTH, _HEIGHT = 70, 480, 240
_TOPS = (50, 370)
_LABEL_HEIGHT = 17
_LIMITS = ((60.0, "grensen: 60 ms"), (2000.0, "grensen: 2 GB"))
# Dark enough on white; lines of the same colour differ by their dashes.
_COLOURS = ("#1a4fa3", "#9a3412", "#166534", "#6b21a8", "#404040", "#0e7490", "#9d174d")


@dataclass(frozen=True)
class _Line:
    points: str
    colour: str
    dashes: str
    label: str
    label_at: float


@dataclass(frozen=True)
class _Panel:
    top: int
    title: str
    limit: str
    limit_at: float
    lines: list[_Line]
    up: list[tuple[float, str]]


def draw_scale(cells: Sequence[tuple[str, int, float, float]]) -> str:
    """Return an SVG picture, both axes logarithmic.

    Args:
        cells: For each cell: the kind, its size, computing a search in ms, and its memory in MB.
    """
    measured = Counter(cell[0] for cell in cells)
    cells = [cell for cell in cells if measured[cell[0]] > 1]  # one size gives no line
    sizes = sorted({cell[1] for cell in cells})
    titles = ("regnetid for ett søk (ms)", "minne for den åpne indeksen (MB)")
    panels = [
        _panel(top, title, limit, [(kind, size, values[place]) for kind, size, *values in cells])
        for place, (top, title, limit) in enumerate(zip(_TOPS, titles, _LIMITS, strict=True))
    ]
    template = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True).get_template("scale.svg")
    across = [(_across(size, sizes), f"{size:,}".replace(",", " ")) for size in sizes]
    return template.render(left=_LEFT, width=_WIDTH, height=_HEIGHT, panels=panels, across=across)


def _panel(top: int, title: str, limit: tuple[float, str], cells: list[tuple[str, int, float]]) -> _Panel:
    sizes = sorted({size for _, size, _ in cells})
    values = [value for *_, value in cells] + [limit[0]]
    least = math.floor(math.log10(max(min(values), 0.01)))
    most = max(math.ceil(math.log10(max(values))), least + 1)

    def height(value: float) -> float:
        return top + _HEIGHT * (1 - (math.log10(max(value, 0.01)) - least) / (most - least))

    kinds = list(dict.fromkeys(kind for kind, *_ in cells))
    ends = {kind: height(next(value for name, _, value in reversed(cells) if name == kind)) for kind in kinds}
    labels = _apart(ends, top + _HEIGHT)
    lines = [
        _Line(
            " ".join(f"{_across(size, sizes):.1f},{height(value):.1f}" for name, size, value in cells if name == kind),
            _COLOURS[number % len(_COLOURS)],
            "6 4" if number >= len(_COLOURS) else "",
            kind,
            labels[kind],
        )
        for number, kind in enumerate(kinds)
    ]
    up = [(height(10.0**power), f"{10.0**power:g}") for power in range(least, most + 1)]
    return _Panel(top, title, limit[1], height(limit[0]), lines, up)


def _across(size: int, sizes: list[int]) -> float:
    span = math.log(sizes[-1] / sizes[0]) or 1.0
    return _LEFT + math.log(size / sizes[0]) / span * _WIDTH


def _apart(ends: dict[str, float], bottom: float) -> dict[str, float]:
    """Move labels up from one another, the lowest first, so that none lies on another."""
    placed: dict[str, float] = {}
    free = bottom + _LABEL_HEIGHT
    for kind in sorted(ends, key=lambda kind: -ends[kind]):
        free = min(ends[kind], free - _LABEL_HEIGHT)
        placed[kind] = free
    return placed
