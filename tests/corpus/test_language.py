"""The texts can be read, keep to one written form, hang together, and have figures and sources that can be reviewed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from statistics import median
from urllib.parse import urlsplit

from corpus.figures import figures, unsupported
from corpus.nn_nb import derive_table, load_table
from corpus.readability import lix, sentences_of
from corpus.reader import read_corpus
from corpus.words import words

DOCUMENTS = read_corpus().documents
# The definition is quoted as it stands, and is one sentence of 38 words.
QUOTED_WHOLE = {"veikart-definisjon", "veikart-definisjon-nn"}
NOT_OWN = re.compile(r"«[^»]*»|\"[^\"]*\"|\S+\.(?:no|com|org|eu)\b")
# Words of the table that are good in the other written form too, with another sense or as a free choice.
ALSO_BOKMAL = {"bad", "bygde", "dokument", "legg", "menneske", "rår", "sjukehus"}
ALSO_NYNORSK = {
    "begynne", "bruke", "bruker", "de", "deler", "erfaring", "gang", "gi", "gir", "gjenbruk", "høyre", "jobbe", "lager",
    "måler", "også", "samtidig", "si", "spille", "støtte", "vi",
}  # fmt: skip


def test_no_sentence_is_too_long() -> None:
    long = {
        (one.id, sentence)
        for one in DOCUMENTS.values()
        for sentence in sentences_of(one)
        if len(words(sentence)) > 35 and one.id not in QUOTED_WHOLE
    }
    assert long == set()


def test_no_text_is_too_long_or_too_short() -> None:
    """One short of 60 is as long as its facts allow."""
    lengths = {one.id: len(words(one.text)) for one in DOCUMENTS.values()}
    assert {name: length for name, length in lengths.items() if not 60 <= length <= 900} == {}


def test_texts_are_easy_to_read() -> None:
    """LIX: a median under 45 for each type, and none over 60."""
    by_type: defaultdict[str, list[float]] = defaultdict(list)
    for one in DOCUMENTS.values():
        by_type[one.type].append(lix(sentences_of(one)))
    assert {name: median(found) for name, found in by_type.items() if median(found) >= 45} == {}
    assert {name: max(found) for name, found in by_type.items() if max(found) > 60} == {}


def own_words(text: str) -> set[str]:
    """Words in small letters outside quotation marks and addresses: names and quotes keep their own form."""
    return {word for word in re.findall(r"[^\W\d_]+", NOT_OWN.sub("", text)) if word.islower()}


def test_bokmal_texts_hold_no_nynorsk() -> None:
    nynorsk = set(load_table()) - ALSO_BOKMAL
    texts = {one.id: own_words(one.text) & nynorsk for one in DOCUMENTS.values() if one.language == "nb"}
    assert {name: found for name, found in texts.items() if found} == {}


def test_nynorsk_texts_hold_no_bokmal() -> None:
    table = load_table()
    bokmal = set(table.values()) - set(table) - ALSO_NYNORSK
    texts = {one.id: own_words(one.text) & bokmal for one in DOCUMENTS.values() if one.language == "nn"}
    assert len(texts) == 10
    assert {name: found for name, found in texts.items() if found} == {}


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
