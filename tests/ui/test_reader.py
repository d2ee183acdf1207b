"""Someone who reads a source: the whole text, what was cited marked, what it stands on, and where to go on."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect
from starlette.staticfiles import StaticFiles

from assistant.assistant import Assistant
from assistant.language import detect_language, written_form
from corpus.document import Document
from corpus.reader import parse_document, read_corpus
from corpus.sentences import split_sentences
from tests.browser import needs_chromium
from tests.ui.own_document import OWN
from ui.server import open_socket
from ui.site.reader import ReaderTexts, create_reader
from ui.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

STATIC = Path(__file__).parents[2] / "ui" / "static"


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return reader_over(assistant)


def reader_over(assistant: Assistant) -> TestClient:
    return TestClient(site(assistant), headers={"Accept-Language": "nb"})


def site(assistant: Assistant) -> FastAPI:
    app = FastAPI()
    app.include_router(create_reader(assistant))
    app.mount("/ressurser", StaticFiles(directory=STATIC))
    return app


def reader_of(*documents: Document) -> TestClient:
    """A reader over other documents than the built-in ones."""
    passages = SimpleNamespace(
        documents={document.id: document for document in documents}, readable=lambda _: [True] * len(documents)
    )
    stand_in = SimpleNamespace(snapshot=SimpleNamespace(passages=passages), language=None, corpus_version="prøve")
    return reader_over(cast("Assistant", stand_in))


@pytest.fixture(scope="module")
def built_in() -> dict[str, Document]:
    return read_corpus().documents


@pytest.fixture(scope="module")
def own() -> Document:
    return parse_document(Path("vaar-plan.md"), OWN)


def visible(page: str) -> str:
    """What a reader sees in the text itself."""
    article = page[page.index("<article>") : page.index("</article>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?mark[^>]*>", "", article))).split())


def marks(page: str) -> list[str]:
    return [unescape(marked) for marked in re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)]


def links(page: str) -> dict[str, str]:
    """Addresses by what the link says."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {unescape(re.sub(r"<[^>]+>", " ", text)).strip(): unescape(address) for address, text in found}


def section(page: str, anchor: str) -> str:
    start = page.index(f'id="{anchor}"')
    return page[start : page.index("</section>", start)]


def plain(text: str) -> str:
    return " ".join(text.split())


def test_every_text_opens_whole_and_in_order(client: TestClient, assistant: Assistant) -> None:
    documents = assistant.snapshot.passages.documents.values()
    assert len(documents) > 200
    for document in documents:
        response = client.get(f"/kilde/{document.id}")
        assert response.status_code == 200, document.id
        shown, place = visible(response.text), 0
        for part in document.sections:
            sentences = [
                document.text[one.start : one.end] for one in split_sentences(document.text, part.start, part.end)
            ]
            for expected in [part.heading, *sentences]:
                found = shown.find(plain(expected), place)
                assert found >= 0, f"{document.id}: {expected}"
                place = found + len(plain(expected))


@pytest.mark.parametrize(
    "question",
    [
        "Hva gikk Drammensmodellen ut på?",
        "Hvilke prinsipper har veikartet?",
        "Korleis kan vi få med innbyggjarane?",
        "Gi meg eksempler på åpne data",
    ],
)
def test_what_an_answer_cites_is_marked_word_for_word(client: TestClient, assistant: Assistant, question: str) -> None:
    citations = assistant.ask(question).citations
    assert citations
    for citation in citations:
        page = client.get(citation.reader_url).text
        assert plain(" ".join(marks(page))) == plain(citation.quote)
        assert page.count('id="sitat"') == 1
        assert links(page)["Til det siterte"] == "#sitat"


