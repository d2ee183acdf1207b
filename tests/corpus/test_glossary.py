"""The glossary leads from staff's words to words that stand in the texts."""

from __future__ import annotations

from collections import Counter

from corpus.glossary import load_glossary
from corpus.reader import read_corpus
from index.tokens import lexical_tokens


def test_it_is_large_enough_to_help() -> None:
    assert len(load_glossary()) >= 190


def test_every_row_leads_to_words_of_the_texts() -> None:
    held = {
        token
        for document in read_corpus().documents.values()
        for token in lexical_tokens(f"{document.title} {document.text}")
    }
    lost = [row.nb[0] for row in load_glossary() if not any(set(lexical_tokens(term)) <= held for term in row.nb)]
    assert lost == []


def test_no_main_term_has_two_rows() -> None:
    counts = Counter(row.nb[0] for row in load_glossary())
    assert [term for term, times in counts.items() if times > 1] == []


def test_the_issue_s_own_examples_are_there() -> None:
    rows = load_glossary()
    for together in (("medvirkning", "medverknad"), ("anskaffelse", "innkjøp", "procurement")):
        assert any(set(together) <= set(row.terms) for row in rows), together
