"""Laws of texts: whatever is written, chunks and citations are word for word what stands there."""

from __future__ import annotations

import itertools
import string

from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.citations import CitationBook
from corpus.chunking import chunk_document
from corpus.document import Document, Source
from corpus.page_marks import take_page_marks
from corpus.reader import find_sections
from corpus.sentences import split_sentences
from index.passages import Passage
from tests.attacks.laws import bodies, calm


def document_of(body: str) -> Document:
    source = Source("https://kilde.example/x")
    return Document("tekst", "Tekst", "egen", "nb", "offentlig", (source,), body, find_sections(body))


@calm
@given(bodies, st.integers(1, 900))
def test_chunks_stand_in_the_text_in_order_and_never_overlap(body: str, target: int) -> None:
    document = document_of(body)
    chunks = chunk_document(document, target)
    ends = 0
    for place, chunk in enumerate(chunks):
        assert chunk.position == place
        assert ends <= chunk.start < chunk.end <= len(body)
        assert (chunk.start, chunk.end) == (chunk.sentences[0].start, chunk.sentences[-1].end)
        section = document.section_at(chunk.start)
        assert section.start <= chunk.start < chunk.end <= section.end
        assert (chunk.heading, chunk.editorial) == (section.heading, section.editorial)
        ends = chunk.end


@calm
@given(bodies, st.integers(1, 900))
def test_no_sentence_is_split_lost_or_told_twice_by_chunks(body: str, target: int) -> None:
    document = document_of(body)
    whole = [one for part in document.sections for one in split_sentences(body, part.start, part.end)]
    assert [one for chunk in chunk_document(document, target) for one in chunk.sentences] == whole
    assert all(a.end <= b.start for a, b in itertools.pairwise(whole))


@calm
@given(bodies)
def test_no_letter_falls_between_two_sentences(body: str) -> None:
    """What no sentence holds is space, a rule of a table, or the mark of a list."""
    left = list(body)
    for one in split_sentences(body):
        assert body[one.start : one.end].strip()
        left[one.start : one.end] = [" "] * (one.end - one.start)
    for line in "".join(left).splitlines():
        assert not any(character.isalpha() for character in line), line


@calm
@given(bodies)
def test_a_chunk_is_longer_than_wanted_only_for_a_long_sentence(body: str) -> None:
    for chunk in chunk_document(document_of(body), 200):
        assert chunk.end - chunk.start <= 200 or len(chunk.sentences) == 1


@calm
@given(
    st.lists(st.tuples(st.text(alphabet=string.ascii_letters + " \n", max_size=30), st.integers(1, 99_999)), max_size=8)
)
def test_page_marks_go_and_every_other_character_stays(parts: list[tuple[str, int]]) -> None:
    body = "".join(f"{text}<!-- side {page} -->" for text, page in parts)
    text, pages = take_page_marks(body)
    assert text.replace("\n", "").replace(" ", "") == "".join(said for said, _ in parts).replace("\n", "").replace(
        " ", ""
    )
    assert [one.page for one in pages] == [page for _, page in parts]
    assert all(a.start <= b.start <= len(text) for a, b in itertools.pairwise(pages))


@calm
@given(
    bodies,
    st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 300), st.integers(0, 9), st.booleans()), max_size=30),
)
def test_a_kept_quote_stands_where_it_is_said_to_and_numbers_follow_first_use(
    body: str, tries: list[tuple[int, int, int, bool]]
) -> None:
    document = document_of(body)
    chunks = chunk_document(document, 80)
    assume(chunks)
    book, given_out, refused = CitationBook(), [], 0
    for start, end, place, honest in tries:
        quote = body[max(start, 0) : max(end, 0)] if honest else body[max(start, 0) : max(end, 0)] + "x"
        number = book.cite(Passage(chunks[place % len(chunks)], document, 0.5), start, end, quote)
        refused += number is None
        if number is not None:
            assert honest or body[start:end] == quote
            given_out.append((number, start, end))
    first_use = list(dict.fromkeys(number for number, _, _ in given_out))
    assert first_use == list(range(1, len(first_use) + 1)) == [one.n for one in book.citations]
    assert len({(start, end) for _, start, end in given_out}) == len(first_use)
    assert book.dropped == refused
    for one in book.citations:
        assert one.quote == body[one.start : one.end]
        assert one.quote.strip()
        chunk = next(chunk for chunk in chunks if chunk.id == one.chunk_id)
        assert chunk.start <= one.start < one.end <= chunk.end
