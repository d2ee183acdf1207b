"""Misspelt words are known by the nearest common word of the texts."""

from __future__ import annotations

import pytest

from index.vocabulary import Vocabulary

WORDS = Vocabulary({"medvirkning": 40, "innbyggere": 30, "anskaffelse": 12, "drammen": 9, "sensor": 5, "sjelden": 1})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("medvikrning", "medvirkning"),
        ("inbyggere", "innbyggere"),
        ("annskafelse", "anskaffelse"),
        ("senssor", "sensor"),
        ("xyzzyx", None),
        ("sens", None),
        ("sjeldn", None),
    ],
)
def test_the_nearest_word(written: str, meant: str | None) -> None:
    assert WORDS.nearest(written) == meant


def test_inflections_and_function_words_are_not_missing() -> None:
    assert WORDS.missing("Hva er medvirkningen for sensorene i byen?") == ("byen",)


def test_it_is_read_back_as_it_was(tmp_path) -> None:
    WORDS.save(tmp_path / "ord.json")
    assert Vocabulary.load(tmp_path / "ord.json").counts == WORDS.counts
