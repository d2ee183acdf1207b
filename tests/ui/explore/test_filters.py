"""An employee filters the texts by what they are about, and by hand in the address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.ui.explore.reader import listed, main_of, texts_on
from ui.site.periods import spans_of

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from corpus.document import Document


def test_a_filter_shows_what_it_is_and_can_be_removed(client: TestClient, texts: list[Document]) -> None:
    html = client.get("/utforsk?prinsipp=1&kommune=Drammen&kommune=oslo&type=praksis").text
    places = {"Drammen", "Oslo"}
    wanted = [text.id for text in texts if 1 in text.principles and places & set(text.municipality)]
    assert sorted(texts_on(html)) == sorted(wanted)
    assert 1 < len(wanted) < 20
    assert f"<strong>{len(wanted)} av {len(texts)} tekster</strong>" in html
    assert "<title>Eksempler, 1. Sett innbyggerne i sentrum, Drammen, … – Utforsk samlingen" in html
    removed = re.search(r'<a href="\./([^"]+)"><span class="va-hidden">Fjern filteret Kommune: </span>Drammen', html)
    assert removed
    assert removed[1].replace("&amp;", "&") == "utforsk?type=praksis&prinsipp=1&kommune=Oslo#tekster"
    assert html.count(" checked>") == 4


def test_the_year_of_the_source_can_be_chosen_also_when_it_is_not_known(
    client: TestClient, texts: list[Document]
) -> None:
    unknown = client.get("/utforsk?aar=ukjent&type=praksis").text
    assert f"<strong>{sum(text.published is None and text.type == 'praksis' for text in texts)} av" in unknown
    assert "årstall ikke kjent" in unknown
    assert "kilde fra" not in unknown
    recent = texts_on(client.get("/utforsk?aar=2024&aar=2025").text)
    assert sorted(recent) == sorted(text.id for text in texts if text.published in {2024, 2025})


def test_the_time_that_a_text_is_about_can_be_chosen(client: TestClient, texts: list[Document]) -> None:
    early = client.get("/utforsk?periode=-2014").text
    assert "Periode: 2014–2017" in early
    assert "Periode: 2020–2021" not in early
    without = listed(client, "/utforsk?periode=ukjent")
    assert without >= sum(text.period is None for text in texts)


@pytest.mark.parametrize(
    ("period", "spans"),
    [
        ("2014–2017", {"-2014", "2015-2019"}),
        ("mai 2018 – mars 2020", {"2015-2019", "2020-2024"}),
        ("2010–2020, ny periode 2021–2030", {"-2014", "2015-2019", "2020-2024", "2025-"}),
        ("over 60–80 år", set()),
        (None, set()),
    ],
)
def test_a_period_touches_the_years_that_it_names(period: str | None, spans: set[str]) -> None:
    assert spans_of(period) == spans


@pytest.mark.parametrize(
    "query",
    [
        "kommune=Atlantis", "prinsipp=9", "prinsipp=%D9%A1", "malbilde=gr%C3%B8nne", "type=trukket", "aar=20%2020",
        "periode=x", "kommune=%3Cscript%3Ealert(1)%3C/script%3E", "kommune=%00%ff%fe", "kommune=" + "x" * 3000,
        "kommune=../../etc/passwd&type=%27%20OR%201=1--", "&".join(f"kommune=ukjent{n}" for n in range(500)),
    ],
)  # fmt: skip
def test_what_cannot_be_filtered_by_is_said_and_every_text_is_shown(
    client: TestClient, texts: list[Document], query: str
) -> None:
    response = client.get(f"/utforsk?{query}")
    shown = main_of(response.text)
    assert response.status_code == 200
    assert 1 <= shown.count("Det filteret er ikke brukt.") <= 3
    assert '<a href="./utforsk#tekster">Fjern det som ikke er brukt</a>' in shown
    assert f"{len(texts)} av {len(texts)} tekster" in shown
    assert "<script>alert" not in response.text
    assert "x" * 100 not in shown


def test_a_filter_that_is_known_is_used_beside_one_that_is_not(client: TestClient) -> None:
    html = client.get("/utforsk?kommune=Atlantis&kommune=Drammen").text
    assert "Ingen tekster har «Atlantis» under «Kommune». Det filteret er ikke brukt." in html
    assert texts_on(html) == texts_on(client.get("/utforsk?kommune=Drammen").text)


@pytest.mark.parametrize("wanted", ["0", "-1", "abc", "999", "9" * 5000, "%C2%B2", ""])
def test_a_page_that_does_not_exist_is_said_and_the_first_one_shown(client: TestClient, wanted: str) -> None:
    response = client.get(f"/utforsk?side={wanted}")
    assert response.status_code == 200
    assert "Siden du ba om, finnes ikke. Dette er side 1." in response.text
    assert texts_on(response.text) == texts_on(client.get("/utforsk").text)


@pytest.mark.parametrize("query", ["", "utm_source=intranett", "kommune=", "prinsipp=1&prinsipp=1", "side=1"])
def test_an_ordinary_address_brings_no_warning(client: TestClient, query: str) -> None:
    assert "va-warning" not in client.get(f"/utforsk?{query}").text


def test_filters_that_no_text_passes_say_so(client: TestClient) -> None:
    html = client.get("/utforsk?prinsipp=6&kommune=Nesseby&type=samtale").text
    assert "<strong>0 av" in html
    assert "Ingen tekster passer med alle filtrene." in html
    assert "Fjern alle filtre" in html


def test_the_whole_list_can_be_paged_through(client: TestClient, texts: list[Document]) -> None:
    assert listed(client, "/utforsk") == len(texts)
    cases = sum(text.type == "praksis" for text in texts)
    second = client.get("/utforsk?type=praksis&side=2").text
    assert f"<title>Eksempler – Side 2 av {-(-cases // 25)} – Utforsk samlingen" in second
    assert 'href="./utforsk?type=praksis#tekster" rel="prev"' in second
    assert 'href="./utforsk?type=praksis&amp;side=3#tekster" rel="next"' in second
    assert len(texts_on(second)) == 25
    assert f"Eksempler ({cases})" in second
