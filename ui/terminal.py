"""Answers and passages as plain text for a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from ui.chat.texts import ChatTexts
from ui.takeaway.words import words_in
from ui.texts import SiteTexts, texts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Answer, Citation
    from assistant.feedback import StoredFeedback
    from index.passages import Passage

_WIDTH = 96


def format_answer(answer: Answer) -> str:
    """Return an answer with its principles, sources and follow-up questions."""
    texts = texts_in(ChatTexts, answer.language)
    lines = [_wrap(line) for line in answer.text.splitlines()]
    lines += ["", *(_wrap(f"! {warning}") for warning in answer.warnings)] if answer.warnings else []
    if answer.principles:
        lines += ["", f"{texts.principles}:"]
        lines += [_wrap(f"  {one.number}. {one.name}. {one.why}") for one in answer.principles]
    if answer.citations:
        lines += ["", f"{texts.sources}:"]
        lines += [_citation(citation, answer) for citation in answer.citations]
    if answer.follow_ups:
        lines += ["", f"{texts.follow_ups}:", *(f"  {question}" for question in answer.follow_ups)]
    return "\n".join(lines)


def format_passages(passages: Sequence[Passage]) -> str:
    """Return passages with their score and place."""
    return "\n\n".join(
        f"{place}. {passage.document.title} › {passage.chunk.heading}  ({passage.score:.3f}, {passage.chunk.id})\n"
        + textwrap.indent(textwrap.fill(" ".join(passage.text.split()), _WIDTH), "   ")
        for place, passage in enumerate(passages, start=1)
    )


def format_feedback(feedback: StoredFeedback) -> str:
    """Return one piece of feedback."""
    head = f"{feedback.given:%Y-%m-%d %H:%M}  {feedback.verdict}  {feedback.mode}  {feedback.language}"
    said = [("årsaker", ", ".join(feedback.reasons)), ("kommentar", feedback.comment)]
    asked = [("spørsmål", feedback.question or ""), ("svar", feedback.answer or "")]
    return "\n".join([head, *(f"  {name}: {' '.join(text.split())}" for name, text in [*said, *asked] if text)])


def _citation(citation: Citation, answer: Answer) -> str:
    site = texts_in(SiteTexts, answer.language)
    year = site.year.format(year=citation.published) if citation.published else site.no_year
    place = f"{citation.title} › {citation.section}" if citation.section else citation.title
    return f"  [{citation.n}] {place} ({site.basis(citation.basis)}, {year})\n      {_where(citation, answer)}"


def _where(citation: Citation, answer: Answer) -> str:
    """Where the source is: on the web, or one of the municipality's own documents, which only a page can open."""
    if not citation.url.startswith("/"):
        return citation.url
    page = words_in(answer.language).page.format(page=citation.page) if citation.page is not None else ""
    return ", ".join(part for part in (citation.document_id, page) if part)


def _wrap(line: str) -> str:
    return textwrap.fill(line, _WIDTH, subsequent_indent="  ", break_long_words=False)