def test_a_quote_over_several_sentences_and_items_has_one_address(
    client: TestClient, built_in: dict[str, Document]
) -> None:
    text = built_in["prinsipp-1"].text
    start = text.index("Fem spørsmål å stille")
    end = text.index("innsikten vår om innbyggerne?") + len("innsikten vår om innbyggerne?")
    page = client.get(f"/kilde/prinsipp-1?fra={start}&til={end}").text
    assert marks(page) == [
        "Fem spørsmål å stille under prinsipp 1, Sett innbyggerne i sentrum:",
        "Hva opplever folk som et problem, og hvordan vet vi det?",
        "Hvem har vi ikke med i innsikten vår om innbyggerne?",
    ]
    assert page.count('id="sitat"') == 1
    assert '<mark id="sitat">Fem spørsmål' in page


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("99999", "999999"), ("50", "20"), ("0", "0"), ("-3", "10"), ("abc", "10"), ("", "10"), ("²", "½"),
        ("1" * 5000, "2" * 5000), ("1.5", "9"), ("1e3", "2e3"),
    ],
)  # fmt: skip
def test_offsets_that_mean_nothing_mark_nothing(client: TestClient, start: str, end: str) -> None:
    response = client.get("/kilde/drammensmodellen", params={"fra": start, "til": end})
    assert response.status_code == 200
    assert "<mark" not in response.text
    assert "Til det siterte" not in response.text


def test_a_quote_that_is_no_longer_there_is_said_so(client: TestClient) -> None:
    assert "Fant ikke det siterte stedet." in client.get("/kilde/drammensmodellen?fra=99999&til=999999").text
    assert "Fant ikke det siterte stedet." not in client.get("/kilde/drammensmodellen").text


def test_the_contents_lead_to_the_headings(client: TestClient, built_in: dict[str, Document]) -> None:
    page = client.get("/kilde/drammensmodellen").text
    assert links(page)["Løsning"] == "#avsnitt-losning"
    for part in built_in["drammensmodellen"].sections:
        assert f'id="{links(page)[part.heading].removeprefix("#")}">{part.heading}</h2>' in page
    short = next(document for document in built_in.values() if len(document.sections) == 3)
    assert "innholdsliste" not in client.get(f"/kilde/{short.id}").text


def test_the_editors_own_reading_is_marked_as_such(client: TestClient, built_in: dict[str, Document]) -> None:
    page = client.get("/kilde/prinsipp-1").text
    editorial = [part.heading for part in built_in["prinsipp-1"].sections if part.editorial]
    assert page.count("Dette avsnittet er redaksjonens egen vurdering.") == len(editorial) > 0
    said = re.findall(r">([^<]+)</h2>\s*<p class=\"va-note\" lang=\"nb\">Dette avsnittet", page)
    assert said == editorial


def test_a_reader_sees_what_a_text_stands_on(client: TestClient) -> None:
    page = client.get("/kilde/drammensmodellen").text
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page))
    assert facts["Type"] == "Eksempel"
    assert facts["Grunnlag"] == "Offentlig kilde"
    assert facts["Nyeste kjente år"] == "2021"
    assert facts["Periode"] == "fra kommunesammenslåing 2020"
    assert links(page)["Drammen"] == "../utforsk?kommune=Drammen"
    assert "Teksten er skrevet av redaksjonen på grunnlag av kildene nedenfor." in page
    address = "https://www.drammen.kommune.no/om-kommunen/aktuelt/drammensmodellen-blir-trukket-fram/"
    assert f"{address}</span></a>" in section(page, "kilder")
    assert "årstall ikke kjent, lest november 2026" in section(page, "kilder")
    assert ":~:" not in page


def test_a_place_with_norwegian_letters_leads_to_its_texts(client: TestClient) -> None:
    assert links(client.get("/kilde/u4ssc-ni-kommuner").text)["Bærum"] == "../utforsk?kommune=B%C3%A6rum"


def test_what_has_ended_is_said_to_be_history(client: TestClient) -> None:
    assert "Dette er historisk." in client.get("/kilde/oslo-bilfritt-byliv").text
    assert "Dette er historisk." not in client.get("/kilde/drammensmodellen").text


def test_principles_are_named_explained_and_said_to_be_official_or_not(client: TestClient) -> None:
    official = section(client.get("/kilde/drammensmodellen").text, "prinsipper")
    assert links(official)["1. Sett innbyggerne i sentrum"] == "../utforsk?prinsipp=1"
    assert "Begynn med det folk trenger, ikke med teknologien." in official
    assert "Koblingen er offisiell." in official
    assert "Koblingen er redaksjonens egen vurdering." in client.get("/kilde/oslo-bilfritt-byliv").text


