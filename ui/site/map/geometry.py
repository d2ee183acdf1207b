"""Geometry for deriving the map: the projection, simpler lines, areas."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Point = tuple[float, float]

_ZONE_MERIDIAN, _SCALE, _FALSE_EASTING = math.radians(15), 0.9996, 500_000.0
# GRS 80, by the series of Krüger to the third order: exact to less than a metre over Norway.
_FLATTENING = 1 / 298.257222101
_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = 6_378_137.0 / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)


def project(longitude: float, latitude: float) -> Point:
    """Return easting and northing in metres, UTM zone 33.

    Example:
        >>> [round(metres, -3) for metres in project(10.752, 59.913)]  # Oslo
        [262000.0, 6649000.0]
    """
    sine, east = math.sin(math.radians(latitude)), math.radians(longitude) - _ZONE_MERIDIAN
    bend = 2 * math.sqrt(_N) / (1 + _N)
    t = math.sinh(math.atanh(sine) - bend * math.atanh(bend * sine))
    xi, eta = math.atan2(t, math.cos(east)), math.atanh(math.sin(east) / math.hypot(1, t))
    northing = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in enumerate(_ALPHA, 1))
    easting = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in enumerate(_ALPHA, 1))
    return _FALSE_EASTING + _SCALE * _RADIUS * easting, _SCALE * _RADIUS * northing


def area(ring: list[Point]) -> float:
    """Return the area inside a ring.

    Example:
        >>> area([(0, 0), (2, 0), (2, 2), (0, 2)])
        4.0
    """
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def simplify(ring: list[Point], tolerance: Callable[[Point], float]) -> list[Point]:
    """Return the ring with the points left out that lie close to a straight line (Douglas-Peucker).

    Args:
        ring: The ring.
        tolerance: How close, for a point.

    Example:
        >>> simplify([(0, 0), (1, 0.01), (2, 0), (2, 2), (0, 2)], lambda point: 0.1)
        [(0, 0), (2, 0), (2, 2), (0, 2)]
    """
    far = max(range(len(ring)), key=lambda place: math.dist(ring[0], ring[place]))
    return _simplify_line(ring[: far + 1], tolerance)[:-1] + _simplify_line([*ring[far:], ring[0]], tolerance)[:-1]


def _simplify_line(line: list[Point], tolerance: Callable[[Point], float]) -> list[Point]:
    first, last = line[0], line[-1]
    off = [_distance(point, first, last) / tolerance(point) for point in line]
    worst = max(range(len(line)), key=off.__getitem__)
    if off[worst] <= 1:
        return [first, last]
    return _simplify_line(line[: worst + 1], tolerance)[:-1] + _simplify_line(line[worst:], tolerance)


def _distance(point: Point, first: Point, last: Point) -> float:
    """Return how far a point lies from the line between two others."""
    length = math.dist(first, last)
    if not length:
        return math.dist(point, first)
    x, y = last[0] - first[0], last[1] - first[1]
    return abs(x * (first[1] - point[1]) - y * (first[0] - point[0])) / length
