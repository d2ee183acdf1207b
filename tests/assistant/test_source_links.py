"""A link goes to the quote where the source holds it, to the page of a PDF, and else to the source as such."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest

from assistant.source_links import reader_url, source_url, text_directive
from corpus.document import Document, Source
from corpus.reader import read_corpus

QUOTE = "Kommunen måler luft, støy og trafikk."


@pytest.fixture(scope="module")
def built_in() -> Document:
    return read_corpus().documents["drammensmodellen"]


@pytest.fixture(scope="module")
def own(built_in: Document) -> Document:
    return replace(built_in, type="egen", sources=(Source("https://kommune.example/plan"),))


def at(document: Document, url: str) -> Document:
    return replace(document, sources=(Source(url),))


def test_an_imported_page_is_opened_at_the_quote(own: Document) -> None:
    url = source_url(own, QUOTE)
    assert url.startswith("https://kommune.example/plan#:~:text=")
    assert unquote(url).endswith(f"text={QUOTE}")


def test_a_built_in_text_tells_in_other_words_so_its_source_is_linked_without_a_mark(built_in: Document) -> None:
    assert source_url(built_in, QUOTE) == built_in.sources[0].url


def test_a_pdf_is_opened_at_its_page(own: Document) -> None:
    assert source_url(at(own, "https://kommune.example/plan.pdf"), QUOTE, page=7).endswith("/plan.pdf#page=7")


def test_a_document_that_is_published_nowhere_leads_to_the_kept_file_at_the_page(own: Document) -> None:
    kept = replace(at(own, ""), original="0123456789abcdef.pdf")
    assert source_url(kept, QUOTE, page=7) == "/original/drammensmodellen#page=7"
    assert source_url(replace(kept, original="0123456789abcdef.docx"), QUOTE) == "/original/drammensmodellen"


def test_a_page_takes_the_place_of_another_fragment(own: Document) -> None:
    assert source_url(at(own, "https://kommune.example/plan.pdf#top"), QUOTE, page=2).endswith("plan.pdf#page=2")


def test_a_pdf_without_a_known_page_gets_no_text_mark(own: Document) -> None:
    assert source_url(at(own, "https://kommune.example/plan.PDF?v=2"), QUOTE) == "https://kommune.example/plan.PDF?v=2"


def test_an_address_with_a_fragment_keeps_it(own: Document) -> None:
    assert "#mal:~:text=" in source_url(at(own, "https://kommune.example/plan#mal"), QUOTE)


def test_a_source_that_is_no_web_page_is_left_as_it_is(own: Document) -> None:
    assert source_url(at(own, "urn:isbn:9788299"), QUOTE) == "urn:isbn:9788299"


def test_a_quote_with_markup_gets_no_mark_for_the_page_does_not_hold_the_signs(own: Document) -> None:
    assert source_url(own, "Se [planen](https://kommune.example) her.") == "https://kommune.example/plan"


def test_signs_that_mean_something_in_a_directive_are_encoded() -> None:
    assert text_directive("KI-lab, test & drift") == "text=KI%2Dlab%2C%20test%20%26%20drift"


def test_a_long_quote_is_given_by_its_ends() -> None:
    quote = "Dette er en ganske lang setning som har mange flere ord enn tolv i seg."
    assert unquote(text_directive(quote)) == "text=Dette er en ganske lang,ord enn tolv i seg."


def test_line_breaks_in_a_quote_are_spaces_on_the_page() -> None:
    assert unquote(text_directive("Kommunen\nmåler   luft")) == "text=Kommunen måler luft"


def test_the_reader_is_told_where_to_mark() -> None:
    assert reader_url("drammensmodellen", 12, 40) == "/kilde/drammensmodellen?fra=12&til=40#sitat"
