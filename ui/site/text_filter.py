"""A filter on the texts, as it stands in the address of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# What texts can be chosen by, each the name of its parameter in an address.
Facet = Literal["type", "prinsipp", "malbilde", "kommune", "aar", "periode"]
FACETS: tuple[Facet, ...] = get_args(Facet)
UNKNOWN = "ukjent"  # the value of a text that does not say


@dataclass(frozen=True)
class TextFilter:
    """Which texts are wanted: one of the chosen values of every facet that has any.

    Args:
        chosen: The values, each with its facet, in the order of the facets.
        unknown: What was asked for and no text has; it limits nothing.
    """

    chosen: tuple[tuple[Facet, str], ...] = ()
    unknown: tuple[tuple[Facet, str], ...] = ()

    def of(self, facet: Facet) -> frozenset[str]:
        """Return the chosen values of a facet."""
        return frozenset(value for one, value in self.chosen if one == facet)

    @property
    def by_facet(self) -> dict[Facet, frozenset[str]]:
        """The chosen values of each facet that has any."""
        return {facet: self.of(facet) for facet, _ in self.chosen}

    def without(self, facet: Facet, value: str) -> TextFilter:
        """Return the filter less one value."""
        return TextFilter(tuple(one for one in self.chosen if one != (facet, value)))

    def address(self, page: int = 1) -> str:
        """Return the address of the wanted texts, from the app's root."""
        query = urlencode([*self.chosen, *([("side", page)] if page > 1 else [])])
        return f"utforsk{'?' if query else ''}{query}#tekster"


def only(*chosen: tuple[Facet, str]) -> TextFilter:
    """Return a filter on these values."""
    return TextFilter(chosen)


def read_filter(
    query: Iterable[tuple[str, str]],
    options: Mapping[Facet, Sequence[str]],
    municipality_today: Callable[[str], str],
) -> TextFilter:
    """Read a filter from an address, which may hold anything.

    Args:
        query: Names and values; other names than those of the facets are left alone.
        options: The values that texts have.
        municipality_today: Gives today's name of a municipality.
    """
    known = {facet: {value.casefold(): value for value in values} for facet, values in options.items()}
    chosen: dict[tuple[Facet, str], None] = {}
    unknown: dict[tuple[Facet, str], None] = {}
    for name, raw in query:
        facet = next((facet for facet in FACETS if facet == name), None)
        if facet is None or not raw.strip():
            continue
        wanted = municipality_today(raw) if facet == "kommune" else raw.strip()
        value = known[facet].get(wanted.casefold())
        if value is None:
            unknown[facet, raw.strip()] = None
        else:
            chosen[facet, value] = None
    return TextFilter(tuple(sorted(chosen, key=lambda one: FACETS.index(one[0]))), tuple(unknown))
