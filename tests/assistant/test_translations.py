"""Of a text and its translation, the reader gets the one in their own language, and never both."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.question import understand
from assistant.retrieval import retrieve
from corpus.reader import read_corpus
from index.builder import build_passage_index
from index.model.embedder import Embedder
from index.passages import PassageIndex


@pytest.fixture(scope="module")
def index(embedder: Embedder) -> PassageIndex:
    originals = [one for one in read_corpus().documents.values() if one.type == "prinsipp" and one.language == "nb"]
    first = originals[0]
    translated = dataclasses.replace(first, id="omsett", language="nn", translation_of=first.id)
    return build_passage_index([*originals, translated], embedder)


@pytest.mark.parametrize(
    ("question", "found", "left_out"),
    [
        ("Korleis set vi innbyggjarane i sentrum?", "omsett", "prinsipp-1"),
        ("Hvordan setter vi innbyggerne i sentrum?", "prinsipp-1", "omsett"),
        ("How do we put the citizens first?", "prinsipp-1", "omsett"),
    ],
)
def test_the_reader_gets_the_text_in_their_language(
    index: PassageIndex, embedder: Embedder, question: str, found: str, left_out: str
) -> None:
    documents = {one.id for one in retrieve(understand(question), index, embedder).documents}
    assert found in documents
    assert left_out not in documents
