"""Our own words are there in every language, and say the same."""

from __future__ import annotations

import re

import pytest

from assistant.frames import load_frames
from assistant.language import detect_language
from ui.texts import load_texts

PLACEHOLDER = re.compile(r"{\w+}")


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_frame_is_there_with_the_same_placeholders(language: str) -> None:
    frames = load_frames()
    assert set(frames[language]) == set(frames["nb"])
    for name, text in frames["nb"].items():
        assert set(PLACEHOLDER.findall(frames[language][name])) == set(PLACEHOLDER.findall(text)), name


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_page_text_has_the_same_placeholders(language: str) -> None:
    texts = load_texts()
    for name, text in texts["nb"].model_dump().items():
        other = texts[language].model_dump()[name]
        assert set(PLACEHOLDER.findall(str(other))) == set(PLACEHOLDER.findall(str(text))), name
        assert type(other) is type(text)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_text_is_in_another_language_than_it_says(language: str) -> None:
    own = [*load_frames()[language].values(), *map(str, load_texts()[language].model_dump().values())]
    for text in own:
        assert detect_language(text) in (language, None), text
