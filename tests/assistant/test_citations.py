"""A mark is only given when its quote is where it is said to be; one way of going wrong a test."""

from __future__ import annotations

import pytest

from assistant.citations import CitationBook
from corpus.chunking import Chunk, chunk_document
from corpus.document import Document
from corpus.reader import read_corpus
from index.passages import Passage


@pytest.fixture(scope="module")
def document() -> Document:
    return read_corpus().documents["drammensmodellen"]


@pytest.fixture(scope="module")
def chunk(document: Document) -> Chunk:
    return chunk_document(document)[0]


def cite(book: CitationBook, document: Document, chunk: Chunk, place: int = 0, **changes: object) -> int | None:
    sentence = chunk.sentences[place]
    values = {"start": sentence.start, "end": sentence.end, "quote": document.text[sentence.start : sentence.end]}
    return book.cite(Passage(chunk, document, 1.0), **{**values, **changes})


def test_numbers_are_given_in_order_from_one(document: Document, chunk: Chunk) -> None:
    book = CitationBook()
    assert [cite(book, document, chunk, place) for place in (1, 0, 2)] == [1, 2, 3]
    assert [citation.n for citation in book.citations] == [1, 2, 3]


def test_the_same_quote_keeps_its_number(document: Document, chunk: Chunk) -> None:
    book = CitationBook()
    assert [cite(book, document, chunk, place) for place in (0, 1, 0)] == [1, 2, 1]
    assert len(book.citations) == 2


def test_a_quote_that_is_not_there_is_dropped_and_counted(document: Document, chunk: Chunk) -> None:
    book = CitationBook()
    assert cite(book, document, chunk, quote="Drammen er delt i tolv kommunedeler.") is None
    assert book.dropped == 1
    assert book.citations == ()


def test_a_quote_with_one_letter_changed_is_dropped(document: Document, chunk: Chunk) -> None:
    quote = document.text[chunk.sentences[0].start : chunk.sentences[0].end]
    assert cite(CitationBook(), document, chunk, quote=quote.replace("r", "R", 1)) is None


def test_a_quote_at_another_place_is_dropped(document: Document, chunk: Chunk) -> None:
    assert cite(CitationBook(), document, chunk, start=chunk.sentences[0].start + 1) is None


def test_a_quote_outside_its_chunk_is_dropped(document: Document, chunk: Chunk) -> None:
    other = chunk_document(document)[2]
    sentence = other.sentences[0]
    quote = document.text[sentence.start : sentence.end]
    assert CitationBook().cite(Passage(chunk, document, 1.0), sentence.start, sentence.end, quote) is None


def test_an_empty_quote_is_dropped(document: Document, chunk: Chunk) -> None:
    assert cite(CitationBook(), document, chunk, end=chunk.sentences[0].start, quote="") is None


def test_a_chunk_of_another_document_is_dropped(document: Document, chunk: Chunk) -> None:
    other = read_corpus().documents["bopilot"]
    assert cite(CitationBook(), other, chunk) is None


def test_a_dropped_citation_leaves_no_gap_in_the_numbers(document: Document, chunk: Chunk) -> None:
    book = CitationBook()
    assert cite(book, document, chunk, 0) == 1
    assert cite(book, document, chunk, 1, quote="oppspinn") is None
    assert cite(book, document, chunk, 2) == 2


def test_a_citation_knows_its_basis_and_where_to_read_it(document: Document) -> None:
    principle = read_corpus().documents["prinsipp-1"]
    editorial = next(chunk for chunk in chunk_document(principle) if chunk.editorial)
    book = CitationBook()
    cite(book, document, chunk_document(document)[0])
    cite(book, principle, editorial)
    assert [citation.basis for citation in book.citations] == ["offentlig", "redaksjonell"]
    first = book.citations[0]
    assert first.reader_url == f"/kilde/drammensmodellen?fra={first.start}&til={first.end}#sitat"
    assert first.url.startswith("https://www.drammen.kommune.no/")
