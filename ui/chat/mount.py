"""Mounting: the page in each language, shut as far as Gradio lets it be shut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
import yaml
from fastapi import Request
from fastapi.responses import RedirectResponse

from ui.chat.page import create_page
from ui.chat.texts import ChatTexts
from ui.site.language_choice import LANGUAGES, chosen_language
from ui.takeaway.shelf import Shelf, create_shelf_route
from ui.texts import texts_in

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.assistant import Assistant
    from assistant.feedback import FeedbackStore
    from corpus.document import Language

GRADIO_WORDS = Path(__file__).with_name("gradio_words.yaml")


def mount_pages(app: FastAPI, assistant: Assistant, feedback: FeedbackStore | None) -> None:
    """Mount the page at ``/nb/``, ``/nn/`` and ``/en/``; the root leads to the one that the reader chose.

    Args:
        app: The app.
        assistant: Who answers.
        feedback: Where feedback is kept; none is taken if None.
    """

    @app.get("/", include_in_schema=False)
    def root(request: Request) -> RedirectResponse:
        query = f"?{request.url.query}" if request.url.query else ""
        language = chosen_language(request, assistant.language)
        return RedirectResponse(f"{language}/{query}", status_code=307, headers={"Vary": "Cookie, Accept-Language"})

    def with_slash(request: Request) -> RedirectResponse:
        # Relative: Starlette's own would name whatever host the client claims to have asked.
        return RedirectResponse(f"{request.url.path.rpartition('/')[2]}/", status_code=307)

    shelf = Shelf()
    app.include_router(create_shelf_route(shelf))
    for language in LANGUAGES:
        app.add_route(f"/{language}", with_slash, include_in_schema=False)
        _mount(app, create_page(assistant, language, feedback=feedback, shelf=shelf), language)


def _mount(app: FastAPI, page: gr.Blocks, language: Language) -> None:
    gr.mount_gradio_app(
        app,
        page,
        path=f"/{language}",
        footer_links=[],
        run_history=False,
        theme=_theme(),
        i18n=_gradio_words(language),
        head=_head(language),
        show_error=False,
        max_file_size=0,
        blocked_paths=["/"],
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        app_kwargs={"openapi_url": None},
    )
    # A mounted app never sets this itself, and without it Gradio serves any file that a client names.
    page.has_launched = True
    # Each page's queue looks for work a thousand times a second (twenty on Windows): three idle pages took a tenth of a
    # core. Nobody notices 20 ms.
    page._queue.sleep_when_free = 0.02
    page._queue.progress_update_sleep_when_free = 0.1


_HEAD = """
<link rel="icon" href="../ressurser/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../ressurser/base.css">
<link rel="stylesheet" href="../ressurser/chat.css">
<script src="../ressurser/language.js" data-language="{language}"></script>
<script src="../ressurser/announce.js" defer data-left="{left}"></script>
<script src="../ressurser/chat.js" defer
  data-lost="{lost}" data-lost-title="{lost_title}" data-close="{close}"></script>
"""


def _head(language: Language) -> str:
    texts = texts_in(ChatTexts, language)
    return _HEAD.format(
        language=language,
        lost=texts.connection_lost,
        lost_title=texts.connection_lost_title,
        close=texts.close,
        left=texts.characters_left,
    )


def _gradio_words(language: Language) -> gr.I18n:
    """Gradio's own words, which lack half of bokmål and all of nynorsk.

    Gradio takes its words by the browser's language and knows no nynorsk. The page tells it "nb" in both Norwegian
    editions (``language.js``), and each edition brings its own words under that name.
    """
    words = yaml.safe_load(GRADIO_WORDS.read_text(encoding="utf-8"))
    return gr.I18n(en={}) if language == "en" else gr.I18n(nb=words[language])


def _theme() -> gr.themes.Base:
    fonts = ["system-ui", "Segoe UI", "Helvetica", "Arial", "sans-serif"]
    theme = gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=["monospace"])
    # Gradio's own blue gives white text a contrast of 3.7:1; this one 6.7:1.
    return theme.set(
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_hover_dark="*primary_800",
    )
