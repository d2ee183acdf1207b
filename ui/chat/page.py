"""The Gradio page: a conversation with example questions, answers with their sources, and follow-ups."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import gradio as gr

from assistant.events import AnswerEvent, DeltaEvent, StatusEvent
from assistant.question import QuestionError
from ui.rendering import render_answer, render_lines
from ui.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from assistant.assistant import Assistant
    from corpus.document import Language

STATIC_DIR = Path(__file__).with_name("static")
_MAX_TURNS = 20
_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

logger = logging.getLogger(__name__)

Message = dict[str, Any]


def mount_page(app: FastAPI, assistant: Assistant) -> None:
    """Mount the page at the root of an app, shut as far as Gradio lets it be shut."""
    page = create_page(assistant)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        theme=_theme(),
        css_paths=[STATIC_DIR / "page.css"],
        head='<script src="ressurser/page.js" defer></script>',
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


def create_page(assistant: Assistant) -> gr.Blocks:
    """Return the page over an assistant, not yet mounted."""
    language = assistant.language or "nb"
    texts = texts_in(language)
    with gr.Blocks(title=texts.title, analytics_enabled=False, fill_width=False) as page:
        gr.Markdown(f"# {texts.title}\n{texts.lead}", elem_id="va-intro")
        gr.Markdown(texts.machine_writes if assistant.writer else texts.machine, elem_id="va-machine")
        conversation = gr.Chatbot(
            label=texts.conversation,
            elem_id="va-conversation",
            height="auto",
            min_height=80,
            buttons=[],
            feedback_options=None,
            sanitize_html=True,
        )
        question = gr.Textbox(
            label=texts.question,
            placeholder=texts.placeholder,
            lines=2,
            max_lines=6,
            max_length=assistant.max_question_characters,
            elem_id="va-question",
        )
        with gr.Row(elem_id="va-buttons"):
            send = gr.Button(texts.send, variant="primary")
            new = gr.Button(texts.new)
        gr.Markdown(texts.examples, elem_id="va-examples-label")
        with gr.Row(elem_id="va-examples"):
            for example in texts.example_questions:
                button = gr.Button(example, size="sm")
                button.click(_filler(example), None, question, queue=False, **_EVENT)
        asked = gr.State([])

        def answer(text: str, messages: list[Message]) -> Iterator[tuple[list[Message], list[Message], str]]:
            yield from _turn(assistant, text, messages, language)

        outputs = [conversation, asked, question]
        gr.on(
            [send.click, question.submit],
            answer,
            [question, asked],
            outputs,
            concurrency_limit=2,
            concurrency_id="ask",
            **_EVENT,
        )
        conversation.option_select(_pick_option, None, question, queue=False, **_EVENT)
        new.click(_clear, None, outputs, queue=False, **_EVENT)
        conversation.clear(_clear, None, outputs, queue=False, **_EVENT)
    page.queue(max_size=32, default_concurrency_limit=8, api_open=False)
    return page


def _turn(
    assistant: Assistant, text: str, messages: list[Message], language: Language
) -> Iterator[tuple[list[Message], list[Message], str]]:
    """One turn: show the question at once, then the answer under it."""
    texts = texts_in(language)
    messages = messages[-2 * _MAX_TURNS :]
    said = [*messages, _said(text)]
    yield [*said, {"role": "assistant", "content": texts.working}], messages, ""
    history = [message["metadata"]["id"] for message in messages if message["role"] == "user"]
    reply: Message = {"role": "assistant", "content": texts.working}
    try:
        for reply in _replies(assistant, text, history):
            yield [*said, reply], messages, ""
    except QuestionError as error:
        shown: list[Message] = [*said, {"role": "assistant", "content": str(error)}]
        yield shown, messages, text
        return
    except Exception:
        logger.exception("a question could not be answered")
        yield [*said, {"role": "assistant", "content": texts.error}], messages, text
        return
    done = [*said, reply]
    yield done, done, ""


def _said(text: str) -> Message:
    # The question is shown as a code-free, escaped text; its own words are kept for the next turn's search.
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"role": "user", "content": f"<p>{' '.join(escaped.split())}</p>", "metadata": {"id": text}}


def _replies(assistant: Assistant, text: str, history: list[str]) -> Iterator[Message]:
    """The reply as it comes: what is being done, the statements so far, and last the whole answer."""
    written: list[str] = []
    for event in assistant.stream(text, history):
        match event:
            case StatusEvent(text=status):
                yield {"role": "assistant", "content": status}
            case DeltaEvent(text=statement):
                written.append(statement)
                yield {"role": "assistant", "content": render_lines(written)}
            case AnswerEvent(answer=answer):
                yield {
                    "role": "assistant",
                    "content": render_answer(answer, anchor=f"kilde-{uuid4().hex[:6]}"),
                    "options": [{"value": question, "label": question} for question in answer.follow_ups],
                }


def _clear() -> tuple[list[Message], list[Message], str]:
    return [], [], ""


def _pick_option(event: gr.SelectData) -> str:
    return str(event.value)


def _filler(example: str) -> Any:  # noqa: ANN401 - Gradio takes any callable
    return lambda: example


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
