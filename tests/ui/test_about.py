"""Someone who wants to know what the assistant is, where its sources come from, and what it does with their words."""

from __future__ import annotations

import re
import threading
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast, get_args

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect
from starlette.staticfiles import StaticFiles

from assistant.assistant import Assistant
from assistant.language import detect_language
from assistant.retention import Keeping
from corpus.readability import lix
from corpus.sentences import split_sentences
from tests.browser import needs_chromium
from ui.server import open_socket
from ui.site.about import AboutTexts, collection_facts, create_about
from ui.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.document import Language

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "ui" / "static"
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
PATHS = ("/om", "/tilgjengelighet")


def about(assistant: Assistant, keeps_unanswered: Keeping = "count", *, keeps_feedback: bool = True) -> TestClient:
    return TestClient(site(assistant, keeps_unanswered, keeps_feedback), headers={"Accept-Language": "nb"})


def site(assistant: Assistant, keeps_unanswered: Keeping, keeps_feedback: bool) -> FastAPI:
    app = FastAPI()
    app.include_router(create_about(assistant, keeps_unanswered=keeps_unanswered, keeps_feedback=keeps_feedback))
    app.mount("/ressurser", StaticFiles(directory=STATIC))
    return app


def with_language_model(assistant: Assistant) -> Assistant:
    """An assistant like the real one, in which a language model writes the answers."""
    writer = SimpleNamespace(model=SimpleNamespace(name="gemma3:12b"))
    shown = SimpleNamespace(
        snapshot=assistant.snapshot, language=None, corpus_version=assistant.corpus_version, writer=writer
    )
    return cast("Assistant", shown)


