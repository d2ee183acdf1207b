"""Follow-up questions: ones that the texts at hand say they answer, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.retrieval import Retrieval
    from corpus.document import Document
    from index.passages import PassageIndex

MAX_FOLLOW_UPS = 3
_SAME_QUESTION = 0.95
_FROM_MAIN = 2


def suggest_follow_ups(retrieval: Retrieval, documents: Sequence[Document], index: PassageIndex) -> tuple[str, ...]:
    """Return up to three questions to go on with, two from the main document and one from each other.

    Args:
        retrieval: What was found; its question is not suggested again.
        documents: The documents that the answer stands on, the main one first.
        index: The index with the questions' vectors.
    """
    chosen: list[str] = []
    for place, document in enumerate(documents):
        limit = _FROM_MAIN if place == 0 else 1
        fresh = [question for question in _fresh(document, retrieval, index) if question not in chosen]
        chosen.extend(fresh[:limit])
    return tuple(chosen[:MAX_FOLLOW_UPS])


def _fresh(document: Document, retrieval: Retrieval, index: PassageIndex) -> list[str]:
    """Whole questions in the reader's language that do not ask the same again; keywords are there for search only."""
    if not document.questions:
        return []
    cosines = index.question_vectors_of(document.id) @ retrieval.vector
    return [
        question[0].upper() + question[1:]
        for question, cosine in zip(document.questions, cosines, strict=True)
        if question.endswith("?")
        and cosine < _SAME_QUESTION
        and (detect_language(question) or "nb") == retrieval.question.language
    ]
