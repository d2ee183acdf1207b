"""The texts hang together, their sources are whole addresses, and their figures can be reviewed."""

from __future__ import annotations

from collections import Counter, defaultdict
from urllib.parse import urlsplit

from corpus.figures import figures, unsupported
from corpus.nn_nb import derive_table, load_table
from corpus.readability import lix, sentences_of
from corpus.reader import read_corpus
from corpus.words import words

DOCUMENTS = read_corpus().documents
# The definition is quoted as it stands, and is one sentence of 38 words.
QUOTED_WHOLE = {"veikart-definisjon"}


def test_no_sentence_is_too_long() -> None:
    long = {
        (one.id, sentence)
        for one in DOCUMENTS.values()
        for sentence in sentences_of(one)
        if len(words(sentence)) > 35 and one.id not in QUOTED_WHOLE
    }
    assert long == set()


def test_no_text_is_too_long() -> None:
    assert [one.id for one in DOCUMENTS.values() if len(words(one.text)) > 900] == []


def test_every_source_is_a_whole_address() -> None:
    for document in DOCUMENTS.values():
        for source in document.sources:
            parts = urlsplit(source.url)
            assert parts.scheme in ("http", "https"), document.id
            assert "." in parts.netloc, document.id
            assert " " not in source.url, document.id


def test_no_text_stands_alone() -> None:
    linked: defaultdict[str, set[str]] = defaultdict(set)
    for document in DOCUMENTS.values():
        for other in [*document.related, *filter(None, [document.translation_of])]:
            linked[document.id].add(other)
            linked[other].add(document.id)
    assert [name for name in DOCUMENTS if not linked[name]] == []


def test_all_219_entries_are_written() -> None:
    kinds = Counter(document.type for document in DOCUMENTS.values() if document.language == "nb")
    assert kinds["praksis"] == 84
    assert kinds["aktor"] == 38
    assert kinds["verktoy"] + kinds["prosess"] == 42
    assert sum(kinds.values()) == 219


def test_the_word_table_is_derived_from_pairs() -> None:
    pairs = [("Hvordan kan kommunene spare?", "Korleis kan kommunane spare?")] * 3 + [("En bil.", "Ein bil.")]
    assert derive_table(pairs) == {"korleis": "hvordan", "kommunane": "kommunene"}


def test_the_word_table_holds_the_field_s_words() -> None:
    table = load_table()
    expected = {"korleis": "hvordan", "medverknad": "medvirkning", "berekraft": "bærekraft", "vegkart": "veikart"}
    assert {word: table[word] for word in expected} == expected
    assert all(nynorsk != bokmal for nynorsk, bokmal in table.items())


def test_a_figure_that_the_facts_do_not_hold_is_listed() -> None:
    document = DOCUMENTS["orklandbadet"]
    assert unsupported(document, {"orklandbadet": document.text}) == set()
    assert "440" in unsupported(document, {"orklandbadet": document.text.replace("440", "410")})


def test_spaces_and_decimals_do_not_make_another_figure() -> None:
    assert figures("11 500 og 53,6 prosent") == {"11500", "536"}


def test_readability_counts_words_and_long_words() -> None:
    assert lix(["Kommunen deler data.", "Vi bruker dem."]) == 3 + 100 * 1 / 6
    assert lix([]) == 0
