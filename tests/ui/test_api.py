"""The API as a program meets it, over HTTP."""

from __future__ import annotations

import pytest

from tests.server import Server

PROBLEM = "application/problem+json"


def test_ask_gives_a_cited_answer(server: Server) -> None:
    with server.client() as client:
        response = client.post("/api/ask", json={"question": "Hva gikk Drammensmodellen ut på?"})
    assert response.status_code == 200
    answer = response.json()
    assert answer["mode"] == "utdrag"
    assert answer["statements"][0]["citations"] == [1]
    assert answer["citations"][0]["document_id"] == "drammensmodellen"
    assert answer["principles"][0]["name"] == "Sett innbyggerne i sentrum"


def test_history_filters_and_language_are_heeded(server: Server) -> None:
    asked = {"question": "og hva kostet det?", "history": ["Fortell om Orklandbadet"], "language": "nn"}
    with server.client() as client:
        answer = client.post("/api/ask", json=asked).json()
        only = client.post("/api/ask", json={"question": "åpne data", "filters": {"types": ["aktor"]}}).json()
    assert answer["language"] == "nn"
    assert {citation["document_id"] for citation in answer["citations"]} == {"orklandbadet"}
    assert {citation["type"] for citation in only["citations"]} == {"aktor"}


@pytest.mark.parametrize(
    ("question", "status", "kind"),
    [
        ("", 422, "question/empty"),
        ("x" * 20_000, 413, "question/too_long"),
        ("🚲😀", 422, "question/no_words"),
        ("Hva\x00er", 422, "question/control_characters"),
        ("Что это?", 422, "question/other_script"),
    ],
)
def test_a_question_that_cannot_be_asked_is_a_problem_document(
    server: Server, question: str, status: int, kind: str
) -> None:
    with server.client() as client:
        response = client.post("/api/ask", json={"question": question})
    assert response.status_code == status
    assert response.headers["content-type"] == PROBLEM
    problem = response.json()
    assert problem["type"] == kind
    assert problem["status"] == status
    assert problem["detail"].count("\n") == 0


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"{", "er feil"),
        (b"[]", "er feil"),
        (b'{"question": 3}', "«question»"),
        (b'{"question": "hei", "farge": 1}', "«farge»"),
        (b'{"question": "hei", "filters": {"principles": [9]}}', "«filters.principles.0»"),
        (b'{"question": "hei", "history": ["' + b'", "'.join([b"x"] * 50) + b'"]}', "«history»"),
    ],
)
def test_a_request_of_the_wrong_form_names_the_field(server: Server, content: bytes, place: str) -> None:
    with server.client() as client:
        response = client.post("/api/ask", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.headers["content-type"] == PROBLEM
    assert place in response.json()["detail"]


def test_search_finds_passages(server: Server) -> None:
    with server.client() as client:
        found = client.get("/api/search", params={"q": "åpne data", "k": 3}).json()
        wrong = client.get("/api/search", params={"q": "åpne data", "k": 500})
        missing = client.get("/api/search")
    assert len(found) == 3
    assert found[0]["text"]
    assert (wrong.status_code, missing.status_code) == (422, 422)


def test_the_api_describes_itself(server: Server) -> None:
    with server.client() as client:
        described = client.get("/api/openapi.json").json()
    assert {"/api/ask", "/api/search", "/healthz"} <= set(described["paths"])
    answer = described["components"]["schemas"]["Answer"]
    assert {"statements", "citations", "principles", "mode"} <= set(answer["properties"])


def test_health_says_which_corpus_is_served(server: Server) -> None:
    with server.client() as client:
        health = client.get("/healthz").json()
    assert health["status"] == "ok"
    assert health["documents"] > 70


def test_the_source_reader_marks_the_quote(server: Server) -> None:
    with server.client() as client:
        answer = client.post("/api/ask", json={"question": "Hva gikk Drammensmodellen ut på?"}).json()
        citation = answer["citations"][0]
        page = client.get(citation["reader_url"])
        missing = client.get("/kilde/finnes-ikke")
        nonsense = client.get("/kilde/drammensmodellen?fra=99999&til=999999")
    assert f'<mark id="sitat">{citation["quote"]}</mark>' in page.text
    assert "https://www.drammen.kommune.no/" in page.text
    assert missing.status_code == 404
    assert "<mark" not in nonsense.text


def test_the_log_holds_no_questions(server: Server) -> None:
    with server.client() as client:
        client.post("/api/ask", json={"question": "Hemmelig spørsmål om naboens garasje"})
    assert "garasje" not in server.log.read_text()
