"""One answer as plain text, to paste into an e-mail or a case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.takeaway.answer_blocks import how_it_was_made, marks
from ui.takeaway.characters import clean, on_one_line
from ui.takeaway.references import answer_references
from ui.takeaway.words import words_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.answer import Answer, Statement
    from corpus.document import Document
    from ui.takeaway.references import AnswerReference


def copy_text(answer: Answer, documents: Mapping[str, Document]) -> str:
    """Return an answer as plain text: what it says, how it was made, what to mind, and its numbered references.

    Args:
        answer: The answer.
        documents: The corpus, by document id.
    """
    words = words_in(answer.language)
    said = "\n".join(_line(statement) for statement in answer.statements) or answer.text
    parts = [said, how_it_was_made(answer), *(f"{words.note} {warning}" for warning in answer.warnings)]
    if listed := answer_references(answer, documents):
        parts.append("\n".join((f"{words.sources}:", *map(_entry, listed))))
    return clean("\n\n".join(parts)) + "\n"


def _line(statement: Statement) -> str:
    bullet = "" if statement.kind == "svar" else "- "
    label = f"{on_one_line(statement.label)}: " if statement.label else ""
    return f"{bullet}{label}{statement.text}{marks(statement.citations)}"


def _entry(reference: AnswerReference) -> str:
    if len(reference.sources) == 1:
        return str(reference)
    return "\n- ".join((reference.cited, *reference.sources))
