"""Sentences are cut from a stream with their marks; one way of going wrong a test."""

from __future__ import annotations

import pytest

from assistant.generation.sentences import SentenceReader, WrittenSentence, marked_numbers


def read(text: str, size: int = 1) -> list[WrittenSentence]:
    reader = SentenceReader()
    found = [one for start in range(0, len(text), size) for one in reader.feed(text[start : start + size])]
    return [*found, *reader.close()]


def test_a_mark_before_the_full_stop() -> None:
    assert read("Byen måler luft [1]. Ny setning [2].") == [
        WrittenSentence("Byen måler luft.", (1,), is_bullet=False),
        WrittenSentence("Ny setning.", (2,), is_bullet=False),
    ]


def test_a_mark_behind_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    assert [one.numbers for one in read("Byen måler luft. [1] Ny setning. [2]")] == [(1,), (2,)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 1000])
def test_how_the_stream_is_cut_up_does_not_matter(size: int) -> None:
    text = "Ca. 3 mill. kr [1]. Den kom 3. mai. [2][3] **Oslo** 【1†k】.\n- Punkt [1, 4]\n- To. [2]\n\nEnd (kilde 3)."
    assert read(text, size) == read(text, 1000)


def test_half_a_mark_is_held_back() -> None:
    reader = SentenceReader()
    assert list(reader.feed("Byen måler luft. Ny setning. [")) == [
        WrittenSentence("Byen måler luft.", (), is_bullet=False)
    ]
    assert list(reader.feed("2] Tredje")) == [WrittenSentence("Ny setning.", (2,), is_bullet=False)]


def test_half_a_mark_at_the_end_of_the_stream_is_no_mark() -> None:
    assert read("Byen måler luft [1")[0].numbers == ()


def test_abbreviations_and_dates_do_not_end_a_sentence() -> None:
    assert len(read("Den kom bl.a. 3. mai 2020, jf. § 5-1 [1].")) == 1


def test_list_items_are_bullets_each_with_its_own_marks() -> None:
    assert [(one.text, one.numbers) for one in read("Dette gjelder:\n- Luft [1]\n- Støy [2]\n") if one.is_bullet] == [
        ("Luft", (1,)),
        ("Støy", (2,)),
    ]


def test_emphasis_is_taken_off() -> None:
    assert read("**Byen** måler `luft` [1].")[0].text == "Byen måler luft."


def test_invisible_characters_are_taken_out() -> None:
    assert read("By\u200ben måler lu\u00adft [1].")[0].text == "Byen måler luft."


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("slik [1]", (1,)),
        ("slik [1][3]", (1, 3)),
        ("slik [1, 3]", (1, 3)),
        ("slik [1-3]", (1, 2, 3)),
        ("slik [^2]", (2,)),
        ("slik 【4†source】", (4,)),
        ("slik [kilde 2]", (2,)),
        ("slik (kjelde 2)", (2,)),
        ("slik [2](https://example.org)", (2,)),
        ("slik [1][1]", (1,)),
        ("slik [0]", (0,)),
        ("slik [1-900]", (1, 900)),
        ("i 2020 (3 kommuner)", ()),
        ("en liste [a]", ()),
    ],
)
def test_the_ways_that_models_write_marks(text: str, numbers: tuple[int, ...]) -> None:
    assert marked_numbers(text) == numbers


def test_an_empty_stream_gives_nothing() -> None:
    assert read("") == []
    assert read("  \n \n") == []
