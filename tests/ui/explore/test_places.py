"""An employee looks for texts by municipality, on the map or in the list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

import pytest
from fastapi.testclient import TestClient

from tests.ui.explore.reader import app_over, listed
from ui.site.geography import load_norway, municipality_today

if TYPE_CHECKING:
    from corpus.document import Document


def test_the_list_says_the_same_as_the_map_and_leads_to_as_many(client: TestClient, texts: list[Document]) -> None:
    html = client.get("/utforsk").text
    on_map = re.findall(r'<a href="\./utforsk\?kommune=([^"#]+)#tekster" aria-label="(.+?): (\d+) teks', html)
    in_list = re.findall(r'<dd><a href="\./utforsk\?kommune=([^"#]+)#tekster">(.+?)</a> \((\d+)\)', html)
    assert sorted(on_map) == sorted(in_list)
    assert {name for _, name, _ in in_list} == {municipality_today(one) for text in texts for one in text.municipality}
    for link, name, count in in_list:
        assert unquote_plus(link) == name
        assert listed(client, f"/utforsk?kommune={link}") == int(count)
        assert int(count) == sum(name in map(municipality_today, text.municipality) for text in texts)


def test_a_former_municipality_is_found_in_that_of_today(client: TestClient) -> None:
    assert "(2), også Ski</dd>" in client.get("/utforsk").text
    found = client.get("/utforsk?kommune=Ski").text
    assert "Tekster: Nordre Follo" in found
    assert "<span>Bodø, Giske, Ski</span>" in found


def test_a_place_that_is_not_known_is_in_the_list_and_said_not_to_be_on_the_map(documents: dict[str, Document]) -> None:
    own = replace(documents["drammensmodellen"], id="egen", municipality=("Lilleby",))
    html = TestClient(app_over({**documents, "egen": own})).get("/utforsk").text
    counties = re.findall(r"<dt>(.*?)</dt>", html)
    assert counties[:2] == ["Agder", "Akershus"]
    assert counties[-2:] == ["Østfold", "Ikke på kartet"]
    assert '<dd><a href="./utforsk?kommune=Lilleby#tekster">Lilleby</a> (1)' in html
    assert 'aria-label="Lilleby' not in html
    assert "Ikke på kartet" not in TestClient(app_over(documents)).get("/utforsk").text


@pytest.mark.parametrize(
    ("name", "north_of", "south_of", "west_of", "east_of"),
    [
        ("Tromsø", "Narvik", "Lebesby", "Nesseby", "Bodø"),
        ("Nesseby", "Tromsø", "Lebesby", None, "Lebesby"),
        ("Bodø", "Rana", "Narvik", "Narvik", "Træna"),
        ("Træna", "Flatanger", "Bodø", "Rana", "Flatanger"),
        ("Trondheim", "Molde", "Steinkjer", "Steinkjer", "Orkland"),
        ("Smøla", "Kristiansund", "Flatanger", "Orkland", "Kristiansund"),
        ("Giske", "Stad", "Molde", "Molde", "Stad"),
        ("Vang", "Krødsherad", "Molde", "Hamar", "Luster"),
        ("Luster", "Sogndal", "Stad", "Vang", "Sogndal"),
        ("Bergen", "Haugesund", "Sogndal", "Sogndal", "Utsira"),
        ("Karmøy", "Stavanger", "Haugesund", "Stavanger", "Utsira"),
        ("Sola", "Gjesdal", "Stavanger", "Sandnes", "Utsira"),
        ("Lund", "Lindesnes", "Gjesdal", "Lindesnes", "Gjesdal"),
        ("Lindesnes", None, "Kristiansand", "Kristiansand", "Lund"),
        ("Grimstad", "Kristiansand", "Arendal", "Arendal", "Kristiansand"),
        ("Larvik", "Arendal", "Sandefjord", "Sandefjord", "Midt-Telemark"),
        ("Hvaler", "Arendal", "Fredrikstad", "Marker", "Larvik"),
        ("Nordre Follo", "Fredrikstad", "Oslo", "Lillestrøm", "Asker"),
        ("Drammen", "Kongsberg", "Asker", "Asker", "Øvre Eiker"),
        ("Øvre Eiker", "Kongsberg", "Krødsherad", "Drammen", "Kongsberg"),
        ("Bærum", "Asker", "Hamar", "Oslo", "Asker"),
        ("Elverum", "Oslo", "Trondheim", None, "Hamar"),
    ],
)  # fmt: skip
def test_municipalities_lie_where_they_lie(
    name: str, north_of: str | None, south_of: str, west_of: str | None, east_of: str
) -> None:
    places = load_norway().municipalities
    assert north_of is None or places[name].y < places[north_of].y
    assert places[name].y > places[south_of].y
    assert west_of is None or places[name].x < places[west_of].x
    assert places[name].x > places[east_of].x


def test_every_municipality_in_the_texts_has_a_place_in_its_county(texts: list[Document]) -> None:
    norway = load_norway()
    assert len(norway.municipalities) == 357
    assert {municipality_today(name) for text in texts for name in text.municipality} <= set(norway.municipalities)
    assert set(norway.other_names.values()) <= set(norway.municipalities)
    by_county = {
        "Akershus": "Asker Bærum Lillestrøm",
        "Østfold": "Hvaler Marker",
        "Innlandet": "Vang",
        "Troms": "Tromsø",
    }
    for county, names in by_county.items():
        assert {norway.municipalities[name].county for name in names.split()} == {county}


@pytest.mark.parametrize(
    ("written", "today"),
    [
        ("Ski", "Nordre Follo"), ("drammen", "Drammen"), ("Bodø kommune", "Bodø"), ("Guovdageaidnu", "Kautokeino"),
        ("Deatnu – Tana", "Tana"), ("Oslo / Bergen", "Oslo / Bergen"), ("Midt-Telemark", "Midt-Telemark"),
        ("Herøy", "Herøy"), ("Herøy i Nordland", "Herøy (Nordland)"), ("Nedre Eiker", "Drammen"),
        ("Lilleby", "Lilleby"), ("–", "–"),
    ],
)  # fmt: skip
def test_a_municipality_is_known_by_its_names(written: str, today: str) -> None:
    assert municipality_today(written) == today
