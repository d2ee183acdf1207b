"""Search: each leg and step does what it is there for, and can be switched off."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from corpus.document import Document, Section, Source
from corpus.reader import read_corpus
from index.builder import build_passage_index
from index.home import Snapshot
from index.model.embedder import Embedder
from index.passages import PassageIndex
from index.query import SearchQuery
from index.search import search
from index.steps import LEGS


def document(name: str, text: str, **fields: object) -> Document:
    return Document(
        id=name,
        title=name.capitalize(),
        type="egen",
        language="nb",
        basis="offentlig",
        sources=(Source("https://example.org"),),
        text=text,
        sections=(Section("", editorial=False, start=0, end=len(text)),),
        **fields,
    )


def found(index: PassageIndex, embedder: Embedder, question: str, **options: object) -> list[str]:
    query = SearchQuery(question, embedder.embed_queries([question])[0])
    return list(dict.fromkeys(one.document.id for one in search(index, query, **options)))


def test_a_document_without_questions_is_not_held_back_by_it(embedder: Embedder) -> None:
    asked = read_corpus().documents["orklandbadet"]
    plain = document("ladeplan", "Kommunen skal ha førti ladepunkter for elbil ved rådhuset innen 2027.")
    index = build_passage_index([asked, plain], embedder)
    assert found(index, embedder, "Hvor mange ladepunkter for elbil skal vi ha?")[0] == "ladeplan"


def test_a_corpus_of_one_short_text_can_be_searched(embedder: Embedder) -> None:
    index = build_passage_index([document("en", "Biblioteket er åpent.")], embedder)
    assert found(index, embedder, "Når er biblioteket åpent?") == ["en"]


@pytest.mark.parametrize("leg", LEGS)
def test_each_leg_alone_finds_the_right_text_and_can_be_switched_off(
    snapshot: Snapshot, embedder: Embedder, leg: str
) -> None:
    others = [one for one in LEGS if one != leg]
    question = "Hva gikk Drammensmodellen ut på?"
    assert "drammensmodellen" in found(snapshot.passages, embedder, question, without=others)[:5]
    assert "drammensmodellen" in found(snapshot.passages, embedder, question, without=[leg])[:5]


def test_what_is_not_allowed_is_not_found(snapshot: Snapshot, embedder: Embedder) -> None:
    index = snapshot.passages
    allowed = np.array([one.type == "aktor" for one in index.documents.values()])
    names = found(index, embedder, "Hvem kan hjelpe oss med åpne data?", allowed=allowed)
    assert names
    assert {index.documents[name].type for name in names} == {"aktor"}


def test_several_documents_get_room(snapshot: Snapshot, embedder: Embedder) -> None:
    query = SearchQuery("åpne data", embedder.embed_queries(["åpne data"])[0])
    spread = search(snapshot.passages, query, k=12)
    crowded = search(snapshot.passages, query, k=12, without=["diversity"])
    counts = [sum(one.document.id == passage.document.id for one in spread) for passage in spread]
    assert max(counts) <= 3
    assert len({one.document.id for one in spread}) > len({one.document.id for one in crowded})


def test_linked_documents_lift_one_another(snapshot: Snapshot, embedder: Embedder) -> None:
    """Actors that a tool's text names come along when the tool is asked for."""
    linked = snapshot.passages.documents["klimasats"].related

    def places(**options: object) -> int:
        ranked = found(snapshot.passages, embedder, "klimasats tilskudd", k=500, **options)
        return sum(ranked.index(name) for name in linked)

    assert places() < places(without=["links"])


def test_of_equal_texts_the_newer_one_and_the_municipality_s_own_come_first(embedder: Embedder) -> None:
    text = "Kommunen deler data om sykler."
    own = document("egen", text)
    old = dataclasses.replace(own, id="gammel", type="praksis", sources=(Source("https://a.no", published=2015),))
    new = dataclasses.replace(old, id="ny", sources=(Source("https://a.no", published=2025),))
    index = build_passage_index([old, new, own], embedder)
    assert found(index, embedder, "deler kommunen data om sykler?") == ["egen", "ny", "gammel"]
