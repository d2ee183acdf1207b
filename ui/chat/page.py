"""The Gradio page: what happens when the reader asks, stops, filters, takes along and gives feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.chat.asking import Asking
from ui.chat.download_form import DownloadForm
from ui.chat.feedback_form import FeedbackForm
from ui.chat.filter_form import chosen_filters, filters_in_words
from ui.chat.forgetting import forget
from ui.chat.parts import Parts, lay_out
from ui.texts import SiteTexts, texts_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.assistant import Assistant
    from assistant.feedback import FeedbackStore
    from corpus.document import Language
    from ui.takeaway.shelf import Shelf

_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_AT_ONCE: dict[str, Any] = {**_EVENT, "queue": False}
# The assistant itself lets few search at once and the language model write few answers; of what waits here, a reader
# would be told nothing.
_WORK: dict[str, Any] = {**_EVENT, "concurrency_limit": 16, "concurrency_id": "ask"}


def create_page(assistant: Assistant, language: Language, *, feedback: FeedbackStore | None, shelf: Shelf) -> gr.Blocks:
    """Return the page in one language, not yet mounted.

    Args:
        assistant: Who answers.
        language: Language of the page; answers follow the question.
        feedback: Where feedback is kept; none is taken if None.
        shelf: Where files wait for the browser.
    """
    title = texts_in(SiteTexts, language).title
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as page:
        parts = lay_out(assistant, language, feedback=feedback is not None)
        _wire_asking(page, parts, Asking(assistant, language, parts))
        _wire_filters(parts, language)
        download = DownloadForm(assistant, language, parts, shelf)
        parts.word.click(download.as_word, parts.conversation, parts.download, **_EVENT)
        parts.markdown.click(download.as_markdown, parts.conversation, parts.download, **_EVENT)
        if feedback is not None:
            _wire_feedback(parts, FeedbackForm(feedback, language, parts))
    page.queue(max_size=32, default_concurrency_limit=8, api_open=False)
    return page


def _wire_asking(page: gr.Blocks, parts: Parts, asking: Asking) -> None:
    outputs = [
        parts.talk, parts.conversation, parts.kept, parts.pending, parts.question, parts.guide, parts.examples_box,
        parts.send, parts.stop, parts.again, parts.after, parts.used, parts.again_sources, parts.complaint,
        parts.reasons, parts.comment, parts.include, parts.thanks, parts.download,
    ]  # fmt: skip
    filters = parts.filters.fields
    said = [parts.conversation, parts.kept]
    asked = [parts.send.click, parts.question.submit]
    gr.on(asked, asking.ask, [parts.question, *said, *filters], outputs, **_WORK)
    parts.again.click(asking.ask_again, [parts.pending, *said, *filters], outputs, **_WORK)
    parts.again_sources.click(asking.ask_with_sources, [parts.pending, *said, parts.used], outputs, **_WORK)
    parts.talk.option_select(asking.ask_suggested, said, outputs, **_WORK)
    parts.stop.click(asking.stop, None, None, **_AT_ONCE)
    parts.new.click(asking.begin_anew, None, outputs, **_AT_ONCE)
    parts.restore.click(asking.restore, said, outputs, **_AT_ONCE)
    for button, example in parts.examples:
        button.click(_filler(example), None, parts.question, **_AT_ONCE)
    page.load(_asked_by_link, None, parts.question, **_AT_ONCE)

    async def left(request: gr.Request) -> None:
        asking.leave(request)
        await forget(page, request.session_hash or "")

    page.unload(left)


def _wire_filters(parts: Parts, language: Language) -> None:
    def describe(types: list[str], principles: list[str], places: list[str], age: int | None) -> Any:  # noqa: ANN401
        words = filters_in_words(chosen_filters(types, principles, places, age), language)
        return gr.update(value=words, visible=bool(words))

    fields = parts.filters.fields
    gr.on([field.change for field in fields], describe, fields, parts.chosen, **_AT_ONCE)
    parts.clear.click(lambda: ([], [], [], 0), None, fields, **_AT_ONCE)


def _wire_feedback(parts: Parts, form: FeedbackForm) -> None:
    parts.good.click(form.praise, parts.conversation, [parts.complaint, parts.thanks], **_EVENT)
    parts.bad.click(form.open_complaint, None, [parts.complaint, parts.thanks], **_AT_ONCE)
    parts.submit.click(
        form.complain,
        [parts.reasons, parts.comment, parts.include, parts.conversation],
        [parts.complaint, parts.thanks],
        **_EVENT,
    )


def _asked_by_link(request: gr.Request) -> Any:  # noqa: ANN401 - text, or Gradio's word for "leave it"
    """The question that a link to the page carries; it fills the box, and is not asked by itself."""
    # Without one the box is left alone: somebody quick may have written in it already.
    return str(request.query_params.get("q", ""))[:2000] or gr.skip()


def _filler(example: str) -> Callable[[], str]:
    return lambda: example
