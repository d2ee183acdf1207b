"""A citation of the municipality's own document opens the file it was read from, at the right page."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from reportlab.pdfgen.canvas import Canvas

from assistant.assistant import Assistant
from assistant.citations import CitationBook
from assistant.language import detect_language
from corpus.chunking import chunk_document
from corpus.document import Document
from corpus.own.importer import Importer
from corpus.own.intake import Given
from corpus.own.library import Library
from corpus.reader import read_corpus
from index.passages import Passage
from ui.site.original import create_original
from ui.site.reader import create_reader

PAGES = (
    "Klimaplanen gjelder for hele kommunen fra 2026 til 2030.",
    "Alle skolene skal ha solceller på taket innen utgangen av 2028.",
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with a plan of two pages in use."""
    pdf = tmp_path / "Klimaplan 2026.pdf"
    canvas = Canvas(str(pdf))
    for page in PAGES:
        canvas.drawString(72, 700, page)
        canvas.showPage()
    canvas.save()
    library = Library(tmp_path / "own")
    given = Given(title="Klimaplan", publisher="Vegårshei kommune", published=2026)
    library.approve(Importer(library, detect_language).take_file(pdf, given).entry.id)
    return library


@pytest.fixture
def plan(library: Library) -> Document:
    return read_corpus(library.texts).documents["klimaplan"]


@pytest.fixture
def client(library: Library, plan: Document) -> TestClient:
    passages = SimpleNamespace(documents={plan.id: plan}, readable=lambda _: [True])
    stand_in = SimpleNamespace(snapshot=SimpleNamespace(passages=passages), language=None, corpus_version="prøve")
    app = FastAPI()
    for create in (
        create_reader(cast("Assistant", stand_in), library),
        create_original(cast("Assistant", stand_in), library),
    ):
        app.include_router(create)
    return TestClient(app, headers={"Accept-Language": "nb"})


def test_a_quote_leads_to_its_page_of_the_kept_file(client: TestClient, library: Library, plan: Document) -> None:
    book = CitationBook()
    for chunk in chunk_document(plan):
        for sentence in chunk.sentences:
            book.cite(Passage(chunk, plan, 1.0), sentence.start, sentence.end, plan.text[sentence.start : sentence.end])
    assert [(one.quote, one.page, one.url) for one in book.citations] == [
        (text, page, f"/original/klimaplan#page={page}") for page, text in enumerate(PAGES, start=1)
    ]
    opened = client.get(book.citations[1].url)
    assert opened.status_code == 200
    assert opened.content == (library.root / "originals" / (plan.original or "")).read_bytes()
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.headers["content-disposition"].startswith("inline")


def test_the_reader_links_to_the_page_of_what_is_cited_and_names_who_published_it(
    client: TestClient, plan: Document
) -> None:
    start = plan.text.index(PAGES[1])
    page = client.get("/kilde/klimaplan", params={"fra": start, "til": start + len(PAGES[1])}).text
    assert 'href="../original/klimaplan#page=2"' in page
    assert "Klimaplan, Vegårshei kommune" in page
    assert 'href="../original/klimaplan"' in client.get("/kilde/klimaplan").text


def test_what_a_browser_could_run_is_handed_over_as_a_file(
    client: TestClient, library: Library, plan: Document
) -> None:
    given = Given(title="Klimaplan")
    importer = Importer(library, detect_language)
    page = b"<html><body><main><h1>Plan</h1><p>Kommunen skal plante tusen nye tre.</p></main></body></html>"
    entry = importer.take_content("plan.html", page, given).entry
    library.approve(entry.id)
    documents = read_corpus(library.texts).documents
    stand_in = SimpleNamespace(snapshot=SimpleNamespace(passages=SimpleNamespace(documents=documents)))
    app = FastAPI()
    app.include_router(create_original(cast("Assistant", stand_in), library))
    with TestClient(app) as other:
        handed = other.get(f"/original/{entry.id}")
    assert handed.content == page
    assert handed.headers["content-type"] == "application/octet-stream"
    assert handed.headers["content-disposition"].startswith("attachment")


def test_a_withdrawn_document_is_said_to_be_withdrawn_also_before_the_index_is_built(
    client: TestClient, library: Library
) -> None:
    assert client.get("/kilde/klimaplan").status_code == 200
    library.withdraw("klimaplan")
    gone = client.get("/kilde/klimaplan")
    assert gone.status_code == 410
    assert "Teksten er trukket tilbake" in gone.text
    assert client.get("/original/klimaplan").status_code == 410


@pytest.mark.parametrize("name", ["finnes-ikke", "..%2F..%2Ftexts%2Fklimaplan.md", "drammensmodellen"])
def test_nothing_else_can_be_opened(client: TestClient, name: str) -> None:
    assert client.get(f"/original/{name}").status_code == 404


def test_an_original_that_is_gone_is_said_to_be(client: TestClient, library: Library, plan: Document) -> None:
    (library.root / "originals" / (plan.original or "")).unlink()
    gone = client.get("/original/klimaplan")
    assert gone.status_code == 404
    assert gone.json()["detail"] == "Originalen finnes ikke her."
