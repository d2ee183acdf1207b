"""The signals of how a sentence and a place agree, and the weights that make a probability of them."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.generation.alignment import Alignment, align, is_same_word
from assistant.generation.read_text import TextReader
from assistant.generation.score import SIGNALS, Weights, load_weights, support_signals
from assistant.generation.synonyms import are_synonyms


def alignment(*alike: float) -> Alignment:
    """Words that each have one counterpart, the same word where it is 1."""
    values = np.diag(np.array(alike, np.float32))
    return Alignment(values, values == 1)


def test_a_detail_of_its_own_is_the_weakest_run() -> None:
    signals = support_signals(0.95, alignment(0.9, 0.9, 0.1, 0.2, 0.3, 0.9))
    assert set(signals) == set(SIGNALS)
    assert signals["pair"] == pytest.approx(0.15)
    assert signals["triple"] == pytest.approx(0.2)
    assert signals["low"] == pytest.approx(0.5)


def test_a_sentence_without_content_words_has_signals() -> None:
    assert set(support_signals(0.9, Alignment(np.zeros((0, 3), np.float32), np.zeros((0, 3), bool)))) == set(SIGNALS)


@pytest.mark.parametrize("weights", [load_weights().own, load_weights().foreign], ids=["own", "foreign"])
def test_what_agrees_better_is_surer(weights: Weights) -> None:
    held = support_signals(0.98, alignment(*[1.0] * 6))
    not_held = support_signals(0.85, alignment(*[0.2] * 6))
    assert weights.probability(held) > weights.threshold > weights.probability(not_held)


@pytest.mark.parametrize(
    ("word", "other", "same"),
    [
        ("medvirkningen", "medvirkning", True),
        ("medvirkningen", "innbyggermedvirkning", True),
        ("planer", "planen", True),
        ("sykkel", "buss", False),
        ("uenighet", "enighet", False),
        ("misfornøyd", "fornøyd", False),
    ],
)
def test_the_same_word(word: str, other: str, same: bool) -> None:
    assert is_same_word(word, other) is same


@pytest.mark.parametrize(
    ("word", "other", "synonyms"),
    [
        ("innbyggerne", "folk", True),
        ("leaks", "lekkasjer", True),
        ("kostbart", "dyr", True),
        ("dyr", "billig", False),
        ("kan", "må", False),
        ("alle", "noen", False),
    ],
)
def test_synonyms_in_any_form_and_language(word: str, other: str, synonyms: bool) -> None:
    assert are_synonyms(word, other) is synonyms


def test_a_word_stands_for_another_in_either_language(assistant: Assistant) -> None:
    middle = assistant.snapshot.passages.sentence_vectors.astype(np.float32).mean(axis=0)
    reader = TextReader(assistant.embedder, middle)
    source = reader.read(["Kommunen finner lekkasjer i rørene med sensorer."], "nb")
    sentence = reader.read(["Sensors find leaks in the pipes."], "en")[0]
    places = align(sentence, source).alike.argmax(1)
    words = {word: source[0].words[place] for word, place in zip(sentence.words, places, strict=True)}
    assert words["sensors"] == "sensorer"
    assert words["leaks"] == "lekkasjer"
    assert words["pipes"] == "rørene"
