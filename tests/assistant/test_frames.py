"""Our own words are there in every language, and say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from assistant.frames import load_frames
from assistant.language import detect_language
from ui.chat.texts import ChatTexts
from ui.editor.texts import EditorTexts
from ui.site.about import AboutTexts
from ui.site.explore_texts import ExploreTexts
from ui.site.reader import ReaderTexts
from ui.texts import WORDS_DIR, SiteTexts, Texts, load_texts
from ui.widget.embed import EmbedTexts
from ui.widget.texts import WidgetTexts

VIEWS = [AboutTexts, ChatTexts, EditorTexts, EmbedTexts, ExploreTexts, ReaderTexts, SiteTexts, WidgetTexts]
TELLING_WORDS = 5  # fewer words may well be the same in two languages
PLACEHOLDER = re.compile(r"{\w+}")


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_frame_is_there_with_the_same_placeholders(language: str) -> None:
    frames = load_frames()
    assert set(frames[language]) == set(frames["nb"])
    for name, text in frames["nb"].items():
        assert set(PLACEHOLDER.findall(frames[language][name])) == set(PLACEHOLDER.findall(text)), name


def strings(value: object) -> Iterator[str]:
    """All texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def test_every_view_s_words_are_read_here() -> None:
    assert {view.file for view in VIEWS} == {path.name for path in WORDS_DIR.glob("*.yaml")}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_text_of_a_view_has_the_same_placeholders(view: type[Texts], language: str) -> None:
    texts = load_texts(view)
    assert set(texts) == {"nb", "nn", "en"}
    for name, text in texts["nb"].model_dump().items():
        other = texts[language].model_dump()[name]
        assert set(PLACEHOLDER.findall(str(other))) == set(PLACEHOLDER.findall(str(text))), name
        assert type(other) is type(text)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_text_is_in_another_language_than_it_says(language: str) -> None:
    own = list(load_frames()[language].values())
    for view in VIEWS:
        own += strings(load_texts(view)[language].model_dump())
    for text in own:
        plain = PLACEHOLDER.sub("", text)
        if len(plain.split()) >= TELLING_WORDS:
            assert detect_language(plain) in (language, None), text
