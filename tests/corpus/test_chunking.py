"""Chunks are passages that can be cited: whole sentences of one section."""

from __future__ import annotations

import dataclasses

from corpus.chunking import TARGET_CHARACTERS, chunk_document
from corpus.document import Document
from corpus.reader import find_sections, read_corpus
from corpus.sentences import split_sentences


def document(text: str) -> Document:
    base = next(iter(read_corpus().documents.values()))
    return dataclasses.replace(base, id="prøve", text=text, sections=find_sections(text))


def test_no_chunk_of_the_texts_cuts_a_sentence_or_crosses_a_section() -> None:
    for one in read_corpus().documents.values():
        whole = {(s.start, s.end) for x in one.sections for s in split_sentences(one.text, x.start, x.end)}
        found = [(s.start, s.end) for chunk in chunk_document(one) for s in chunk.sentences]
        assert set(found) == whole
        assert len(found) == len(whole)
        for chunk in chunk_document(one):
            section = one.section_at(chunk.start)
            assert chunk.end <= section.end
            assert (chunk.heading, chunk.editorial) == (section.heading, section.editorial)


def test_a_long_section_becomes_chunks_of_about_the_same_length() -> None:
    sentence = "Kommunen arbeider med åpne data hver eneste dag. "
    chunks = chunk_document(document("## Hva\n\n" + sentence * 40))
    lengths = [chunk.end - chunk.start for chunk in chunks]
    assert max(lengths) <= TARGET_CHARACTERS
    assert min(lengths) > TARGET_CHARACTERS / 2


def test_a_sentence_longer_than_the_target_is_a_chunk_of_its_own() -> None:
    long = "Ord " * 300 + "slutt."
    chunks = chunk_document(document(f"## Hva\n\nKort setning. {long} En til."))
    assert any(chunk.end - chunk.start == len(long) for chunk in chunks)


def test_ids_are_document_and_position() -> None:
    chunks = chunk_document(document("## En\n\nSetning.\n\n## To\n\nSetning.\n"))
    assert [chunk.id for chunk in chunks] == ["prøve#0", "prøve#1"]