def test_neighbours_are_few_the_related_first_and_say_why(client: TestClient, built_in: dict[str, Document]) -> None:
    near = section(client.get("/kilde/drammensmodellen").text, "les-ogsa")
    ids = re.findall(r'href="([\w-]+)"', near)
    assert ids[:3] == list(built_in["drammensmodellen"].related)
    assert len(ids) == 5
    assert all("Drammen" in built_in[other].municipality for other in ids[3:])
    assert "hører sammen med denne teksten; samme prinsipp: 1" in near
    assert "Eksempel – samme kommune: Drammen" in near


def test_a_nynorsk_reader_is_shown_the_nynorsk_text_beside_and_of_the_same(client: TestClient) -> None:
    nynorsk = client.get("/kilde/drammensmodellen?lang=nn").text
    assert "prinsipp-1-nn" in section(nynorsk, "les-ogsa")
    assert 'href="prinsipp-1"' not in nynorsk
    original = client.get("/kilde/prinsipp-1?lang=nn").text
    assert links(original)["Les teksten på nynorsk"] == "prinsipp-1-nn"
    assert "prinsipp-1-nn" not in section(original, "les-ogsa")
    assert links(client.get("/kilde/prinsipp-1-nn").text)["Les teksten på bokmål"] == "prinsipp-1"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_texts_own_questions_can_be_asked_in_the_readers_language(client: TestClient, language: str) -> None:
    asked = links(section(client.get(f"/kilde/drammensmodellen?lang={language}").text, "spor"))
    assert 1 <= len(asked) <= 3
    for question, address in asked.items():
        assert detect_language(question) == language
        assert unquote(address) == f"../{language}/?q={question}"


def test_the_text_keeps_its_language_when_the_reader_has_another(client: TestClient) -> None:
    page = client.get("/kilde/drammensmodellen?lang=en").text
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert '<h1 lang="nb">Drammensmodellen</h1>' in page
    assert page.count('<section lang="nb">') == 6
    assert "The text is written by our editors" in page
    assert '<section lang="nn"' in client.get("/kilde/prinsipp-1-nn?lang=nb").text


def test_a_text_that_is_not_there_is_a_page_that_leads_on(client: TestClient) -> None:
    response = client.get("/kilde/finnes-ikke?lang=nn")
    assert response.status_code == 404
    assert '<html lang="nn">' in response.text
    assert "Vi fann ikkje teksten" in response.text
    assert links(response.text)["Finn ein annan tekst i samlinga"] == "../utforsk"


def test_a_withdrawn_text_is_gone_and_shown_nowhere(built_in: dict[str, Document]) -> None:
    withdrawn = replace(built_in["prinsipp-1"], status="trukket")
    reader = reader_of(withdrawn, built_in["drammensmodellen"], built_in["prinsipp-1-nn"])
    response = reader.get("/kilde/prinsipp-1")
    assert response.status_code == 410
    assert "Teksten er trukket tilbake" in response.text
    assert "barn, eldre, nyankomne" not in response.text
    assert 'href="prinsipp-1"' not in reader.get("/kilde/drammensmodellen").text
    assert 'href="prinsipp-1"' not in reader.get("/kilde/prinsipp-1-nn").text


def test_a_municipalitys_own_document_is_said_to_be_its_own(own: Document) -> None:
    start = own.text.index("Det skjer hvert år.")
    page = reader_of(own).get(f"/kilde/vaar-plan?fra={start}&til={start + len('Det skjer hvert år.')}").text
    assert "Dette er kommunens eget dokument." in page
    assert "skrevet av redaksjonen" not in page
    address = next(address for text, address in links(page).items() if text.startswith("Eksempel kommune"))
    assert unquote(address) == "https://kommune.example/plan#:~:text=Det skjer hvert år."
    assert "lest mars 2026" in page


def test_a_source_that_is_no_web_page_is_named_and_not_linked(own: Document) -> None:
    source = replace(own.sources[0], url="javascript:alert(1)")
    page = reader_of(replace(own, sources=(source,))).get("/kilde/vaar-plan?fra=1&til=20").text
    assert "javascript:alert(1)</span>" in page
    assert 'href="javascript' not in page


