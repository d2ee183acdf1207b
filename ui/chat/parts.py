"""The parts of the page, as they are laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from assistant.feedback import MAX_COMMENT, REASONS
from ui.chat.conversation import Conversation
from ui.chat.filter_form import FilterForm, create_filter_form
from ui.chat.texts import ChatTexts
from ui.site.view import View, templates
from ui.texts import SiteTexts, texts_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from corpus.document import Language


@dataclass(frozen=True)
class Parts:
    """What the reader sees and uses.

    Args:
        guide: What the assistant can and cannot do; shown until the first question.
        talk: The conversation.
        filters: Which sources may be used.
        chosen: The same in words, above the box.
        clear: Use all sources.
        question: The box.
        send: Ask.
        stop: Stop what is under way.
        again: Answer the last question again, with the sources chosen now.
        new: Begin anew.
        examples: Questions to begin with, each with what it fills the box with.
        examples_box: Where they stand.
        after: What can be done with an answer; shown once there is one.
        used: The sources of the last answer.
        again_sources: Answer again with those that are ticked.
        word: Make a Word file of the conversation.
        markdown: Make a Markdown file.
        download: Where the link to the file comes.
        good: The last answer was useful.
        bad: It was not.
        complaint: What was wrong; shown after ``bad``.
        reasons: Fixed reasons.
        comment: In the reader's words.
        include: Whether question and answer go along.
        submit: Send it.
        thanks: What became of it.
        conversation: What was said, as the service remembers it.
        kept: The questions, as the reader's page remembers them.
        restore: Pressed by the page itself after it had to be loaded anew.
        pending: The question under way.
    """

    guide: gr.Markdown
    talk: gr.Chatbot
    filters: FilterForm
    chosen: gr.Markdown
    clear: gr.Button
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    again: gr.Button
    new: gr.Button
    examples: tuple[tuple[gr.Button, str], ...]
    examples_box: gr.Column
    after: gr.Column
    used: gr.CheckboxGroup
    again_sources: gr.Button
    word: gr.Button
    markdown: gr.Button
    download: gr.Markdown
    good: gr.Button
    bad: gr.Button
    complaint: gr.Column
    reasons: gr.CheckboxGroup
    comment: gr.Textbox
    include: gr.Checkbox
    submit: gr.Button
    thanks: gr.Markdown
    conversation: gr.State
    kept: gr.Textbox
    restore: gr.Button
    pending: gr.State


def lay_out(assistant: Assistant, language: Language, *, feedback: bool) -> Parts:
    """Place the parts where this is called, and return them.

    Args:
        assistant: Who answers.
        language: The reader's.
        feedback: Whether feedback is taken.
    """
    texts = texts_in(ChatTexts, language)
    found: dict[str, Any] = {
        "conversation": gr.State(Conversation()),
        "pending": gr.State(""),
        "kept": gr.Textbox(elem_id="va-kept", elem_classes="va-hidden"),
        "restore": gr.Button("", elem_id="va-restore", elem_classes="va-hidden"),
    }
    _header(assistant, language)
    with gr.Row(elem_id="va-desk"):
        with gr.Column(scale=3, min_width=200, elem_id="va-left"):
            found |= _opening(texts)
            found["talk"] = gr.Chatbot(
                label=texts.conversation,
                elem_id="va-conversation",
                height="auto",
                min_height=60,
                buttons=[],
                feedback_options=None,
                sanitize_html=True,
                latex_delimiters=[],  # two dollar signs are two dollar signs
            )
            found |= _box(texts, assistant, language)
        with gr.Column(scale=2, min_width=200, elem_id="va-right"):
            gr.Markdown(Markup('<div id="va-beside" class="va-sources-beside"></div>'))
            found |= _after(texts, feedback=feedback)
    _footer(language)
    return Parts(**found)


def _header(assistant: Assistant, language: Language) -> None:
    texts, site = texts_in(ChatTexts, language), texts_in(SiteTexts, language)
    view = View(language, "../", f"{language}/", assistant.corpus_version)
    navigation = templates().get_template("navigation.html").render(view=view, site=site)
    skip = Markup('<a class="va-skip" href="#va-question">{}</a>').format(texts.skip)
    gr.Markdown(f'{skip}<div class="va-top">{" ".join(navigation.split())}</div>', elem_id="va-header")
    gr.Markdown(f"# {site.title}\n{texts.lead}", elem_id="va-intro")
    gr.Markdown(texts.machine_writes if assistant.writer else texts.machine, elem_id="va-machine")


def _footer(language: Language) -> None:
    link = Markup('<p class="va-foot"><a href="../tilgjengelighet">{}</a></p>')
    gr.Markdown(link.format(texts_in(SiteTexts, language).to_statement), elem_id="va-footer")


def _opening(texts: ChatTexts) -> dict[str, Any]:
    lines = "\n".join(f"- {line}" for line in texts.guide_lines)
    guide = gr.Markdown(f"## {texts.guide}\n{lines}", elem_id="va-guide")
    with gr.Column(elem_id="va-examples") as box:
        gr.Markdown(f"## {texts.examples}")
        with gr.Row():
            examples = tuple((gr.Button(example, size="sm"), example) for example in texts.example_questions)
    return {"guide": guide, "examples": examples, "examples_box": box}


def _box(texts: ChatTexts, assistant: Assistant, language: Language) -> dict[str, Any]:
    found: dict[str, Any] = {"chosen": gr.Markdown(visible=False, elem_id="va-chosen")}
    found["question"] = gr.Textbox(
        label=texts.question,
        placeholder=texts.placeholder,
        lines=2,
        max_lines=6,
        max_length=assistant.max_question_characters,
        elem_id="va-question",
    )
    with gr.Row(elem_id="va-buttons"):
        found["send"] = gr.Button(texts.send, variant="primary", elem_id="va-send")
        found["stop"] = gr.Button(texts.stop, variant="stop", visible=False, elem_id="va-stop")
        found["again"] = gr.Button(texts.again, visible=False, elem_id="va-again")
        found["new"] = gr.Button(texts.new, elem_id="va-new")
    with gr.Accordion(texts.filters, open=False, elem_id="va-filters"):
        found["filters"] = create_filter_form(language, assistant.snapshot.passages.documents.values())
        found["clear"] = gr.Button(texts.filters_clear, size="sm", elem_id="va-filters-clear")
    return found


def _after(texts: ChatTexts, *, feedback: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with gr.Column(visible=False, elem_id="va-after") as found["after"]:
        found["used"] = gr.CheckboxGroup([], label=texts.used_sources, elem_id="va-used")
        found["again_sources"] = gr.Button(texts.again_sources, size="sm", elem_id="va-again-sources")
        gr.Markdown(f"## {texts.take}")
        with gr.Row():
            found["word"] = gr.Button(texts.word, size="sm", elem_id="va-word")
            found["markdown"] = gr.Button(texts.markdown, size="sm", elem_id="va-markdown")
        found["download"] = gr.Markdown(elem_id="va-download")
        with gr.Column(visible=feedback, elem_id="va-feedback"):
            found |= _feedback(texts)
    return found


def _feedback(texts: ChatTexts) -> dict[str, Any]:
    reasons = [(getattr(texts, f"reason_{reason}"), reason) for reason in REASONS]
    found: dict[str, Any] = {}
    gr.Markdown(f"## {texts.feedback}")
    with gr.Row():
        found["good"] = gr.Button(texts.feedback_good, size="sm", elem_id="va-good")
        found["bad"] = gr.Button(texts.feedback_bad, size="sm", elem_id="va-bad")
    with gr.Column(visible=False, elem_id="va-complaint") as found["complaint"]:
        found["reasons"] = gr.CheckboxGroup(reasons, label=texts.feedback_reasons)
        found["comment"] = gr.Textbox(label=texts.feedback_comment, lines=2, max_length=MAX_COMMENT)
        found["include"] = gr.Checkbox(label=texts.feedback_include, value=False)
        found["submit"] = gr.Button(texts.feedback_send, size="sm")
    found["thanks"] = gr.Markdown(elem_id="va-thanks")
    return found