def visible(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def table(page: str, caption: str) -> dict[str, int]:
    start = page.index(f"<caption>{caption}</caption>")
    rows = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(\d+)</td>', page[start : page.index("</table>", start)])
    return {unescape(name): int(count) for name, count in rows}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_the_page_is_whole_in_every_language(assistant: Assistant, path: str, language: Language) -> None:
    response = about(assistant).get(f"{path}?lang={language}")
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert not re.search(r"[{}]|None", visible(response.text))
    assert detect_language(visible(response.text)) == language
    assert "<script" not in response.text
    assert "set-cookie" not in response.headers
    ids = re.findall(r'id="([^"]+)"', response.text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', response.text)) <= set(ids)


def test_it_says_what_it_is_for_and_not_for_and_that_it_is_a_machine(assistant: Assistant) -> None:
    said = visible(about(assistant).get("/om").text)
    for promise in (
        "Du snakker med en maskin",
        "å behandle saker eller gjøre enkeltvedtak",
        "å få juridiske råd",
        "Da svarer den ikke. I stedet sier den",
        "offentleglova",
        "CC BY 4.0",
        "MIT-lisens",
        "Si fra til den som drifter tjenesten",
    ):
        assert promise in said


def test_without_a_language_model_answers_are_extracts_and_go_nowhere(assistant: Assistant) -> None:
    said = visible(about(assistant).get("/om").text)
    assert "gjengir dem ordrett" in said
    assert "Det går ikke til noen språkmodell." in said
    assert "Språkmodell ingen" in said
    assert "skriver svarene" not in said


def test_a_language_model_is_named_where_it_matters(assistant: Assistant) -> None:
    said = visible(about(with_language_model(assistant)).get("/om").text)
    assert "Språkmodellen gemma3:12b skriver svarene." in said
    assert "blir sendt til språkmodellen gemma3:12b" in said
    assert "Språkmodell gemma3:12b" in said
    assert "Det går ikke til noen språkmodell." not in said
    assert "Dens egne ord står bare rundt utdragene." not in said


@pytest.mark.parametrize(
    ("keeping", "promise"),
    [
        ("off", "blir verken telt eller lagret"),
        ("count", "Teksten blir ikke lagret."),
        ("text", "blir lagret med tekst, dag og språk"),
    ],
)
def test_what_is_kept_of_unanswered_questions_follows_the_setting(
    assistant: Assistant, keeping: Keeping, promise: str
) -> None:
    promises = texts_in(AboutTexts, "nb").data_unanswered
    assert set(promises) == set(get_args(Keeping))
    said = visible(about(assistant, keeping).get("/om").text)
    assert promise in said
    assert [other for other, text in promises.items() if text in said] == [keeping]


def test_feedback_is_spoken_of_only_where_it_can_be_sent(assistant: Assistant) -> None:
    sent = visible(about(assistant).get("/om").text)
    assert "Spørsmålet og svaret blir lagret bare hvis du krysser av for det." in sent
    assert "Du kan også sende en tilbakemelding under svaret." in sent
    silent = visible(about(assistant, keeps_feedback=False).get("/om").text)
    assert "Assistenten tar ikke imot tilbakemeldinger." in silent
    assert "sende en tilbakemelding" not in silent


def test_the_figures_are_those_of_the_collection(assistant: Assistant) -> None:
    documents = assistant.snapshot.passages.documents.values()
    page = about(assistant).get("/om").text
    types = table(page, "Tekster etter type")
    assert sum(types.values()) == len(documents)
    assert types["Eksempel"] == sum(document.type == "praksis" for document in documents)
    addresses = {source.url for document in documents for source in document.sources}
    assert f"{len(documents)} tekster. De viser til {len(addresses)} ulike kilder." in visible(page)
    years = table(page, "Kilder etter år")
    assert sum(years.values()) == len(addresses)
    dated = {source.published for document in documents for source in document.sources if source.published}
    assert f"Den eldste er fra {min(dated)} og den nyeste fra {max(dated)}." in visible(page)
    assert list(years) == [*map(str, sorted(dated, reverse=True)), "årstall ikke kjent"]
    publishers = table(page, "De ti utgiverne med flest kilder")
    assert len(publishers) == 10
    assert list(publishers.values()) == sorted(publishers.values(), reverse=True)
    doga = {one.url for document in documents for one in document.sources if one.publisher == "DOGA"}
    assert publishers["DOGA"] == len(doga)
    assert "Sist redaksjonen leste en kilde, var i november 2026." in visible(page)


def test_the_versions_are_those_in_use(assistant: Assistant) -> None:
    said = visible(about(assistant).get("/om").text)
    assert f"Samlingens nummer {assistant.corpus_version}" in said
    assert f"Modell for søk {assistant.snapshot.manifest.model.name}" in said


def test_a_collection_without_years_or_translations_claims_none(assistant: Assistant) -> None:
    document = next(
        one
        for one in assistant.snapshot.passages.documents.values()
        if one.published is None and one.translation_of is None
    )
    snapshot = SimpleNamespace(
        passages=SimpleNamespace(documents={document.id: document}), manifest=assistant.snapshot.manifest
    )
    few = cast("Assistant", SimpleNamespace(snapshot=snapshot, language=None, corpus_version="x", writer=None))
    assert collection_facts([document]).years == ()
    said = visible(about(few).get("/om").text)
    assert "Den eldste er fra" not in said
    assert "oversettelser" not in said
    assert "None" not in said


def test_the_accessibility_statement_is_a_draft_and_says_what_is_missing(assistant: Assistant) -> None:
    client = about(assistant)
    assert 'href="./tilgjengelighet"' in client.get("/om").text
    said = visible(client.get("/tilgjengelighet").text)
    for promise in (
        "Dette er et utkast.",
        "Delvis i samsvar (utkast, ikke revidert).",
        "EN 301 549",
        "skjermlesere, brukt av folk som trenger dem",
        "Mangler vi kjenner til",
        "uustatus.no",
        "uutilsynet.no",
    ):
        assert promise in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_names_every_requirement_that_our_review_found_broken(
    assistant: Assistant, language: Language
) -> None:
    review = (ROOT / "docs" / "tilgjengelighet.md").read_text(encoding="utf-8")
    broken = re.findall(r"^\| (\d\.\d\.\d+) [^|]*\|[^|]*\| \*\*Nei\*\*", review, re.MULTILINE)
    said = visible(about(assistant).get(f"/tilgjengelighet?lang={language}").text)
    assert sorted(re.findall(r"\b\d\.\d\.\d+\b", said)) == sorted(broken)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_easy_to_read(assistant: Assistant, language: Language) -> None:
    client = about(assistant)
    for path in PATHS:
        lines = re.findall(r"<(?:p|li|dd)[^>]*>([^<]+)</", client.get(f"{path}?lang={language}").text)
        said = [unescape(line)[one.start : one.end] for line in lines for one in split_sentences(unescape(line))]
        assert len(said) > 20
        assert lix(said) < 35
        assert [one for one in said if len(one.split()) > 30] == []


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    """The pages, served to a browser."""
    listener = open_socket("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(site(assistant, "count", True), log_level="warning"))
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
    for path in PATHS:
        opened.goto(f"{address}{path}")
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        violations = Axe().run(opened).response["violations"]
        assert {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in violations} == {}
    opened.close()


@needs_chromium
def test_without_javascript_a_reader_goes_to_the_part_and_on_to_the_statement(browser: Browser, address: str) -> None:
    opened = browser.new_page(java_script_enabled=False, locale="nb-NO")
    requests: list[str] = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.goto(f"{address}/om")
    opened.get_by_role("link", name="Hva som skjer med det du skriver").click()
    expect(opened.get_by_role("heading", name="Hva som skjer med det du skriver")).to_be_in_viewport()
    opened.get_by_role("link", name="Tilgjengelighetserklæring (utkast)").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("Tilgjengelighetserklæring (utkast)")
    opened.get_by_role("main").get_by_role("link", name="Om assistenten").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("Om assistenten")
    assert [url for url in requests if not url.startswith(address)] == []
    opened.close()
