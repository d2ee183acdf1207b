"""Why a principle is named: the reason that the cited texts give, in one line, with the citations that show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.frames import frame
from assistant.question import named_principles
from corpus.headings import shared_heading
from corpus.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.answer import Citation
    from assistant.question import Question
    from corpus.document import Document

SURVEY = 4  # a text that names more principles than this is about principles as such
_PRINCIPLES_HEADING = "Prinsipper"
_BECAUSE = re.compile(r",? (?P<clause>(?:fordi|because) [^.]+)\.?$")


@dataclass(frozen=True)
class Reason:
    """Why a principle is named.

    Args:
        text: One line in the reader's language; what it quotes stands unchanged.
        citations: Numbers of the citations that show it.
        is_explicit: Whether a cited passage itself names the principle.
    """

    text: str
    citations: tuple[int, ...]
    is_explicit: bool = False


def reason_for(
    number: int, question: Question, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> Reason | None:
    """Return why a principle belongs to an answer, or None if nothing cited shows it.

    Args:
        number: The principle, 1 to 8.
        question: The question.
        citations: The answer's citations in order.
        documents: By id.
    """
    mentioned = tuple(one.n for one in citations if number in named_principles(one.quote))
    first = next((one for one in citations if number in documents[one.document_id].principles), None)
    shown = tuple(one.n for one in citations if first and one.document_id == first.document_id)
    if number in question.principles:
        return Reason(frame(question.language, "why_named"), mentioned or shown, is_explicit=bool(mentioned))
    if mentioned:
        return Reason(_line(number, question, documents[_owner(mentioned[0], citations)]), mentioned, is_explicit=True)
    return Reason(_line(number, question, documents[first.document_id]), shown) if first else None


def _owner(number: int, citations: Sequence[Citation]) -> str:
    return next(one.document_id for one in citations if one.n == number)


def _line(number: int, question: Question, document: Document) -> str:
    if len(document.principles) > SURVEY:
        return frame(question.language, "why_mentioned")
    if document.type == "prinsipp" and document.principles == (number,):
        return frame(question.language, "why_about")
    official = document.principles_basis == "offisiell" or number not in document.principles
    clause = _stated_clause(number, document)
    if clause:
        return frame(question.language, "why_official_because" if official else "why_editorial_because",
                     title=document.title, clause=clause)  # fmt: skip
    return frame(question.language, "why_official" if official else "why_editorial", title=document.title)


def _stated_clause(number: int, document: Document) -> str | None:
    """The reason that the document's own section on principles gives, word for word."""
    for section in document.sections:
        if shared_heading(section.heading) == _PRINCIPLES_HEADING:
            for sentence in split_sentences(document.text, section.start, section.end):
                text = document.text[sentence.start : sentence.end]
                found = _BECAUSE.search(text)
                if found and number in named_principles(text):
                    return found["clause"]
    return None
