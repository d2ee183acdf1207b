"""The load curve as a picture: questions answered a second, and how long they took, by how many were asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEMPLATES = Path(__file__).parent.parent / "templates"
_LEFT, _TOP, _WIDTH, _HEIGHT = 70, 40, 620, 260
_TICKS = 5


def draw_curve(points: Sequence[tuple[float, float, float, float]]) -> str:
    """Return an SVG picture.

    Args:
        points: For each step: asked a second, answered a second, median in ms, 95th percentile in ms.
    """
    most_asked = max(point[0] for point in points)
    most_answered = max(*(point[1] for point in points), 1)
    slowest = max(*(point[3] for point in points), 1)
    ticks = [step / _TICKS for step in range(_TICKS + 1)]

    def line(values: Sequence[float], most: float) -> str:
        return " ".join(
            f"{_LEFT + point[0] / most_asked * _WIDTH:.1f},{_TOP + _HEIGHT * (1 - value / most):.1f}"
            for point, value in zip(points, values, strict=True)
        )

    template = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True).get_template("load.svg")
    return template.render(
        left=_LEFT, top=_TOP, width=_WIDTH, height=_HEIGHT,
        answered=line([point[1] for point in points], most_answered),
        median=line([point[2] for point in points], slowest),
        high=line([point[3] for point in points], slowest),
        across=[(_LEFT + point[0] / most_asked * _WIDTH, f"{point[0]:.0f}") for point in points],
        up=[(_TOP + _HEIGHT * (1 - tick), f"{most_answered * tick:.0f}", f"{slowest * tick:.0f}") for tick in ticks],
    )  # fmt: skip