def test_markup_in_a_document_is_shown_and_not_run(own: Document) -> None:
    page = reader_of(own).get("/kilde/vaar-plan?fra=10&til=40").text
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in re.sub("</?mark[^>]*>", "", page)
    assert '<h1 lang="nb">Vår plan &lt;b&gt;2027&lt;/b&gt;</h1>' in page


def test_numbered_lists_and_tables_are_read_as_what_they_are(own: Document) -> None:
    start = own.text.index("Sensorer")
    page = reader_of(own).get(f"/kilde/vaar-plan?fra={start}&til={own.text.index('2027 |') + 4}").text
    assert '<ol><li value="1">Først spør vi.</li><li value="2">Så prøver vi.</li></ol>' in page
    assert "<ul><li>Uten nummer.</li></ul>" in page
    assert '<tr><th scope="col">Tiltak</th><th scope="col">År</th></tr>' in page
    assert '<tr><td><mark id="sitat">Sensorer</mark></td><td><mark>2027</mark></td></tr>' in page
    assert "<tr><td></td><td>2028</td></tr>" in page
    assert "---" not in page
    assert 'id="avsnitt-hva-vi-gjor"' in page
    assert 'id="avsnitt-hva-vi-gjor-2"' in page


def test_the_words_around_are_in_the_right_written_form() -> None:
    for language in ("nb", "nn"):
        words = texts_in(ReaderTexts, language).model_dump()
        said = " ".join(value for name, value in words.items() if isinstance(value, str) and "languages" not in name)
        assert written_form(said) == language


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    """The reader, served to a browser."""
    listener = open_socket("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(site(assistant), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, address: str, scheme: Any, width: int
) -> None:
    opened = browser.new_page(locale="nb-NO", color_scheme=scheme, viewport={"width": width, "height": 900})
    for path in ("kilde/prinsipp-1?fra=1&til=160#sitat", "kilde/oslo-bilfritt-byliv?lang=en", "kilde/finnes-ikke"):
        opened.goto(f"{address}/{path}")
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        violations = Axe().run(opened).response["violations"]
        assert {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in violations} == {}
    opened.close()


@needs_chromium
def test_without_javascript_a_keyboard_reader_goes_straight_to_the_quote(browser: Browser, address: str) -> None:
    opened = browser.new_page(java_script_enabled=False, viewport={"width": 1280, "height": 500}, locale="nb-NO")
    refused: list[str] = []
    opened.on("requestfailed", lambda request: refused.append(request.url))
    opened.goto(f"{address}/kilde/prinsipp-1?fra=1900&til=2000")
    expect(opened.locator("mark#sitat")).not_to_be_in_viewport()
    opened.keyboard.press("Tab")
    expect(opened.get_by_text("Hopp til innholdet")).to_be_in_viewport()
    opened.keyboard.press("Enter")
    opened.keyboard.press("Tab")
    expect(opened.get_by_role("link", name="Til det siterte")).to_be_focused()
    opened.keyboard.press("Enter")
    expect(opened.locator("mark#sitat")).to_be_in_viewport()
    assert refused == []
    opened.close()


@needs_chromium
def test_on_paper_there_is_the_text_and_its_sources_and_no_navigation(browser: Browser, address: str) -> None:
    opened = browser.new_page(locale="nb-NO")
    opened.goto(f"{address}/kilde/prinsipp-1")
    expect(opened.get_by_role("navigation", name="Sider")).to_be_visible()
    opened.emulate_media(media="print")
    for hidden in (".va-top", ".va-foot", ".va-contents", "#les-ogsa", "#spor"):
        expect(opened.locator(hidden)).to_be_hidden()
    expect(opened.get_by_role("heading", name="Gode grep")).to_be_visible()
    expect(opened.locator(".va-sources .va-url").first).to_be_visible()
    link = opened.locator(".va-sources a").first
    assert link.evaluate("link => getComputedStyle(link, '::after').content") == "none"
    opened.close()
