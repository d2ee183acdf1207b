"""An answer as HTML for the conversation; everything is escaped, for texts and questions are data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from corpus.taxonomy import load_taxonomy
from ui.chat.texts import ChatTexts
from ui.site.view import templates
from ui.takeaway.references import answer_references
from ui.takeaway.text import copy_text
from ui.texts import SiteTexts, texts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Answer, Citation, Statement
    from corpus.document import Language
    from index.home import PassageHome


@dataclass(frozen=True)
class _Group:
    """Statements that stand together: paragraphs, or the bullets of one list."""

    bullets: bool
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class QuotedPassage:
    """A quote in the passage that it stands in.

    Args:
        before: The passage's text before the quote.
        quote: The quote.
        after: The passage's text after it.
    """

    before: str
    quote: str
    after: str


def quoted_passage(citation: Citation, index: PassageHome) -> QuotedPassage:
    """Return a citation's quote in its passage; alone if the text has changed since the answer was made."""
    document = index.documents.get(citation.document_id)
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return QuotedPassage("", citation.quote, "")
    chunk = next(one for one in index.chunks_of(document.id) if one.start <= citation.start < one.end)
    end = max(chunk.end, citation.end)
    return QuotedPassage(document.text[chunk.start : citation.start], citation.quote, document.text[citation.end : end])


def render_answer(
    answer: Answer, index: PassageHome, *, anchor: str, note: str = "", root: str = "..", scripted: bool = True
) -> str:
    """Return an answer as HTML on one line, so that Markdown around it leaves it alone.

    Args:
        answer: The answer.
        index: Where its passages stand.
        anchor: What the ids of its sources begin with; unique on the page.
        note: A line from the page itself, under a refusal.
        root: Relative way to the app's root, without a slash at the end.
        scripted: Whether the page has a script that makes buttons work.
    """
    taxonomy = load_taxonomy()
    groups = [
        _Group(bullets, tuple(statements))
        for bullets, statements in groupby(answer.statements, lambda one: one.kind != "svar")
    ]

    def language_of(statement: Statement) -> Language:
        # An extract stands in its source's language; what a model wrote, in the reader's.
        return answer.citations[statement.citations[0] - 1].language if answer.mode == "utdrag" else answer.language

    html = (
        templates()
        .get_template("answer.html")
        .render(
            answer=answer,
            groups=groups,
            texts=texts_in(ChatTexts, answer.language),
            site=texts_in(SiteTexts, answer.language),
            anchor=anchor,
            note=note,
            root=root,
            scripted=scripted,
            language_of=language_of,
            passage_of=lambda citation: quoted_passage(citation, index),
            gloss_of=lambda number: taxonomy.principle(number).gloss.in_language(answer.language),
            references=answer_references(answer, index.documents),
            # Its line breaks mean something, and would end the HTML block for Markdown.
            copied=Markup("{}").format(copy_text(answer, index.documents)).replace("\n", Markup("&#10;")),
        )
    )
    return " ".join(html.split())


def render_lines(lines: Sequence[str]) -> str:
    """Return the statements of an answer under way, one paragraph each."""
    return "".join(Markup("<p>{}</p>").format(line) for line in lines)
