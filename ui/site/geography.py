"""Where municipalities lie, and a map with a circle for each that the collection has texts from."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Mapping

MAP_FILE = Path(__file__).parent / "map" / "norway.json"
_MUNICIPALITY = re.compile(r"\s+kommune$")
_BETWEEN_NAMES = re.compile(r"\s*–\s*|\s*/\s*|\s+-\s+")
_SMALLEST, _GROWTH = 2.4, 1.5  # a circle's radius: its area grows with the number of texts


class Place(BaseModel):
    """Where a municipality lies: its county and a point on the map."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    county: str
    x: float
    y: float


class Norway(BaseModel):
    """The outline of the country and its municipalities, in the units of the map.

    Args:
        width: Width of the map.
        height: Its height.
        outline: Path of an SVG drawing.
        municipalities: Today's municipalities by name.
        other_names: Sámi names and names of former municipalities, with today's municipality.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: int
    height: int
    outline: str
    municipalities: dict[str, Place]
    other_names: dict[str, str]


@dataclass(frozen=True)
class Circle:
    """A municipality on the map, with the number of its texts."""

    name: str
    count: int
    x: float
    y: float

    @property
    def radius(self) -> float:
        """Radius in the units of the map."""
        return round(_SMALLEST + _GROWTH * math.sqrt(self.count), 1)


@dataclass(frozen=True)
class Inset:
    """A part of the map where municipalities lie close, drawn once more and larger in an empty corner.

    Args:
        name: Key of its name among the words of the page.
        x: Left edge of the part.
        y: Upper edge.
        width: Its width.
        height: Its height.
        to_x: Left edge of the enlarged drawing.
        to_y: Upper edge.
        scale: How much larger.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    to_x: float
    to_y: float
    scale: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in the part."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def enlarged(self, circle: Circle) -> Circle:
        """Return the circle where it stands in the enlarged drawing."""
        x = self.to_x + (circle.x - self.x) * self.scale
        y = self.to_y + (circle.y - self.y) * self.scale
        return Circle(circle.name, circle.count, round(x, 1), round(y, 1))


INSETS = (
    Inset("inset_oslofjord", x=96, y=488, width=65, height=66, to_x=232, to_y=332, scale=3.7),
    Inset("inset_rogaland", x=4, y=507, width=32, height=47, to_x=10, to_y=10, scale=4.4),
)


@dataclass(frozen=True)
class Spot:
    """A municipality on the map.

    Args:
        circle: Where it can be chosen.
        small: Where it stands outside its inset; None if it is in no inset.
    """

    circle: Circle
    small: Circle | None = None


@cache
def load_norway() -> Norway:
    """Read the map's data."""
    return Norway.model_validate(json.loads(MAP_FILE.read_text(encoding="utf-8")))


def municipality_today(written: str) -> str:
    """Return today's municipality by any of its names, or the name as it is written if none is known.

    Example:
        >>> municipality_today("Ski"), municipality_today("drammen kommune"), municipality_today("Deatnu – Tana")
        ('Nordre Follo', 'Drammen', 'Tana')
    """
    name = _MUNICIPALITY.sub("", " ".join(written.split()))
    names = _names()
    if found := names.get(name.casefold()):
        return found
    parts = {names.get(part.casefold()) for part in _BETWEEN_NAMES.split(name)}
    return parts.pop() or name if len(parts) == 1 else name


def spots(counts: Mapping[str, int]) -> tuple[Spot, ...]:
    """Return the municipalities that have a place on the map, the largest circle first so that it covers none.

    Args:
        counts: How many texts each municipality has.
    """
    places = load_norway().municipalities
    found = [Circle(name, count, places[name].x, places[name].y) for name, count in counts.items() if name in places]
    return tuple(_spot(circle) for circle in sorted(found, key=lambda circle: -circle.count))


def _spot(circle: Circle) -> Spot:
    inset = next((inset for inset in INSETS if inset.holds(circle.x, circle.y)), None)
    return Spot(inset.enlarged(circle), circle) if inset else Spot(circle)


@cache
def _names() -> dict[str, str]:
    norway = load_norway()
    names = {name.casefold(): name for name in norway.municipalities}
    for name, place in norway.municipalities.items():
        if name.endswith(f" ({place.county})"):  # two municipalities share the name
            names[f"{name.partition(' (')[0]} i {place.county}".casefold()] = name
    return names | {name.casefold(): today for name, today in norway.other_names.items()}
