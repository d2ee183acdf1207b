"""Words as the lexical index sees them."""

from __future__ import annotations

import numpy as np

from index.fusion import fuse, stretch
from index.lexical import LexicalIndex
from index.tokens import character_grams, lexical_tokens, query_tokens


def test_inflections_meet_and_function_words_are_left_out() -> None:
    assert lexical_tokens("Hvordan kan kommunene dele åpne data?") == ["kommun", "del", "åpn", "dat"]
    assert lexical_tokens("kommunenes åpne data") == ["kommun", "åpn", "dat"]
    assert lexical_tokens("hva er det for noe") == []


def test_a_compound_written_in_two_finds_the_one_word() -> None:
    index = LexicalIndex.build(["Hva en smartby er.", "Noe helt annet om vann."])
    assert "smartby" in query_tokens("smart by")
    assert index.scores("en smart by").argmax() == 0
    assert index.scores("en smart by")[0] > 0


def test_a_hyphenated_word_is_found_whole_and_in_parts() -> None:
    assert set(lexical_tokens("KI-sandkasse")) == {"ki-sandkass", "ki", "sandkass"}


def test_a_question_of_only_function_words_scores_nothing() -> None:
    index = LexicalIndex.build(["Kommunen deler data."])
    assert np.array_equal(index.scores("hva er det"), [0.0])
    assert np.array_equal(index.scores("xyzzy"), [0.0])


def test_an_index_of_empty_texts_can_be_searched(tmp_path) -> None:
    index = LexicalIndex.build(["", "og det"])
    index.save(tmp_path / "empty")
    assert LexicalIndex.load(tmp_path / "empty", 2).scores("data").tolist() == [0.0, 0.0]


def test_rare_words_weigh_more() -> None:
    index = LexicalIndex.build(["kommune vann", "kommune vei", "kommune data"])
    assert index.idf("ukjent") > index.idf("vann") > index.idf(lexical_tokens("kommune")[0])


def test_misspelt_and_nynorsk_words_share_character_grams() -> None:
    right, wrong = set(character_grams("borgersamling")), set(character_grams("borgarsamling"))
    assert len(right & wrong) > len(right) / 2


def test_the_share_of_a_question_that_entries_hold_together() -> None:
    index = LexicalIndex.build(["sykkel bru", "vann og avløp", "barnehage"])
    assert index.share("sykkel", [0]) == 1
    assert index.share("sykkel", [1]) == 0
    assert index.share("sykkel avløp", [0, 1]) == 1
    assert 0 < index.share("sykkel ukjentord", [0]) < 0.5, "a word in no text is the rarest of all"


def test_scores_are_stretched_over_the_best_and_added_with_weights() -> None:
    assert stretch(np.array([2.0, 6.0, 4.0, 0.0]), candidates=3).tolist() == [0.0, 1.0, 0.5, 0.0]
    assert stretch(np.array([5.0])).tolist() == [1.0]
    assert stretch(np.array([0.0, 0.0])).tolist() == [0.0, 0.0]
    assert stretch(np.array([-np.inf, 3.0, 1.0])).tolist() == [0.0, 1.0, 0.0]
    fused = fuse({"a": np.array([10.0, 0.0, 5.0]), "b": np.array([0.0, 3.0, 1.5])}, {"a": 0.7, "b": 0.3})
    assert fused.round(6).tolist() == [0.7, 0.3, 0.5]
