"""The page where the collection is browsed without asking: a matrix, a map, and a list with filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from corpus.taxonomy import load_taxonomy
from ui.site.collection import Collection, CurrentCollection, alphabetical
from ui.site.explore_texts import ExploreTexts
from ui.site.geography import INSETS, load_norway, spots
from ui.site.listing import Listing, list_page
from ui.site.text_filter import FACETS, Facet, TextFilter, only
from ui.site.view import View, render_view, view_of
from ui.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.assistant import Assistant

_NAMED = 3  # filters in the page's title
_UNKNOWN_SHOWN, _UNKNOWN_LENGTH = 3, 60
# Towns that help a reader find the way on the map.
_TOWNS = ("Oslo", "Fredrikstad", "Stavanger", "Haugesund", "Bergen", "Trondheim", "Bodø", "Tromsø")


@dataclass(frozen=True)
class County:
    """The municipalities of a county that the collection has texts from; the name is empty if it is not known."""

    name: str
    municipalities: tuple[str, ...]


def create_explore(assistant: Assistant) -> APIRouter:
    """Return the route of the page over an assistant's collection."""
    router = APIRouter()
    current = CurrentCollection(assistant)

    @router.get("/utforsk", response_class=HTMLResponse, include_in_schema=False)
    def explore(request: Request) -> HTMLResponse:
        view, collection = view_of(request, assistant), current.get()
        wanted = collection.understand(request.query_params.multi_items())
        listing = list_page(collection.chosen(wanted), request.query_params.get("side", "1"))
        return _page(view, collection, wanted, listing)

    return router


def _page(view: View, collection: Collection, wanted: TextFilter, listing: Listing) -> HTMLResponse:
    texts = texts_in(ExploreTexts, view.language)

    def label(facet: Facet, value: str) -> str:
        return texts.value(facet, value, view.language)

    return render_view(
        "explore.html",
        view,
        texts=texts,
        label=label,
        only=only,
        collection=collection,
        taxonomy=load_taxonomy(),
        norway=load_norway(),
        spots=spots(collection.municipalities),
        insets=INSETS,
        towns=_TOWNS,
        counties=_counties(collection.municipalities),
        facets=FACETS,
        wanted=wanted,
        unknown=[(facet, value[:_UNKNOWN_LENGTH]) for facet, value in wanted.unknown[:_UNKNOWN_SHOWN]],
        unknown_more=max(len(wanted.unknown) - _UNKNOWN_SHOWN, 0),
        listing=listing,
        name=", ".join([label(*one) for one in wanted.chosen[:_NAMED]]) + ", …" * (len(wanted.chosen) > _NAMED),
    )


def _counties(municipalities: Mapping[str, int]) -> list[County]:
    """Return the counties in alphabetical order; last, those municipalities that have no place on the map."""
    places = load_norway().municipalities
    by_county: dict[str, list[str]] = {}
    for name in municipalities:
        by_county.setdefault(places[name].county if name in places else "", []).append(name)
    counties = [County(name, tuple(by_county[name])) for name in by_county]
    return sorted(counties, key=lambda county: (not county.name, alphabetical(county.name)))
