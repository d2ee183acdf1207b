"""An employee reads the list of texts, in bokmål, nynorsk or English."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, get_args

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.language import detect_language
from corpus.document import DocumentType
from tests.ui.explore.reader import app_over, main_of, texts_on
from ui.site.collection import TYPES, CurrentCollection, alphabetical
from ui.site.explore import create_explore

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from corpus.document import Document


def questions(html: str, language: str) -> list[str]:
    """The ready questions that are in the reader's own language."""
    return re.findall(rf'<a href="\./{language}/\?q=[^"]+">[^<]+ <span>(.*?)</span>', html)


def test_a_text_says_what_it_is_and_leads_to_the_reader_and_a_ready_question(client: TestClient) -> None:
    html = client.get("/utforsk?kommune=Drammen").text
    assert "drammensmodellen" in texts_on(html)
    assert len(questions(html, "nb")) == len(texts_on(html))
    assert all(detect_language(question) in {"nb", None} for question in questions(html, "nb"))
    entry = html[html.index("kilde/drammensmodellen") :]
    entry = entry[: entry.index("</li>\n      <li>") if "</li>\n      <li>" in entry else None]
    for said in ("<span>Eksempel</span>", "<span>Drammen</span>", "1. Sett innbyggerne i sentrum", "Offentlig kilde"):
        assert said in entry


def test_nynorsk_readers_get_nynorsk_words_texts_and_questions(client: TestClient, texts: list[Document]) -> None:
    html = client.get("/utforsk?type=prinsipp", headers={"accept-language": "nn"}).text
    assert '<html lang="nn"' in html
    assert "<h1>Utforsk samlinga</h1>" in html
    assert texts_on(html) == [f"prinsipp-{number}-nn" for number in range(1, 9)]
    assert f"<strong>8 av {len(texts)} tekstar</strong>" in html
    cases = client.get("/utforsk?kommune=Drammen", headers={"accept-language": "nn"}).text
    assert 'lang="nb" hreflang="nb">Drammensmodellen' in cases
    assert len(questions(cases, "nn")) >= len(texts_on(cases)) - 1
    assert all(detect_language(question) == "nn" for question in questions(cases, "nn"))


def test_english_readers_are_told_that_the_texts_are_norwegian(client: TestClient) -> None:
    html = main_of(client.get("/utforsk?malbilde=klimavennlige", headers={"accept-language": "en"}).text)
    assert "<h1>Explore the collection</h1>" in html
    assert "3. Prioritise climate and environment" in html
    assert "<span>Case</span>" in html
    assert html.count('<a href="./kilde/') == html.count('lang="nb" hreflang="nb">') > 5
    assert all(detect_language(question) == "en" for question in questions(html, "en"))


def test_withdrawn_texts_are_left_out_and_historical_ones_say_so(documents: dict[str, Document]) -> None:
    model = documents["drammensmodellen"]
    shown = [replace(model, id="a", title="Gjeldende"), replace(model, id="b", title="Gammel", status="historisk")]
    gone = replace(model, id="c", title="Borte", status="trukket")
    html = TestClient(app_over({one.id: one for one in (*shown, gone)})).get("/utforsk").text
    assert "Borte" not in html
    assert "2 av 2 tekster" in html
    assert texts_on(html) == ["b", "a"]
    assert html.count("<strong>Historisk</strong>") == 1
    assert html.index("Gammel") < html.index("<strong>Historisk</strong>") < html.index("Gjeldende")


def test_an_own_document_with_little_but_a_title_is_listed_first(documents: dict[str, Document]) -> None:
    bare = replace(
        documents["drammensmodellen"], id="egen <b>", title="<i>Vår plan</i>", type="egen", principles=(), malbilder=(),
        municipality=(), questions=(), period=None, sources=(),
    )  # fmt: skip
    html = TestClient(app_over({**documents, bare.id: bare})).get("/utforsk").text
    first = html[html.index("<h4>") :]
    assert first.startswith('<h4><a href="./kilde/egen%20%3Cb%3E">&lt;i&gt;Vår plan&lt;/i&gt;</a></h4>')
    assert "Egne dokumenter (1)" in html


def test_a_new_snapshot_is_counted_and_the_same_one_only_once(documents: dict[str, Document]) -> None:
    assistant = SimpleNamespace(snapshot=SimpleNamespace(passages=SimpleNamespace(documents=documents)))
    current = CurrentCollection(assistant)
    assert current.get() is current.get()
    one = {"drammensmodellen": documents["drammensmodellen"]}
    assistant.snapshot = SimpleNamespace(passages=SimpleNamespace(documents=one))
    assert len(current.get().entries) == 1


def test_what_an_assistant_has_indexed_is_what_can_be_browsed(assistant: Assistant, client: TestClient) -> None:
    app = FastAPI()
    app.include_router(create_explore(assistant))
    html = TestClient(app).get("/utforsk?type=praksis").text
    assert texts_on(html) == texts_on(client.get("/utforsk?type=praksis").text)
    assert assistant.corpus_version in html


def test_every_type_of_text_has_its_place_and_norwegian_letters_come_last() -> None:
    assert set(TYPES) == set(get_args(DocumentType))
    assert sorted(["Ålesund", "Ørsta", "Ærø", "Zoo"], key=alphabetical) == ["Zoo", "Ærø", "Ørsta", "Ålesund"]
