"""The button that suggests questions for a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.generation.fault import GenerationError
from assistant.question_draft import draft_questions as suggest
from corpus.page_marks import take_page_marks
from ui.editor.document_form import LANGUAGES

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from corpus.document import Language
    from ui.editor.document_form import DocumentForm


def draft_questions(assistant: Assistant, form: DocumentForm) -> list[str]:
    """Return questions that the language model suggests and the form does not have yet.

    Args:
        assistant: Whose model it is.
        form: The document as it stands in the form.

    Raises:
        GenerationError: If there is no model, or it fails.
    """
    if assistant.writer is None:
        raise GenerationError("unreachable", "no language model is set up")
    text, _ = take_page_marks(form.body)
    wanted: Language = next((one for one in LANGUAGES if one == form.plain["language"]), LANGUAGES[0])
    found = suggest(assistant.writer.model, form.plain["title"], text, wanted)
    return [question for question in found if question not in form.asked]
